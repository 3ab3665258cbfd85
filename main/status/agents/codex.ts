// What Codex (OpenAI's CLI) tells by its hooks and shows on its screen, as versions 0.142 to 0.169 do it. (pure) What both together
// mean is not decided here.
import { readCodexScreen } from './codex-screen.ts'
import { type Fields, fieldsOf, text } from './fields.ts'
import type { AgentKnowledge, HookEvent } from './model.ts'

/** Its tools that ask whoever sits there; no other hook tells of them. */
const ASKING: Readonly<Record<string, string>> = {
  request_user_input: 'it asks a question',
  request_permissions: 'it asks for more permissions',
}

export const codex: AgentKnowledge = {
  title: 'Codex',
  readHook(name, payload) {
    const fields = fieldsOf(payload)
    const said = fields && saidBy(name, fields)
    if (!said) return null
    const conversation = text(fields['session_id'])
    // Only what a sub-agent does has the agent's own id beside the conversation's.
    const sub = text(fields['agent_id']) !== undefined
    return { ...said, ...(conversation === undefined ? {} : { conversation }), ...(sub ? { sub } : {}) }
  },
  readScreen: readCodexScreen,
  leading: {
    '!': 'runs a shell command, without the model',
    '/': 'is a command of Codex itself',
    '@': 'names a file, a skill or a plugin, and opens a list to choose from',
    $: 'names a skill, and opens a list to choose from',
  },
  newline: '\n',
}

function saidBy(name: string, fields: Fields): HookEvent | null {
  switch (name) {
    case 'SessionStart':
    case 'UserPromptSubmit':
      // Codex runs SessionStart only when the first prompt has gone in.
      return { is: 'working' }
    case 'PreToolUse': {
      const why = ASKING[text(fields['tool_name']) ?? '']
      return why === undefined ? { is: 'working', ...asked(fields) } : { is: 'dialog', why, ...asked(fields) }
    }
    case 'PostToolUse':
      return { is: 'working', ...asked(fields) }
    case 'PermissionRequest':
      return { is: 'dialog', why: permission(text(fields['tool_name'])), ...asked(fields) }
    case 'Stop':
    // Esc, in a turn or in the dialog for a command. Versions before 0.157 tell nothing then.
    case 'Interrupt':
      return { is: 'stopped' }
    case 'SessionEnd':
      return { is: 'ended' }
    default:
      return null
  }
}

function permission(tool: string | undefined): string {
  if (tool === 'Bash') return 'it asks whether it may run a command'
  if (tool === 'apply_patch') return 'it asks whether it may change files'
  if (tool?.startsWith('mcp__')) return 'it asks whether it may use a tool of an MCP server'
  return 'it asks for permission'
}

/**
 * What is asked and what is then done have no id in common, but the same turn, tool and input; a request has a description besides.
 */
function asked(fields: Fields): { readonly id?: string } {
  const tool = text(fields['tool_name'])
  if (tool === undefined) return {}
  const { description: _, ...input } = fieldsOf(fields['tool_input']) ?? {}
  return { id: JSON.stringify([text(fields['turn_id']) ?? '', tool, input]) }
}
