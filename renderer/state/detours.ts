// The list of ways around a lock: which are drawn, and where each leads in Grants. Pure: main found them and says why.
import type { AgentSummary, AppState } from '../../preload/contract.ts'
import { ANY } from './grants.ts'

type Detour = AppState['detours'][number]

/** How many are drawn before a person wants all of them. */
const FIRST = 5

/** In main's order. `all`: a person wants every one. */
export function drawnDetours(detours: readonly Detour[], all: boolean): readonly Detour[] {
  return all ? detours : detours.slice(0, FIRST)
}

/** `Show all 12`; null = all are drawn. */
export function moreWord(detours: readonly Detour[], all: boolean): string | null {
  return all || detours.length <= FIRST ? null : `Show all ${detours.length}`
}

/** The cell that the lock holds. An agent in a surface has no row of its own: the default row shows the lock then. */
export function lockedCell({ from, to }: Detour, agents: readonly Pick<AgentSummary, 'id'>[]) {
  return { agent: agents.some(({ id }) => id === from) ? from : ANY, surface: to }
}

/** One way, for as long as it is one. */
export function detourKey({ from, through, to, lock }: Detour): string {
  return [lock, from, ...through.flatMap(({ agent, surface }) => [agent, surface]), to].join(' ')
}
