// The latest entry of each agent in the record, which outlives a run. Asked when the Connect page is opened and again for an agent
// that has called since; never for all of them at once over and over.
import { create } from 'zustand'
import type { AgentSummary } from '../../preload/contract.ts'
import { call } from '../api.ts'
import { isStale, type UseRow } from './agents.ts'

interface Looked {
  /** ms since the epoch: when it was asked */
  readonly at: number
  readonly row: UseRow | null
}

export const useLastUses = create<Readonly<Record<string, Looked>>>(() => ({}))

/** The record of a call is written a little after it, ms. */
const SETTLE_MS = 1500
/** One after the other: a question of another kind ends the one before it. */
let queue: Promise<unknown> = Promise.resolve()
const asked = new Set<string>()

/** Looks up those that were not, or have called since. `now`: ms since the epoch. */
export function lookAtUses(agents: readonly Pick<AgentSummary, 'id' | 'lastCall'>[], now: number): void {
  for (const agent of agents) {
    const looked = useLastUses.getState()[agent.id]
    if (asked.has(agent.id)) continue
    if (looked && (!isStale(agent, looked.at) || now - looked.at < SETTLE_MS)) continue
    asked.add(agent.id)
    queue = queue.then(() => look(agent.id)).finally(() => asked.delete(agent.id))
  }
}

async function look(agent: string): Promise<void> {
  const at = Date.now()
  const filter = { actors: [agent], kinds: ['send', 'read'] as ('send' | 'read')[] }
  const answer = await call('activity.page', { filter, upTo: null, offset: 0, limit: 1 })
  const before = useLastUses.getState()[agent]
  const row = (answer.ok ? answer.value.rows[0] : null) ?? before?.row ?? null
  useLastUses.setState({ [agent]: { at, row } })
}
