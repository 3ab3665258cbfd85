// The block a person pastes into each client's own config. Never a shell command: a command would leave the token in the
// shell's history.

export const CLIENTS = [
  { id: 'claude', name: 'Claude Code', file: '~/.claude.json, or .mcp.json in a project' },
  { id: 'cursor', name: 'Cursor', file: '~/.cursor/mcp.json' },
  { id: 'codex', name: 'Codex', file: '~/.codex/config.toml' },
  { id: 'gemini', name: 'Gemini CLI', file: '~/.gemini/settings.json' },
  { id: 'opencode', name: 'OpenCode', file: 'opencode.json' },
  { id: 'other', name: 'Other', file: 'any MCP client that speaks streamable HTTP' },
] as const
export type ClientId = (typeof CLIENTS)[number]['id']

/** The config block for one client. */
export function configBlock(client: ClientId, url: string, token: string): string {
  const headers = { Authorization: `Bearer ${token}` }
  const json = (value: unknown) => JSON.stringify(value, null, 2)
  switch (client) {
    case 'claude':
    case 'gemini':
      return json({ mcpServers: { gatehouse: { type: 'http', url, headers } } })
    case 'cursor':
      return json({ mcpServers: { gatehouse: { url, headers } } })
    case 'codex':
      return [
        '[mcp_servers.gatehouse]',
        `url = ${JSON.stringify(url)}`,
        `http_headers = { Authorization = ${JSON.stringify(headers.Authorization)} }`,
      ].join('\n')
    case 'opencode':
      return json({ mcp: { gatehouse: { type: 'remote', url, headers, oauth: false } } })
    case 'other':
      return [`Address: ${url}`, `Header:  Authorization: ${headers.Authorization}`].join('\n')
  }
}
