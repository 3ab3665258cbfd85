// What there is, in the shapes in which cmux lists it: surfaces, panes and workspaces. Nothing is in focus for an agent, and
// what only cmux knows is left out.
import type { SurfaceListing } from '../../gate/gate-api.ts'
import { isSeen, type Seen } from './surfaces.ts'

type Item = Record<string, unknown>

export function surfaceItem(one: SurfaceListing, index: number): Item {
  const head = { ref: one.id, id: one.id, type: 'terminal', title: one.name, index }
  if (!isSeen(one)) return { ...head, level: one.level, ask: one.ask }
  const { workspace, preset, state, level, ask, you, drafts, untrusted } = one
  return { ...head, workspace_ref: workspace, preset, state, level, ask, you, drafts, untrusted }
}

/** Each surface is alone in a pane, which has its id. */
export function paneItem(one: SurfaceListing, index: number): Item {
  return { ref: one.id, id: one.id, title: one.name, index, surface_count: 1, surface_refs: [one.id] }
}

export function workspaceItems(all: readonly Seen[]): Item[] {
  const names = [...new Set(all.map(({ workspace }) => workspace))]
  return names.map((name, index) => {
    const surfaces = all.filter(({ workspace }) => workspace === name)
    return { ref: name, title: name, index, surface_count: surfaces.length, surfaces: surfaces.map(surfaceItem) }
  })
}
