// VS Code: the default profile's mcp.json. Other profiles have one of their own, which is left alone.
import { jsonFormat } from './json.ts'
import { type Client, type Launch, SERVER } from './model.ts'
import { stdio } from './stdio.ts'

const entry = (launch: Launch) => ({ type: 'stdio', ...stdio(launch) })

export const vscode: Client = {
  id: 'vscode',
  label: 'VS Code',
  programs: ['code'],
  traces: at => [at.appData('Code')],
  configs: at => [at.appData('Code', 'User', 'mcp.json')],
  format: jsonFormat('servers'),
  entry,
  manual(launch, line) {
    const named = JSON.stringify({ name: SERVER, ...entry(launch) })
    return [
      { kind: 'command', text: line('code', '--add-mcp', named) },
      { kind: 'link', text: `vscode:mcp/install?${encodeURIComponent(named)}` },
    ]
  },
}
