// The MCP inspector's command line in a clean root, as a newcomer's agent: it shows what a server answers, and nothing else.
import { inRoot, must } from '../package/root.mjs'

/** It needs a newer Node than Gatehouse does, which npm puts beside it. */
const PACKAGES = ['@modelcontextprotocol/inspector@2.12.0', 'node@22.23.3']

/**
 * Installs it into the user's home.
 * @param {import('../package/root.mjs').Root} root @param {Record<string, string>} env what npm needs
 */
export async function installInspector(root, env) {
  const folder = `${root.user.home}/inspector`
  const install = ['npm', 'install', '--no-audit', '--no-fund', '--no-save', '--loglevel=error', ...PACKAGES]
  await must(root, ['mkdir', folder], { as: 'user' })
  await must(root, install, { as: 'user', env, cwd: folder })
  const PATH = `${folder}/node_modules/.bin:/usr/local/bin:/usr/bin:/bin`

  /** @param {string[]} server how it is reached @returns {Promise<object>} the result. Throws, with what it printed, where there is none. */
  async function ask(server, method, ...words) {
    const line = ['mcp-inspector', '--cli', ...server, '--method', method, ...words]
    const { out, text } = await inRoot(root, 'user', line, { env: { PATH }, cwd: folder })
    try {
      return JSON.parse(out)
    } catch {
      throw new Error(`${line.slice(-4).join(' ')}: ${text.trim()}`)
    }
  }

  return {
    name: PACKAGES[0],
    tools: async server => (await ask(server, 'tools/list')).tools.map(tool => tool.name),
    /** What a tool answers, refusals too. */
    async call(server, tool, input) {
      const pairs = Object.entries(input).map(([name, value]) => {
        return `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`
      })
      const result = await ask(
        server,
        'tools/call',
        '--tool-name',
        tool,
        ...(pairs.length > 0 ? ['--tool-arg', ...pairs] : []),
      )
      return { isError: result.isError === true, ...result.structuredContent }
    },
  }
}

/** How it reaches a server by its address. */
export const overHttp = (url, token) => [
  '--transport',
  'http',
  '--server-url',
  url,
  '--header',
  `Authorization: Bearer ${token}`,
]
