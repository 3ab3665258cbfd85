// Windsurf, its Cascade.
import { jsonFormat } from './json.ts'
import type { Client } from './model.ts'
import { stdio } from './stdio.ts'

export const windsurf: Client = {
  id: 'windsurf',
  label: 'Windsurf',
  programs: ['windsurf'],
  traces: at => [at.home('.codeium', 'windsurf')],
  configs: at => [at.home('.codeium', 'windsurf', 'mcp_config.json')],
  format: jsonFormat('mcpServers'),
  entry: stdio,
  manual: () => [],
}
