// Reading a surface's mirror for agents: the screen, the scrollback, or what was printed since a cursor. It reads only,
// never raw bytes, and decides nothing.
import type { Result } from '../../preload/contract.ts'
import { fingerprint, formatCursor, type Place, parseCursor } from './cursor.ts'
import { lettersOf } from './own-text.ts'
import { lineText } from './rows.ts'
import type { Grid, Rows, Screen } from './screen.ts'
import type { ReadRequest, ScreenRead } from './surface.ts'
import type { TypedNow } from './typed-rows.ts'

const DEFAULT_LINES = 500
const UNTOLD = 0
/** How far above what is read a text may have begun. */
const ABOVE_ROWS = 200
/** A line longer than this is told in parts: a program may print for ever without ending one. */
const LINE_ROWS = 2000

interface Line {
  readonly text: string
  readonly by: string | null
}
interface Told {
  readonly lines: Line[]
  /** lines that were asked for are not among them */
  readonly truncated: boolean
}

/** One read of a mirror that has settled. Error values: `bad_cursor`. */
export function readScreen(screen: Screen, typed: TypedNow, request: ReadRequest): Result<ScreenRead> {
  const place = request.what === 'since' ? parseCursor(request.cursor ?? '') : null
  if (request.what === 'since' && !place) {
    const message = 'The cursor is not one that a read of this surface gave.'
    return { ok: false, code: 'bad_cursor', message, field: 'cursor' }
  }
  const alt = screen.look().alt
  const most = Math.max(1, request.maxLines ?? DEFAULT_LINES)
  const { lines, truncated } = place
    ? since(screen, typed, place, most)
    : request.what === 'screen'
      ? newestOf({ lines: grid(screen, typed), truncated: false }, most)
      : logicalLines(screen, typed, 0, most)
  const { active } = screen.grid
  return {
    ok: true,
    value: {
      lines: lines.map(line => line.text),
      typed: lines.flatMap((line, index) => (line.by === null ? [] : [{ line: index, by: line.by }])),
      cursor: formatCursor(here(screen)),
      truncated,
      ...(place && place.epoch !== screen.grid.epoch() && { anew: true as const }),
      screen: { cols: screen.cols, rows: screen.rows, cursor: { x: active.cursorX, y: active.cursorY }, alt },
    },
  }
}

/** The last visible row with text on it, shortened to that many characters. */
export function lastLine(screen: Screen, characters: number): string {
  const { active } = screen.grid
  for (let row = active.baseY + screen.rows - 1; row >= active.baseY; row -= 1) {
    const text = lineText(active, row, row).trim()
    if (text !== '') return [...text].slice(0, characters).join('')
  }
  return ''
}

/** The visible rows as they stand, blank ones at the end cut, in a mirror that has settled. */
export function visibleLines(screen: Pick<Screen, 'grid' | 'rows'>): string[] {
  return grid(screen, new Map()).map(line => line.text)
}

function grid(screen: Pick<Screen, 'grid' | 'rows'>, typed: TypedNow): Line[] {
  const { active, first } = screen.grid
  const texts = Array.from({ length: screen.rows }, (_, y) => lineText(active, active.baseY + y, active.baseY + y))
  const top = active.baseY
  const isAlt = active.type === 'alternate'
  const own = isAlt
    ? typed.own?.owners(texts, { top: true, bottom: true })
    : ownRows(screen.grid, typed, above(screen.grid) + top, above(screen.grid) + top + screen.rows - 1)
  const lines = texts.map((text, y) => {
    const by = own?.[y] ?? (isAlt ? null : typed.get(first() + top + y))
    return { text, by: by ?? null }
  })
  while (lines.length > 0 && lines[lines.length - 1]!.text === '') lines.pop()
  return lines
}

/** Whose own text stands on each of the rows `from` to `last` of the normal screen: only whole lines count, as it was printed. */
function ownRows({ whole, oldest }: Grid, { own }: TypedNow, from: number, last: number): (string | null)[] {
  const longest = own?.longest() ?? 0
  const rows = Array.from({ length: last - from + 1 }, (): string | null => null)
  if (!own || longest === 0) return rows
  const lines: { start: number; end: number; text: string }[] = []
  let above = 0
  let end = last
  while (end >= 0 && (end >= from || (above < longest && from - end <= ABOVE_ROWS))) {
    const start = lineStart(whole, end)
    const text = lineText(whole, start, end)
    lines.push({ start, end, text })
    if (end < from) above += lettersOf(text).length
    end = start - 1
  }
  lines.reverse()
  const owners = own.owners(
    lines.map(({ text }) => text),
    { top: end >= 0 || oldest() > 0, bottom: false },
  )
  for (const [index, { start, end }] of lines.entries())
    rows.fill(owners[index] ?? null, Math.max(0, start - from), Math.max(0, end + 1 - from))
  return rows
}

function since(screen: Screen, typed: TypedNow, place: Place, most: number): Told {
  const { whole, oldest, epoch, touched, altStamp } = screen.grid
  const known = place.epoch === epoch()
  const wanted = known ? Math.min(place.row, touched.since(place.stamp)) : oldest()
  let from = lineStart(whole, Math.max(wanted, oldest()) - oldest())
  if (known && from + oldest() === place.row && place.print !== UNTOLD) {
    const end = lineEnd(whole, from)
    if (printOf(lineText(whole, from, end)) === place.print) from = end + 1
  }
  // What the alternate screen showed in between is gone; what it shows now is told again, whole.
  const redrawn = screen.look().alt && altStamp() !== place.alt
  const { lines, truncated } = logicalLines(screen, typed, from, most, redrawn)
  return { lines, truncated: truncated || !known || wanted < oldest() || redrawn }
}

/** A blank line is not told while it is open, so it must be once it is complete. */
function printOf(text: string): number {
  return text === '' ? UNTOLD : fingerprint(text)
}

/** Where a reader that has seen everything stands: at the last line with text or the cursor, which may still grow. */
function here(screen: Screen): Place {
  const { whole, oldest, epoch, touched, altStamp } = screen.grid
  const last = lastIndex(screen.grid)
  const start = lineStart(whole, last)
  return {
    epoch: epoch(),
    row: oldest() + start,
    print: printOf(lineText(whole, start, last)),
    stamp: touched.stamp(),
    alt: altStamp(),
  }
}

/** How many rows have left the normal buffer and are still there. */
function above({ first, oldest }: Grid): number {
  return first() - oldest()
}

/** Index of the last row that counts: the cursor's, or below it the last with text. */
function lastIndex(grid: Grid): number {
  const { normal } = grid
  const cursor = normal.baseY + normal.cursorY
  let last = normal.length - 1
  while (last > cursor && !normal.getLine(last)?.translateToString(true)) last -= 1
  return above(grid) + last
}

/** Index of the row on which the logical line through row `y` begins. */
function lineStart(rows: Rows, y: number): number {
  let start = y
  while (start > 0 && y - start < LINE_ROWS && rows.getLine(start)?.isWrapped) start -= 1
  return start
}

/** Index of the row on which the logical line through row `y` ends. */
function lineEnd(rows: Rows, y: number): number {
  let end = y
  while (end - y < LINE_ROWS && rows.getLine(end + 1)?.isWrapped) end += 1
  return end
}

/**
 * The newest `most` lines of those from row `from` on, as the program printed them: what wrapped is one line again. Rows
 * further up are not looked at. `withAlt` adds the alternate screen while it is shown.
 */
function logicalLines(screen: Screen, typed: TypedNow, from: number, most: number, withAlt = true): Told {
  const { whole, oldest } = screen.grid
  const lines: { text: string; start: number; end: number }[] = []
  const last = lastIndex(screen.grid)
  const alt = withAlt && screen.look().alt ? grid(screen, typed) : []
  let end = last
  while (end >= from && lines.length + alt.length < most) {
    const start = lineStart(whole, end)
    const text = lineText(whole, start, end)
    // The cursor's own line counts once there is something on it.
    if (text !== '' || end < last) lines.push({ text, start, end })
    end = start - 1
  }
  const own = ownRows(screen.grid, typed, end + 1, last)
  const told = lines.reverse().map(line => {
    const by = own[line.start - end - 1] ?? typedBy(typed, oldest() + line.start, oldest() + line.end)
    return { text: line.text, by }
  })
  return newestOf({ lines: [...told, ...alt], truncated: end >= from }, most)
}

function typedBy(typed: TypedNow, from: number, to: number): string | null {
  for (let row = from; row <= to; row += 1) {
    const by = typed.get(row)
    if (by !== undefined) return by
  }
  return null
}

function newestOf({ lines, truncated }: Told, most: number): Told {
  return { lines: lines.slice(-most), truncated: truncated || lines.length > most }
}
