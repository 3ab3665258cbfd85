// What the canvas shows and which pane has the person's attention. Follows the surfaces that exist.
import { create } from 'zustand'
import * as tree from './layout-tree.ts'

interface LayoutState {
  root: tree.LayoutNode | null
  /** a pane's id */
  focused: string | null
  /** a surface at work whose closing waits for a person's yes */
  closing: string | null
}

export const useLayout = create<LayoutState>(() => ({ root: null, focused: null, closing: null }))

let nextId = 0
const newId = () => {
  nextId += 1
  return `n${nextId}`
}

const get = useLayout.getState
const set = useLayout.setState

export function focusedSurface(): string | null {
  const { root, focused } = get()
  return tree.panes(root).find(pane => pane.id === focused)?.surface ?? null
}

/** Makes the pane that shows `surface` the focused one. */
export function markFocused(surface: string): void {
  const pane = tree.paneOf(get().root, surface)
  if (pane && pane.id !== get().focused) set({ focused: pane.id })
}

/** Asks in the surface's pane whether it shall end; null takes the question away. */
export function askToClose(surface: string | null): void {
  set({ closing: surface })
}

/** Shows a surface: in the pane that has it, else in the focused pane. */
export function show(surface: string): void {
  const { root, focused } = get()
  const there = tree.paneOf(root, surface)
  const target = tree.panes(root).find(pane => pane.id === focused) ?? tree.panes(root)[0]
  if (there) {
    set({ focused: there.id })
  } else if (root && target) {
    set({ root: tree.showIn(root, target.id, surface), focused: target.id })
  } else {
    const pane: tree.PaneNode = { kind: 'pane', id: newId(), surface }
    set({ root: pane, focused: pane.id })
  }
}

/** Shows a surface in a new pane beside the one that shows `beside`. */
export function showBeside(surface: string, beside: string, direction: tree.Direction): void {
  const { root } = get()
  const at = tree.paneOf(root, beside)
  if (!root || !at || tree.paneOf(root, surface)) {
    show(surface)
    return
  }
  const pane: tree.PaneNode = { kind: 'pane', id: newId(), surface }
  set({ root: tree.splitPane(root, at.id, direction, pane, newId()), focused: pane.id })
}

export function neighbourSurface(toward: tree.Toward): string | null {
  const { root, focused } = get()
  return root && focused ? (tree.neighbour(root, focused, toward)?.surface ?? null) : null
}

export function resized(split: string, sizes: readonly number[]): void {
  const { root } = get()
  if (root) set({ root: tree.resizeSplit(root, split, sizes) })
}

/** Drops panes whose surface is gone. The first list of a run is laid out; later ones only join when asked for. */
export function follow(surfaces: readonly string[], first: boolean): void {
  const before = get()
  let root = before.root
  for (const pane of tree.panes(root)) {
    if (root && !surfaces.includes(pane.surface)) root = tree.removePane(root, pane.id)
  }
  if (!root && surfaces.length > 0) {
    root = first ? tree.tile(surfaces, newId) : { kind: 'pane', id: newId(), surface: surfaces[0]! }
  }
  const still = tree.panes(root).some(pane => pane.id === before.focused)
  const focused = still ? before.focused : (nearest(before, root) ?? tree.panes(root)[0]?.id ?? null)
  if (root !== before.root || focused !== before.focused) set({ root, focused })
}

/** The pane that takes the attention of one that went: the next in reading order, else the one before. */
function nearest(before: Pick<LayoutState, 'root' | 'focused'>, root: tree.LayoutNode | null): string | null {
  const order = tree.panes(before.root).map(pane => pane.id)
  const at = before.focused ? order.indexOf(before.focused) : -1
  if (at < 0) return null
  const left = new Set(tree.panes(root).map(pane => pane.id))
  return (
    order.slice(at).find(id => left.has(id)) ??
    order
      .slice(0, at)
      .reverse()
      .find(id => left.has(id)) ??
    null
  )
}
