// Packed rows as what a program would have printed for them, for another terminal of any width: what wrapped is one line again.
// (pure)
import type { History } from './history.ts'
import type { Row } from './packed-rows.ts'

const WORDS = 3
const CODE = 0x1fffff
const IS_JOINED = 0x200000
const CONTENT = 0x3fffff
const WIDTH_SHIFT = 22
const COLOUR = 0xffffff
const COLOUR_MODE = 0x3000000
const [SIXTEEN, PALETTE, RGB] = [0x1000000, 0x2000000, 0x3000000]
/** The bits of a style and what switches it on. */
const INK_STYLES = [
  [0x8000000, 1],
  [0x10000000, 4],
  [0x20000000, 5],
  [0x4000000, 7],
  [0x40000000, 8],
  [0x80000000, 9],
] as const
const PAPER_STYLES = [
  [0x8000000, 2],
  [0x4000000, 3],
  [0x40000000, 53],
] as const

/** The rows from this number on, without the end of the last line: whether that goes on, the reader knows. Empty = there is none. */
export function rowsAsText(history: Pick<History, 'row' | 'next'>, from: number): string {
  const parts: string[] = []
  const styles = new Map<number, string>()
  const styled = (fg: number, bg: number) => {
    // Exact below 2^53: no flag of the background is in use up there.
    const key = fg * 0x80000000 + (bg & 0x7fffffff)
    const text = styles.get(key) ?? sgr(fg, bg)
    styles.set(key, text)
    return text
  }
  let before: Row | null = null
  for (let number = from; number < history.next(); number += 1) {
    const row = history.row(number)
    if (before && !(row.wrapped && fills(before, row))) parts.push('\r\n')
    rowText(row, parts, styled)
    before = row
  }
  return parts.join('')
}

/** A terminal of that width would have gone on in the next row. */
function fills({ cells, cols }: Row, next: Row): boolean {
  const free = cols - cells.length / WORDS
  const first = next.cells[0] ?? 0
  return (first & CONTENT) !== 0 && (free <= 0 || (free === 1 && first >>> WIDTH_SHIFT === 2))
}

function rowText({ cells, cols, wrapped, joined }: Row, parts: string[], styled: (fg: number, bg: number) => string) {
  let [fg, bg] = [0, 0]
  for (let at = 0; at < cells.length; at += WORDS) {
    const content = cells[at]!
    if (cells[at + 1] !== fg || cells[at + 2] !== bg) {
      fg = cells[at + 1]!
      bg = cells[at + 2]!
      parts.push(styled(fg, bg))
    }
    if ((content & CONTENT) === 0) {
      if (content >>> WIDTH_SHIFT === 0) continue
      let run = 1
      while (isBlank(cells, at + run * WORDS, fg, bg)) run += 1
      // Cleared in its colour, and passed over: nothing was written there.
      parts.push(`\x1b[${run}X\x1b[${run}C`)
      at += (run - 1) * WORDS
    } else if ((content & IS_JOINED) !== 0) parts.push(joined[at / WORDS] ?? '')
    else parts.push(String.fromCodePoint(content & CODE))
  }
  // A new line would take the colour on.
  if (fg !== 0 || bg !== 0) parts.push('\x1b[0m')
  // Where it wrapped into a new row, all of that is in the colour of its first character.
  if (wrapped && cells.length / WORDS < cols) parts.push('\x1b[K')
}

function isBlank(cells: Uint32Array, at: number, fg: number, bg: number): boolean {
  return cells[at] === 1 << WIDTH_SHIFT && cells[at + 1] === fg && cells[at + 2] === bg
}

function sgr(fg: number, bg: number): string {
  const codes: (number | string)[] = [0]
  for (const [bit, code] of INK_STYLES) if ((fg & bit) !== 0) codes.push(code)
  for (const [bit, code] of PAPER_STYLES) if ((bg & bit) !== 0) codes.push(code)
  codes.push(...colour(fg, 30), ...colour(bg, 40))
  return `\x1b[${codes.join(';')}m`
}

function colour(word: number, base: 30 | 40): (number | string)[] {
  const value = word & COLOUR
  const mode = word & COLOUR_MODE
  if (mode === SIXTEEN) return [(value & 7) + ((value & 8) !== 0 ? base + 60 : base)]
  if (mode === PALETTE) return [`${base + 8};5;${value & 255}`]
  return mode === RGB ? [`${base + 8};2;${value >>> 16};${(value >>> 8) & 255};${value & 255}`] : []
}
