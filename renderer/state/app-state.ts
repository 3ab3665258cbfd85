// The slices main sends, as they are. Nothing here is the window's own.
import { create } from 'zustand'
import type { AppState, SurfaceSummary } from '../../preload/contract.ts'
import { getState, onSlice } from '../api.ts'
import { follow } from './layout.ts'

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
  onSlice(event => {
    const { state } = useStore.getState()
    if (!state) return
    useStore.setState({ state: { ...state, [event.slice]: event.value } })
    if (event.slice === 'surfaces')
      follow(
        inOrder(event.value).map(surface => surface.id),
        false,
      )
  })
  const answer = await getState()
  if (!answer.ok) return useStore.setState({ fault: answer.message })
  follow(
    inOrder(answer.value.surfaces).map(surface => surface.id),
    true,
  )
  useStore.setState({ state: answer.value })
  started()
}

/** Surfaces as the sidebar lists them: by workspace, in the order workspaces first appeared. */
export function byWorkspace(surfaces: readonly SurfaceSummary[]): { workspace: string; surfaces: SurfaceSummary[] }[] {
  const groups = new Map<string, SurfaceSummary[]>()
  for (const surface of surfaces) {
    const group = groups.get(surface.workspace)
    if (group) group.push(surface)
    else groups.set(surface.workspace, [surface])
  }
  return [...groups].map(([workspace, list]) => ({ workspace, surfaces: list }))
}

export function inOrder(surfaces: readonly SurfaceSummary[]): SurfaceSummary[] {
  return byWorkspace(surfaces).flatMap(group => group.surfaces)
}
