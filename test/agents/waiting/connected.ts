// How each real agent is told of Gatehouse's MCP server, and how it is run for one prompt without its screen. The token is
// in its environment alone, never in a file or an argument. Nothing here makes an agent wait longer than it does unasked.
import fs from 'node:fs/promises'
import path from 'node:path'
import { type Agent, ALL, type Place } from '../support/agents.ts'
import { programOf as pathOf, versionsOf } from '../support/versions.ts'

const PROMPT = 'Please send the text.'
const BEARER = `Bearer \${GATEHOUSE_TOKEN}`

interface Connection {
  /** Writes Gatehouse, at `mcp`, into the agent's settings, which are seeded, and answers with its arguments. */
  connect(place: Pick<Place, 'home'> & { readonly mcp: string }): Promise<readonly string[]>
  /** what it needs in its environment besides the token */
  readonly env?: Readonly<Record<string, string>>
}

export type Caller = Agent & Connection

/** Changes a file of JSON, or makes one. */
async function writeJson(file: string, more: object): Promise<void> {
  const before = JSON.parse(await fs.readFile(file, 'utf8').catch(() => '{}'))
  await fs.mkdir(path.dirname(file), { recursive: true })
  await fs.writeFile(file, JSON.stringify({ ...before, ...more }, null, 2))
}

const claude: Connection = {
  async connect({ home, mcp }) {
    const file = path.join(home, 'gatehouse.json')
    const gatehouse = { type: 'http', url: mcp, headers: { Authorization: BEARER } }
    await writeJson(file, { mcpServers: { gatehouse } })
    const allowed = ['--allowedTools', 'mcp__gatehouse__submit_text']
    return ['--mcp-config', file, '--strict-mcp-config', ...allowed, '-p', PROMPT]
  },
  // Else tools of servers are found by a search, which a stub does not do.
  env: { ENABLE_TOOL_SEARCH: 'false' },
}

const codex: Connection = {
  async connect({ home, mcp }) {
    const table = `
[mcp_servers.gatehouse]
url = "${mcp}"
bearer_token_env_var = "GATEHOUSE_TOKEN"
default_tools_approval_mode = "approve"
`
    await fs.appendFile(path.join(home, '.codex/config.toml'), table)
    return ['exec', '--skip-git-repo-check', PROMPT]
  },
}

const gemini: Connection = {
  async connect({ home, mcp }) {
    const gatehouse = { type: 'http', url: mcp, headers: { Authorization: BEARER }, trust: true }
    await writeJson(path.join(home, '.gemini/settings.json'), { mcpServers: { gatehouse } })
    return ['--prompt', PROMPT]
  },
}

const opencode: Connection = {
  async connect({ home, mcp }) {
    const headers = { Authorization: 'Bearer {env:GATEHOUSE_TOKEN}' }
    const gatehouse = { type: 'remote', url: mcp, headers, oauth: false }
    await writeJson(path.join(home, '.config/opencode/opencode.json'), { mcp: { gatehouse } })
    return ['run', PROMPT]
  },
}

const copilot: Connection = {
  async connect({ home, mcp }) {
    const gatehouse = { type: 'http', url: mcp, headers: { Authorization: BEARER }, tools: ['*'] }
    await writeJson(path.join(home, '.copilot/mcp-config.json'), { mcpServers: { gatehouse } })
    return ['--allow-tool', 'gatehouse(submit_text)', '--prompt', PROMPT]
  },
}

const CONNECTIONS: Readonly<Record<Agent['id'], Connection>> = { claude, codex, gemini, opencode, copilot }

export const callers: readonly Caller[] = ALL.map(agent => ({ ...agent, ...CONNECTIONS[agent.id] })).filter(
  ({ id }) => versionsOf(id).length > 0,
)

/** The program's path. */
export function programOf({ id, program }: Caller): string {
  return pathOf(id, program)
}
