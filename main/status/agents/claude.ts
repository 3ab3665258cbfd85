// What Claude Code tells by its hooks, as versions 2.1.197 to 2.1.329 do it. (pure) What both together with its screen mean is not
// decided here.
import { readClaudeScreen } from './claude-screen.ts'
import { type Fields, fieldsOf, text } from './fields.ts'
import type { AgentKnowledge, HookEvent } from './model.ts'

export const claude: AgentKnowledge = {
  title: 'Claude Code',
  readHook(name, payload) {
    const fields = fieldsOf(payload)
    const said = fields && saidBy(name, fields)
    if (!said) return null
    const conversation = isKept(name, fields) ? text(fields['session_id']) : undefined
    const sub = text(fields['agent_id']) !== undefined
    return { ...said, ...(conversation === undefined ? {} : { conversation }), ...(sub ? { sub } : {}) }
  },
  readScreen: readClaudeScreen,
  leading: {
    '!': 'runs a shell command, without the model',
    '/': 'is a command of Claude Code itself',
    '@': 'names a file or an agent, and opens a list to choose from',
    '?': 'opens its help, where nothing else is typed',
  },
  newline: '\n',
}

/** Until the first prompt was taken up nothing of a conversation is on the disk, and to take it up again fails. */
function isKept(name: string, fields: Fields): boolean {
  if (name === 'SessionStart') return fields['source'] === 'resume'
  return name !== 'UserPromptSubmit' && name !== 'SessionEnd'
}

/** Nothing is told when a person answers no, or presses Esc while a turn goes on: only the screen shows those. */
function saidBy(name: string, fields: Fields): HookEvent | null {
  switch (name) {
    case 'SessionStart':
      // A history was shortened: in the middle of a turn, or between two.
      return fields['source'] === 'compact' ? null : { is: 'ready' }
    case 'UserPromptSubmit':
      return { is: 'working' }
    case 'PreToolUse':
    case 'PostToolUse':
    case 'PostToolUseFailure':
      return { is: 'working', ...asked(fields) }
    case 'PermissionRequest':
      return { is: 'dialog', why: permission(text(fields['tool_name'])), ...asked(fields) }
    case 'Notification':
      return notified(text(fields['notification_type']))
    case 'Stop':
      // They go on, may ask, and wake it when they end, which is told as a prompt and ends in another Stop.
      return waitsForSubAgents(fields) ? null : { is: 'stopped' }
    case 'StopFailure':
      return { is: 'failed', why: fault(text(fields['error'])) }
    case 'SessionEnd':
      return { is: 'ended' }
    default:
      return null
  }
}

const COMMAND = 'it asks whether it may run a command'
const PERMISSIONS: Readonly<Record<string, string>> = {
  Bash: COMMAND,
  PowerShell: COMMAND,
  Write: 'it asks whether it may write a file',
  Edit: 'it asks whether it may change a file',
  NotebookEdit: 'it asks whether it may change a notebook',
  WebFetch: 'it asks whether it may read a web page',
  WebSearch: 'it asks whether it may search the web',
  AskUserQuestion: 'it asks a question',
  ExitPlanMode: 'it asks whether it may carry out its plan',
}

function permission(tool = ''): string {
  if (Object.hasOwn(PERMISSIONS, tool)) return PERMISSIONS[tool]!
  if (tool.startsWith('mcp__')) return 'it asks whether it may use a tool of an MCP server'
  return 'it asks for permission'
}

/** About 6 s after what they tell of, and not at all where a person was faster. Some dialogs are told by nothing else. */
function notified(type: string | undefined): HookEvent | null {
  if (type === 'permission_prompt') return { is: 'dialog', why: 'it asks for permission' }
  if (type === 'elicitation_dialog') return { is: 'dialog', why: 'an MCP server asks something' }
  return null
}

/** By the word it gives; the text of a fault may hold anything and is not passed on. */
function fault(word = ''): string {
  if (word === 'rate_limit') return 'the limit of use is reached'
  if (word === 'overloaded' || word === 'server_error') return 'the model server could not answer'
  if (word === 'authentication_failed') return 'it is not signed in, or its key was refused'
  if (word === 'billing_error') return 'the account cannot pay for it'
  return 'its turn ended by an error'
}

/**
 * A request has no id. The call before it and the result after it have the same tool and input; but the answers of a question are
 * put into its input.
 */
function asked(fields: Fields): { readonly id?: string } {
  const tool = text(fields['tool_name'])
  if (tool === undefined) return {}
  return { id: JSON.stringify([tool, tool === 'AskUserQuestion' ? null : (fields['tool_input'] ?? null)]) }
}

function waitsForSubAgents(fields: Fields): boolean {
  const tasks = fields['background_tasks']
  if (!Array.isArray(tasks)) return false
  return tasks.map(fieldsOf).some(task => task?.['type'] === 'subagent' && task['status'] === 'running')
}
