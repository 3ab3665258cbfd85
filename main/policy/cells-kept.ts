// The matrix again and again, while surfaces come, go and change their names: what is the same as the last time is not
// worked out a second time. What is in a cell is cells.ts.
import type { Cell } from '../../preload/contract.ts'
import { agentsOf, cellOf, type Row, rowOf } from './cells.ts'
import type { AgentFacts, Policy, SurfaceSubject } from './model.ts'

export type KeptCells = (
  policy: Policy,
  surfaces: readonly SurfaceSubject[],
  inside?: readonly AgentFacts[],
) => readonly Cell[]

interface KeptRow {
  readonly row: Row
  /** by everything that is known of the surface */
  cells: ReadonlyMap<string, Cell>
}

/** The same as `cells`: the same list as the last time where nothing changed, and the same cells where little did. */
export function createCells(): KeptCells {
  let last: Policy | null = null
  let rows: ReadonlyMap<string, KeptRow> = new Map()
  let seen = ''
  let list: readonly Cell[] = []

  return (policy, surfaces, inside = []) => {
    if (policy !== last) rows = new Map()
    const agents = [null, ...agentsOf(policy, inside)].map(agent => [agentKey(agent), agent] as const)
    const places = [null, ...surfaces].map(surface => [surfaceKey(surface), surface] as const)
    const now = JSON.stringify([agents.map(([key]) => key), places.map(([key]) => key)])
    if (policy === last && now === seen) return list
    const next = new Map<string, KeptRow>()
    const found: Cell[] = []
    for (const [key, agent] of agents) {
      const kept: KeptRow = rows.get(key) ?? { row: rowOf(policy, agent), cells: new Map() }
      const fresh = new Map<string, Cell>()
      for (const [place, surface] of places) {
        const cell = kept.cells.get(place) ?? cellOf(kept.row, surface)
        fresh.set(place, cell)
        found.push(cell)
      }
      kept.cells = fresh
      next.set(key, kept)
    }
    last = policy
    rows = next
    seen = now
    // frozen: whoever draws it may take the same list for the same cells
    list = Object.freeze(found)
    return list
  }
}

/** Everything of an agent that a rule can go by. */
function agentKey(agent: AgentFacts | null): string {
  return agent === null ? '' : JSON.stringify([agent.id, agent.preset, agent.workspace])
}

/** Everything of a surface that a rule or lock can go by. */
function surfaceKey(surface: SurfaceSubject | null): string {
  if (surface === null) return ''
  const { id, name, named, formerNames, formerIds, alias, workspace, preset, backend, host, openedBy } = surface
  return JSON.stringify([
    id,
    name,
    named ?? null,
    formerNames,
    formerIds ?? null,
    alias,
    workspace,
    preset,
    backend,
    host,
    openedBy,
  ])
}
