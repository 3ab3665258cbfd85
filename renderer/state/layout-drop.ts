// What a drag would do where it is: to which part of a pane or of the tab strip it points, what that makes of the layout, and
// whether there is room for it. Pure.
import {
  changed,
  inserted,
  moveTab,
  type NewId,
  paneFor,
  paneToTab,
  removed,
  showBeside,
  shownTab,
  showTab,
  type Tab,
  type Tabs,
  tabWith,
} from './layout-tabs.ts'
import * as tree from './layout-tree.ts'

/** Where something that is dragged may be let go. */
export type DropTarget =
  /** on the pane that shows `surface`: at an edge it splits it, in the middle the two change places */
  | { readonly kind: 'pane'; readonly surface: string; readonly at: tree.Toward | 'middle' }
  /** to the end of what is in a tab */
  | { readonly kind: 'tab'; readonly tab: string }
  /** a tab of its own, put before the tab that is at `at` now */
  | { readonly kind: 'strip'; readonly at: number }

/** px */
export interface Size {
  readonly width: number
  readonly height: number
}
/** The smallest pane, px. */
export const SMALLEST: Size = { width: 240, height: 120 }
/** Between panes, px. */
export const GUTTER = 6

const TINY = 0.01

/** How far into a pane its edges reach for a drop, as a share of its size. */
const EDGE = 0.28

/** Which part of a pane a point is in; `x` and `y` from its left upper corner. */
export function zoneAt(x: number, y: number, { width, height }: Size): tree.Toward | 'middle' {
  const away: readonly [tree.Toward, number][] = [
    ['left', x / width],
    ['right', 1 - x / width],
    ['up', y / height],
    ['down', 1 - y / height],
  ]
  const [toward, share] = away.reduce((best, next) => (next[1] < best[1] ? next : best))
  return share < EDGE ? toward : 'middle'
}

interface Span {
  readonly left: number
  readonly width: number
}

/** Where in the strip a point is. `tabs`: their places in order; the middle half of one means that tab. */
export function stripAt(x: number, tabs: readonly (Span & { readonly id: string })[]): DropTarget {
  for (const [at, { id, left, width }] of tabs.entries()) {
    const share = (x - left) / width
    if (share < 0.25) return { kind: 'strip', at }
    if (share <= 0.75) return { kind: 'tab', tab: id }
  }
  return { kind: 'strip', at: tabs.length }
}

/** Before which tab a dragged tab would come. */
export function placeAt(x: number, tabs: readonly Span[]): number {
  const at = tabs.findIndex(({ left, width }) => x < left + width / 2)
  return at < 0 ? tabs.length : at
}

/** What a drop of `surface` makes. The same value: nothing. */
export function dropped(all: Tabs, surface: string, target: DropTarget, newId: NewId): Tabs {
  const from = tabWith(all, surface)
  const pane = from ? tree.paneOf(from.root, surface)! : paneFor(surface, newId)
  if (target.kind === 'strip') {
    if (from?.root.kind === 'split') return paneToTab(all, surface, target.at, newId)
    if (from) return showTab(moveTab(all, from.id, target.at), from.id)
    return inserted(all, { id: newId(), root: pane, focused: pane.id, zoomed: null }, target.at)
  }
  if (target.kind === 'pane' && target.surface === surface) return all
  if (target.kind === 'pane' && target.at === 'middle') return swapped(all, surface, target.surface)
  if (target.kind === 'tab' && from?.id === target.tab && from.root.kind === 'pane') return all
  const left = removed(all, surface)
  const to = target.kind === 'tab' ? left.tabs.find(({ id }) => id === target.tab) : tabWith(left, target.surface)
  if (!to) return all
  const root = target.kind === 'tab' ? tree.append(to.root, pane, newId()) : joined(to.root, target, pane, newId)
  return showTab(changed(left, to.id, { ...to, root, focused: pane.id, zoomed: null }), to.id)
}

function joined(root: tree.LayoutNode, target: DropTarget & { kind: 'pane' }, pane: tree.PaneNode, newId: NewId) {
  const at = tree.paneOf(root, target.surface)!.id
  return target.at === 'middle' ? root : tree.splitPane(root, at, target.at, pane, newId())
}

/** Two panes change what they show; a surface that no pane shows takes the other's. */
function swapped(all: Tabs, surface: string, other: string): Tabs {
  const to = tabWith(all, other)
  if (!to) return all
  const place = tree.paneOf(to.root, other)!.id
  const from = tabWith(all, surface)
  const mine = from && tree.paneOf(from.root, surface)!.id
  const given = from && mine ? changed(all, from.id, { ...from, root: tree.showIn(from.root, mine, other) }) : all
  const tab = given.tabs.find(({ id }) => id === to.id)!
  const root = tree.showIn(tab.root, place, surface)
  return showTab(changed(given, tab.id, { ...tab, root, focused: place, zoomed: null }), tab.id)
}

/** Whether no pane of `after` is too small that was larger in `before`, or was not there. */
function fits(before: Tab | null, after: Tab, canvas: Size): boolean {
  const placed = (tab: Tab) => tree.boxes(tab.root, GUTTER, 0, 0, canvas.width, canvas.height)
  const was = new Map((before ? placed(before) : []).map(box => [box.pane.surface, box]))
  return placed(after).every(({ pane, w, h }) => {
    const old = was.get(pane.surface)
    const tooThin = w < SMALLEST.width - TINY && (!old || w < old.w - TINY)
    const tooLow = h < SMALLEST.height - TINY && (!old || h < old.h - TINY)
    return !tooThin && !tooLow
  })
}

/** What letting go would do. Null: nothing. `room`: whether there is room for it on a canvas of this size. */
export function dropAt(
  all: Tabs,
  surface: string,
  target: DropTarget,
  canvas: Size,
  newId: NewId,
): { readonly next: Tabs; readonly room: boolean } | null {
  const next = dropped(all, surface, target, newId)
  if (next === all) return null
  const after = shownTab(next)
  const free = target.kind === 'strip' || (target.kind === 'pane' && target.at === 'middle')
  return { next, room: free || !after || fits(all.tabs.find(({ id }) => id === after.id) ?? null, after, canvas) }
}

/** Whether the pane of `surface` may be split there. */
export function canSplit(all: Tabs, surface: string, toward: tree.Toward, canvas: Size): boolean {
  const tab = tabWith(all, surface)
  if (!tab) return true
  let count = 0
  const next = showBeside(all, '', surface, toward, () => `:${count++}`)
  return fits(tab, tabWith(next, '')!, canvas)
}
