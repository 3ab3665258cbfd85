// Lines for tmux's command parser. (pure) Every target is an exact id from a listing: never a name, a prefix or "the active one".
import { SurfaceFault } from '../faults.ts'
import type { WrittenBy } from '../terminal.ts'
import type { Reply } from './lines.ts'

/** One argument that tmux reads back as exactly this text. A NUL cannot be said: throws SurfaceFault `bad_command`. */
export function quoted(text: string): string {
  if (text.includes('\0')) throw new SurfaceFault('bad_command', 'an argument cannot hold a NUL')
  return `"${text.replace(SPECIAL, escaped)}"`
}

/** Everything that means something between double quotes, and what would end the line or hide in it. */
const SPECIAL = /["\\$~\u0001-\u001f\u007f]/g

function escaped(char: string): string {
  return `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`
}

/** `%3`. Throws SurfaceFault `bad_command` for everything that is no exact id of a pane. */
export function paneId(id: string): string {
  if (!/^%\d{1,9}$/.test(id)) throw new SurfaceFault('bad_command', 'not the id of a pane')
  return id
}

/** `@3`. Throws SurfaceFault `bad_command` for everything that is no exact id of a window. */
export function windowId(id: string): string {
  if (!/^@\d{1,9}$/.test(id)) throw new SurfaceFault('bad_command', 'not the id of a window')
  return id
}

/**
 * Commands that put exactly these bytes into the pane, in their order. Text goes as text (`-l`: 64 KiB in 20 ms), everything else as
 * numbers (`-H`), few to a command: tmux 3.3a needs time that grows with the square of their number (25 ms for 1000 bytes, 1 s for
 * 8000, "yacc stack overflow" for 64 KiB), and the whole server waits. Never by a paste buffer: newer ones change what is in it.
 */
function putBytes(pane: string, bytes: Uint8Array): string[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const commands: string[] = []
  const numbers = (from: number, to: number) => {
    for (let at = from; at < to; at += MOST_NUMBERS) {
      const words = Array.from(all.subarray(at, Math.min(at + MOST_NUMBERS, to)), byte =>
        byte.toString(16).padStart(2, '0'),
      )
      commands.push(`send-keys -t ${pane} -H ${words.join(' ')}`)
    }
  }
  let done = 0
  for (const { index, 0: run } of all.toString('latin1').matchAll(TEXT)) {
    numbers(done, index)
    done = index + run.length
    commands.push(`send-keys -t ${pane} -l -- ${quoted(all.subarray(index, done).toString('utf8'))}`)
  }
  numbers(done, all.byteLength)
  return commands
}

const MOST_NUMBERS = 128

/** Characters that print, in whole and right UTF-8, as latin1; fewer are no shorter as text. */
const TEXT =
  /(?:[\x20-\x7e]|\xc2[\xa0-\xbf]|[\xc3-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}){16,}/g

export interface PaneWrite {
  readonly pane: string
  /** the pane's program, as it was when it was adopted */
  readonly pid: number
  readonly bytes: Uint8Array
  readonly by: WrittenBy
  /** counts the writes of this pane: the pane keeps the last one that went in, in `last` */
  readonly number: number
  /** names of user options, with their `@` */
  readonly last: string
  readonly fence: string
  /** what the fence has to hold: another value = this line is of an earlier connection, and does nothing */
  readonly epoch: string
}

/**
 * One line that is one unit in the server: either every byte goes to exactly this program, or none does and the reply says why.
 * An agent's bytes need a pane whose keys reach its program and no other pane; a person's leave tmux's own mode first. Read
 * its replies with `readWritten`.
 */
export function writeLine(write: PaneWrite): string {
  const pane = paneId(write.pane)
  const [last, fence] = [option(write.last), option(write.fence)]
  const number = integer(write.number)
  const same = [
    `#{==:#{pane_id},${pane}}`,
    `#{==:#{pane_pid},${integer(write.pid)}}`,
    `#{==:#{${fence}},${word(write.epoch)}}`,
    '#{==:#{pane_dead},0}',
    '#{==:#{pane_input_off},0}',
  ]
  const direct = ['#{==:#{pane_in_mode},0}', '#{==:#{pane_synchronized},0}']
  const leave = write.by === 'person' ? `if -F -t ${pane} '#{pane_in_mode}' { copy-mode -q -t ${pane} } ; ` : ''
  const put = putBytes(pane, write.bytes).join(' ; ')
  const note = `set -p -t ${pane} ${last} ${number}`
  const facts = WHY_NOT.map(one => `#{${one}}`).join(' ')
  return (
    `if -F -t ${pane} '${all(write.by === 'agent' ? [...same, ...direct] : same)}' ` +
    `{ ${leave}${put} ; ${note} ; display-message -p -t ${pane} 'in ${number}' } ` +
    `{ display-message -p -t ${pane} 'out ${facts} #{q:${fence}}' }`
  )
}

const WHY_NOT = ['pane_pid', 'pane_dead', 'pane_input_off', 'pane_in_mode', 'pane_synchronized']

export type Written = { readonly is: 'in' } | { readonly is: 'out'; readonly why: string } | { readonly is: 'unknown' }

/** What became of a `writeLine`. `unknown`: its replies stop before they say. `why` is a part of a sentence. */
export function readWritten(write: PaneWrite, replies: readonly Reply[]): Written {
  for (const { ok, rows } of replies) {
    const text = rows[0]?.toString() ?? ''
    if (!ok)
      return {
        is: 'out',
        why: text.startsWith("can't find pane") ? 'the pane is gone' : `tmux says: ${text.slice(0, 200)}`,
      }
    if (text === `in ${write.number}`) return { is: 'in' }
    if (text.startsWith('out ')) return { is: 'out', why: whyNot(write, text.split(' ').slice(1)) }
  }
  return { is: 'unknown' }
}

function whyNot(write: PaneWrite, facts: readonly string[]): string {
  const [pid, dead, off, mode, synchronized] = facts
  // For tmux a target that is not there is no failure of these commands: every fact of it is empty.
  if (pid === '') return 'the pane is gone'
  if (dead === '1') return 'its program has ended'
  if (pid !== String(write.pid)) return 'another program runs in the pane'
  if (off === '1') return 'tmux takes no input for the pane'
  if (mode === '1') return 'tmux itself shows something in the pane, such as copy mode'
  if (synchronized === '1') return 'tmux sends what is typed in the pane to other panes as well'
  return 'the connection it was sent over is lost'
}

function all(conditions: readonly string[]): string {
  return conditions.reduce((left, right) => `#{&&:${left},${right}}`)
}

function integer(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new SurfaceFault('bad_command', 'not a number')
  return String(value)
}

function option(name: string): string {
  if (!/^@[a-zA-Z0-9-]{1,80}$/.test(name)) throw new SurfaceFault('bad_command', 'not the name of an option')
  return name
}

function word(value: string): string {
  if (!/^[a-zA-Z0-9]{1,80}$/.test(value)) throw new SurfaceFault('bad_command', 'not a plain word')
  return value
}
