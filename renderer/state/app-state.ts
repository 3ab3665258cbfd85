// The slices main sends, as they are. Nothing here is the window's own.
import { create } from 'zustand'
import type { AppState, SurfaceSummary } from '../../preload/contract.ts'
import { getState, onSlice } from '../api.ts'
import { loadKept } from './keep.ts'
import { begin, follow, newId } from './layout.ts'
import { fromKept } from './layout-kept.ts'
import { NO_TABS } from './layout-tabs.ts'
import { startingIds } from './restore.ts'
import { useSidebar } from './sidebar.ts'
import { type Arrangement, groupsOf } from './sidebar-order.ts'

interface AppStore {
  /** null until main has answered once */
  state: AppState | null
  /** why there is no state, in plain words */
  fault: string | null
}

export const useStore = create<AppStore>(() => ({ state: null, fault: null }))

/** One slice. Views are only drawn once there is a state. */
export function useSlice<K extends keyof AppState>(name: K): AppState[K] {
  return useStore(store => store.state![name])
}

export function useSurface(id: string): SurfaceSummary | undefined {
  return useStore(store => store.state!.surfaces.find(surface => surface.id === id))
}

/** The state now, for code that is no component. */
export function now(): AppState | null {
  return useStore.getState().state
}

/** Listens first, then asks, so that no change falls between. `started`: there is a state to draw. */
export async function startState(started: () => void): Promise<void> {
  /** what there is, until it is known how it is arranged */
  let first: AppState | null = null
  onSlice(event => {
    const { state } = useStore.getState()
    if (!state) {
      first &&= { ...first, [event.slice]: event.value }
      return
    }
    useStore.setState({ state: { ...state, [event.slice]: event.value } })
    if (event.slice === 'surfaces' || event.slice === 'dormant') follow(shownIds(now()!))
  })
  // Main has much else to do then: both questions wait once.
  const asked = getState().then(
    answer => {
      if (answer.ok) first = answer.value
      return answer
    },
    (fault: unknown) => ({ ok: false, message: `Gatehouse did not answer: ${(fault as Error).message}` }) as const,
  )
  const kept = await loadKept()
  const answer = await asked
  if (!answer.ok) return useStore.setState({ fault: answer.message })
  const state: AppState = first ?? answer.value
  begin(kept ? fromKept(kept.layout, newId) : NO_TABS, shownIds(state), kept?.opened)
  useStore.setState({ state })
  started()
}

/** What a pane may show, in order: what runs, then what was not started again yet. */
export function shownIds({ surfaces, dormant }: AppState): string[] {
  // What is being started has left the one list before its pane has the id it has in the other.
  return [...[...inOrder(surfaces), ...dormant].map(({ id }) => id), ...startingIds()]
}

/** Surfaces as the sidebar lists them: by workspace, as a person put them, the rest in the order they appeared. */
export function byWorkspace(
  surfaces: readonly SurfaceSummary[],
  arrangement: Arrangement = useSidebar.getState(),
): { workspace: string; surfaces: readonly SurfaceSummary[] }[] {
  return groupsOf(surfaces, arrangement).map(({ workspace, rows }) => ({ workspace, surfaces: rows }))
}

export function inOrder(surfaces: readonly SurfaceSummary[]): SurfaceSummary[] {
  return byWorkspace(surfaces).flatMap(group => group.surfaces)
}
