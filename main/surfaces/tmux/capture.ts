// A pane's screen as tmux keeps it: the one line that asks for all of it at one moment, and what its replies say. (pure)
import { isPaneSize } from '../terminal-size.ts'
import { paneId } from './command.ts'
import type { Reply } from './lines.ts'
import { nameField, nameIn, unquotedWords } from './listing.ts'

/** Rows of history that are taken over at most. */
const MOST_HISTORY = 2_000

/** What tmux knows of a pane and of its terminal. Columns and rows count from 0. */
export interface PaneFacts {
  readonly pid: number
  readonly dead: boolean
  readonly cols: number
  readonly rows: number
  /** equals `cols` where the next character goes to the next row */
  readonly cursorX: number
  readonly cursorY: number
  readonly alternate: boolean
  /** where the normal screen's cursor waits while the alternate one is shown; null = it was not kept */
  readonly saved: { readonly x: number; readonly y: number } | null
  readonly insert: boolean
  readonly cursorShown: boolean
  readonly applicationCursor: boolean
  readonly applicationKeypad: boolean
  readonly wrap: boolean
  readonly origin: boolean
  /** which of 1000, 1002, 1003, 1005, 1006 are on */
  readonly mouse: readonly number[]
  /** rows of the scroll region, both included */
  readonly top: number
  readonly bottom: number
  /** columns with a tab stop */
  readonly tabs: readonly number[]
  /** tmux itself shows something in the pane, such as copy mode */
  readonly inMode: boolean
  /** it is on where a newer tmux says so, null = tmux cannot say */
  readonly bracketedPaste: boolean | null
  /** as the program gave it; '' = it gave none */
  readonly title: string
  /** the body of the OSC 7 that it sent last; '' = none */
  readonly folder: string
}

export interface Captured {
  readonly facts: PaneFacts
  /** Rows with their colours: history first, the screen that is shown last. */
  readonly shown: readonly Buffer[]
  /** the normal screen, while the alternate one is shown */
  readonly normal: readonly Buffer[]
  /** The rows of `shown`, without colours, where what was wrapped is one. */
  readonly joined: readonly Buffer[]
  /** what an unfinished sequence began with */
  readonly rest: Buffer
}

const MOUSE = [
  ['mouse_standard_flag', 1000],
  ['mouse_button_flag', 1002],
  ['mouse_all_flag', 1003],
  ['mouse_utf8_flag', 1005],
  ['mouse_sgr_flag', 1006],
] as const
const PLAIN = [
  ...['pane_pid', 'pane_dead', 'pane_width', 'pane_height', 'cursor_x', 'cursor_y', 'alternate_on'],
  ...['alternate_saved_x', 'alternate_saved_y', 'insert_flag', 'cursor_flag', 'keypad_cursor_flag', 'keypad_flag'],
  ...['wrap_flag', 'origin_flag', 'scroll_region_upper', 'scroll_region_lower', 'pane_in_mode', 'pane_tabs'],
  ...MOUSE.map(([name]) => name),
  'bracket_paste_flag',
]
const NAMED = ['pane_title', 'host', 'pane_path']
const FACTS = [...PLAIN.map(name => `#{${name}}`), ...NAMED.map(nameField)].join(' ')

/** Which of the line's replies hold what the program wrote (`Command.hostile`). */
export const CAPTURE_HOSTILE: readonly number[] = [1, 3, 5]
/** At this reply (`Command.onReply`) the screen is the one that is captured: nothing happens to it within the line. */
export const CAPTURE_POINT = 0

/** One line that asks for all of a pane. `token` is the `Command.token` it is run with. Throws as `paneId` does. */
export function captureLine(pane: string, token: string): string {
  const target = `-t ${paneId(pane)}`
  const word = `display-message -p ${token}`
  return [
    `display-message -p ${target} '${FACTS}'`,
    `capture-pane -p -e -N -S -${MOST_HISTORY} ${target}`,
    word,
    `capture-pane -p -e -N -a -q ${target}`,
    word,
    `capture-pane -p -J -S -${MOST_HISTORY} ${target}`,
    word,
    `capture-pane -p -P -C ${target}`,
  ].join(' ; ')
}

/** Null = tmux refused one of them: the pane is gone. */
export function readCaptured(replies: readonly Reply[]): Captured | null {
  const [facts, shown, , normal, , joined, , rest] = replies
  if (!facts || !shown || !normal || !joined || !rest || replies.some(one => !one.ok)) return null
  const read = readFacts(facts.rows.join('\n'))
  if (!read) return null
  return {
    facts: read,
    shown: shown.rows,
    normal: read.alternate ? normal.rows : [],
    joined: joined.rows,
    rest: unescaped(rest.rows[0] ?? Buffer.alloc(0)),
  }
}

function readFacts(text: string): PaneFacts | null {
  const words = unquotedWords(text).map((word, at) => (at < PLAIN.length ? word : nameIn(word)))
  if (words.length !== PLAIN.length + NAMED.length) return null
  const say = Object.fromEntries([...PLAIN, ...NAMED].map((name, at) => [name, words[at]!]))
  const number = (name: string) => Number(say[name])
  const flag = (name: string) => say[name] === '1'
  const [cols, rows] = [number('pane_width'), number('pane_height')]
  if (!isPaneSize(cols, rows)) return null
  const saved = { x: number('alternate_saved_x'), y: number('alternate_saved_y') }
  return {
    ...{ pid: number('pane_pid'), dead: flag('pane_dead'), cols, rows },
    ...{ cursorX: number('cursor_x'), cursorY: number('cursor_y') },
    alternate: flag('alternate_on'),
    // Where none is kept tmux gives the greatest number it has.
    saved: flag('alternate_on') && saved.x <= cols && saved.y < rows ? saved : null,
    ...{ insert: flag('insert_flag'), cursorShown: flag('cursor_flag'), wrap: flag('wrap_flag') },
    ...{ applicationCursor: flag('keypad_cursor_flag'), applicationKeypad: flag('keypad_flag') },
    origin: flag('origin_flag'),
    mouse: MOUSE.flatMap(([name, mode]) => (flag(name) ? [mode] : [])),
    ...{ top: number('scroll_region_upper'), bottom: number('scroll_region_lower') },
    tabs: say['pane_tabs'] === '' ? [] : say['pane_tabs']!.split(',').map(Number),
    inMode: number('pane_in_mode') > 0,
    bracketedPaste: say['bracket_paste_flag'] === '' ? null : flag('bracket_paste_flag'),
    title: say['pane_title'] === say['host'] ? '' : say['pane_title']!,
    folder: say['pane_path']!,
  }
}

/** `capture-pane -C`: a backslash and three octal digits for what is not plain. */
function unescaped(row: Buffer): Buffer {
  return Buffer.from(
    row
      .toString('latin1')
      .replace(/\\([0-3][0-7]{2})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8))),
    'latin1',
  )
}
