// Who calls: which agent a token stands for, in which surface its process runs, and which programs have used its token. It
// decides nothing; the gate and the MCP server are handed what they need of it.
import path from 'node:path'
import type { Agent } from './gate/model.ts'
import { createPrograms, type Programs } from './gate/programs.ts'
import { type AgentInSurface, agentInside, type CallerOf, type CallerOptions, createCallerOf } from './mcp/caller.ts'
import { createPeerFinder } from './mcp/peer.ts'
import { hashToken, newToken } from './mcp/tokens.ts'
import type { Policy } from './policy/model.ts'
import { openProgramsFile } from './store/programs-file.ts'
import { type EarlierSurface, openSurfaceTokens } from './store/surface-tokens.ts'
import type { SurfaceFacts } from './surfaces/surface.ts'

export interface Callers {
  /** The agent a token's hash stands for; null = it stands for none. */
  identify(hash: string): Agent | null
  /** every hash that stands for an agent now */
  tokenHashes(): readonly string[]
  /** What people call an agent. */
  nameOf(agent: string): string
  readonly callerOf: CallerOf
  readonly programs: Programs
  /** A token for the agent in a surface that is about to start, in its environment. */
  take(surface: Pick<SurfaceFacts, 'id' | 'preset' | 'workspace'>): Readonly<Record<string, string>>
  /** The surface's program has ended, or nobody looks after it any more. */
  leave(surface: string): void
  /** The agents in surfaces whose program runs, whether they have called or not. */
  inside(): readonly AgentInSurface[]
  /** surfaces of an earlier run that nobody closed, until each is forgotten */
  earlier(): readonly EarlierSurface[]
  forgetEarlier(surface: string): void
  /** what could not be read, in plain words */
  readonly troubles: readonly string[]
  close(): Promise<void>
}

export async function openCallers(options: {
  readonly dataDir: string
  readonly policy: () => Policy
  readonly surface: (id: string) => { readonly facts: SurfaceFacts } | undefined
  readonly holding: (pids: readonly number[]) => string | null
  /** Does the program of this surface, of before the start, still run? */
  readonly lives: (surface: string) => boolean
  readonly url: () => string
  /** what people call a preset */
  readonly title: (preset: string) => string
  /** hears which process a request came from */
  readonly met: CallerOptions['met']
}): Promise<Callers> {
  const { dataDir, policy, surface, holding, lives, url, title, met } = options
  const make = () => {
    const token = newToken()
    return { token, hash: hashToken(token) }
  }
  const tokens = await openSurfaceTokens(path.join(dataDir, 'surface-tokens.json'), { make, isOpen: lives })
  const known = await openProgramsFile(path.join(dataDir, 'programs.json'))
  return {
    identify(hash) {
      const found = Object.entries(policy().agents).find(([, { token }]) => token === hash)
      if (found) return { id: found[0], name: found[1].name }
      const inside = tokens.find(hash)
      return inside && agentInside(inside, surface(inside.surface)?.facts, title(inside.preset))
    },
    tokenHashes: () => [...Object.values(policy().agents).map(({ token }) => token), ...tokens.hashes()],
    nameOf(id) {
      const known = policy().agents[id]?.name
      const [preset = id, inside] = id.split('@')
      if (known !== undefined || inside === undefined) return known ?? id
      const where = surface(inside)?.facts.name
      return `${title(preset)} in ${where ?? 'a surface that is closed'}`
    },
    callerOf: createCallerOf({ find: createPeerFinder(), holding, ...(met ? { met } : {}) }),
    programs: createPrograms(known),
    take: ({ id, preset, workspace }) => {
      return { GATEHOUSE_TOKEN: tokens.issue({ id, preset, workspace }), GATEHOUSE_URL: url() }
    },
    leave: id => tokens.drop(id),
    inside: () =>
      tokens.all().flatMap(one => {
        const agent = agentInside(one, surface(one.surface)?.facts, title(one.preset))
        return agent ? [agent] : []
      }),
    earlier: tokens.earlier,
    forgetEarlier: tokens.forget,
    troubles: [tokens.why, known.why].filter(one => one !== null),
    async close() {
      await tokens.close()
      await known.close()
    },
  }
}
