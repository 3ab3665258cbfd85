// The bytes that draw a captured pane on an empty terminal of its size: history, screens, modes, cursor, and what an unfinished
// sequence began with. (pure) The pen a program left in its hand is not known to anybody and is put down.
import type { Captured, PaneFacts } from './capture.ts'
import { createPen } from './pen.ts'

/** What tmux has no format for. */
export interface ProbedModes {
  readonly bracketedPaste: boolean
}

/** `modes` null = not known: bracketed paste is off. */
export function drawn(captured: Captured, modes: ProbedModes | null): Buffer {
  const { facts, shown, normal, joined, rest } = captured
  const history = shown.slice(0, Math.max(0, shown.length - facts.rows))
  const screen = shown.slice(history.length)
  const wraps = wrapped(shown, joined)
  // A row stays a row, whatever this terminal thinks of the width of its characters. G1 has what tmux means by SO.
  const parts: string[] = ['\x1b)0']
  if (facts.alternate) {
    parts.push(
      rowsAs([...history, ...padded(normal, facts.rows)], facts.cols, at => at < history.length && wraps[at] === true),
    )
    parts.push('\x1b[0m', place(facts.saved?.x ?? 0, facts.saved?.y ?? 0), '\x1b[?1049h\x1b[H')
    parts.push(rowsAs(screen, facts.cols, at => wraps[history.length + at] === true))
  } else {
    parts.push(rowsAs(padded(shown, facts.rows), facts.cols, at => wraps[at] === true))
  }
  parts.push('\x0f\x1b[0m\x1b)B')
  parts.push(modeBytes(facts, modes), cursorBytes(facts, screen))
  parts.push(facts.insert ? '\x1b[4h' : '', facts.wrap ? '\x1b[?7h' : '\x1b[?7l')
  return Buffer.concat([Buffer.from(parts.join(''), 'latin1'), rest])
}

function padded(rows: readonly Buffer[], count: number): readonly Buffer[] {
  return [...rows, ...Array.from({ length: Math.max(0, count - rows.length) }, () => Buffer.alloc(0))]
}

/** Rows one below the other. `wraps`: the next row goes on where this one ends, so nothing is sent in between. */
function rowsAs(rows: readonly Buffer[], cols: number, wraps: (at: number) => boolean): string {
  let out = ''
  let goesOn = false
  for (const [at, row] of rows.entries()) {
    const text = textOf(row)
    const full = wraps(at) && isFull(row, rows[at + 1], cols)
    if (!goesOn) out += `${at > 0 ? '\r\n' : ''}\x1b[?7${full ? 'h' : 'l'}${text}`
    else out += full ? text : text.replace(FIRST, '$&\x1b[?7l')
    goesOn = full
  }
  return `${out}\x1b[?7l`
}

/** This terminal too goes to the next row behind it. A wide character that finds one column left goes there as well. */
function isFull(row: Buffer, next: Buffer | undefined, cols: number): boolean {
  const width = widthOf(row)
  if (!next || width === null) return false
  return width === cols || (width === cols - 1 && isWide(plain(next).codePointAt(0) ?? 0))
}

/** One row's bytes. tmux 3.3a writes "overline" as a kind of blinking. */
function textOf(row: Buffer): string {
  return row.toString('latin1').replace(/(?<before>\x1b\[(?:[\d:;]*;)?)5:3(?=[;m])/g, '$<before>53')
}

/** Up to the first character that stands for itself alone; no mark can follow it unseen, for the next one is plain too. */
const FIRST = /^(?:\x1b\[[\d;:]*m)*[ -~](?=[ -~])/

/** How many columns the row takes in every terminal. Null = terminals may differ, or there is more in it than plain characters. */
function widthOf(row: Buffer): number | null {
  let width = 0
  for (const char of plain(row)) {
    const code = char.codePointAt(0)!
    if ((code >= 0x20 && code < 0x7f) || SINGLE.some(([from, to]) => code >= from && code <= to)) width += 1
    else if (isWide(code)) width += 2
    else return null
  }
  return width
}
function isWide(code: number): boolean {
  return DOUBLE.some(([from, to]) => code >= from && code <= to)
}
/** Latin, Greek, Cyrillic, lines and blocks */
const SINGLE = [
  [0xc0, 0x2af],
  [0x386, 0x3ff],
  [0x400, 0x481],
  [0x2500, 0x259f],
] as const
/** kana, Han, Hangul, full-width forms */
const DOUBLE = [
  [0x3041, 0x3096],
  [0x30a1, 0x30fa],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xff01, 0xff60],
] as const

/** A row's text: without colours, links, and changes of the character set. */
function plain(row: Buffer): string {
  return row.toString('utf8').replace(/\x1b\[[\d;:]*m|\x1b\]8;[^\x1b]*\x1b\\|[\x0e\x0f]/g, '')
}

/** Which rows go on in the next one: those that tmux joins. */
function wrapped(rows: readonly Buffer[], joined: readonly Buffer[]): boolean[] {
  const found: boolean[] = []
  let at = 0
  for (const line of joined) {
    let left = plain(line)
    while (at < rows.length) {
      const row = plain(rows[at]!)
      at += 1
      // They do not fit: nothing is known from here on.
      if (!left.startsWith(row)) return found
      left = left.slice(row.length)
      found.push(left !== '')
      if (left === '') break
    }
  }
  return found
}

function place(x: number, y: number): string {
  return `\x1b[${y + 1};${x + 1}H`
}

function cursorBytes(facts: PaneFacts, screen: readonly Buffer[]): string {
  const { cursorX, cursorY, cols, rows, top, bottom } = facts
  const limits = top > 0 || bottom < rows - 1
  const y = cursorY - (facts.origin ? top : 0)
  const start = `${limits ? `\x1b[${top + 1};${bottom + 1}r` : ''}${facts.origin ? '\x1b[?6h' : ''}`
  const row = screen[cursorY] ?? Buffer.alloc(0)
  const width = widthOf(row)
  if (cursorX < cols || width === null || width > cols) return start + place(Math.min(cursorX, cols - 1), y)
  // Only a character in the last column leaves the cursor behind it.
  if (width < cols) return `${start}\x1b[?7h${place(cols - 1, y)} `
  const pen = createPen()
  for (const above of screen.slice(0, cursorY)) pen.row(textOf(above))
  return `${start}\x1b[?7h${place(0, y)}\x1b)0${pen.bytes()}${textOf(row)}\x0f\x1b)B\x1b[0m`
}

function modeBytes(facts: PaneFacts, modes: ProbedModes | null): string {
  const on = [
    ...(facts.applicationCursor ? [1] : []),
    ...facts.mouse,
    ...((facts.bracketedPaste ?? modes?.bracketedPaste) ? [2004] : []),
  ]
  return [
    ...on.map(mode => `\x1b[?${mode}h`),
    facts.applicationKeypad ? '\x1b=' : '',
    facts.cursorShown ? '' : '\x1b[?25l',
    tabBytes(facts),
    claim(2, facts.title),
    claim(7, facts.folder),
  ].join('')
}

function tabBytes({ tabs, cols }: PaneFacts): string {
  const usual = Array.from({ length: Math.ceil(cols / 8) - 1 }, (_, at) => (at + 1) * 8)
  if (tabs.join() === usual.join()) return ''
  return `\x1b[3g${tabs.map(column => `\x1b[${column + 1}G\x1bH`).join('')}`
}

/** What a program says of itself, said once more. */
function claim(what: number, text: string): string {
  return text === ''
    ? ''
    : `\x1b]${what};${Buffer.from(text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '')).toString('latin1')}\x1b\\`
}
