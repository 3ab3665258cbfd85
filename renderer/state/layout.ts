// What the canvas shows and which pane has the person's attention. Follows the surfaces that exist; what a change makes of the
// tabs is decided in layout-tabs.ts.
import { create } from 'zustand'
import { canSplit, type DropTarget, dropAt, type Size } from './layout-drop.ts'
import * as tabs from './layout-tabs.ts'
import * as tree from './layout-tree.ts'

interface LayoutState extends tabs.Tabs {
  /** a surface at work whose closing waits for a person's yes */
  readonly closing: string | null
}

export const useLayout = create<LayoutState>(() => ({ ...tabs.NO_TABS, closing: null }))

let nextId = 0
/** Of a tab, a pane or a split; new in this window. */
export const newId = () => {
  nextId += 1
  return `n${nextId}`
}

const get = useLayout.getState
const set = (next: tabs.Tabs) => {
  const { tabs: now, tab } = get()
  if (next.tabs !== now || next.tab !== tab) useLayout.setState({ tabs: next.tabs, tab: next.tab })
}

/** The tree of panes in front; null = there is none. */
export const shownRoot = (layout: tabs.Tabs): tree.LayoutNode | null => tabs.shownTab(layout)?.root ?? null

/** The surface of the focused pane in front. */
export function shownSurface(layout: tabs.Tabs): string | null {
  const tab = tabs.shownTab(layout)
  return tab && tabs.surfaceIn(tab)
}

/** The surface whose pane fills the canvas, although others are beside it. */
export function zoomedSurface(layout: tabs.Tabs): string | null {
  const tab = tabs.shownTab(layout)
  return tree.panes(tab?.root ?? null).find(({ id }) => id === tab?.zoomed)?.surface ?? null
}

export const focusedSurface = (): string | null => shownSurface(get())

/** Makes the pane that shows `surface` the focused one. */
export function markFocused(surface: string): void {
  set(tabs.focusOn(get(), surface))
}

/** Asks in the surface's pane whether it shall end; null takes the question away. */
export function askToClose(surface: string | null): void {
  useLayout.setState({ closing: surface })
}

/** Shows a surface: in the pane that has it, else in the focused pane. */
export function show(surface: string): void {
  set(tabs.show(get(), surface, newId))
}

/** Shows a surface in a tab of its own, unless a pane has it already. */
export function showInTab(surface: string): void {
  set(tabs.inTab(get(), surface, newId))
}

/**
 * Shows surfaces side by side in a tab of their own: the first four of them. One that stands in a tab alone comes from there; one that
 * is beside others already stays.
 */
export function showTogether(surfaces: readonly string[]): void {
  const [first] = surfaces
  for (const { id, root } of surfaces.length > 1 ? get().tabs : []) {
    if (root.kind === 'pane' && surfaces.includes(root.surface)) set(tabs.closeTab(get(), id))
  }
  const root = tree.tile(
    surfaces.filter(id => !tabs.tabWith(get(), id)),
    newId,
  )
  if (surfaces.length > 1 && root) set(tabs.tabOf(get(), root, newId))
  if (first !== undefined) showInTab(first)
}

/** Shows a surface in a new pane beside the one that shows `beside`. */
export function showBeside(surface: string, beside: string, direction: tree.Direction): void {
  set(tabs.showBeside(get(), surface, beside, direction === 'row' ? 'right' : 'down', newId))
}

/** Whether there is room for another pane beside that of `surface`, on a canvas of this size. */
export function roomBeside(surface: string, direction: tree.Direction, canvas: Size): boolean {
  return canSplit(get(), surface, direction === 'row' ? 'right' : 'down', canvas)
}

export function neighbourSurface(toward: tree.Toward): string | null {
  const tab = tabs.shownTab(get())
  return tab ? (tree.neighbour(tab.root, tab.focused, toward)?.surface ?? null) : null
}

export function resized(split: string, sizes: readonly number[]): void {
  set(tabs.resize(get(), split, sizes))
}

export function showTab(id: string): void {
  set(tabs.showTab(get(), id))
}

/** The tab so many places on. False: there is no other. */
export function stepTab(by: number): boolean {
  set(tabs.stepTab(get(), by))
  return get().tabs.length > 1
}

export function closeTab(id: string): void {
  set(tabs.closeTab(get(), id))
}

/** Puts a tab before the one that is at `at` now. */
export function moveTab(id: string, at: number): void {
  set(tabs.moveTab(get(), id, at))
}

/** The focused pane into a tab of its own, right of its tab. False: it has one. */
export function focusedToTab(): boolean {
  const all = get()
  const tab = tabs.shownTab(all)
  if (tab?.root.kind !== 'split') return false
  set(tabs.paneToTab(all, tabs.surfaceIn(tab), all.tabs.indexOf(tab) + 1, newId))
  return true
}

/** False: the pane has the canvas for itself anyway. */
export function toggleZoom(): boolean {
  set(tabs.toggleZoom(get()))
  return shownRoot(get())?.kind === 'split'
}

/** What letting `surface` go there would do; null = nothing. */
export function dropFate(surface: string, target: DropTarget, canvas: Size): 'moves' | 'no-room' | null {
  const fate = dropAt(get(), surface, target, canvas, () => '')
  return fate && (fate.room ? 'moves' : 'no-room')
}

/** Lets it go there, where that does something and there is room. */
export function drop(surface: string, target: DropTarget, canvas: Size): void {
  const fate = dropAt(get(), surface, target, canvas, newId)
  if (fate?.room) set(fate.next)
}

/**
 * At the first drawing: the tabs as they were kept, without the panes of surfaces that are gone. `opened`, those that this start
 * opened for a person, come in a tab of their own in front. With no tabs, what there is is laid out.
 */
export function begin(kept: tabs.Tabs, surfaces: readonly string[], opened: readonly string[] = []): void {
  const there = tabs.retain(kept, new Set(surfaces))
  const added = opened.filter(id => surfaces.includes(id) && !tabs.tabWith(there, id))
  const root = tree.tile(there.tabs.length > 0 ? added : surfaces, newId)
  set(root ? tabs.tabOf(there, root, newId) : there)
}

/** Drops the panes of surfaces that are not in the list. One that came only joins when asked for, or when nothing is shown. */
export function follow(surfaces: readonly string[]): void {
  const left = tabs.retain(get(), new Set(surfaces))
  set(left.tabs.length === 0 && surfaces[0] !== undefined ? tabs.show(left, surfaces[0], newId) : left)
}

/** What a pane shows gets another id; its place, its focus and its zoom stay. */
export function replaceSurface(old: string, by: string): void {
  set(tabs.replaceSurface(get(), old, by))
}
