// The Grants panel's matrix: what every agent has on every surface, with the default row and column. Computed by the same
// functions that decide, so that the panel can never say something else than a refusal does. What is kept of it from one
// change to the next is cells-kept.ts.
import type { Cell, CellLimit, Level } from '../../preload/contract.ts'
import { accessOf } from './decide.ts'
import { type InsideSelector, isForAgents, onlySurface } from './edit-parts.ts'
import { literalGlob } from './glob.ts'
import { rank, reach } from './grant.ts'
import { windowMs } from './limits.ts'
import { agentMatches, isInside } from './match.ts'
import type { AgentFacts, Policy, Rule, SurfaceSubject } from './model.ts'
import { loweringLock, resolve } from './resolve.ts'

/** Ids of the default row and column. No agent or surface can have them. */
export const ANY = '*'
export const ANY_AGENT: AgentFacts = { id: 'any agent' }
export const ANY_SURFACE: SurfaceSubject = {
  id: 'any surface',
  name: 'any surface',
  formerNames: [],
  alias: null,
  workspace: '',
  preset: '',
  backend: '',
  host: null,
  openedBy: 'person',
}

/** Every cell, row by row: the default row first, the default column first in each row. `inside`: agents inside surfaces. */
export function cells(policy: Policy, surfaces: readonly SurfaceSubject[], inside: readonly AgentFacts[] = []): Cell[] {
  return [null, ...agentsOf(policy, inside)].flatMap(agent => {
    const row = rowOf(policy, agent)
    return [null, ...surfaces].map(surface => cellOf(row, surface))
  })
}

/** Whom rows are for, after the default row. */
export function agentsOf(policy: Policy, inside: readonly AgentFacts[]): AgentFacts[] {
  return [...Object.keys(policy.agents).map((id): AgentFacts => ({ id })), ...inside]
}

/** Whom a rule for this agent's cell selects: it alone, or all like it where it runs inside a surface; null = no rule can. */
export function cellAgents({ id, preset, workspace }: AgentFacts): string | InsideSelector | null {
  if (preset === undefined) return id
  const pattern = literalGlob(workspace ?? '')
  return pattern === null ? null : { preset, workspace: pattern }
}

/** A row, with what does not depend on the surface: of hundreds of rules few are for one agent. */
export interface Row {
  readonly name: string
  readonly agent: AgentFacts
  /** the rules and locks that are for it */
  readonly policy: Policy
  /** of these, those that name no surface */
  readonly anySurface: Policy
  /** the standing rules for exactly one cell, by the surface's id or `"*"` */
  readonly own: ReadonlyMap<string, readonly Rule[]>
}

/** Null = the default row. */
export function rowOf(policy: Policy, agent: AgentFacts | null): Row {
  const agents = agent === null ? ANY : cellAgents(agent)
  const subject = agent ?? ANY_AGENT
  const isFor = (one: { readonly agents: Rule['agents'] }) => agentMatches(one.agents, subject)
  const known = agent === null ? onlyAnyAgent(policy) : policy
  const mine = { ...known, rules: known.rules.filter(isFor), locks: known.locks.filter(isFor) }
  const own = new Map<string, Rule[]>()
  for (const rule of mine.rules) {
    const surface = onlySurface(rule.surfaces)
    if (agents === null || surface === null || rule.until !== undefined || !isForAgents(rule.agents, agents)) continue
    own.set(surface, [...(own.get(surface) ?? []), rule])
  }
  return { name: agent?.id ?? ANY, agent: subject, policy: mine, anySurface: onlyAnySurface(mine), own }
}

/** Null = the default column. */
export function cellOf({ name, agent, policy, anySurface, own }: Row, surface: SurfaceSubject | null): Cell {
  const [rules, place, id] = surface ? [policy, surface, surface.id] : [anySurface, ANY_SURFACE, ANY]
  const resolved = resolve(rules, agent, place)
  const { grant, inserts, rule, until } = resolved
  const present = own.get(id) ?? []
  const bound = present.length > 0 ? present : rules.rules.filter(one => one.id === rule)
  return {
    agent: name,
    surface: id,
    ...grant,
    insertAtPrompt: inserts,
    rule,
    lock: loweringLock(resolved, all => all)?.id ?? null,
    why: name === ANY || id === ANY ? accessOf(rules, agent, place).why : null,
    here: present.length > 0,
    limit: smallestLimit(bound),
    until: until === null || until === undefined ? null : typeof until === 'string' ? Date.parse(until) : 'closes',
  }
}

/** Of the limits that count every send, the one that lets fewest through: what the panel shows and changes. */
export function smallestLimit(rules: readonly Rule[]): CellLimit | null {
  const all = rules.flatMap(({ limits = [] }) => limits.filter(({ intent }) => intent === undefined))
  const rate = ({ max, window }: CellLimit) => max / windowMs(window)
  const [least] = all.sort((a, b) => rate(a) - rate(b) || a.max - b.max)
  return least ? { max: least.max, window: least.window, per: least.per } : null
}

/** What the policy says where no rule names the agent. */
export function onlyAnyAgent(policy: Policy): Policy {
  return {
    ...policy,
    // The default row stands for an agent that is known and named nowhere.
    agents: { [ANY_AGENT.id]: { name: ANY_AGENT.id, token: '' } },
    rules: policy.rules.filter(rule => rule.agents === ANY),
    locks: policy.locks.filter(lock => lock.agents === ANY),
  }
}

/** What the policy says where no rule names the surface. */
export function onlyAnySurface(policy: Policy): Policy {
  return {
    ...policy,
    rules: policy.rules.filter(rule => rule.surfaces === ANY),
    locks: policy.locks.filter(lock => lock.surfaces === ANY),
  }
}

/** The highest level that any rule gives or asks for, built-in ones too, on whatever surface: an agent's tool list ends there. */
export function reachOf(policy: Policy, agent: AgentFacts): Level {
  const mayOpen = policy.open.some(rule => agentMatches(rule.agents, agent))
  // what it opens it may ask to submit in
  if (mayOpen) return 'submit'
  return policy.rules
    .filter(rule => agentMatches(rule.agents, agent))
    .map(rule => (reach({ level: rule.level, ask: rule.ask ?? null }) > rank(rule.level) ? rule.ask! : rule.level))
    .reduce<Level>((highest, level) => (rank(level) > rank(highest) ? level : highest), builtIn(agent))
}

/** An agent inside a surface may look in its own workspace, and ask to elsewhere. */
function builtIn(agent: AgentFacts): Level {
  return isInside(agent) ? 'read' : 'none'
}
