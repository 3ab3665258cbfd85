// A surface under another name or in another workspace, by a person. Former names stay known, so that a lock by name holds
// on. Whose grants that changes is the policy's; it is asked before.
import type { SurfaceFacts } from './surface.ts'

export interface NewPlace {
  readonly name?: string | undefined
  readonly workspace?: string | undefined
}

/** The facts as they would be. */
export function renamed(facts: SurfaceFacts, { name: given, workspace = facts.workspace }: NewPlace): SurfaceFacts {
  const name = given ?? facts.name
  const formerNames = name === facts.name ? facts.formerNames : [...new Set([...facts.formerNames, facts.name])]
  return { ...facts, name, workspace, formerNames, named: given !== undefined || facts.named !== false }
}
