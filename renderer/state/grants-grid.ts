// What the matrix of Grants is made of: its rows and columns after filter and folding, their sizes, and where a key leads. Pure.
import type { AgentSummary, SurfaceSummary } from '../../preload/contract.ts'
import { ANY } from './grants.ts'
import { workspaceName } from './words.ts'

interface Column {
  /** a surface's id, ANY, or `in ` and the workspace that is folded into it */
  readonly key: string
  /** null = a folded workspace: no cell of its own */
  readonly surface: string | null
}

/** A head that has the keyboard instead of a cell. */
export interface Head {
  readonly of: 'agent' | 'surface' | 'workspace'
  readonly id: string
}

export interface Group {
  readonly workspace: string
  /** index into the columns */
  readonly first: number
  readonly count: number
  readonly folded: boolean
  readonly surfaces: readonly string[]
}

export interface Grid {
  /** ids of agents, the default row first */
  readonly rows: readonly string[]
  /** the default column first */
  readonly columns: readonly Column[]
  readonly groups: readonly Group[]
  /** the first row of an agent that runs in a surface; -1 = none */
  readonly firstInside: number
  /** a filter stands that nothing is found by */
  readonly noMatch: boolean
}

interface Made {
  readonly agents: readonly Pick<AgentSummary, 'id' | 'name' | 'inside'>[]
  /** as the sidebar has them in order */
  readonly groups: readonly { workspace: string; surfaces: readonly Pick<SurfaceSummary, 'id' | 'name'>[] }[]
  readonly folded: readonly string[]
  readonly filter: string
}

/**
 * A filter is for agents, surfaces and workspaces by name: where it finds agents only these are left, where it finds surfaces only
 * these. What finds nothing takes nothing away.
 */
export function gridOf({ agents, groups, folded, filter }: Made): Grid {
  const wanted = filter.trim().toLowerCase()
  const fits = (name: string) => name.toLowerCase().includes(wanted)
  const some = wanted === '' ? [] : agents.filter(({ id, name }) => fits(name) || fits(id))
  const found = groups
    .map(({ workspace, surfaces }) => {
      const all = fits(workspaceName(workspace))
      return { workspace, surfaces: wanted === '' ? [] : surfaces.filter(({ name }) => all || fits(name)) }
    })
    .filter(({ surfaces }) => surfaces.length > 0)
  const shown = some.length > 0 ? some : agents
  const columns: Column[] = [{ key: ANY, surface: ANY }]
  const drawn = (found.length > 0 ? found : groups).map(({ workspace, surfaces }): Group => {
    const first = columns.length
    // What a person looks for is not left folded away.
    const isFolded = folded.includes(workspace) && found.length === 0
    if (isFolded) columns.push({ key: `in ${workspace}`, surface: null })
    else columns.push(...surfaces.map(({ id }) => ({ key: id, surface: id })))
    const ids = surfaces.map(({ id }) => id)
    return { workspace, first, count: columns.length - first, folded: isFolded, surfaces: ids }
  })
  return {
    rows: [ANY, ...shown.map(({ id }) => id)],
    columns,
    groups: drawn,
    firstInside: 1 + shown.findIndex(({ inside }) => inside !== null) || -1,
    noMatch: wanted !== '' && some.length + found.length === 0,
  }
}

/** CSS px. */
export const SIZE = { any: 66, least: 66, most: 128, row: 46, rule: 7, groups: 26, heads: 63, label: 26 } as const
/** Beside a page this wide, in CSS px, there is room for long names. */
const WIDE = 860
/** More than these, and there is a field to filter by. */
const MANY = { agents: 8, surfaces: 10 }

export function isMany(agents: number, surfaces: number): boolean {
  return agents > MANY.agents || surfaces > MANY.surfaces
}

/** Widths in a matrix that has `width` CSS px for `columns` beside the default one: as wide as there is room, within bounds. */
export function widthsIn(width: number, columns: number): { readonly head: number; readonly column: number } {
  const head = width >= WIDE ? 208 : 148
  const room = Math.floor(((width - head - SIZE.any) / Math.max(1, columns)) * 100) / 100
  return { head, column: Math.min(SIZE.most, Math.max(SIZE.least, room)) }
}

interface Stretch {
  /** where the view begins and how long it is, from where the first one begins; CSS px */
  readonly from: number
  readonly length: number
  readonly each: number
  readonly count: number
  /** the one with the focus, which stays drawn wherever it is scrolled to */
  readonly kept: number
}

/** Drawn beyond the view, so that a quick scroll shows no gap. */
const BEYOND = 3

/** Which of `count` as large ones are drawn: those in view, a few around, and the kept one. In order. */
export function drawn({ from, length, each, count, kept }: Stretch): number[] {
  const first = Math.max(0, Math.floor(from / each) - BEYOND)
  const end = Math.min(count, Math.ceil((from + length) / each) + BEYOND)
  const all = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index)
  if (kept < 0 || kept >= count || all.includes(kept)) return all
  return kept < first ? [kept, ...all] : [...all, kept]
}

/**
 * How far to scroll so that what stands from `begin` to `end` is in view: no farther than needed. `scrolled`: how far it is now; `covered`:
 * how much at the start of the view lies under what stands still. CSS px.
 */
export function revealed(
  scrolled: number,
  view: { length: number; covered: number },
  begin: number,
  end: number,
): number {
  const farthest = begin - view.covered
  if (scrolled > farthest) return Math.max(0, farthest)
  return Math.min(farthest, Math.max(scrolled, end - view.length))
}

/** A place of the focus. Rows count from the default one, columns from the default one. */
export interface At {
  /** GROUPS, HEADS, or a row */
  readonly row: number
  /** HEAD, or a column; of a workspace its first one */
  readonly column: number
}
export const GROUPS = -2
export const HEADS = -1
export const HEAD = -1

/** Where the head or the cell stands that is in the tab order; the default cell where it is not drawn now. */
export function placeOf(grid: Grid, cell: { agent: string; surface: string }, head: Head | null): At {
  const row = (id: string) => grid.rows.indexOf(id)
  const column = (id: string) => grid.columns.findIndex(({ surface }) => surface === id)
  const group = head?.of === 'workspace' ? grid.groups.find(({ workspace }) => workspace === head.id) : undefined
  if (group) return { row: GROUPS, column: group.first }
  if (head?.of === 'agent' && row(head.id) >= 0) return { row: row(head.id), column: HEAD }
  if (head?.of === 'surface' && column(head.id) > 0) return { row: HEADS, column: column(head.id) }
  const there = { row: row(cell.agent), column: column(cell.surface) }
  return there.row >= 0 && there.column >= 0 ? there : { row: 0, column: 0 }
}

/** What stands at a place: a head, or a cell. */
export function whatIsAt(grid: Grid, { row, column }: At): Head | { readonly agent: string; readonly surface: string } {
  const group = grid.groups.find(({ first }) => first === column)
  if (row === GROUPS && group) return { of: 'workspace', id: group.workspace }
  const surface = grid.columns[column]?.surface ?? ANY
  if (row === HEADS) return { of: 'surface', id: surface }
  const agent = grid.rows[row] ?? ANY
  return column === HEAD ? { of: 'agent', id: agent } : { agent, surface }
}

interface Press {
  readonly key: string
  /** Ctrl, or Command on macOS */
  readonly far: boolean
  /** rows that are in view at once */
  readonly page: number
}

/** Where a key leads; null = it leads nowhere from there, or is none that moves. Folded workspaces are passed by. */
export function moved(grid: Grid, at: At, { key, far, page }: Press): At | null {
  const { rows, columns } = grid
  const last = rows.length - 1
  const open = (column: number) => columns[column]?.surface != null
  const firstColumn = at.row === HEADS ? 1 : 0
  if (at.row === GROUPS) return fromGroup(grid, at, key)
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight': {
      const step = key === 'ArrowLeft' ? -1 : 1
      let column = at.column + step
      while (column >= 0 && column < columns.length && !open(column)) column += step
      if (column === HEAD && at.row >= 0) return { row: at.row, column }
      return column >= firstColumn && column < columns.length ? { row: at.row, column } : null
    }
    case 'ArrowDown':
      return at.row < last ? { row: at.row + 1, column: at.column } : null
    case 'ArrowUp':
      if (at.row > 0) return { row: at.row - 1, column: at.column }
      // The default column and the rows' heads have no head that does anything.
      if (at.column <= 0) return null
      return at.row === 0 ? { row: HEADS, column: at.column } : groupAt(grid, at.column)
    case 'Home':
      return far ? { row: 0, column: 0 } : { row: at.row, column: firstOpen(grid, firstColumn) }
    case 'End':
      return { row: far ? last : at.row, column: lastOpen(grid) }
    case 'PageDown':
      return { row: Math.min(last, Math.max(0, at.row) + page), column: at.column }
    case 'PageUp':
      return { row: Math.max(0, at.row - page), column: at.column }
    default:
      return null
  }
}

function fromGroup(grid: Grid, { column }: At, key: string): At | null {
  const index = grid.groups.findIndex(({ first, count }) => column >= first && column < first + count)
  const group = grid.groups[index]
  const to = (one: Group | undefined) => (one ? { row: GROUPS, column: one.first } : null)
  if (key === 'ArrowLeft') return to(grid.groups[index - 1])
  if (key === 'ArrowRight') return to(grid.groups[index + 1])
  if (key === 'Home') return to(grid.groups[0])
  if (key === 'End') return to(grid.groups.at(-1))
  if (key !== 'ArrowDown' || !group) return null
  return group.folded ? { row: 0, column: 0 } : { row: HEADS, column }
}

function groupAt({ groups }: Grid, column: number): At | null {
  const group = groups.find(({ first, count }) => column >= first && column < first + count)
  return group ? { row: GROUPS, column: group.first } : null
}

const firstOpen = ({ columns }: Grid, from: number) =>
  columns.findIndex(({ surface }, index) => index >= from && surface !== null)
const lastOpen = ({ columns }: Grid) => columns.findLastIndex(({ surface }) => surface !== null)
