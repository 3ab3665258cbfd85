// The tabs as they are kept, and back. What was kept is read as if anybody might have written it: a surface twice, ids twice.
import type { Layout } from '../../preload/contract.ts'
import { type NewId, NO_TABS, type Tab, type Tabs } from './layout-tabs.ts'
import { type LayoutNode, panes, toHundred } from './layout-tree.ts'

type KeptTab = Layout['tabs'][number]
type KeptNode = KeptTab['root']

/** As many as the file takes. */
const MOST = 100

export function toKept({ tabs, tab }: Tabs): Pick<Layout, 'tabs' | 'tab'> {
  const kept = tabs.slice(0, MOST)
  return {
    tabs: kept.map(({ root, ...rest }) => ({ ...rest, root: keptNode(root) })),
    tab: kept.some(({ id }) => id === tab) ? tab : null,
  }
}

function keptNode(node: LayoutNode): KeptNode {
  if (node.kind === 'pane') return { ...node }
  return { ...node, children: node.children.map(keptNode), sizes: [...node.sizes] }
}

/** Every part gets an id of this window. */
export function fromKept(kept: Pick<Layout, 'tabs' | 'tab'>, newId: NewId): Tabs {
  const seen = new Set<string>()
  const ids = new Map<string, string>()

  function read(node: KeptNode): LayoutNode | null {
    const id = newId()
    if (node.kind === 'pane') {
      if (seen.has(node.surface)) return null
      seen.add(node.surface)
      ids.set(node.id, id)
      return { kind: 'pane', id, surface: node.surface }
    }
    const children: LayoutNode[] = []
    const sizes: number[] = []
    node.children.forEach((child, index) => {
      const made = read(child)
      if (!made) return
      children.push(made)
      sizes.push(node.sizes[index]!)
    })
    if (children.length < 2) return children[0] ?? null
    return { kind: 'split', id, direction: node.direction, children, sizes: toHundred(sizes) }
  }

  let shown: string | null = null
  const tabs = kept.tabs.flatMap((tab): Tab[] => {
    const root = read(tab.root)
    if (!root) return []
    const id = newId()
    const mine = (pane: string | null) => panes(root).find(other => pane !== null && other.id === ids.get(pane))?.id
    shown ??= id
    if (tab.id === kept.tab) shown = id
    const zoomed = root.kind === 'split' ? (mine(tab.zoomed) ?? null) : null
    return [{ id, root, focused: zoomed ?? mine(tab.focused) ?? panes(root)[0]!.id, zoomed }]
  })
  return tabs.length === 0 ? NO_TABS : { tabs, tab: shown }
}
