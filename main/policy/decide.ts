// The one answer to "may this agent do that here?". Pure: a function of its inputs. Limits, asks and everything the
// surface shows at the moment (line, dialog, pause) are the gate's.
import type { Effect, Intent, Level, Verdict } from '../../preload/contract.ts'
import { why } from './explain.ts'
import { type Grant, rank, reach, stricter } from './grant.ts'
import type { AgentFacts, GrantInForce, Policy, SubEffect, SurfaceSubject } from './model.ts'
import { loweringLock, type Resolved, resolve } from './resolve.ts'

/** What the agent has on the surface, after locks. An agent the policy does not know has nothing. */
export function grantFor(policy: Policy, agent: AgentFacts, surface: SurfaceSubject): GrantInForce {
  const resolved = resolve(policy, agent, surface)
  return { ...resolved.grant, rule: resolved.rule, lock: loweringLock(resolved, grant => grant)?.id ?? null }
}

/**
 * Allow, ask or deny, with the rule that decided, the lock that lowered what counts for this intent, and one sentence.
 * `level` and `ask` are the grant in force.
 */
export function decide(policy: Policy, agent: AgentFacts, surface: SurfaceSubject, intent: Intent): Verdict {
  const resolved = resolve(policy, agent, surface)
  const { level, ask } = resolved.grant
  const effect = effectOf(resolved.grant, intent)
  if (intent === 'open' || intent === 'close') {
    return {
      effect,
      rule: null,
      lock: null,
      level,
      ask,
      why: why({ agent, surface, intent, effect, resolved, lock: null }),
    }
  }
  const lock = loweringLock(resolved, grant => partsFor(grant, intent))
  const sentence = why({ agent, surface, intent, effect, resolved, lock })
  return { effect, rule: resolved.rule, lock: lock?.id ?? null, level, ask, why: sentence }
}

/** What a pair has and why, for lists: the sentence is that of the highest thing the level allows. */
export interface Access extends Pick<GrantInForce, 'level' | 'ask' | 'rule' | 'lock'> {
  readonly why: string
}

const INTENT_AT: Readonly<Record<Level, Intent>> = { none: 'read', read: 'read', type: 'type', submit: 'submit' }

export function accessOf(policy: Policy, agent: AgentFacts, surface: SurfaceSubject): Access {
  const { level, ask, rule, lock } = grantFor(policy, agent, surface)
  return { level, ask, rule, lock, why: decide(policy, agent, surface, INTENT_AT[level]).why }
}

function effectOf(grant: Resolved['grant'], intent: Intent): Effect {
  switch (intent) {
    case 'read':
    case 'type':
    case 'submit':
      return ladder(grant, intent)
    case 'answer':
    case 'interrupt':
    case 'secret':
      return stricter(ladder(grant, 'submit'), grant[intent])
    default:
      // no rule of this version can allow an agent to open or close a surface
      return 'deny'
  }
}

function ladder(grant: Grant, needed: Level): SubEffect {
  if (rank(needed) <= rank(grant.level)) return 'allow'
  return rank(needed) <= reach(grant) ? 'ask' : 'deny'
}

/** The grant with everything at its highest that this intent does not depend on. */
function partsFor(grant: Grant, intent: Intent): Grant {
  const free = { ...grant, answer: 'allow', interrupt: 'allow', secret: 'allow' } as const
  return intent === 'answer' || intent === 'interrupt' || intent === 'secret'
    ? { ...free, [intent]: grant[intent] }
    : free
}
