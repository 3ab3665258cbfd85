// Claude Code: user scope, in `.claude.json`. It rewrites that file often, in its own layout.
import { jsonFormat } from './json.ts'
import { type Client, SERVER } from './model.ts'
import { stdio } from './stdio.ts'

export const claudeCode: Client = {
  id: 'claude-code',
  label: 'Claude Code',
  programs: ['claude'],
  traces: at => [at.home('.claude')],
  configs: at => [
    at.env['CLAUDE_CONFIG_DIR'] ? at.join(at.env['CLAUDE_CONFIG_DIR'], '.claude.json') : at.home('.claude.json'),
  ],
  format: jsonFormat('mcpServers'),
  entry: launch => ({ type: 'stdio', ...stdio(launch) }),
  manual: ({ command, args }, line) => [
    { kind: 'command', text: line('claude', 'mcp', 'add', '-s', 'user', SERVER, '--', command, ...args) },
  ],
}
