// The agent of one request with what is known of the process that sent it: the surface it runs in, and its program. Asked
// anew for each request, since a process may move. Which agent it is, the token has said before.
import type { Socket } from 'node:net'
import type { Agent } from '../gate/model.ts'
import type { FindPeer, Peer } from './peer.ts'

/** Adds `surface` and `program` where they are known. Never rejects. */
export type CallerOf = (socket: Socket, agent: Agent) => Promise<Agent>

export interface CallerOptions {
  readonly find: FindPeer
  /** The surface that one of these processes belongs to, the nearest first; null = none. */
  readonly holding: (pids: readonly number[]) => string | null
  /** Hears which process an agent's request came from. */
  readonly met?: (agent: string, peer: Peer) => void
}

export function createCallerOf({ find, holding, met }: CallerOptions): CallerOf {
  return async (socket, agent) => {
    const peer = await find(socket)
    if (!peer) return agent
    met?.(agent.id, peer)
    // A surface's own token says it for certain; a process can leave the tree it was started in.
    const surface = agent.surface ?? holding([peer.pid, ...peer.ancestors])
    return { ...agent, program: peer.program, ...(surface === null ? {} : { surface }) }
  }
}

/** What a surface's token stands for: store/surface-tokens.ts. */
interface TokenFacts {
  readonly agent: string
  readonly surface: string
  readonly preset: string
}

/** An agent that is known to run in a surface, with what its rules go by. */
export interface AgentInSurface extends Agent {
  readonly preset: string
  readonly workspace: string
  readonly surface: string
}

/** The agent in a surface, by its token and by what a person calls the surface now. Null = the surface is gone. */
export function agentInside(
  token: TokenFacts,
  facts: { readonly name: string; readonly workspace: string } | undefined,
  presetName: string = token.preset,
): AgentInSurface | null {
  if (!facts) return null
  const { agent: id, preset, surface } = token
  return { id, name: `${presetName} in ${facts.name}`, preset, workspace: facts.workspace, surface }
}
