// How each real agent is told of Gatehouse's MCP server, and how it is run for one prompt without its screen. The token is
// in its environment alone, never in a file or an argument. Nothing here makes a call wait longer than the agent's own
// settings do: what one needs for that stands in `needs`, and in docs/agents-measured.md.
import fs from 'node:fs/promises'
import path from 'node:path'
import type { Agent } from '../support/agents.ts'

const PROMPT = 'Please send the text.'
const AUTHORIZATION = 'authorization'

export interface Connection {
  /** Writes Gatehouse into the agent's settings, which are seeded, and answers with its arguments. */
  connect(place: { readonly home: string; readonly project: string; readonly url: string }): Promise<readonly string[]>
  /** what it needs in its environment besides the token */
  readonly env?: Readonly<Record<string, string>>
}

async function writeJson(file: string, change: (before: Record<string, unknown>) => object): Promise<void> {
  const before = await fs.readFile(file, 'utf8').catch(() => '{}')
  await fs.writeFile(file, JSON.stringify(change(JSON.parse(before)), null, 2))
}

const claude: Connection = {
  async connect({ home, url }) {
    const file = path.join(home, 'gatehouse.json')
    const headers = { [AUTHORIZATION]: `Bearer \${GATEHOUSE_TOKEN}` }
    await writeJson(file, () => ({ mcpServers: { gatehouse: { type: 'http', url, headers } } }))
    const allowed = ['--allowedTools', 'mcp__gatehouse__submit_text']
    return ['--mcp-config', file, '--strict-mcp-config', ...allowed, '-p', PROMPT]
  },
  // Else tools of servers are found by a search, which a stub does not do.
  env: { ENABLE_TOOL_SEARCH: 'false' },
}

const codex: Connection = {
  async connect({ home, url }) {
    const table = `
[mcp_servers.gatehouse]
url = "${url}"
bearer_token_env_var = "GATEHOUSE_TOKEN"
default_tools_approval_mode = "approve"
`
    await fs.appendFile(path.join(home, '.codex/config.toml'), table)
    return ['exec', '--skip-git-repo-check', PROMPT]
  },
}

const gemini: Connection = {
  async connect({ home, url }) {
    const headers = { [AUTHORIZATION]: `Bearer \${GATEHOUSE_TOKEN}` }
    const gatehouse = { type: 'http', url, headers, trust: true }
    await writeJson(path.join(home, '.gemini/settings.json'), all => ({ ...all, mcpServers: { gatehouse } }))
    return ['--prompt', PROMPT]
  },
}

const opencode: Connection = {
  async connect({ home, url }) {
    const headers = { [AUTHORIZATION]: 'Bearer {env:GATEHOUSE_TOKEN}' }
    const gatehouse = { type: 'remote', url, headers, oauth: false }
    const file = path.join(home, '.config/opencode/opencode.json')
    await writeJson(file, all => ({ ...all, mcp: { gatehouse } }))
    return ['run', PROMPT]
  },
}

export const CONNECTIONS: Readonly<Record<Agent['id'], Connection>> = { claude, codex, gemini, opencode }
