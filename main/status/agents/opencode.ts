// What is known of OpenCode: how to read the events its plugin hands on (main/surfaces/presets/opencode.ts writes that plugin), and
// what its full-screen interface shows. (pure) What follows from both is decided in life.ts and judge.ts.
import { type Fields, fieldsOf } from './fields.ts'
import type { AgentKnowledge, HookEvent, ScreenSays, Shot } from './model.ts'

export const opencode: AgentKnowledge = {
  title: 'OpenCode',
  readHook,
  readScreen,
  leading: {
    '!': 'runs a shell command',
    '/': 'runs a command of OpenCode',
    '@': 'names a file or an agent',
  },
  newline: '\n',
}

/** `waiting` is what the plugin knows to be unanswered: while there is any, work elsewhere is no news. */
function readHook(name: string, payload: unknown): HookEvent | null {
  const fields = fieldsOf(payload)
  if (!fields) return null
  const session = textOf(fields['session'])
  const root = textOf(fields['root']) ?? session
  const about = root === undefined ? {} : { conversation: root }
  const waiting = (Array.isArray(fields['waiting']) ? fields['waiting'] : []).map(fieldsOf).filter(one => one !== null)
  const [, verb] = /^(?:permission|question)\.(?:v2\.)?(\w+)$/.exec(name) ?? []
  if (verb !== undefined) {
    const id = textOf(fields['id'])
    // An answer ends what it names, and nothing else that is asked.
    if (verb === 'replied' || verb === 'rejected') return { is: 'working', ...about, ...(id !== undefined && { id }) }
    const asked = waiting.find(one => one['id'] === id) ?? waiting.at(-1)
    return verb === 'asked' || verb === 'updated' ? dialog(about, asked ?? {}, id) : null
  }
  const sub = root !== session ? { sub: true } : {}
  const ends = name === 'session.idle' || name === 'session.error' || fields['status'] === 'idle'
  if (ends && session !== undefined) return end(fields, { ...about, ...sub })
  const first = waiting[0]
  switch (name) {
    case 'plugin.loaded':
      return { is: 'ready' }
    case 'session.deleted':
      return session === undefined ? null : { is: 'ended', ...about, ...sub }
    case 'session.created':
      if (first) return dialog(about, first, textOf(first['id']))
      return { is: sub.sub ? 'working' : 'ready', ...about }
    case 'session.status': {
      if (first) return dialog(about, first, textOf(first['id']))
      return fields['status'] === 'busy' || fields['status'] === 'retry' ? { is: 'working', ...about } : null
    }
  }
  return null
}

/** What the person ended by hand is no failure. */
function end({ error }: Fields, about: Partial<HookEvent>): HookEvent {
  const failed = textOf(error) !== undefined && error !== 'MessageAbortedError'
  return failed ? { is: 'failed', ...about, why: 'its turn ended by an error' } : { is: 'stopped', ...about }
}

function dialog(about: Partial<HookEvent>, asked: Fields, id: string | undefined): HookEvent {
  return { is: 'dialog', ...about, ...(id !== undefined && { id }), why: asks(asked) }
}

const PERMISSIONS: Readonly<Record<string, string>> = {
  bash: 'it asks whether it may run a command',
  edit: 'it asks whether it may change a file',
  read: 'it asks whether it may read a file',
  webfetch: 'it asks whether it may fetch a page',
  external_directory: 'it asks whether it may go outside its folder',
  doom_loop: 'it asks whether it may go on with what it keeps repeating',
}

function asks(waiting: Fields): string {
  if (waiting['kind'] === 'question') return 'it asks a question'
  const permission = textOf(waiting['permission']) ?? ''
  return Object.hasOwn(PERMISSIONS, permission) ? PERMISSIONS[permission]! : 'it asks whether it may use a tool'
}

/** The box that holds the cursor: its left edge, its first row and the row of its lower edge. */
interface Box {
  readonly left: number
  readonly top: number
  readonly bottom: number
  readonly width: number
}

const HEADER = /\S {2,}esc(?:\/enter)?(?= {2}|$)/
const PLACEHOLDER = /^Ask anything(?:\.\.\.|…) ".*"$/
const BUSY = /\besc (?:again to )?interrupt\b|[■⬝]{4}|\[⋯\]/

function readScreen(shot: Shot): ScreenSays {
  if (!shot.alt) return { is: 'unknown', why: 'it does not have the screen' }
  const box = boxAtCursor(shot)
  if (!box) return withoutBox(shot.lines)
  const rows = shot.lines.slice(box.top, box.bottom).map(line => line.slice(box.left + 1))
  if (rows.some(row => row.includes('┃'))) return { is: 'dialog', why: 'a list stands above its input box' }
  // Its dialogs lie over the rest and may leave the box whole, in some versions even the cursor in it.
  if (shot.lines.slice(0, box.bottom).some(line => HEADER.test(line)))
    return { is: 'unknown', why: 'its input box is there, and something that looks like an open dialog' }
  const inner = rows.map(row => row.slice(0, box.width).trim())
  const agent = inner.at(-1)
  if (rows.length < 4 || !agent || inner[0] || inner.at(-2))
    return { is: 'unknown', why: 'its input box is not drawn as it should be' }
  if (shot.cursor.y < box.top + 1 || shot.cursor.y > box.bottom - 3)
    return { is: 'unknown', why: 'the cursor is not where one types' }
  if (BUSY.test(shot.lines[box.bottom + 1] ?? '')) return { is: 'working', why: 'it says how to interrupt it' }
  if (/^Shell\b/.test(agent)) return { is: 'unknown', why: 'its input box takes a shell command' }
  const text = inner.slice(1, -2)
  const atStart = shot.cursor.x === box.left + 3 && shot.cursor.y === box.top + 1
  const empty = atStart && text.slice(1).every(row => !row) && (!text[0] || PLACEHOLDER.test(text[0]))
  return empty
    ? { is: 'composer', why: 'its input box is there and empty' }
    : { is: 'composer', why: 'its input box is there and holds a text', typed: true }
}

/** Null unless the box around the cursor is whole, and the last one on the screen: nothing else has a left edge below it. */
function boxAtCursor({ lines, cursor }: Shot): Box | null {
  const left = lines[cursor.y]?.search(/\S/) ?? -1
  if (left < 0 || cursor.x < left + 3) return null
  const edge = (y: number) => lines[y]?.[left] === '┃' && lines[y].slice(0, left).trim() === ''
  if (!edge(cursor.y)) return null
  let top = cursor.y
  let bottom = cursor.y
  while (edge(top - 1)) top -= 1
  while (edge(bottom)) bottom += 1
  const foot = new RegExp(`^ {${left}}╹(▀{10,})(?: {2}|$)`).exec(lines[bottom] ?? '')
  if (!foot || lines.slice(bottom + 1).some(line => line.includes('┃'))) return null
  return { left, top, bottom, width: foot[1]!.length }
}

/** Its questions take the place of the input box, at the lower end of the screen; what it opens besides has a title with "esc". */
function withoutBox(lines: readonly string[]): ScreenSays {
  const last = lines.findLastIndex(line => line !== '')
  let first = last
  while (/^ *┃/.test(lines[first] ?? '')) first -= 1
  const panel = lines.slice(first + 1, last + 1)
  if (panel.length >= 4 && lines.length - last <= 3) {
    const title = panel.find(line => line.includes('△'))
    if (title && panel.some(line => / enter confirm\b/.test(line)))
      return { is: 'dialog', why: title.includes('Reject') ? 'it asks what to do instead' : 'it asks for a permission' }
    if (panel.some(line => /\benter (?:submit|toggle|confirm)\b.*\besc dismiss\b/.test(line)))
      return { is: 'dialog', why: 'it asks a question' }
    return { is: 'unknown', why: 'something stands where its input box is otherwise' }
  }
  if (lines.some(line => HEADER.test(line))) return { is: 'dialog', why: 'a dialog with a title and "esc" is open' }
  return { is: 'unknown', why: 'its input box is not to be seen' }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 500 ? value : undefined
}
