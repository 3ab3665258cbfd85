// Reading a surface's mirror for agents: the screen, the scrollback, or what was printed since a cursor. It reads only,
// never raw bytes, and decides nothing.
import type { IBuffer } from '@xterm/headless'
import type { Result } from '../../preload/contract.ts'
import { fingerprint, formatCursor, type Place, parseCursor } from './cursor.ts'
import { lineText } from './rows.ts'
import type { Screen } from './screen.ts'
import type { ReadRequest, ScreenRead } from './surface.ts'

const DEFAULT_LINES = 500
const UNTOLD = 0

/** Who typed on which absolute rows. */
export type TypedRows = ReadonlyMap<number, string>

interface Line {
  readonly text: string
  readonly by: string | null
}
interface Rows {
  readonly lines: Line[]
  readonly truncated: boolean
}

/** One read of a mirror that has settled. Error values: `bad_cursor`. */
export function readScreen(screen: Screen, typed: TypedRows, request: ReadRequest): Result<ScreenRead> {
  const place = request.what === 'since' ? parseCursor(request.cursor ?? '') : null
  if (request.what === 'since' && !place) {
    const message = 'The cursor is not one that a read of this surface gave.'
    return { ok: false, code: 'bad_cursor', message, field: 'cursor' }
  }
  const alt = screen.look().alt
  const found = place
    ? since(screen, typed, place)
    : request.what === 'screen'
      ? grid(screen, typed)
      : all(screen, typed)
  const most = Math.max(1, request.maxLines ?? DEFAULT_LINES)
  const lines = found.lines.slice(-most)
  const { active } = screen.grid
  return {
    ok: true,
    value: {
      lines: lines.map(line => line.text),
      typed: lines.flatMap((line, index) => (line.by === null ? [] : [{ line: index, by: line.by }])),
      cursor: formatCursor(here(screen)),
      truncated: found.truncated || lines.length < found.lines.length,
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

/** The visible rows as they stand, blank ones at the end cut. */
function grid(screen: Screen, typed: TypedRows): Rows {
  const { active, first } = screen.grid
  const numbered = active.type === 'normal' ? first() : null
  const lines = Array.from({ length: screen.rows }, (_, y) => {
    const row = active.baseY + y
    const by = numbered === null ? null : (typed.get(numbered + row) ?? null)
    return { text: lineText(active, row, row), by }
  })
  while (lines.length > 0 && lines[lines.length - 1]!.text === '') lines.pop()
  return { lines, truncated: false }
}

function all(screen: Screen, typed: TypedRows): Rows {
  const { normal, first } = screen.grid
  const lines = logicalLines(normal, 0, lastIndex(normal), first(), typed)
  return { lines: [...withoutOpenBlank(lines), ...altLines(screen, typed)], truncated: false }
}

function since(screen: Screen, typed: TypedRows, place: Place): Rows {
  const { normal, first, epoch, touched, altStamp } = screen.grid
  const known = place.epoch === epoch()
  const wanted = known ? Math.min(place.row, touched.since(place.stamp)) : first()
  const start = lineStart(normal, Math.max(wanted, first()) - first())
  const lines = logicalLines(normal, start, lastIndex(normal), first(), typed)
  const reported =
    known &&
    start + first() === place.row &&
    lines[0] &&
    printOf(lines[0].text) === place.print &&
    place.print !== UNTOLD
  const fresh = withoutOpenBlank(reported ? lines.slice(1) : lines)
  // What the alternate screen showed in between is gone; what it shows now is told again, whole.
  const redrawn = screen.look().alt && altStamp() !== place.alt
  return {
    lines: redrawn ? [...fresh, ...altLines(screen, typed)] : fresh,
    truncated: !known || wanted < first() || redrawn,
  }
}

/** A blank line is not told while it is open, so it must be once it is complete. */
function printOf(text: string): number {
  return text === '' ? UNTOLD : fingerprint(text)
}

function altLines(screen: Screen, typed: TypedRows): Line[] {
  return screen.look().alt ? grid(screen, typed).lines : []
}

/** Where a reader that has seen everything stands: at the last line with text or the cursor, which may still grow. */
function here(screen: Screen): Place {
  const { normal, first, epoch, touched, altStamp } = screen.grid
  const last = lastIndex(normal)
  const start = lineStart(normal, last)
  return {
    epoch: epoch(),
    row: first() + start,
    print: printOf(lineText(normal, start, last)),
    stamp: touched.stamp(),
    alt: altStamp(),
  }
}

/** Index of the last row that counts: the cursor's, or below it the last with text. */
function lastIndex(buffer: IBuffer): number {
  const cursor = buffer.baseY + buffer.cursorY
  for (let y = buffer.length - 1; y > cursor; y -= 1) {
    if (buffer.getLine(y)?.translateToString(true)) return y
  }
  return cursor
}

/** Index of the row on which the logical line through row `y` begins. */
function lineStart(buffer: IBuffer, y: number): number {
  let start = y
  while (start > 0 && buffer.getLine(start)?.isWrapped) start -= 1
  return start
}

/** Rows as the program printed them: what wrapped is one line again. */
function logicalLines(buffer: IBuffer, from: number, to: number, first: number, typed: TypedRows): Line[] {
  const lines: Line[] = []
  for (let y = from; y <= to; y += 1) {
    const start = y
    while (y < to && buffer.getLine(y + 1)?.isWrapped) y += 1
    let by: string | null = null
    for (let row = start; row <= y; row += 1) by ??= typed.get(first + row) ?? null
    lines.push({ text: lineText(buffer, start, y), by })
  }
  return lines
}

/** The cursor's own line counts once there is something on it. */
function withoutOpenBlank(lines: Line[]): Line[] {
  return lines.length > 0 && lines[lines.length - 1]!.text === '' ? lines.slice(0, -1) : lines
}
