// Which surface a caller means, among those it may know of. What it may not know of does not exist for it: the answer is
// the same as for a name nobody has.
import { grantFor } from '../policy/decide.ts'
import type { AgentFacts, GrantInForce } from '../policy/model.ts'
import type { AgentSurface } from '../surfaces/surface.ts'
import type { Core } from './core.ts'
import type { Trouble } from './refusals.ts'
import { say } from './sentences.ts'

export interface Known {
  readonly surface: AgentSurface
  readonly grant: GrantInForce
}

/** Every surface with a level or an ask for this agent, with the grant in force. */
export function known(core: Core, agent: AgentFacts): Known[] {
  return knownOf(core, agent, core.options.surfaces.all())
}

function knownOf(core: Core, agent: AgentFacts, surfaces: readonly AgentSurface[]): Known[] {
  const policy = core.options.policy()
  return surfaces
    .map(surface => ({ surface, grant: grantFor(policy, agent, surface.facts) }))
    .filter(({ grant }) => grant.level !== 'none' || (grant.ask !== null && grant.ask !== 'none'))
}

/** `asked` is an id or an exact name. */
export function resolve(core: Core, agent: AgentFacts, asked: string): Known | { readonly trouble: Trouble } {
  const meant = core.options.surfaces.all().filter(({ facts }) => facts.id === asked || facts.name === asked)
  const all = knownOf(core, agent, meant)
  const byId = all.find(({ surface }) => surface.facts.id === asked)
  if (byId) return byId
  const named = all.filter(({ surface }) => surface.facts.name === asked)
  if (named.length === 1) return named[0]!
  if (named.length === 0) return { trouble: { code: 'no_such_surface', why: say.noSurface(asked) } }
  const ids = named.map(({ surface }) => surface.facts.id)
  return {
    trouble: { code: 'bad_arguments', why: say.twoOfAName(asked, ids), field: 'surface', fix: say.idsInstead(ids) },
  }
}
