// What Gemini CLI tells by its hooks and shows in its title and on its screen, as versions 0.45 to 0.61 do it. (pure) Its live
// region is the last rows: an input box with a footer below it, or a panel in its place. What both together mean is not
// decided here.
import { type Fields, fieldsOf, text } from './fields.ts'
import type { AgentKnowledge, HookEvent, ScreenSays, Shot } from './model.ts'

/** What a permission question is about, by the type it gives. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  exec: 'it asks whether it may run a command',
  edit: 'it asks whether it may change a file',
  mcp: 'it asks whether it may use a tool of an MCP server',
  info: 'it asks whether it may look something up',
  ask_user: 'it asks a question',
  exit_plan_mode: 'it asks whether its plan is right',
}

export const gemini: AgentKnowledge = {
  title: 'Gemini CLI',
  readHook(name, payload) {
    const fields = fieldsOf(payload)
    const said = fields && saidBy(name, fields)
    if (!said) return null
    const conversation = text(fields['session_id'])
    return conversation === undefined ? said : { ...said, conversation }
  },
  readScreen,
  leading: {
    '!': 'runs a shell command, without the model',
    '/': 'is a command of Gemini CLI itself',
    '@': 'names a file or an agent, and opens a list to choose from',
    '?': 'opens the list of shortcuts',
  },
  newline: '\n',
}

function saidBy(name: string, fields: Fields): HookEvent | null {
  switch (name) {
    case 'SessionStart':
      return { is: 'ready' }
    case 'BeforeAgent':
    case 'BeforeTool':
    // Also when Esc ended the tool, and the turn with it: nothing tells of that.
    case 'AfterTool':
      return { is: 'working' }
    case 'Notification': {
      if (fields['notification_type'] !== 'ToolPermission') return null
      const type = text(fieldsOf(fields['details'])?.['type']) ?? ''
      const why = Object.hasOwn(PERMISSIONS, type) ? PERMISSIONS[type]! : 'it asks for permission'
      return { is: 'dialog', why }
    }
    case 'AfterAgent':
      return { is: 'stopped' }
    case 'SessionEnd':
      return { is: 'ended' }
    default:
      return null
  }
}

const ASKS = /^✋ /
const WORKS = /^[✦⏲]/
/** Above and below the input box; in a terminal of few colours they are lines. */
const TOP = /^(?:▄{20,}|─{20,})$/
const BOTTOM = /^(?:▀{20,}|─{20,})$/
const PLACEHOLDER = 'Type your message or @path/to/file'
const VIM_PLACEHOLDER = /^Press '\w+' for \w+ mode\.$/
const SPINNER = /^ ?[\u2801-\u28ff] .*\(esc to cancel/
const CORNERS = /^ ?╰─{10,}╯$/
/** One of several answers, the chosen one; or a row that tells which key answers. */
const CHOICE = /^[ │]*● +(?:\d+\. )?\S/
const KEYS = /\((?:press|use) (?:enter|esc|tab)\b|\b(?:enter|esc) to [a-z]+/i

const unknown = (why: string): ScreenSays => ({ is: 'unknown', why })

function readScreen(shot: Shot): ScreenSays {
  if (ASKS.test(shot.title)) return { is: 'dialog', why: 'its title says that it needs an answer' }
  const rows = shot.lines.map(line => line.trimEnd())
  const last = rows.findLastIndex(row => row !== '')
  const box = boxOf(rows, shot.cursor)
  const works = WORKS.test(shot.title)
  if (!box) {
    if (panel(rows, last)) return { is: 'dialog', why: 'it shows a menu or a question' }
    if (works) return { is: 'working', why: 'its title says that it works' }
    return unknown('its input box is not there')
  }
  if (listOpen(rows, box, last)) return { is: 'dialog', why: 'a list to choose from may be open at its input box' }
  if (works) return { is: 'working', why: 'its title says that it works' }
  if (SPINNER.test(statusOf(rows, box.top))) return { is: 'working', why: 'it says above its input box that it works' }
  if (box.mark === '!') return unknown('its input box takes a shell command')
  if (/\[NORMAL\]/.test(rows.slice(box.bottom + 1).join('\n')))
    return unknown('its input box takes keys as commands (Vim)')
  const placeholder = box.typed === PLACEHOLDER || VIM_PLACEHOLDER.test(box.typed)
  if (box.typed === '' || (placeholder && shot.cursor.x === 3))
    return { is: 'composer', why: 'its input box is there and empty' }
  return { is: 'composer', why: 'something stands in its input box', typed: true }
}

interface Box {
  readonly top: number
  readonly bottom: number
  readonly mark: string
  readonly typed: string
}

/** The input box with the cursor in it. Null = it is not there, or something else has the keys. */
function boxOf(rows: readonly string[], cursor: Shot['cursor']): Box | null {
  if (cursor.x < 3) return null
  let top = cursor.y - 1
  while (top >= 0 && !TOP.test(rows[top] ?? '')) top -= 1
  let bottom = cursor.y
  while (bottom < rows.length && !BOTTOM.test(rows[bottom] ?? '')) bottom += 1
  const typed = rows.slice(top + 1, bottom)
  if (top < 0 || bottom >= rows.length) return null
  const mark = typed[0]?.[1] ?? ''
  if (!/^ [>!*](?: |$)/.test(typed[0] ?? '') || typed.slice(1).some(row => !/^(?: {3}|$)/.test(row))) return null
  return { top, bottom, mark, typed: typed.join('\n').slice(2).trim() }
}

/** Its status stands right above the line that parts the conversation from what belongs to the box. */
function statusOf(rows: readonly string[], top: number): string {
  for (let row = top - 1; row > 0 && row > top - 4; row -= 1) if (/^─{20,}$/.test(rows[row]!)) return rows[row - 1]!
  return ''
}

/**
 * Commands, files and agents that fit what is being typed stand below the box, before its footer of two rows. A prompt that went
 * in stands in such a box too, with more than that below it.
 */
function listOpen(rows: readonly string[], { bottom, typed }: Box, last: number): boolean {
  if (last - bottom > 2) return true
  return /^\/|(?:^|\s)@/.test(typed) && typed !== PLACEHOLDER && !/^ \S.*\(\/\w+\)/.test(rows[bottom + 1] ?? '')
}

function panel(rows: readonly string[], last: number): boolean {
  if (!CORNERS.test(rows[last] ?? '')) return false
  return rows.slice(Math.max(0, last - 16), last).some(row => CHOICE.test(row) || KEYS.test(row))
}
