// The Grants panel's matrix: what every agent has on every surface, with the default row and column. Computed by the same
// functions that decide, so that the panel can never say something else than a refusal does.
import type { Cell, Level } from '../../preload/contract.ts'
import { accessOf } from './decide.ts'
import { cellRules } from './edit.ts'
import type { InsideSelector } from './edit-parts.ts'
import { literalGlob } from './glob.ts'
import { rank, reach } from './grant.ts'
import { agentMatches, isInside } from './match.ts'
import type { AgentFacts, Policy, SurfaceSubject } from './model.ts'

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
  const agents = [...Object.keys(policy.agents).map((id): AgentFacts => ({ id })), ...inside]
  const defaults = onlyAnyAgent(policy)
  return [...row(defaults, ANY, ANY_AGENT, surfaces), ...agents.flatMap(one => row(policy, one.id, one, surfaces))]
}

/** Whom a rule for this agent's cell selects: it alone, or all like it where it runs inside a surface; null = no rule can. */
export function cellAgents({ id, preset, workspace }: AgentFacts): string | InsideSelector | null {
  if (preset === undefined) return id
  const pattern = literalGlob(workspace ?? '')
  return pattern === null ? null : { preset, workspace: pattern }
}

const NOT_YET = {
  answer: 'ask',
  interrupt: 'ask',
  secret: 'deny',
  insertAtPrompt: false,
  limit: null,
  until: null,
} as const

function row(policy: Policy, name: string, agent: AgentFacts, surfaces: readonly SurfaceSubject[]): Cell[] {
  return [
    cell(onlyAnySurface(policy), name, agent, ANY, ANY_SURFACE),
    ...surfaces.map(surface => cell(policy, name, agent, surface.id, surface)),
  ]
}

function cell(policy: Policy, agent: string, subject: AgentFacts, id: string, surface: SurfaceSubject): Cell {
  const agents = agent === ANY ? ANY : cellAgents(subject)
  const here = agents !== null && cellRules(policy, { agent: agents, surface: id }).length > 0
  const access = accessOf(policy, subject, surface)
  return { agent, surface: id, ...access, here, ...NOT_YET }
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
