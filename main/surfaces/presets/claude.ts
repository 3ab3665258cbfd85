// The preset "claude": Claude Code, told of our MCP server and our hooks by two files for this run alone, which it reads beside the
// person's own settings, servers and hooks. What its hooks and its screen mean is not known here.
import path from 'node:path'
import { hookLine } from './hook-line.ts'
import type { Launch, Preset, Start } from './model.ts'

/** In ms. A question to a person takes up to 2 minutes, a wait up to 10. It wins over the person's MCP_TOOL_TIMEOUT. */
const TOOL_TIMEOUT_MS = 900_000
/** In seconds. */
const HOOK_TIMEOUT_S = 10
/** Only what every version since 2.1.197 has: one name that it does not know makes it stop at its start with a warning. */
const EVENTS = [
  'SessionStart',
  'UserPromptSubmit',
  'PreToolUse',
  'PermissionRequest',
  'PostToolUse',
  'PostToolUseFailure',
  'Notification',
  'Stop',
  'StopFailure',
  'SessionEnd',
]
const CONVERSATION = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const claudePreset: Preset = {
  id: 'claude',
  title: 'Claude Code',
  interactiveShell: false,
  agent: true,
  program: {
    names: ['claude'],
    folders: [
      '~/.local/bin',
      '~/.claude/local',
      '~/.npm-global/bin',
      '~/.bun/bin',
      '~/.volta/bin',
      '/opt/homebrew/bin',
      '/usr/local/bin',
    ],
    version: ['--version'],
    install: { command: 'npm install -g @anthropic-ai/claude-code', page: 'https://code.claude.com/docs/en/setup' },
  },
  launch(start): Launch {
    const files = [...connection(start), ...hooks(start)]
    const options = files.flatMap(({ option, name }) => [option, path.join(start.folder, name)])
    // Only an id: it would search for anything else. A new conversation gets none from us, for one in which nothing was said cannot
    // be taken up again; its hooks tell the id.
    const resume = start.resume !== null && CONVERSATION.test(start.resume) ? ['--resume', start.resume] : []
    return {
      file: start.program,
      args: [...options, ...resume],
      ...(files.length > 0 ? { files: files.map(({ name, text }) => ({ name, text })) } : {}),
    }
  },
}

interface Given {
  readonly option: string
  readonly name: string
  readonly text: string
}

/** Ours is used where the person has a server of that name too. The token stays in the environment. */
function connection({ mcp }: Start): Given[] {
  if (!mcp) return []
  const headers = { Authorization: `Bearer \${GATEHOUSE_TOKEN}` }
  const gatehouse = { type: 'http', url: mcp.url, headers, timeout: TOOL_TIMEOUT_MS }
  return [{ option: '--mcp-config', name: 'claude-mcp.json', text: json({ mcpServers: { gatehouse } }) }]
}

function hooks({ hook }: Start): Given[] {
  if (!hook) return []
  const entry = (event: string) => {
    return [{ hooks: [{ type: 'command', command: hookLine(hook, event), timeout: HOOK_TIMEOUT_S }] }]
  }
  const all = Object.fromEntries(EVENTS.map(event => [event, entry(event)]))
  return [{ option: '--settings', name: 'claude-settings.json', text: json({ hooks: all }) }]
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`
