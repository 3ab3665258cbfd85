// Zed: servers stand among its other settings, in a file people write comments into.
import { jsonFormat } from './json.ts'
import type { Client, Where } from './model.ts'
import { stdio } from './stdio.ts'

const folder = (at: Where) => (at.platform === 'win32' ? at.appData('Zed') : at.xdg('zed'))

export const zed: Client = {
  id: 'zed',
  label: 'Zed',
  programs: ['zed', 'zeditor'],
  traces: at => [folder(at)],
  configs: at => [at.join(folder(at), 'settings.json')],
  format: jsonFormat('context_servers'),
  // `source` is for versions of 2025, which read no entry without it; later ones pass over it
  entry: launch => ({ source: 'custom', ...stdio(launch) }),
  manual: () => [],
}
