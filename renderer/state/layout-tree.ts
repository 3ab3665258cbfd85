// The canvas as a tree of panes and splits. Pure functions: every change gives a new tree, untouched parts are shared.

export type Direction = 'row' | 'column'
export interface PaneNode {
  readonly kind: 'pane'
  readonly id: string
  readonly surface: string
}
export interface SplitNode {
  readonly kind: 'split'
  readonly id: string
  /** `row`: side by side */
  readonly direction: Direction
  readonly children: readonly LayoutNode[]
  /** percent, one for each child */
  readonly sizes: readonly number[]
}
export type LayoutNode = PaneNode | SplitNode
export type Toward = 'left' | 'right' | 'up' | 'down'

/** Panes in reading order. */
export function panes(node: LayoutNode | null): PaneNode[] {
  if (!node) return []
  return node.kind === 'pane' ? [node] : node.children.flatMap(panes)
}

export function paneOf(node: LayoutNode | null, surface: string): PaneNode | undefined {
  return panes(node).find(pane => pane.surface === surface)
}

/** Puts `added` beside the pane `at`, giving it half of that pane's room. `id`: of a split that it may take. */
export function splitPane(node: LayoutNode, at: string, toward: Toward, added: PaneNode, id: string): LayoutNode {
  const direction = directionOf(toward)
  const before = toward === 'left' || toward === 'up'
  if (node.kind === 'pane') {
    if (node.id !== at) return node
    return { kind: 'split', id, direction, children: before ? [added, node] : [node, added], sizes: [50, 50] }
  }
  const index = node.children.findIndex(child => child.kind === 'pane' && child.id === at)
  if (index >= 0 && node.direction === direction) {
    const half = node.sizes[index]! / 2
    const place = before ? index : index + 1
    return {
      ...node,
      children: [...node.children.slice(0, place), added, ...node.children.slice(place)],
      sizes: [...node.sizes.slice(0, index), half, half, ...node.sizes.slice(index + 1)],
    }
  }
  return { ...node, children: node.children.map(child => splitPane(child, at, toward, added, id)) }
}

/** Puts `added` at the right end of the whole, where it gets as much as one of those side by side. */
export function append(node: LayoutNode, added: PaneNode, id: string): LayoutNode {
  const row = node.kind === 'split' && node.direction === 'row'
  const children = row ? node.children : [node]
  const share = 100 / (children.length + 1)
  const sizes = (row ? node.sizes : [100]).map(size => (size * (100 - share)) / 100)
  return {
    kind: 'split',
    id: row ? node.id : id,
    direction: 'row',
    children: [...children, added],
    sizes: [...sizes, share],
  }
}

function directionOf(toward: Toward): Direction {
  return toward === 'left' || toward === 'right' ? 'row' : 'column'
}

/** Takes a pane out; its room goes to the others of its split in proportion. Null when nothing is left. */
export function removePane(node: LayoutNode, id: string): LayoutNode | null {
  if (node.kind === 'pane') return node.id === id ? null : node
  const kept: LayoutNode[] = []
  const sizes: number[] = []
  node.children.forEach((child, index) => {
    const left = removePane(child, id)
    const size = node.sizes[index]!
    if (!left) return
    // What is left of it lies in the direction of this one: it is no split of its own any more.
    if (left !== child && left.kind === 'split' && left.direction === node.direction) {
      kept.push(...left.children)
      sizes.push(...left.sizes.map(part => (part * size) / 100))
    } else {
      kept.push(left)
      sizes.push(size)
    }
  })
  if (kept.length <= 1) return kept[0] ?? null
  return { ...node, children: kept, sizes: toHundred(sizes) }
}

/** The same in proportion, as percent. */
export function toHundred(sizes: readonly number[]): number[] {
  const sum = sizes.reduce((a, b) => a + b, 0)
  if (Math.abs(sum - 100) < 1e-9) return [...sizes]
  return sizes.map(size => (sum > 0 ? (size * 100) / sum : 100 / sizes.length))
}

/** Shows another surface in a pane. */
export function showIn(node: LayoutNode, id: string, surface: string): LayoutNode {
  if (node.kind === 'pane') return node.id === id ? { ...node, surface } : node
  return { ...node, children: node.children.map(child => showIn(child, id, surface)) }
}

export function resizeSplit(node: LayoutNode, id: string, sizes: readonly number[]): LayoutNode {
  if (node.kind === 'pane') return node
  if (node.id === id) return sizes.length === node.children.length ? { ...node, sizes: toHundred(sizes) } : node
  return { ...node, children: node.children.map(child => resizeSplit(child, id, sizes)) }
}

/** Sizes of a split in which the two parts beside handle number `handle` (the first is 0) are equal. */
export function evened(sizes: readonly number[], handle: number): number[] {
  const half = ((sizes[handle] ?? 0) + (sizes[handle + 1] ?? 0)) / 2
  return sizes.map((size, index) => (index === handle || index === handle + 1 ? half : size))
}

interface Box {
  readonly pane: PaneNode
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** Where each pane lies, with gutters of `gap` between them; in a unit square unless told. */
export function boxes(node: LayoutNode, gap = 0, x = 0, y = 0, w = 1, h = 1): Box[] {
  if (node.kind === 'pane') return [{ pane: node, x, y, w, h }]
  const gaps = (node.children.length - 1) * gap
  let at = node.direction === 'row' ? x : y
  return node.children.flatMap((child, index) => {
    const from = at
    const part = (((node.direction === 'row' ? w : h) - gaps) * node.sizes[index]!) / 100
    at += part + gap
    return node.direction === 'row' ? boxes(child, gap, from, y, part, h) : boxes(child, gap, x, from, w, part)
  })
}

/** The pane beside `from` in a direction: the nearest one that shares most of the edge. */
export function neighbour(node: LayoutNode, from: string, toward: Toward): PaneNode | null {
  const all = boxes(node)
  const me = all.find(box => box.pane.id === from)
  if (!me) return null
  const across = toward === 'left' || toward === 'right'
  const gap = (box: Box) =>
    ({
      left: me.x - (box.x + box.w),
      right: box.x - (me.x + me.w),
      up: me.y - (box.y + box.h),
      down: box.y - (me.y + me.h),
    })[toward]
  const shared = (box: Box) =>
    across
      ? Math.min(me.y + me.h, box.y + box.h) - Math.max(me.y, box.y)
      : Math.min(me.x + me.w, box.x + box.w) - Math.max(me.x, box.x)
  const tiny = 1e-6
  return (
    all
      .filter(box => box !== me && gap(box) >= -tiny && shared(box) > tiny)
      .sort((a, b) => (Math.abs(gap(a) - gap(b)) > tiny ? gap(a) - gap(b) : shared(b) - shared(a)))[0]?.pane ?? null
  )
}

/** A first layout for surfaces that were there before the window: up to four panes, columns of two. */
export function tile(surfaces: readonly string[], newId: () => string): LayoutNode | null {
  const shown = surfaces.slice(0, 4).map((surface): PaneNode => ({ kind: 'pane', id: newId(), surface }))
  const [a, b, c, d] = shown
  if (!a || !b) return a ?? null
  const split = (direction: Direction, first: LayoutNode, second: LayoutNode, size: number): SplitNode => {
    return { kind: 'split', id: newId(), direction, children: [first, second], sizes: [size, 100 - size] }
  }
  if (!c) return split('row', a, b, 54)
  if (!d) return split('row', a, split('column', b, c, 60), 54)
  return split('row', split('column', a, c, 60), split('column', b, d, 60), 54)
}
