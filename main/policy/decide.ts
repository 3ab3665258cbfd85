// The one answer to "may this agent do that here?". Pure: a function of its inputs. Limits, asks and everything the
// surface shows at the moment (line, dialog, pause) are the gate's.
import type { Effect, Intent, Level, Verdict } from '../../preload/contract.ts'
import { why, whyActing, whyText } from './explain.ts'
import { type Grant, rank, reach, stricter } from './grant.ts'
import type { AgentFacts, GrantInForce, Particulars, Policy, SubEffect, SurfaceSubject } from './model.ts'
import { mayClose, mayOpen } from './open.ts'
import { byExactness, loweringLock, matching, type Resolved, resolve } from './resolve.ts'
import { unmetTextRule } from './text-rules.ts'

/** What the agent has on the surface, after locks. An agent the policy does not know has nothing. */
export function grantFor(policy: Policy, agent: AgentFacts, surface: SurfaceSubject): GrantInForce {
  const resolved = resolve(policy, agent, surface)
  const lock = loweringLock(resolved, grant => grant)?.id ?? null
  return { ...resolved.grant, insertAtPrompt: resolved.inserts, rule: resolved.rule, lock }
}

/**
 * May this text go onto the line of a shell's prompt at level type, as far as the policy goes? An ask for type does not
 * count, and what rules on texts keep from being submitted stays a draft: Enter alone would run it later.
 */
export function mayInsert(policy: Policy, agent: AgentFacts, surface: SurfaceSubject, text: string): boolean {
  if (!resolve(policy, agent, surface).inserts) return false
  return (['type', 'submit'] as const).every(intent => unmetBy(policy, agent, surface, intent, { text }) === null)
}

/**
 * Allow, ask or deny, with the rule that decided, the lock that lowered what counts for this intent, and one sentence.
 * `level` and `ask` are the grant in force.
 */
export function decide(
  policy: Policy,
  agent: AgentFacts,
  surface: SurfaceSubject,
  intent: Intent,
  particulars: Particulars = {},
): Verdict {
  // What is to be opened will be the agent's own.
  const subject = intent === 'open' ? { ...surface, openedBy: agent.id } : surface
  const resolved = resolve(policy, agent, subject)
  const { level, ask } = resolved.grant
  if (intent === 'open' || intent === 'close') {
    const acting =
      intent === 'open' ? mayOpen(policy, agent, surface, particulars.opening) : mayClose(policy, agent, surface)
    const { effect, rule, lock } = acting
    const sentence = whyActing({ agent, surface, intent, known: resolved.known, acting })
    return { effect, rule, lock: lock?.id ?? null, level, ask, why: sentence }
  }
  const lock = loweringLock(resolved, grant => partsFor(grant, intent))
  const effect = effectOf(resolved.grant, intent)
  const unmet = effect === 'deny' ? null : unmetBy(policy, agent, surface, intent, particulars)
  if (unmet) {
    const sentence = whyText({ agent, surface, unmet })
    return { effect: 'deny', rule: unmet.rule.id, lock: null, level, ask, why: sentence }
  }
  const sentence = why({ agent, surface, intent, effect, resolved, lock })
  return { effect, rule: resolved.rule, lock: lock?.id ?? null, level, ask, why: sentence }
}

/** The first rule on texts that this send does not meet: of every rule that matches, the most exact first. */
function unmetBy(policy: Policy, agent: AgentFacts, surface: SurfaceSubject, intent: Intent, { text }: Particulars) {
  if (text === undefined) return null
  const rules = matching(policy, agent, surface).filter(({ rule }) => rule.text !== undefined)
  const inOrder = rules.length > 1 ? [...rules].sort(byExactness) : rules
  return unmetTextRule(
    inOrder.map(({ rule }) => rule),
    intent,
    text,
  )
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

function effectOf(grant: Resolved['grant'], intent: Exclude<Intent, 'open' | 'close'>): Effect {
  if (intent === 'read' || intent === 'type' || intent === 'submit') return ladder(grant, intent)
  return stricter(ladder(grant, 'submit'), grant[intent])
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
