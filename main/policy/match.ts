// Who and what a selector selects, and how exactly. Rules see only the name and workspace a person gave; locks also see
// former names, former ids and aliases, so what an agent can choose may narrow and never widen.
import { globMatches, isGlob } from './glob.ts'
import type { AgentFacts, AgentSelector, SurfaceSelector, SurfaceSubject } from './model.ts'

/** Does the agent run inside a surface? */
export function isInside(agent: AgentFacts): boolean {
  return agent.preset !== undefined || agent.workspace !== undefined
}

/** Does the selector select this agent? `{preset?, workspace?}` selects only agents that run inside surfaces. */
export function agentMatches(selector: AgentSelector, agent: AgentFacts): boolean {
  if (typeof selector === 'string') return selector === '*' || selector === agent.id
  if (isList(selector)) return selector.includes(agent.id)
  if (!isInside(agent)) return false
  if (selector.preset !== undefined && selector.preset !== agent.preset) return false
  if (selector.workspace === undefined) return true
  return agent.workspace !== undefined && globMatches(selector.workspace, agent.workspace, false)
}

/** Does the selector select this surface for this agent? `lock`: names an agent chose count too, and doubt is a yes. */
export function surfaceMatches(
  selector: SurfaceSelector,
  surface: SurfaceSubject,
  agent: AgentFacts,
  { lock }: { lock: boolean },
): boolean {
  if (selector === '*') return true
  const { id, name, workspace, preset, backend, host, openedBy } = selector
  if (id !== undefined && id !== surface.id && !(lock && surface.formerIds?.includes(id))) return false
  if (preset !== undefined && preset !== surface.preset) return false
  if (backend !== undefined && backend !== surface.backend) return false
  if (host !== undefined && host !== surface.host) return false
  if (openedBy !== undefined && surface.openedBy !== (openedBy === 'self' ? agent.id : openedBy)) return false
  if (workspace !== undefined && !workspaceMatches(workspace, surface.workspace, agent, lock)) return false
  return name === undefined || namesOf(surface, lock).some(one => globMatches(name, one, lock))
}

function workspaceMatches(pattern: string, workspace: string, agent: AgentFacts, lock: boolean): boolean {
  // an empty workspace is one that nobody gave: no rule may go by it
  if (workspace === '' && !lock) return false
  return pattern === '@own' ? agent.workspace === workspace : globMatches(pattern, workspace, lock)
}

function namesOf(surface: SurfaceSubject, lock: boolean): readonly string[] {
  if (!lock) return surface.name === '' || surface.named === false ? [] : [surface.name]
  return [surface.name, ...surface.formerNames, ...(surface.alias === null ? [] : [surface.alias])]
}

/** How exactly surfaces are selected: 0 is the most exact. The words are what a Why list says. */
export const SURFACE_WAYS = ['by id', 'by name', 'by a name pattern', 'by workspace', 'by kind', 'as any'] as const
/** How exactly agents are selected: 0 is the most exact. */
export const AGENT_WAYS = ['by name', 'as one that runs in a surface', 'as any'] as const

/** Index into SURFACE_WAYS: the most exact key of the selector counts. */
export function surfaceExactness(selector: SurfaceSelector): number {
  if (selector === '*') return 5
  if (selector.id !== undefined) return 0
  if (selector.name !== undefined) return isGlob(selector.name) ? 2 : 1
  if (selector.workspace !== undefined) return 3
  return Object.values(selector).some(value => value !== undefined) ? 4 : 5
}

/** Index into AGENT_WAYS. */
export function agentExactness(selector: AgentSelector): number {
  if (selector === '*') return 2
  return typeof selector === 'string' || isList(selector) ? 0 : 1
}

// Array.isArray does not narrow readonly arrays out of a union
function isList(selector: AgentSelector): selector is readonly string[] {
  return Array.isArray(selector)
}
