// Cursor: user-wide servers, the editor's and its command line's alike.
import { jsonFormat } from './json.ts'
import { type Client, SERVER } from './model.ts'
import { stdio } from './stdio.ts'

export const cursor: Client = {
  id: 'cursor',
  label: 'Cursor',
  programs: ['cursor', 'cursor-agent'],
  traces: at => [at.home('.cursor')],
  configs: at => [at.home('.cursor', 'mcp.json')],
  format: jsonFormat('mcpServers'),
  entry: stdio,
  manual(launch) {
    const config = Buffer.from(JSON.stringify(stdio(launch))).toString('base64')
    const query = `name=${SERVER}&config=${encodeURIComponent(config)}`
    return [{ kind: 'link', text: `cursor://anysphere.cursor-deeplink/mcp/install?${query}` }]
  },
}
