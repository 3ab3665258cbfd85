// What tmux says in control mode, from bytes to events. (pure) It sends nothing and knows no command: who asked for a reply is
// told by connection.ts. Programs choose much of what stands in it, so nothing ends a reply but what they cannot know.
import { decodeOctal } from './octal.ts'

/** The longest line that is read, in bytes: a row of 10 000 cells with a colour each is less. */
export const MOST_LINE_BYTES = 8_388_608
/** The largest reply that is kept, in bytes: 2000 rows of 300 cells with a colour each are a tenth of it. */
export const MOST_REPLY_BYTES = 268_435_456
/** What keeping a row takes beside its bytes. */
const ROW_BYTES = 128

/** What a command printed, and whether it succeeded. A failure's rows are tmux's sentence. */
export interface Reply {
  readonly ok: boolean
  readonly rows: readonly Buffer[]
}

/** Something tmux tells unasked. Ids are exact; names come from people and programs. */
export type Notice =
  | { readonly is: 'layout'; readonly window: string; readonly layout: string; readonly visible: string }
  | { readonly is: 'window'; readonly what: 'added' | 'closed'; readonly window: string; readonly linked: boolean }
  | { readonly is: 'window-renamed'; readonly window: string; readonly name: string; readonly linked: boolean }
  | { readonly is: 'window-pane'; readonly window: string; readonly pane: string }
  | { readonly is: 'pane-mode'; readonly pane: string }
  /** Its output is held back (`paused`: thrown away until it is asked for again) because we did not read. */
  | { readonly is: 'paused' | 'continued'; readonly pane: string }
  /** our own client shows another session */
  | { readonly is: 'session-changed'; readonly session: string; readonly name: string }
  /** a session was made, ended or renamed, shows another window, or is shown by somebody else */
  | { readonly is: 'sessions' }
  | { readonly is: 'client-left'; readonly client: string }
  | { readonly is: 'subscription'; readonly name: string; readonly pane: string | null; readonly value: string }
  /** the last thing that is ever said */
  | { readonly is: 'exit'; readonly reason: string | null }

export interface LinesEvents {
  /** Exactly the bytes a pane's program printed. `bytes` may share memory with the chunk. */
  output(pane: string, bytes: Buffer): void
  /**
   * A reply begins. `ours`: to a command of this connection. A value = its rows may be a program's: it ends only where a reply
   * follows that is exactly `until` or, where the command failed and what came after it was not run, `unless`. A reply that begins
   * with one of these words itself is read like any other.
   */
  begins(ours: boolean): { readonly until: string; readonly unless: string } | null
  reply(ours: boolean, reply: Reply): void
  notice(notice: Notice): void
  /** A line was longer than can be read, or a reply larger than can be kept. Nothing more is told. */
  broken(): void
}

interface Block {
  /** what has to stand in its end: time, number, flags */
  readonly head: string
  readonly ours: boolean
  readonly rows: Buffer[]
  bytes: number
  guard: { readonly until: string; readonly unless: string } | null
}

const NEWLINE = 0x0a
const PERCENT = 0x25
const OUTPUT = Buffer.from('%output ')
const EXTENDED = Buffer.from('%extended-output ')
const COLON = Buffer.from(' : ')

/** Takes the stream in chunks cut anywhere. The events come in the order of the stream, before the function returns. */
export function createLines(events: LinesEvents): (chunk: Buffer) => void {
  let held: Buffer[] = []
  let heldBytes = 0
  let block: Block | null = null
  let broken = false

  function whole(end: Buffer): Buffer {
    if (heldBytes === 0) return end
    const line = Buffer.concat([...held, end])
    held = []
    heldBytes = 0
    return line
  }

  function line(bytes: Buffer) {
    if (block) return row(block, bytes)
    if (bytes[0] !== PERCENT) return
    if (startsWith(bytes, OUTPUT)) return output(bytes, OUTPUT.byteLength, false)
    if (startsWith(bytes, EXTENDED)) return output(bytes, EXTENDED.byteLength, true)
    const text = bytes.toString('utf8')
    // What a login shell prints before tmux is there is anything.
    if (isBegin(bytes)) return begin(text)
    const notice = readNotice(text)
    if (notice) events.notice(notice)
  }

  function output(bytes: Buffer, start: number, extended: boolean) {
    const end = bytes.indexOf(0x20, start)
    // A pane that never printed has an empty line, without a blank in some versions.
    if (end < 0) return
    const from = extended ? bytes.indexOf(COLON, end) + COLON.byteLength : end + 1
    if (from < end) return
    const pane = bytes.toString('latin1', start, end)
    if (bytes.byteLength > from) events.output(pane, decodeOctal(bytes.subarray(from)))
  }

  function begin(text: string) {
    const head = text.slice('%begin '.length)
    const ours = (Number(head.split(' ')[2]) & 1) === 1
    block = { head, ours, rows: [], bytes: 0, guard: events.begins(ours) }
  }

  function row(now: Block, bytes: Buffer) {
    const { guard, rows, head } = now
    now.bytes += bytes.byteLength + ROW_BYTES
    if (now.bytes > MOST_REPLY_BYTES) return breakOff()
    if (guard) {
      const text = bytes.byteLength <= MOST_WORD_BYTES ? bytes.toString('latin1') : ''
      const isWord = text === guard.until || text === guard.unless
      if (isWord && rows.length >= 2 && isEnd(rows.at(-2)!, head) !== null && isBegin(rows.at(-1)!)) {
        const next = rows.pop()!.toString('latin1')
        const ok = isEnd(rows.pop()!, head) === true
        finish(now, ok)
        begin(next)
        // Its first row is the word that was waited for.
        block!.guard = null
        block!.rows.push(bytes)
        return
      }
      if (isWord && rows.length === 0) now.guard = null
      rows.push(bytes)
      return
    }
    const end = isEnd(bytes, head)
    if (end === null) rows.push(bytes)
    else finish(now, end)
  }

  function finish(done: Block, ok: boolean) {
    block = null
    events.reply(done.ours, { ok, rows: done.rows })
  }

  /** Whoever is at the other end is no tmux. */
  function breakOff() {
    broken = true
    held = []
    block = null
    events.broken()
  }

  return chunk => {
    let from = 0
    while (!broken) {
      const at = chunk.indexOf(NEWLINE, from)
      const end = at < 0 ? chunk.byteLength : at
      if (heldBytes + end - from > MOST_LINE_BYTES) {
        return breakOff()
      }
      if (at < 0) {
        if (end > from) held.push(chunk.subarray(from))
        heldBytes += end - from
        return
      }
      line(whole(chunk.subarray(from, at)))
      from = at + 1
    }
  }
}

/** Longer rows are no end of anything and no word that is waited for. */
const MOST_WORD_BYTES = 128

function startsWith(bytes: Buffer, prefix: Buffer): boolean {
  return (
    bytes.byteLength >= prefix.byteLength && bytes.compare(prefix, 0, prefix.byteLength, 0, prefix.byteLength) === 0
  )
}

/** True = it ends this reply well, false = as a failure, null = it does not end it. */
function isEnd(bytes: Buffer, head: string): boolean | null {
  if (bytes[0] !== PERCENT || bytes.byteLength > MOST_WORD_BYTES) return null
  const text = bytes.toString('latin1')
  return text === `%end ${head}` ? true : text === `%error ${head}` ? false : null
}

function isBegin(bytes: Buffer): boolean {
  return bytes.byteLength <= MOST_WORD_BYTES && /^%begin \d+ \d+ \d+$/.test(bytes.toString('latin1'))
}

/** One line that begins with `%`, as a notice. Null = of no meaning here, or not as tmux writes it. */
export function readNotice(text: string): Notice | null {
  const [word = '', a = '', b = '', c = ''] = text.split(' ', 4)
  const after = (words: number) => text.split(' ').slice(words).join(' ')
  const window = /^@\d+$/.test(a)
  const pane = /^%\d+$/.test(a)
  const linked = !word.startsWith('%unlinked-window')
  switch (word.replace('%unlinked-window', '%window')) {
    case '%layout-change':
      return window ? { is: 'layout', window: a, layout: b, visible: c || b } : null
    case '%window-add':
    case '%window-close':
      return window ? { is: 'window', what: word.endsWith('add') ? 'added' : 'closed', window: a, linked } : null
    case '%window-renamed':
      return window ? { is: 'window-renamed', window: a, name: after(2), linked } : null
    case '%window-pane-changed':
      return window && /^%\d+$/.test(b) ? { is: 'window-pane', window: a, pane: b } : null
    case '%pane-mode-changed':
      return pane ? { is: 'pane-mode', pane: a } : null
    case '%pause':
      return pane ? { is: 'paused', pane: a } : null
    case '%continue':
      return pane ? { is: 'continued', pane: a } : null
    case '%session-changed':
      return { is: 'session-changed', session: a, name: after(2) }
    case '%sessions-changed':
    case '%session-renamed':
    case '%session-window-changed':
    case '%client-session-changed':
      return { is: 'sessions' }
    case '%client-detached':
      return { is: 'client-left', client: after(1) }
    case '%subscription-changed': {
      // name session window index pane : value
      const at = text.indexOf(' : ')
      const ids = text.slice(0, at).split(' ')
      return at < 0
        ? null
        : { is: 'subscription', name: a, pane: ids.find(one => /^%\d+$/.test(one)) ?? null, value: text.slice(at + 3) }
    }
    case '%exit':
      return { is: 'exit', reason: after(1) || null }
    default:
      return null
  }
}
