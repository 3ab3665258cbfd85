// Codex: TOML, a table for each server.
import { type Client, SERVER } from './model.ts'
import { stdio } from './stdio.ts'
import { tomlFormat } from './toml.ts'

export const codex: Client = {
  id: 'codex',
  label: 'Codex',
  programs: ['codex'],
  traces: at => [at.env['CODEX_HOME'] || at.home('.codex')],
  configs: at => [at.join(at.env['CODEX_HOME'] || at.home('.codex'), 'config.toml')],
  format: tomlFormat('mcp_servers'),
  entry: stdio,
  manual: ({ command, args }, line) => [
    { kind: 'command', text: line('codex', 'mcp', 'add', SERVER, '--', command, ...args) },
  ],
}
