// An agent that runs inside a surface may not send to that surface: it would be typing to itself.
import type { SurfaceView } from '../surfaces/surface.ts'
import type { Agent } from './model.ts'
import type { Trouble } from './refusals.ts'
import { say } from './sentences.ts'

/** No policy and no person allows it: it is a fact of the call, not a grant. */
export function ownSurface(agent: Pick<Agent, 'surface'>, { facts }: Pick<SurfaceView, 'facts'>): Trouble | null {
  return runsIn(agent, facts) ? { code: 'own_surface', effect: 'deny', why: say.ownSurface(facts.name) } : null
}

export function runsIn(agent: Pick<Agent, 'surface'>, facts: { readonly id: string }): boolean {
  return agent.surface === facts.id
}
