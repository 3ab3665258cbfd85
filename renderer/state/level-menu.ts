// What a pane's menu of levels offers: the level of any agent there, locks, and who may be let in for a while. Pure.
import type { AppState, Cell, Level, RuleLine } from '../../preload/contract.ts'
import { ANY, findCell } from './grants.ts'
import { RANK } from './words.ts'

type Known = Pick<AppState, 'agents' | 'cells' | 'grants'>

/** Agents that the menu names; the others are in Grants. */
export const MOST_NAMED = 4

export interface LevelMenu {
  /** what any agent has here if nothing more exact says otherwise */
  readonly any: Cell | null
  /** the lock for exactly this surface and any agent; null = none */
  readonly own: Level | null
  /** another lock holds here: its id, and why as the policy says it */
  readonly other: { readonly lock: string; readonly reason: string | null } | null
  /** who may not submit here yet and could, as far as locks go */
  readonly lets: readonly { readonly id: string; readonly name: string }[]
  /** how many more there are */
  readonly more: number
}

export function levelMenu({ agents, cells, grants }: Known, surface: string): LevelMenu {
  const any = findCell(cells, ANY, surface) ?? null
  const own = ownLock(grants.rules, surface)
  const holding = cells.find(cell => cell.surface === surface && cell.lock !== null && cell.lock !== own?.id)
  const rule = grants.rules.find(({ kind, id }) => kind === 'lock' && id === holding?.lock)
  const lets = letsOf({ agents, cells, grants }, surface)
  return {
    any,
    own: own?.level ?? null,
    other: holding?.lock ? { lock: holding.lock, reason: rule?.reason ?? null } : null,
    lets: lets.slice(0, MOST_NAMED),
    more: Math.max(0, lets.length - MOST_NAMED),
  }
}

/** The lock that is for exactly this surface and any agent. */
export function ownLock(rules: readonly RuleLine[], surface: string): RuleLine | undefined {
  return rules.find(({ kind, cell }) => kind === 'lock' && cell?.agent === ANY && cell.surface === surface)
}

/** Who could be let submit there for a while: it has less now, no lock caps it, and a temporary rule can name it. */
export function letsOf({ agents, cells, grants }: Known, surface: string) {
  if (ownLock(grants.rules, surface)) return []
  return agents.flatMap(({ id, name, inside }) => {
    const cell = findCell(cells, id, surface)
    if (!cell || inside !== null || cell.lock !== null || RANK[cell.level] >= RANK.submit) return []
    // Two of a name are told apart by what the policy calls them.
    const isOne = agents.filter(other => other.name === name && other.inside === null).length === 1
    return [{ id, name: isOne ? name : `${name} (${id})` }]
  })
}
