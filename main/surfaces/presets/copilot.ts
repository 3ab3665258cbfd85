// GitHub Copilot CLI as a preset. It takes our MCP server from a file beside the person's own, and our hooks from a plugin
// folder that holds for this start alone; it asks nobody about either. Its home and its updates are left as they are.
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { hookLine } from './hook-line.ts'
import type { Launch, Preset, Start } from './model.ts'

/**
 * No `preToolUse` and no `permissionRequest`: those decide, and a fault in a hook of the first kind denies the tool. When a
 * question is really shown, `notification` says so.
 */
const EVENTS = [
  'sessionStart',
  'userPromptSubmitted',
  'postToolUse',
  'postToolUseFailure',
  'notification',
  'agentStop',
  'errorOccurred',
  'sessionEnd',
]
/** A `wait_for` may last ten minutes, and be asked about before. */
const TOOL_MS = 15 * 60_000
const HOOK_S = 10
const MCP_FILE = 'copilot/mcp.json'
const PLUGIN = 'copilot/plugin'

export const copilotPreset: Preset = {
  id: 'copilot',
  title: 'Copilot CLI',
  interactiveShell: false,
  agent: true,
  program: {
    names: ['copilot'],
    folders: ['~/.local/bin', '~/.npm-global/bin', '/opt/homebrew/bin', '/usr/local/bin'],
    version: ['--version'],
    install: {
      command: 'npm install -g @github/copilot',
      page: 'https://docs.github.com/copilot/how-tos/copilot-cli',
    },
  },
  launch,
}

function launch(start: Start): Launch {
  const { mcp, hook, folder } = start
  // With an id that it has, it goes on with that conversation; else it begins one that has this id. `--resume` would also
  // take it for a name, and would end with an error where no prompt had gone in before.
  const conversation = start.resume ?? randomUUID()
  const files = [
    ...(mcp ? [{ name: MCP_FILE, text: json({ mcpServers: { gatehouse: server(mcp.url) } }) }] : []),
    ...(hook
      ? [
          { name: `${PLUGIN}/plugin.json`, text: json({ ...ABOUT, hooks: 'hooks.json' }) },
          { name: `${PLUGIN}/hooks.json`, text: json({ version: 1, hooks: hooks(hook) }) },
        ]
      : []),
  ]
  const args = [
    ...(mcp ? ['--additional-mcp-config', `@${path.join(folder, MCP_FILE)}`] : []),
    ...(hook ? ['--plugin-dir', path.join(folder, PLUGIN)] : []),
    `--session-id=${conversation}`,
  ]
  return { file: start.program, args, files, conversation }
}

const ABOUT = { name: 'gatehouse', version: '1.0.0', description: 'Tells Gatehouse what this surface is doing.' }

/** It puts the token in its place itself, from its environment. Without `tools` it offers none of a server's. */
function server(url: string) {
  const headers = { Authorization: `Bearer \${GATEHOUSE_TOKEN}` }
  return { type: 'http', url, headers, tools: ['*'], timeout: TOOL_MS }
}

function hooks(hook: NonNullable<Start['hook']>) {
  const entry = (event: string) => [{ type: 'command', bash: hookLine(hook, event), timeoutSec: HOOK_S }]
  return Object.fromEntries(EVENTS.map(event => [event, entry(event)]))
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
