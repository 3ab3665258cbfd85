// What stands in the sidebar: its rows, which of them a filter shows, and what a folded group says of them. Pure.
import type { AppState, Dormant, SurfaceSummary } from '../../preload/contract.ts'
import { asksOf } from './approval-words.ts'
import { draftsOf } from './drafts.ts'
import type { Group } from './sidebar-order.ts'
import { workspaceName } from './words.ts'

type State = SurfaceSummary['state']['is']

export interface SurfaceRow {
  readonly kind: 'surface'
  readonly id: string
  readonly workspace: string
  readonly name: string
  /** as its row shows it */
  readonly state: State
  readonly unread: boolean
  readonly surface: SurfaceSummary
}

/** It ran in the last run, and waits to be started. */
export interface DormantRow {
  readonly kind: 'dormant'
  readonly id: string
  readonly workspace: string
  readonly name: string
  readonly state: State
  readonly unread: boolean
  readonly dormant: Dormant
}

/** Each kind of row has an id, a workspace and a name, so that all are ordered, moved and found alike. */
export type SideRow = SurfaceRow | DormantRow

export const FILTERS = ['all', 'needs', 'working', 'exited'] as const
export type Filter = (typeof FILTERS)[number]

/** A surface with a draft or an ask waits for the person, whatever its program does. */
export function shownState(surface: SurfaceSummary, waiting: number): State {
  return waiting > 0 && surface.state.is !== 'exited' ? 'needs_you' : surface.state.is
}

export function rowsOf({
  surfaces,
  drafts,
  approvals,
  dormant = [],
}: Pick<AppState, 'surfaces' | 'drafts' | 'approvals'> & Partial<Pick<AppState, 'dormant'>>): SideRow[] {
  const running = surfaces.map((surface): SideRow => {
    const waiting = draftsOf(drafts, surface.id).length + asksOf(approvals.waiting, surface.id).length
    const { id, workspace, name, unread } = surface
    return { kind: 'surface', id, workspace, name, state: shownState(surface, waiting), unread, surface }
  })
  const asleep = dormant.map((one): SideRow => {
    const { id, workspace, name } = one
    return { kind: 'dormant', id, workspace, name, state: 'exited', unread: false, dormant: one }
  })
  return [...running, ...asleep]
}

export function passes({ state }: Pick<SideRow, 'state'>, filter: Filter): boolean {
  if (filter === 'all') return true
  if (filter === 'needs') return state === 'needs_you'
  if (filter === 'working') return state === 'working' || state === 'starting'
  return state === 'exited'
}

/** The groups with the rows a filter shows; one that shows none is left out. */
export function filtered(groups: readonly Group<SideRow>[], filter: Filter): Group<SideRow>[] {
  return groups
    .map(({ workspace, rows }) => ({ workspace, rows: rows.filter(row => passes(row, filter)) }))
    .filter(({ rows }) => rows.length > 0)
}

const BY_WEIGHT: readonly State[] = [
  'needs_you',
  'failed',
  'done_unseen',
  'working',
  'starting',
  'idle',
  'unknown',
  'exited',
]

/** The state that most wants a look. */
export function strongestState(states: readonly State[]): State {
  return BY_WEIGHT.find(state => states.includes(state)) ?? 'unknown'
}

/** What the keys of the tree walk over: heads of groups and the rows of those that are open. */
export interface TreeItem {
  readonly key: string
  readonly name: string
  readonly workspace: string
  /** null = a row; else a group's head */
  readonly open: boolean | null
}

/** The key of a group's head. No id of a surface has a space. */
export function headKey(workspace: string): string {
  return `workspace ${workspace}`
}

export function itemsOf(groups: readonly Group<SideRow>[], shut: readonly string[]): TreeItem[] {
  return groups.flatMap(({ workspace, rows }) => {
    const open = !shut.includes(workspace)
    const head: TreeItem = { key: headKey(workspace), name: workspaceName(workspace), workspace, open }
    return [head, ...(open ? rows.map(({ id, name }) => ({ key: id, name, workspace, open: null })) : [])]
  })
}
