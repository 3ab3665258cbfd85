// What Copilot CLI tells by its hooks and shows on its screen, as versions 1.0.67 to 1.0.102 do it. (pure) Its live region is the
// last rows of the alternate screen: a footer below an input box between two lines, or one open panel. What both together mean
// is not decided here.
import { type Fields, fieldsOf, text } from './fields.ts'
import type { AgentKnowledge, HookEvent, ScreenSays, Shot } from './model.ts'

/** How the message of a permission question begins, and what is asked. */
const PERMISSIONS: readonly (readonly [RegExp, string])[] = [
  [/^Run command/i, 'it asks whether it may run a command'],
  [/^(?:Edit|Create|Write|Delete) file/i, 'it asks whether it may change a file'],
  [/^Use MCP tool/i, 'it asks whether it may use a tool of an MCP server'],
  [/^Path permission/i, 'it asks whether it may use a path'],
  [/^Fetch URL/i, 'it asks whether it may open an address'],
]

export const copilot: AgentKnowledge = {
  title: 'Copilot CLI',
  readHook(name, payload) {
    const fields = fieldsOf(payload)
    const said = fields && saidBy(name, fields)
    if (!said) return null
    // What a sub-agent does comes with its own id, also in place of the conversation's.
    if (text(fields['agentId']) !== undefined) return { ...said, sub: true }
    const conversation = text(fields['sessionId'])
    return conversation === undefined ? said : { ...said, conversation }
  },
  readScreen,
  leading: {
    '!': 'runs a shell command, without the model',
    '/': 'is a command of Copilot itself',
    '@': 'names a file, and opens a list to choose from',
    '#': 'names an issue or pull request, and opens a list to choose from',
    '?': 'opens the quick help',
  },
  newline: '\x1b\r',
}

function saidBy(name: string, fields: Fields): HookEvent | null {
  switch (name) {
    case 'sessionStart':
      // It comes with the first prompt, and before 1.0.102 even after it.
      return { is: text(fields['initialPrompt']) === undefined ? 'ready' : 'working' }
    case 'userPromptSubmitted':
    case 'postToolUse':
    case 'postToolUseFailure':
      return { is: 'working' }
    case 'notification':
      return notified(fields)
    case 'agentStop':
      return { is: 'stopped' }
    case 'errorOccurred':
      return fields['errorContext'] === 'model_call' ? { is: 'failed', why: 'it got no answer from its model' } : null
    case 'sessionEnd':
      return { is: 'ended' }
    default:
      return null
  }
}

function notified(fields: Fields): HookEvent | null {
  if (fields['notification_type'] === 'elicitation_dialog') return { is: 'dialog', why: 'it asks a question' }
  if (fields['notification_type'] !== 'permission_prompt') return null
  const message = text(fields['message']) ?? ''
  const why = PERMISSIONS.find(([begins]) => begins.test(message))?.[1]
  return { is: 'dialog', why: why ?? 'it asks for permission' }
}

/**
 * Both edges of the input box go from side to side; those of panels are drawn further in, or have corners. The second kind is
 * drawn in a terminal that tells its colours, where a bar stands before each row.
 */
const TOP = /^(?:─|╻▄)[─▄]{19,}$/
const BOTTOM = /^(?:─|╹▀)[─▀]{19,}$/
const SHELL = /^ (?:.* · )?Shell · |\bexit shell mode\b/
const SHELL_PLACEHOLDER = 'Execute shell command'
/** The next Ctrl-C ends it; what is typed is typed all the same. */
const LEAVING = /^ ctrl\+c again to exit\b/
/** The last row of a panel. */
const END = /^(?:╰─{10,}╯|─{20,})$/
/** A row of keys, as every panel has one at its bottom. */
const KEYS = /(?:^|[\s·│])(?:enter|esc|any key|↑\/↓|1-\d)(?: to)? [a-z]+/i
const SPINNER = /^ [○◎◉●] \S/
const LOADING = /^ [○◎◉●] Loading\b/
/** With its Vim keys on. */
const COMMANDS = /^ -- (?!INSERT)[A-Z -]+ -- /
/** With the box empty it offers its commands; with something in it, files and issues. */
const EMPTY = /(?:^|[ ·])\/ commands\b/
const FOLDER = /^ (?:[~/]|[A-Za-z]:[\\/])/
const SIDE = /^ {1,2}←\s+\+\s*│/

const unknown = (why: string): ScreenSays => ({ is: 'unknown', why })

function readScreen(shot: Shot): ScreenSays {
  if (!shot.alt) return unknown('it has not drawn its screen')
  const all = shot.lines.map(line => line.trimEnd())
  // Its list of conversations stands left of all else, and may have the keys.
  const side = SIDE.test(all[0] ?? '') ? all[0]!.indexOf('│') + 1 : 0
  const rows = side === 0 ? all : all.map(row => row.slice(side))
  const last = rows.findLastIndex(row => row !== '')
  const box = boxOf(rows, last, { x: shot.cursor.x - side, y: shot.cursor.y })
  if (!box) {
    const panel = END.test(rows[last] ?? '')
    const keys = rows.slice(Math.max(0, last - (panel ? 2 : 1)), last + 1)
    if (panel || keys.some(row => KEYS.test(row))) return { is: 'dialog', why: 'it shows a menu or a question' }
    return unknown('its input box is not there')
  }
  if (LOADING.test(box.footer)) return unknown('it is still starting')
  if (SPINNER.test(box.footer)) return { is: 'working', why: 'it says below its input box that it works' }
  if (/\bany key close\b|\/help show\b/.test(box.footer))
    return { is: 'dialog', why: 'a list is open at its input box' }
  if (side > 0) return unknown('its list of conversations is open beside its input box')
  if (box.mark === '!' || SHELL.test(box.footer) || box.typed === SHELL_PLACEHOLDER)
    return unknown('its input box takes a shell command')
  if (COMMANDS.test(box.footer)) return unknown('its input box takes keys as commands (Vim)')
  const above = rows[box.top - 1] ?? ''
  if (/^Please use \/login\b/.test(rows[box.top - 2] ?? ''))
    return { is: 'failed', why: 'it says that it is not signed in' }
  if (box.typed === '') {
    if (EMPTY.test(box.footer) || LEAVING.test(box.footer))
      return { is: 'composer', why: 'its input box is there and empty' }
    return unknown('its input box is empty, and the row below it is not the usual one')
  }
  if (FOLDER.test(above)) return { is: 'composer', why: 'something stands in its input box', typed: true }
  return { is: 'dialog', why: 'a list to choose from may be open at its input box' }
}

interface Box {
  /** the row of its upper line */
  readonly top: number
  readonly mark: string
  readonly typed: string
  /** what stands below it */
  readonly footer: string
}

/** The input box with the cursor in it. Null = it is not there, or something else has the keys. */
function boxOf(rows: readonly string[], last: number, cursor: Shot['cursor']): Box | null {
  let below = last - 1
  while (below > 0 && last - below < 4 && !BOTTOM.test(rows[below]!)) below -= 1
  if (below <= 0 || !BOTTOM.test(rows[below]!)) return null
  let top = below - 1
  while (top >= 0 && !TOP.test(rows[top]!)) top -= 1
  const [first = '', ...more] = rows.slice(top + 1, below)
  if (top < 0 || !/^[❯!┃](?: |$)/.test(first) || more.some(row => !/^(?:┃? |┃?$)/.test(row))) return null
  if (cursor.y <= top || cursor.y >= below || cursor.x < 2) return null
  const typed = [first, ...more].map(row => row.slice(2)).join('\n')
  return { top, mark: first[0]!, typed: typed.trim(), footer: rows.slice(below + 1, last + 1).join('\n') }
}
