// Which rule is in force for an agent on a surface, and what locks leave of it. The exactness order of the design lives
// here, once: decide.ts turns the result into verdicts, explain.ts into words.
import { byGrant, ceiling, type Grant, granted, lower, NOTHING } from './grant.ts'
import {
  AGENT_WAYS,
  agentExactness,
  agentMatches,
  isInside,
  SURFACE_WAYS,
  surfaceExactness,
  surfaceMatches,
} from './match.ts'
import type { AgentFacts, Lock, Policy, Rule, SurfaceSubject } from './model.ts'

/** Built-in rules, by the ids that verdicts name. No rule of a file may have them. */
export const BUILT_IN = ['inside', 'opened'] as const

/** A rule with what it gives and how exactly it selects. */
export interface Standing {
  readonly id: string
  readonly grant: Grant
  /** null for a built-in rule */
  readonly rule: Rule | null
  /** it lets level type insert at a shell's prompt */
  readonly inserts: boolean
  /** indexes into SURFACE_WAYS and AGENT_WAYS, 0 = most exact */
  readonly surface: number
  readonly agent: number
  /** 0 = temporary, 1 = standing */
  readonly standing: number
}

export interface Resolved {
  readonly known: boolean
  readonly rule: string | null
  /** on a surface the agent opened: a more exact rule took something away from what another gives */
  readonly narrowed: boolean
  /** until when the rule in force holds; null = a standing one */
  readonly until: Rule['until'] | null
  /** before locks */
  readonly given: Grant
  /** after locks */
  readonly grant: Grant
  /** level type may insert at a shell's prompt; never above or below that level */
  readonly inserts: boolean
  /** every lock that matches */
  readonly locks: readonly Lock[]
}

/** Is this somebody the policy knows? Agents inside surfaces have no entry: their token says what they are. */
export function isKnown(policy: Policy, agent: AgentFacts): boolean {
  return isInside(agent) || Object.hasOwn(policy.agents, agent.id)
}

/** What does not depend on who asks, worked out once for each policy. */
const prepared = new WeakMap<Policy['rules'], readonly (Standing & { readonly rule: Rule })[]>()

function prepare(rules: Policy['rules']) {
  const known = prepared.get(rules)
  if (known) return known
  const fresh = rules.map(rule => ({
    id: rule.id,
    grant: granted(rule),
    rule,
    inserts: rule.insertAtPrompt === true,
    surface: surfaceExactness(rule.surfaces),
    agent: agentExactness(rule.agents),
    standing: rule.until === undefined ? 1 : 0,
  }))
  prepared.set(rules, fresh)
  return fresh
}

/** Every rule of the policy that matches, in no order. Empty for an agent the policy does not know. */
export function matching(policy: Policy, agent: AgentFacts, surface: SurfaceSubject) {
  if (!isKnown(policy, agent)) return []
  return prepare(policy.rules).filter(
    ({ rule }) => agentMatches(rule.agents, agent) && surfaceMatches(rule.surfaces, surface, agent, { lock: false }),
  )
}

/** Everything that matches, the most exact first, built-in rules last. A total order: equal only to itself. */
export function standings(policy: Policy, agent: AgentFacts, surface: SurfaceSubject): Standing[] {
  if (!isKnown(policy, agent)) return []
  return [...matching(policy, agent, surface).sort(byExactness), ...builtIn(agent, surface)]
}

/** Negative when `a` is the more exact: surface, agent, temporary before standing, then what gives less, then the id. */
export function byExactness(a: Standing, b: Standing): number {
  return (
    a.surface - b.surface ||
    a.agent - b.agent ||
    a.standing - b.standing ||
    byGrant(a.grant, b.grant) ||
    Number(a.inserts) - Number(b.inserts) ||
    (a.id < b.id ? -1 : 1)
  )
}

/** Where an agent starts when no rule says more. */
function builtIn(agent: AgentFacts, surface: SurfaceSubject): Standing[] {
  const last = { rule: null, inserts: false, surface: SURFACE_WAYS.length, agent: AGENT_WAYS.length, standing: 1 }
  if (openedIt(agent, surface)) return [{ id: 'opened', grant: granted({ level: 'read', ask: 'submit' }), ...last }]
  if (!isInside(agent)) return []
  const own = surface.workspace !== '' && surface.workspace === agent.workspace
  return [{ id: 'inside', grant: granted(own ? { level: 'read' } : { level: 'none', ask: 'read' }), ...last }]
}

/** Did this agent open the surface? Then what it chose in opening it must not widen what it has. */
export function openedIt(agent: AgentFacts, surface: SurfaceSubject): boolean {
  return surface.openedBy === agent.id
}

/** May this rule give an agent more than `opened` does, on a surface the agent opened itself? */
export function mayRaiseOpened({ rule }: Standing): boolean {
  return rule !== null && (rule.surfaces === '*' || rule.surfaces.openedBy === 'self')
}

/** The rule in force and what matching locks leave of it. Nothing depends on the order of rules or locks. */
export function resolve(policy: Policy, agent: AgentFacts, surface: SurfaceSubject): Resolved {
  const known = isKnown(policy, agent)
  const all = [...matching(policy, agent, surface), ...(known ? builtIn(agent, surface) : [])]
  const found: Found | undefined = openedIt(agent, surface) ? forOpener(all) : first(all)
  const { id, grant: given, rule, inserts } = found ?? { id: null, grant: NOTHING, rule: null, inserts: false }
  const locks = known ? locksOn(policy, agent, surface) : []
  const grant = locks.reduce((left, lock) => lower(left, ceiling(lock)), given)
  const until = rule?.until ?? null
  const narrowed = found?.narrowed ?? false
  return { known, rule: id, narrowed, until, given, grant, inserts: inserts && grant.level === 'type', locks }
}

/** Every lock that matches, in the order of the file. */
export function locksOn(policy: Policy, agent: AgentFacts, surface: SurfaceSubject): readonly Lock[] {
  return policy.locks.filter(
    lock => agentMatches(lock.agents, agent) && surfaceMatches(lock.surfaces, surface, agent, { lock: true }),
  )
}

type Found = Pick<Standing, 'id' | 'grant' | 'rule' | 'inserts'> & { readonly narrowed?: boolean }

function first(all: readonly Standing[]): Standing | undefined {
  let best = all[0]
  for (const one of all) if (best && byExactness(one, best) < 0) best = one
  return best
}

/** On a surface it opened: the most exact rule that may raise, or `opened`; a more exact one may only take away. */
function forOpener(all: readonly Standing[]): Found | undefined {
  const exact = first(all)
  const base = first(all.filter(one => one.rule === null || mayRaiseOpened(one)))
  if (!exact || !base || exact === base) return base
  const grant = lower(base.grant, exact.grant)
  const inserts = base.inserts && exact.inserts
  const same = byGrant(grant, base.grant) === 0 && inserts === base.inserts
  return same ? base : { id: exact.id, grant, rule: exact.rule, inserts, narrowed: true }
}

/** The lock that lowered `given` in a part that counts: the one that leaves least, then the smaller id. */
export function loweringLock(
  { given, locks }: Pick<Resolved, 'given' | 'locks'>,
  counts: (grant: Grant) => Grant,
): Lock | null {
  const before = counts(given)
  let strictest: { lock: Lock; left: Grant } | null = null
  for (const lock of locks) {
    const left = lower(before, counts(ceiling(lock)))
    if (byGrant(left, before) === 0) continue
    const order = strictest && (byGrant(left, strictest.left) || (lock.id < strictest.lock.id ? -1 : 1))
    if (order === null || order < 0) strictest = { lock, left }
  }
  return strictest?.lock ?? null
}
