// Claude Desktop: servers it starts itself are the only ones it can have on this computer.
import { jsonFormat } from './json.ts'
import type { Client, Where } from './model.ts'
import { stdio } from './stdio.ts'

const NAME = 'claude_desktop_config.json'

/** Windows keeps what a packaged app writes to %APPDATA% in a folder of that package. */
const packaged = ({ env, join }: Where) =>
  join(env['LOCALAPPDATA'] ?? '', 'Packages', 'Claude_pzs8sxrjxfjjc', 'LocalCache', 'Roaming', 'Claude')

export const claudeDesktop: Client = {
  id: 'claude-desktop',
  label: 'Claude Desktop',
  programs: ['claude-desktop'],
  traces: at => [at.appData('Claude')],
  configs: at => [
    ...(at.platform === 'win32' && at.env['LOCALAPPDATA'] ? [at.join(packaged(at), NAME)] : []),
    at.appData('Claude', NAME),
  ],
  format: jsonFormat('mcpServers'),
  entry: stdio,
  manual: () => [],
}
