// A kept layout whose surfaces have other ids now. (pure) Which have, is not decided here.
import type { Layout, NodeShape } from '../../preload/contract.ts'

/** Every place where a surface is named, by its new id where it has one. */
export function withIds(layout: Layout, ids: ReadonlyMap<string, string>): Layout {
  const now = (id: string) => ids.get(id) ?? id
  const node = (one: NodeShape): NodeShape =>
    one.kind === 'pane' ? { ...one, surface: now(one.surface) } : { ...one, children: one.children.map(node) }
  return {
    ...layout,
    tabs: layout.tabs.map(tab => ({ ...tab, root: node(tab.root) })),
    sidebar: { ...layout.sidebar, order: layout.sidebar.order.map(now) },
    allKeys: layout.allKeys.map(now),
  }
}
