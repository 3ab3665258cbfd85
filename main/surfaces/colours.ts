// A theme's colours as numbers, and the answers to colour queries (OSC 4, 10, 11, 12) in the one fixed form. (pure) Without a
// window it is the dark one. Setting colours is not its business: queries are answered from the theme whatever a program set.
import type { WindowColours } from '../../preload/contract.ts'

export interface Colours {
  readonly foreground: number
  readonly background: number
  readonly cursor: number
  /** SGR 30–37, 90–97 */
  readonly sixteen: readonly number[]
}

/** 0xRRGGBB, as all colours here */
export const FOREGROUND = 0xdde0e4
export const BACKGROUND = 0x111214
const ANSI = [
  [0x1b1d21, 0xf2777a, 0x8fc98b, 0xe6c07b, 0x7fb2f0, 0xc99be0, 0x6fc7c7, 0xdde0e4],
  [0x5b616b, 0xff9c9e, 0xb2e3ae, 0xf5dca3, 0xa9ccf7, 0xddbdee, 0x9be0e0, 0xffffff],
].flat()
export const DARK: Colours = { foreground: FOREGROUND, background: BACKGROUND, cursor: FOREGROUND, sixteen: ANSI }
/** A body that asks for all 256 colours is shorter; what a flood asks beyond it gets no answer. */
const MOST_CHARACTERS = 2048

/** What the window says it draws with. */
export function coloursOf({ foreground, background, cursor, sixteen }: WindowColours): Colours {
  const number = (hex: string) => Number.parseInt(hex.slice(1), 16)
  return {
    foreground: number(foreground),
    background: number(background),
    cursor: number(cursor),
    sixteen: sixteen.map(number),
  }
}

/** The replies to one OSC 4 body (`0;?;1;?`), 256 at most. Empty when it asks nothing. */
export function paletteReplies(body: string, { sixteen } = DARK): string[] {
  const parts = body.slice(0, MOST_CHARACTERS).split(';')
  const replies: string[] = []
  for (let i = 0; i + 1 < parts.length && replies.length < 256; i += 2) {
    const index = Number(parts[i])
    if (parts[i + 1] === '?' && /^\d{1,3}$/.test(parts[i]!) && index < 256) {
      replies.push(`\x1b]4;${index};${rgb(paletteColour(index, sixteen))}\x1b\\`)
    }
  }
  return replies
}

/** The replies to an OSC 10, 11 or 12 body. `10;?;?` asks for 10 and 11: each further part is the next number. */
export function themeReplies(first: 10 | 11 | 12, body: string, { foreground, background, cursor } = DARK): string[] {
  const colours = new Map([
    [10, foreground],
    [11, background],
    [12, cursor],
  ])
  return body.split(';', 3).flatMap((part, i) => {
    const colour = colours.get(first + i)
    return part === '?' && colour !== undefined ? [`\x1b]${first + i};${rgb(colour)}\x1b\\`] : []
  })
}

/** Colour number `index`, 0 to 255: the theme's sixteen, the cube, the greys. */
export function paletteColour(index: number, sixteen = DARK.sixteen): number {
  if (index < 16) return sixteen[index]!
  if (index >= 232) return (8 + (index - 232) * 10) * 0x010101
  const step = (value: number) => (value === 0 ? 0 : 55 + value * 40)
  const cube = index - 16
  return (step(Math.floor(cube / 36)) << 16) | (step(Math.floor(cube / 6) % 6) << 8) | step(cube % 6)
}

/** 0xDDE0E4 as `rgb:dddd/e0e0/e4e4`. */
function rgb(colour: number): string {
  const parts = [16, 8, 0].map(shift => ((colour >> shift) & 255).toString(16).padStart(2, '0'))
  return `rgb:${parts.map(part => part + part).join('/')}`
}
