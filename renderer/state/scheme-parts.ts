// What every form of an imported scheme is finished with: a name, an id, and the colours that other programs do not have. Pure.
import { SCHEME_COLOURS, type Scheme } from '../../preload/contract.ts'
import { contrast, light } from './schemes/index.ts'

/** One scheme of a file, or why it is left out, in words. */
export type Found = { readonly ok: true; readonly scheme: Scheme } | { readonly ok: false; readonly fault: string }

/** What a file says of a scheme; null = it does not. */
export interface Drawn {
  readonly name: string
  readonly background: string | null
  readonly foreground: string | null
  readonly cursor: string | null
  readonly cursorText: string | null
  readonly selection: string | null
  /** in the order of SCHEME_COLOURS */
  readonly sixteen: readonly (string | null)[]
}

/** Text on a selection is read, not guessed. */
const READABLE = 3

/** With background, foreground and the sixteen, it is whole. */
export function finished({ background, foreground, sixteen, ...rest }: Drawn): Found {
  const missing = SCHEME_COLOURS.find((_, i) => !sixteen[i]) ?? (background ? 'foreground' : 'background')
  if (!background || !foreground || sixteen.some(colour => !colour)) {
    return { ok: false, fault: `${missing} is missing.` }
  }
  const name = cleanName(rest.name)
  const selection = rest.selection && contrast(rest.selection, foreground) >= READABLE ? rest.selection : null
  return {
    ok: true,
    scheme: {
      id: idFrom(name),
      name,
      dark: light(background) < light(foreground),
      background,
      foreground,
      cursor: rest.cursor ?? foreground,
      cursorText: rest.cursorText ?? background,
      // Others draw it see-through, and may name a colour in which nothing could be read here.
      selection: selection ?? mixed(background, foreground, 0.25),
      colours: Object.fromEntries(SCHEME_COLOURS.map((colour, i) => [colour, sixteen[i]!])),
    },
  }
}

/** `share`: of the second, 0 to 1. */
function mixed(one: string, other: string, share: number): string {
  const parts = [1, 3, 5].map(at => {
    const [a, b] = [one, other].map(colour => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number]
    return Math.round(a + (b - a) * share)
  })
  return hex(parts)
}

/** Three parts, 0 to 255. */
export function hex(parts: readonly number[]): string {
  return `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`
}

/** A file's name without folder and ending. */
export function nameFrom(file: string): string {
  return file.replace(/^.*[\\/]/, '').replace(/\.[a-z0-9]{1,12}$/i, '')
}

function cleanName(name: string): string {
  const clean = name.replace(/\p{C}/gu, '').trim()
  return [...clean].slice(0, 60).join('').slice(0, 64) || 'Scheme'
}

function idFrom(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return (
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 58)
      .replace(/^-+|-+$/g, '') || 'scheme'
  )
}
