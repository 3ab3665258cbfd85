// What a person does to the sidebar's rows by key, menu or mouse: puts them in another order or workspace, renames, closes.
import { now } from '../state/app-state.ts'
import { ANY, strongest } from '../state/grants.ts'
import * as layout from '../state/layout.ts'
import type { Direction } from '../state/layout-tree.ts'
import { say, selectCell, uncover, usePanel } from '../state/panel.ts'
import { openField, type RenamePart } from '../state/rename.ts'
import { keepOrder, useSidebar, useSideView } from '../state/sidebar.ts'
import { type Group, groupsOf, movedTo, stepTarget, type Target } from '../state/sidebar-order.ts'
import { filtered, rowsOf, type SideRow } from '../state/sidebar-rows.ts'
import { workspaceName } from '../state/words.ts'
import { closeSurface } from './actions.ts'
import { isDormant } from './dormant.ts'
import { focusManager } from './focus.ts'
import { rename } from './rename.ts'
import { canvasSize, NO_ROOM } from './room.ts'
import { changeName } from './surface.ts'

/** All groups as they are drawn without a filter. */
function groups(): Group<SideRow>[] {
  const state = now()
  return state ? groupsOf(rowsOf(state), useSidebar.getState()) : []
}

const idsOf = (all: readonly Group<SideRow>[]) => all.flatMap(({ rows }) => rows.map(row => row.id))
const shownGroups = () => filtered(groups(), useSideView.getState().filter)

function tell(name: string, at: number, all: number): void {
  useSideView.setState({ said: `${name}, ${at + 1} of ${all}` })
}

/** Puts a workspace on that side of another one. */
export function putGroup(workspace: string, target: Target): void {
  const drawn = movedTo(
    groups().map(group => group.workspace),
    workspace,
    target,
  )
  keepOrder('workspaces', drawn)
  tell(workspaceName(workspace), drawn.indexOf(workspace), drawn.length)
}

function rowOf(id: string): SideRow | undefined {
  return groups()
    .flatMap(group => group.rows)
    .find(row => row.id === id)
}

/** `workspace`: the one it is in from now on; the window may not have heard of that yet. */
function putRow(id: string, target: Target, workspace?: string): void {
  const all = groups()
  const order = movedTo(idsOf(all), id, target)
  keepOrder('order', order)
  const row = all.flatMap(({ rows }) => rows).find(one => one.id === id)
  if (!row) return
  const there = idsOf(all.filter(group => group.workspace === (workspace ?? row.workspace)))
  const ids = order.filter(each => each === id || there.includes(each))
  tell(row.name, ids.indexOf(id), ids.length)
}

/** Dropped there, in a workspace; another one than its own changes what it is, and is asked about where grants would change. */
export async function dropRow(id: string, workspace: string, target: Target): Promise<void> {
  const row = rowOf(id)
  if (!row || (row.kind === 'dormant' && row.workspace !== workspace)) return
  if (row.workspace !== workspace) {
    const moved = await rename(id, 'workspace', workspace)
    if (moved.is === 'refused') say(moved.message)
    if (moved.is !== 'done') return
  }
  putRow(id, target, workspace)
}

/** Alt+Up and Alt+Down: one step among what is shown of its group. False: it is at the border. */
export function stepRow(id: string, by: 1 | -1): boolean {
  const group = shownGroups().find(({ rows }) => rows.some(row => row.id === id))
  const target = stepTarget(group?.rows.map(row => row.id) ?? [], id, by)
  if (target) putRow(id, target)
  return target !== null
}

export function stepGroup(workspace: string, by: 1 | -1): boolean {
  const target = stepTarget(
    shownGroups().map(group => group.workspace),
    workspace,
    by,
  )
  if (target) putGroup(workspace, target)
  return target !== null
}

/** Its field opens where it can be seen: in its row, or in its pane where the row shows no name. */
export function renameRow(id: string, part: RenamePart, inRow: boolean): void {
  if (isDormant(id)) return
  if (inRow && part === 'name') {
    openField({ surface: id, part, at: 'row' })
    return
  }
  changeName(id, part)
}

/** Shows it in a pane beside the one a person is in. */
export function splitWith(id: string, direction: Direction): void {
  const beside = layout.focusedSurface()
  if (beside !== null && !layout.roomBeside(beside, direction, canvasSize())) {
    say(NO_ROOM)
    return
  }
  uncover()
  if (beside === null || beside === id) layout.show(id)
  else layout.showBeside(id, beside, direction)
  focusManager.surface(id)
}

/** The column of a surface in Grants: what its ladder shows, in full. */
export function showInGrants(id: string): void {
  const cell = strongest(now()?.cells ?? [], id)
  selectCell(cell?.agent ?? ANY, id)
  usePanel.setState({ open: 'grants' })
}

/** Closes it; where that is asked about, the keyboard goes to the answers, and to the terminal after them. */
export async function closeRow(id: string): Promise<void> {
  uncover()
  await closeSurface(id)
  if (layout.useLayout.getState().closing !== id) return
  requestAnimationFrame(() =>
    focusManager.element(document.querySelector<HTMLElement>('[role="alertdialog"] button') ?? null),
  )
  const stop = layout.useLayout.subscribe(({ closing }) => {
    if (closing === id) return
    stop()
    requestAnimationFrame(() => document.activeElement === document.body && focusManager.back())
  })
}
