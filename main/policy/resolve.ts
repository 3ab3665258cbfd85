// Which rule is in force for an agent on a surface, and what locks leave of it. The exactness order of the design lives
// here, once: decide.ts turns the result into verdicts, explain.ts into words.
import { byGrant, ceiling, type Grant, granted, lower, NOTHING } from './grant.ts'
import { agentExactness, agentMatches, isInside, surfaceExactness, surfaceMatches } from './match.ts'
import type { AgentFacts, Lock, Policy, Rule, SurfaceSubject } from './model.ts'

/** Built-in rules, by the ids that verdicts name. No rule of a file may have them. */
export const BUILT_IN = ['inside', 'opened'] as const

/** A rule that matches, with what it gives here. */
export interface Standing {
  readonly id: string
  readonly grant: Grant
  /** null for a built-in rule */
  readonly rule: Rule | null
  /** indexes into SURFACE_WAYS and AGENT_WAYS, 0 = most exact */
  readonly surface: number
  readonly agent: number
}

export interface Resolved {
  readonly known: boolean
  readonly rule: string | null
  /** before locks */
  readonly given: Grant
  /** after locks */
  readonly grant: Grant
  /** every lock that matches */
  readonly locks: readonly Lock[]
}

/** Is this somebody the policy knows? Agents inside surfaces have no entry: their token says what they are. */
function isKnown(policy: Policy, agent: AgentFacts): boolean {
  return isInside(agent) || Object.hasOwn(policy.agents, agent.id)
}

/** Everything that matches, the most exact first, built-in rules last. A total order: equal only to itself. */
export function standings(policy: Policy, agent: AgentFacts, surface: SurfaceSubject): Standing[] {
  if (!isKnown(policy, agent)) return []
  const found: Standing[] = []
  for (const rule of policy.rules) {
    if (!agentMatches(rule.agents, agent) || !surfaceMatches(rule.surfaces, surface, agent, { lock: false })) continue
    const exact = { surface: surfaceExactness(rule.surfaces), agent: agentExactness(rule.agents) }
    found.push({ id: rule.id, grant: granted(rule), rule, ...exact })
  }
  found.sort(byExactness)
  return [...found, ...builtIn(agent, surface)]
}

function byExactness(a: Standing, b: Standing): number {
  return a.surface - b.surface || a.agent - b.agent || byGrant(a.grant, b.grant) || (a.id < b.id ? -1 : 1)
}

/** Where an agent starts when no rule says more. */
function builtIn(agent: AgentFacts, surface: SurfaceSubject): Standing[] {
  const last = { rule: null, surface: Number.POSITIVE_INFINITY, agent: Number.POSITIVE_INFINITY }
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
  const all = standings(policy, agent, surface)
  const { id, grant: given } = (openedIt(agent, surface) ? forOpener(all) : all[0]) ?? { id: null, grant: NOTHING }
  const locks = known
    ? policy.locks.filter(
        lock => agentMatches(lock.agents, agent) && surfaceMatches(lock.surfaces, surface, agent, { lock: true }),
      )
    : []
  const grant = locks.reduce((left, lock) => lower(left, ceiling(lock)), given)
  return { known, rule: id, given, grant, locks }
}

/** On a surface it opened: the most exact rule that may raise, or `opened`; a more exact one may only take away. */
function forOpener(all: readonly Standing[]): Pick<Standing, 'id' | 'grant'> | undefined {
  const [first] = all
  const base = all.find(one => one.rule === null || mayRaiseOpened(one))
  if (!first || !base || first === base) return base
  const grant = lower(base.grant, first.grant)
  return byGrant(grant, base.grant) === 0 ? base : { id: first.id, grant }
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
