// The MCP server of a start that has something else to do first: its port is open, and the SDK, the tools and the profiles, which are
// much to load, come when they are asked for. It serves nothing itself.
import type { McpServer } from './endpoint.ts'
import type { McpOptions } from './http.ts'
import type { Port } from './port.ts'

export interface LaterMcp extends McpServer {
  /** Loads what it serves with. Requests that came before are answered then. */
  open(): Promise<void>
}

/** `load`: what it serves with. */
export function laterMcp(
  port: Port,
  options: Omit<McpOptions, 'port'>,
  load: () => Promise<Pick<typeof import('./http.ts'), 'startMcp'>> = () => import('./http.ts'),
): LaterMcp {
  let server: McpServer | null = null
  let opening: Promise<void> | null = null
  async function open() {
    try {
      const { startMcp } = await load()
      const started = await startMcp({ ...options, port })
      if (!started.ok) throw new Error(started.message)
      server = started.value
    } catch (fault) {
      // Who waits must not wait for ever.
      port.refuse()
      throw fault
    }
  }
  return {
    url: `http://127.0.0.1:${port.port}/mcp`,
    port: port.port,
    // Before it is open nobody has been told anything that could have changed.
    toolsChanged: () => server?.toolsChanged(),
    agentGone: id => server?.agentGone(id),
    open() {
      opening ??= open()
      return opening
    },
    async close() {
      await opening?.catch(() => {})
      await (server ?? port).close()
    },
  }
}
