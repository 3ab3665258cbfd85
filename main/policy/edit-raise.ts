// What a pair has at one moment, and what it has to get so that nothing it has is taken away: the arithmetic behind
// answers that allow. Pure grants and rules; the text is edit-answers.ts.
import type { Level } from '../../preload/contract.ts'
import { isForOpener } from './edit-parts.ts'
import { byGrant, type Grant, granted, lower, rank, reach, SUB_EFFECTS, SUB_GRANTS, type SubGrant } from './grant.ts'
import type { AgentFacts, Policy, Rule, SubEffect, SurfaceSubject } from './model.ts'
import { isKnown, matching, openedIt, resolve } from './resolve.ts'
import { inForce } from './temporary.ts'

/** What a person allows a pair. `sub` only where the answer is about it. `now`: ms since the epoch, of the policy's clock. */
export interface Raise {
  readonly agent: AgentFacts
  readonly surface: SurfaceSubject
  readonly level: Level
  readonly sub?: Readonly<Partial<Record<SubGrant, 'allow'>>>
  readonly now: number
}

export interface Standpoint {
  /** the agent opened the surface */
  readonly opened: boolean
  /** what it is to have now: what it has, before locks, and what is allowed */
  readonly goal: Grant
  /** the same, over what it has without any temporary rule */
  readonly lasting: Grant
  /** what it has without any temporary rule */
  readonly base: Grant
  /** without any temporary rule, what it types may be inserted at a prompt */
  readonly inserts: boolean
  /** temporary rules in force for the pair */
  readonly temporary: readonly Rule[]
  /** those of them that can give: on a surface that the agent opened, not all can */
  readonly giving: readonly Rule[]
  /**
   * A temporary rule that cannot give keeps a more exact rule from taking away what an opener starts with, now or once
   * others have ended: a rule more would end that, and take away.
   */
  readonly isStuck: boolean
}

/** Null: the policy does not know the agent, and no rule gives it anything. */
export function standpoint(policy: Policy, { agent, surface, level, sub = {}, now }: Raise): Standpoint | null {
  if (!isKnown(policy, agent)) return null
  const present = inForce(policy, now, () => true)
  const standing = { ...policy, rules: policy.rules.filter(({ until }) => until === undefined) }
  const has = resolve(present, agent, surface)
  const would = resolve(standing, agent, surface)
  const allowed: Grant = { level, ask: null, answer: 'deny', interrupt: 'deny', secret: 'deny', ...sub }
  // where no rule says anything of dialogs and passwords, what a rule that says nothing of them gives
  const from = ({ rule, given }: typeof has) => (rule === null ? granted({ level: 'none' }) : given)
  const [base, lasting] = [from(would), higher(from(would), allowed)]
  const goal = higher(from(has), allowed)
  const opened = openedIt(agent, surface)
  const temporary = matching(present, agent, surface).flatMap(({ rule }) => (rule.until === undefined ? [] : [rule]))
  const giving = temporary.filter(({ surfaces }) => !opened || isForOpener(surfaces))
  const ends = temporary.flatMap(({ until }) => (typeof until === 'string' ? [Date.parse(until)] : []))
  const gives = (time: number) => inForce({ ...policy, rules: giving }, time, () => true).rules.length > 0
  const later = (time: number) =>
    from(
      resolve(
        inForce(policy, time, () => true),
        agent,
        surface,
      ),
    )
  const takesAway = ends.some(end => !gives(end) && !covers(lasting, later(end)))
  return {
    opened,
    goal,
    lasting,
    base,
    // where two rules made it, the one that is named may not be the one that gives it
    inserts: would.inserts || (!would.narrowed && rank(base.level) >= rank('type') && ruleInserts(policy, would.rule)),
    temporary,
    giving,
    isStuck: takesAway || (giving.length === 0 && !covers(lasting, goal)),
  }
}

function ruleInserts({ rules }: Policy, rule: string | null): boolean {
  return rules.some(({ id, insertAtPrompt }) => id === rule && insertAtPrompt === true)
}

/** The higher of two in every part. */
export function higher(a: Grant, b: Grant): Grant {
  const level = rank(a.level) > rank(b.level) ? a.level : b.level
  const furthest = reach(a) > reach(b) ? a : b
  const ask = reach(furthest) > rank(level) ? furthest.ask : null
  const sub = (one: SubEffect, other: SubEffect) =>
    SUB_EFFECTS.indexOf(one) > SUB_EFFECTS.indexOf(other) ? one : other
  return {
    level,
    ask,
    answer: sub(a.answer, b.answer),
    interrupt: sub(a.interrupt, b.interrupt),
    secret: sub(a.secret, b.secret),
  }
}

/** Sub-grants are for those who may submit, or ask to: below that they are nothing. */
export function usable(grant: Grant): Grant {
  return reach(grant) === rank('submit') ? grant : { ...grant, answer: 'deny', interrupt: 'deny', secret: 'deny' }
}

/** Is `a` in no part less than `b`? */
export function covers(a: Grant, b: Grant): boolean {
  return byGrant(lower(a, b), b) === 0
}

/** The fields of a rule that give this, without those that need not be said. */
export function fieldsOf(grant: Grant): Record<string, unknown> {
  return { level: grant.level, ...changedFields(granted({ level: grant.level }), grant) }
}

/** The fields that make a rule that gives `from` one that gives `to`; undefined = the field goes. */
export function changedFields(from: Grant, to: Grant): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  if (from.level !== to.level) fields.level = to.level
  if (from.ask !== to.ask) fields.ask = to.ask ?? undefined
  for (const sub of SUB_GRANTS) if (from[sub] !== to[sub]) fields[sub] = to[sub]
  return fields
}
