// A scheme from the short form its data is written in. Pure.
import { SCHEME_COLOURS, type Scheme } from '../../../preload/contract.ts'

interface Short {
  readonly id: string
  readonly name: string
  readonly background: string
  readonly foreground: string
  readonly cursor: string
  readonly cursorText: string
  readonly selection: string
  /** the eight of SGR 30–37, then the eight of 90–97, apart by blanks */
  readonly sixteen: string
}

export function scheme(dark: boolean, { sixteen, ...rest }: Short): Scheme {
  const found = sixteen.trim().split(/\s+/)
  const colours = Object.fromEntries(SCHEME_COLOURS.map((name, i) => [name, found[i] ?? '']))
  return { ...rest, dark, colours }
}
