// What the tab strip says of each tab: by the surface that most needs a person. Pure.
import type { Progress, SurfaceSummary } from '../../preload/contract.ts'
import { surfaceIn, type Tab } from './layout-tabs.ts'
import { panes } from './layout-tree.ts'
import { type SideRow, strongestState } from './sidebar-rows.ts'

export interface TabRow {
  readonly id: string
  /** of its focused surface */
  readonly name: string
  /** how many others are in it */
  readonly others: number
  readonly state: SurfaceSummary['state']['is']
  /** something in it happened that nobody has seen */
  readonly unread: boolean
  readonly progress: Progress | null
}

const BY_WEIGHT: readonly Progress['is'][] = ['error', 'waiting', 'busy']

export function tabRow(tab: Tab, rows: readonly SideRow[]): TabRow {
  const surfaces = panes(tab.root).map(({ surface }) => surface)
  const mine = surfaces.flatMap(id => rows.find(row => row.id === id) ?? [])
  const focused = mine.find(({ id }) => id === surfaceIn(tab))
  const told = mine.flatMap(row => (row.kind === 'surface' && row.surface.progress) || [])
  return {
    id: tab.id,
    name: focused?.name ?? '',
    others: surfaces.length - 1,
    state: strongestState(mine.map(({ state }) => state)),
    unread: mine.some(({ unread }) => unread),
    progress: BY_WEIGHT.map(is => told.find(progress => progress.is === is)).find(Boolean) ?? null,
  }
}

/** `auth refactor and 2 more` */
export function tabName({ name, others }: TabRow): string {
  return others === 0 ? name : `${name} and ${others} more`
}
