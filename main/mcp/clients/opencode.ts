// OpenCode: it reads several files of one folder and writes the first of these that is there; so do we.
import { jsonFormat } from './json.ts'
import { type Client, SERVER } from './model.ts'
import { environment } from './stdio.ts'

export const opencode: Client = {
  id: 'opencode',
  label: 'OpenCode',
  programs: ['opencode'],
  traces: at => [at.xdg('opencode')],
  configs: at => ['opencode.jsonc', 'opencode.json'].map(name => at.xdg('opencode', name)),
  format: jsonFormat('mcp'),
  entry: ({ command, args, env }) => ({
    type: 'local',
    command: [command, ...args],
    ...environment('environment', env),
  }),
  manual: ({ command, args }, line) => [
    { kind: 'command', text: line('opencode', 'mcp', 'add', SERVER, '--', command, ...args) },
  ],
}
