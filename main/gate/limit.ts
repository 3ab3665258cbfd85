// A place for a send in every limit that counts for it, taken before anything waits and given back when nothing was
// delivered. Counting is policy/limits.ts.

import { type Left, limitsOn, type SendIntent } from '../policy/limits.ts'
import type { Limit } from '../policy/model.ts'
import type { SurfaceFacts } from '../surfaces/surface.ts'
import type { Core } from './core.ts'
import type { LimitLeft } from './gate-api.ts'
import type { Agent } from './model.ts'
import type { Trouble } from './refusals.ts'
import { say } from './sentences.ts'

export type Place = { readonly undo: () => void } | { readonly trouble: Trouble }

export function takePlace(core: Core, agent: Agent, surface: SurfaceFacts, intent: SendIntent): Place {
  const now = core.time()
  const taken = core.tally.reserve(limitsOn(core.options.policy(), agent, surface), intent, now)
  if (taken.ok) return { undo: taken.undo }
  const { rule, limit } = taken.full
  const retryAfterMs = waitOf(taken.full, now)
  const why = say.rateLimited(rule, who(agent, limit), limit, retryAfterMs)
  return { trouble: { code: 'rate_limited', effect: 'deny', rule, lock: null, why, retryAfterMs } }
}

/** What is left of every limit that counts for the pair, those of the most exact rule first. */
export function limitsLeft(core: Core, agent: Agent, surface: SurfaceFacts): LimitLeft[] {
  const now = core.time()
  return core.tally.left(limitsOn(core.options.policy(), agent, surface), now).map(one => {
    const { rule, limit, left, freeAt } = one
    return { rule, ...limit, left, ...(freeAt === null ? {} : { retryAfterMs: waitOf(one, now) }) }
  })
}

function waitOf({ freeAt }: Left, now: number): number {
  return Math.max(1, Math.ceil((freeAt ?? now) - now))
}

function who(agent: Agent, { per }: Limit): string {
  return per === 'surface' ? 'all agents together' : agent.id
}
