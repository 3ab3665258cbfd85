// Copilot CLI. Without `tools` it offers none of a server's.
import { jsonFormat } from './json.ts'
import { type Client, SERVER } from './model.ts'
import { stdio } from './stdio.ts'

export const copilot: Client = {
  id: 'copilot',
  label: 'Copilot CLI',
  programs: ['copilot'],
  traces: at => [at.env['COPILOT_HOME'] || at.home('.copilot')],
  configs: at => [at.join(at.env['COPILOT_HOME'] || at.home('.copilot'), 'mcp-config.json')],
  format: jsonFormat('mcpServers'),
  entry: launch => ({ type: 'local', ...stdio(launch), tools: ['*'] }),
  manual: ({ command, args }, line) => [
    { kind: 'command', text: line('copilot', 'mcp', 'add', SERVER, '--', command, ...args) },
  ],
}
