// What there is on a tmux server: sessions, windows and panes, as one reply. (pure) All names, titles and folders come from
// programs: they are asked for quoted, so that none of them can look like anything else here.
import type { TmuxSession, TmuxWindow } from '../../../preload/contract.ts'
import { quoted } from './command.ts'
import type { Reply } from './lines.ts'

/** One pane in one session: a window that is linked to several is there once for each. */
export interface Listed {
  readonly pane: string
  readonly window: string
  readonly session: string
  readonly index: number
  readonly windowIndex: number
  readonly cols: number
  readonly rows: number
  readonly dead: boolean
  /** it is its window's active one */
  readonly active: boolean
  readonly zoomed: boolean
  /** the pane's program, on its computer */
  readonly pid: number
  /** sessions that have the window */
  readonly links: number
  /** terminals that show the session */
  readonly attached: number
  readonly sessionName: string
  readonly windowName: string
  readonly title: string
  readonly command: string
  readonly cwd: string
  /** the session is a Gatehouse's own */
  readonly ours: boolean
  /** the surface it is marked as in this Gatehouse; null = none */
  readonly mark: string | null
}

const PLAIN = [
  ...['pane_id', 'window_id', 'session_id', 'pane_index', 'window_index', 'pane_width', 'pane_height', 'pane_dead'],
  ...['pane_active', 'window_zoomed_flag', 'pane_pid', 'window_linked_sessions', 'session_attached'],
]
const FOLDER = 'pane_current_path'
const NAMED = ['session_name', 'window_name', 'pane_title', 'pane_current_command', FOLDER, '@gatehouse']

/** One line for all panes. `marks`: the option in which a pane carries the id of its surface. Read with `readListing`. */
export function listLine(marks: string): string {
  return `list-panes -a -F ${quoted([...PLAIN.map(name => `#{${name}}`), ...[...NAMED, marks].map(nameField)].join(' '))}`
}

/** Columns that are kept of a name, escapes counted. A program may give a title of a million. */
const MOST_NAME = 2_000

/**
 * A format for what anybody may have chosen, to stand between blanks and be read with `unquotedWords` and `nameIn`. What is cut loses
 * its control characters, so a folder is not: no path is that long. The end of a cut may be half an escape: the `~` completes it.
 */
export function nameField(name: string): string {
  return name === FOLDER ? `#{q:${name}}~` : `#{=${MOST_NAME};q:${name}}~`
}

/** The name in a word of such a field. */
export function nameIn(word: string): string {
  return word.slice(0, -1)
}

/** More than any person has: another computer may say anything, and each is looked at with the others of its window. */
const MOST_PANES = 5_000

/** The panes in tmux's order, `MOST_PANES` at the most. Records that make no sense are left out. */
export function readListing(reply: Reply): Listed[] {
  return records(reply)
    .slice(0, MOST_PANES)
    .flatMap(record => readRecord(record) ?? [])
}

/** A record begins with the `%` of its pane: names are quoted, so no other row does, however many lines a folder's name has. */
function records({ rows }: Reply): string[] {
  const found: string[] = []
  for (const row of rows) {
    const text = row.toString('utf8')
    if (/^%\d+ /.test(text)) found.push(text)
    else if (found.length > 0) found.push(`${found.pop()}\n${text}`)
  }
  return found
}

/** Takes away the backslashes of `#{q:…}` and splits where blanks had none. */
export function unquotedWords(text: string): string[] {
  const words = ['']
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!
    if (char === ' ') words.push('')
    else if (char === '\\' && at + 1 < text.length) words.push(words.pop() + text[++at]!)
    else words.push(words.pop() + char)
  }
  return words
}

function readRecord(text: string): Listed | null {
  const words = unquotedWords(text)
  if (words.length !== PLAIN.length + NAMED.length + 1) return null
  const [pane = '', window = '', session = ''] = words
  const [index = 0, windowIndex = 0, cols = 0, rows = 0, dead, active, zoomed, pid = 0, links = 0, attached = 0] = words
    .slice(3, PLAIN.length)
    .map(Number)
  const [sessionName = '', windowName = '', title = '', command = '', cwd = '', ours, mark] = words
    .slice(PLAIN.length)
    .map(nameIn)
  return {
    ...{ pane, window, session, index, windowIndex, cols, rows, pid, links, attached },
    ...{ dead: dead === 1, active: active === 1, zoomed: zoomed === 1 },
    ...{ sessionName, windowName, title, command, cwd },
    // The option alone may be one that every session inherits, and a window that only our sessions have is ended.
    ours: ours !== '' && sessionName.startsWith('gatehouse-'),
    mark: mark || null,
  }
}

/** As the window shows them, without sessions of Gatehouse. `agents`: the preset of the agent that runs in a pane. */
export function sessionsOf(
  listed: readonly Listed[],
  agents: (pane: Listed) => string | null,
  surfaces: (pane: string) => string | null,
): TmuxSession[] {
  const sessions = new Map<string, { id: string; name: string; attached: number; windows: TmuxWindow[] }>()
  for (const one of listed) {
    if (one.ours) continue
    const session = sessions.get(one.session) ?? {
      id: one.session,
      name: one.sessionName,
      attached: one.attached,
      windows: [],
    }
    sessions.set(one.session, session)
    let window = session.windows.find(other => other.id === one.window && other.index === one.windowIndex)
    if (!window) {
      window = { id: one.window, index: one.windowIndex, name: one.windowName, panes: [] }
      session.windows.push(window)
    }
    window.panes.push({
      ...{ id: one.pane, index: one.index, title: one.title, command: one.command, cwd: one.cwd },
      ...{
        cols: one.cols,
        rows: one.rows,
        dead: one.dead,
        pid: one.pid,
        agent: agents(one),
        surface: surfaces(one.pane),
      },
    })
  }
  return [...sessions.values()]
}
