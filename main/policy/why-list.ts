// The list behind "Why?": the verdict, every rule that matches with its part in it, and every lock.
import type { CallOutput, Intent } from '../../preload/contract.ts'
import { decide } from './decide.ts'
import { candidates } from './explain.ts'
import type { AgentFacts, Policy, SurfaceSubject } from './model.ts'
import { isKnown, locksOn } from './resolve.ts'

/** The verdict is the one `decide` gives: the same sentence as a refusal, the record and the command line. */
export function whyList(
  policy: Policy,
  agent: AgentFacts,
  surface: SurfaceSubject,
  intent: Intent,
): CallOutput<'policy.why'> {
  const rules = candidates(policy, agent, surface).map(({ rule, by, grant: { level, ask }, used, why }) => {
    return { rule, by, level, ask, used, why }
  })
  const locks = isKnown(policy, agent) ? locksOn(policy, agent, surface) : []
  return {
    verdict: decide(policy, agent, surface, intent),
    rules,
    locks: locks.map(({ id, level, reason = null }) => ({ id, level, reason })),
  }
}
