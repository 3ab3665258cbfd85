// The MCP server as the house starts it: the loopback port (endpoint.ts) with the gate's tools, resources and prompts
// behind it, and the profiles at addresses of their own. It decides nothing about surfaces.
import type { Level, Result } from '../../preload/contract.ts'
import type { AgentGate } from '../gate/gate-api.ts'
import type { Agent } from '../gate/model.ts'
import { type EndpointOptions, type McpServer, openEndpoint } from './endpoint.ts'
import { PROFILE_NAMES, profileNamed } from './profiles/index.ts'
import { watchResource } from './resources.ts'
import { callTool, serverInfo, toolServer } from './server.ts'

export type { McpServer } from './endpoint.ts'

export interface McpOptions extends Omit<EndpointOptions, 'serverFor' | 'direct' | 'watch' | 'profiles'> {
  readonly gate: AgentGate
  /** The highest level or ask any rule could ever give the agent: its tool list ends there. Left out: all tools show. */
  readonly reach?: ((agent: Agent) => Level) | undefined
  /** Could any open rule let the agent open something? Left out: it could. */
  readonly opens?: ((agent: Agent) => boolean) | undefined
  /** No answer of a person changes the policy, so asking for more access is no tool. Left out: one may. */
  readonly managed?: (() => boolean) | undefined
  /** Hears of every tool call, before it runs. */
  readonly onCall?: ((agentId: string, tool: string) => void) | undefined
  readonly version: string
}

/** Error values: `port_taken`, `port_refused`. */
export function startMcp(options: McpOptions): Promise<Result<McpServer>> {
  const { gate, reach, opens, managed, onCall, onFault, version, ...endpoint } = options
  const ours = { gate, reach, opens, managed, onCall, onFault }
  const profileOf = (name: string | null) => (name === null ? null : profileNamed(name))
  return openEndpoint({
    ...endpoint,
    onFault,
    profiles: PROFILE_NAMES,
    serverFor: (agent, era, name) => toolServer({ ...ours, agent, profile: profileOf(name), version, era }),
    direct: {
      call: (agent, name, { name: tool, args }, signal) =>
        callTool({ ...ours, agent, profile: profileOf(name) }, tool, args, { signal, progress: undefined }),
      server: name => serverInfo({ profile: profileOf(name), version }),
    },
    watch: (agent, uri, changed) => watchResource(gate, agent, uri, changed),
  })
}
