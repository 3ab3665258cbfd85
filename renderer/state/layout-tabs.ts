// The canvas as tabs of panes. Pure functions: every change gives a new value, what is untouched is shared. Each surface is in one
// pane at most, no tab is empty, and where one is zoomed its tab has others too.
import * as tree from './layout-tree.ts'

export interface Tab {
  readonly id: string
  readonly root: tree.LayoutNode
  /** pane ids; the first is always one of this tab, the second, where there is one, too */
  readonly focused: string
  readonly zoomed: string | null
}
export interface Tabs {
  readonly tabs: readonly Tab[]
  /** of the tab in front; null = there is none */
  readonly tab: string | null
}
export type NewId = () => string

export const NO_TABS: Tabs = { tabs: [], tab: null }

export function shownTab({ tabs, tab }: Tabs): Tab | null {
  return tabs.find(({ id }) => id === tab) ?? null
}

export function tabWith({ tabs }: Tabs, surface: string): Tab | null {
  return tabs.find(({ root }) => tree.paneOf(root, surface) !== undefined) ?? null
}

/** Of a tab's focused pane. */
export function surfaceIn(tab: Tab): string {
  const all = tree.panes(tab.root)
  return (all.find(({ id }) => id === tab.focused) ?? all[0]!).surface
}

/** The tab in its place, changed; null takes it away, and its neighbour comes to the front. */
export function changed(all: Tabs, id: string, to: Tab | null): Tabs {
  const at = all.tabs.findIndex(tab => tab.id === id)
  if (at < 0 || all.tabs[at] === to) return all
  if (to) return { ...all, tabs: all.tabs.map(tab => (tab.id === id ? to : tab)) }
  const tabs = all.tabs.filter(tab => tab.id !== id)
  return { tabs, tab: all.tab === id ? ((tabs[at] ?? tabs[at - 1])?.id ?? null) : all.tab }
}

/** With a tab in front, before the one that is at `at` now. */
export function inserted(all: Tabs, added: Tab, at: number): Tabs {
  return { tabs: [...all.tabs.slice(0, at), added, ...all.tabs.slice(at)], tab: added.id }
}

/** Without one pane; null when it was the last. Focus goes to the next in reading order, else to the one before. */
function without(tab: Tab, pane: string): Tab | null {
  const root = tree.removePane(tab.root, pane)
  if (!root) return null
  const order = tree.panes(tab.root).map(({ id }) => id)
  const at = order.indexOf(pane)
  const focused = tab.focused === pane ? (order[at + 1] ?? order[at - 1]!) : tab.focused
  const zoomed = tab.zoomed === pane || root.kind === 'pane' ? null : tab.zoomed
  return { ...tab, root, focused, zoomed }
}

/** Without the pane of a surface, wherever that is. */
export function removed(all: Tabs, surface: string): Tabs {
  const tab = tabWith(all, surface)
  return tab ? changed(all, tab.id, without(tab, tree.paneOf(tab.root, surface)!.id)) : all
}

export const paneFor = (surface: string, newId: NewId): tree.PaneNode => ({ kind: 'pane', id: newId(), surface })

/** Brings a tab to the front. */
export function showTab(all: Tabs, id: string): Tabs {
  return all.tab === id || !all.tabs.some(tab => tab.id === id) ? all : { ...all, tab: id }
}

/** The tab `by` places on, around the ends. */
export function stepTab(all: Tabs, by: number): Tabs {
  const at = all.tabs.findIndex(({ id }) => id === all.tab)
  const to = all.tabs[(at + by + all.tabs.length) % all.tabs.length]
  return at < 0 || !to ? all : showTab(all, to.id)
}

/** Its surfaces are shown nowhere then. */
export function closeTab(all: Tabs, id: string): Tabs {
  return changed(all, id, null)
}

/** Puts a tab before the one that is at `at` now; past the last one: at the end. */
export function moveTab(all: Tabs, id: string, at: number): Tabs {
  const from = all.tabs.findIndex(tab => tab.id === id)
  const to = Math.max(0, Math.min(all.tabs.length - 1, at > from ? at - 1 : at))
  if (from < 0 || to === from) return all
  const tabs = all.tabs.filter(tab => tab.id !== id)
  tabs.splice(to, 0, all.tabs[from]!)
  return { ...all, tabs }
}

/** In front, with its pane focused: where it is, else in the focused pane. Ends the zoom of another pane. */
export function show(all: Tabs, surface: string, newId: NewId): Tabs {
  const there = tabWith(all, surface)
  if (there) return showTab(focusOn(all, surface), there.id)
  const tab = shownTab(all)
  if (!tab) return inTab(all, surface, newId)
  return changed(all, tab.id, { ...tab, root: tree.showIn(tab.root, tab.focused, surface), zoomed: null })
}

/** In front, in a tab of its own at the end; one that is shown already stays where it is. */
export function inTab(all: Tabs, surface: string, newId: NewId): Tabs {
  return tabWith(all, surface) ? show(all, surface, newId) : tabOf(all, paneFor(surface, newId), newId)
}

/** A new tab in front, at the end. */
export function tabOf(all: Tabs, root: tree.LayoutNode, newId: NewId): Tabs {
  const focused = tree.panes(root)[0]!.id
  return inserted(all, { id: newId(), root, focused, zoomed: null }, all.tabs.length)
}

/** In a new pane beside the one that shows `beside`; as `show` where that is not possible. */
export function showBeside(all: Tabs, surface: string, beside: string, toward: tree.Toward, newId: NewId): Tabs {
  const tab = tabWith(all, beside)
  if (!tab || tabWith(all, surface)) return show(all, surface, newId)
  const pane = paneFor(surface, newId)
  const at = tree.paneOf(tab.root, beside)!.id
  const root = tree.splitPane(tab.root, at, toward, pane, newId())
  return showTab(changed(all, tab.id, { ...tab, root, focused: pane.id, zoomed: null }), tab.id)
}

/** Makes a surface's pane the focused one of its tab; a zoom of another pane there ends. */
export function focusOn(all: Tabs, surface: string): Tabs {
  const tab = tabWith(all, surface)
  if (!tab) return all
  const { id } = tree.paneOf(tab.root, surface)!
  if (tab.focused === id && (tab.zoomed === null || tab.zoomed === id)) return all
  return changed(all, tab.id, { ...tab, focused: id, zoomed: tab.zoomed === id ? id : null })
}

/** The focused pane of the tab in front fills the canvas, or no longer. A lone pane does already. */
export function toggleZoom(all: Tabs): Tabs {
  const tab = shownTab(all)
  if (!tab || tab.root.kind === 'pane') return all
  return changed(all, tab.id, { ...tab, zoomed: tab.zoomed === null ? tab.focused : null })
}

/** Out of a tab with others into one of its own, put before the tab that is at `at` now. */
export function paneToTab(all: Tabs, surface: string, at: number, newId: NewId): Tabs {
  const tab = tabWith(all, surface)
  if (tab?.root.kind !== 'split') return all
  const pane = tree.paneOf(tab.root, surface)!
  return inserted(removed(all, surface), { id: newId(), root: pane, focused: pane.id, zoomed: null }, at)
}

/** Sizes of a split of the tab in front. */
export function resize(all: Tabs, split: string, sizes: readonly number[]): Tabs {
  const tab = shownTab(all)
  return tab ? changed(all, tab.id, { ...tab, root: tree.resizeSplit(tab.root, split, sizes) }) : all
}

/** Without the panes of every other surface. */
export function retain(all: Tabs, surfaces: ReadonlySet<string>): Tabs {
  const gone = all.tabs.flatMap(({ root }) => tree.panes(root)).filter(({ surface }) => !surfaces.has(surface))
  return gone.reduce((left, { surface }) => removed(left, surface), all)
}

/** What a pane shows gets another id; nothing else changes. Nothing does where the new one is shown already. */
export function replaceSurface(all: Tabs, old: string, by: string): Tabs {
  const tab = tabWith(all, old)
  if (!tab || tabWith(all, by)) return all
  return changed(all, tab.id, { ...tab, root: tree.showIn(tab.root, tree.paneOf(tab.root, old)!.id, by) })
}
