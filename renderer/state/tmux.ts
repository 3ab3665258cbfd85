// What the window knows of tmux: the servers and hosts there are, and what the box that adopts panes lists, with what is chosen
// in it. No picture of it here.
import { create } from 'zustand'
import {
  type CallOutput,
  type SurfaceSummary,
  samePlace,
  type TmuxPane,
  type TmuxPlace,
} from '../../preload/contract.ts'
import { call } from '../api.ts'

type Places = CallOutput<'tmux.places'>
type Listed = CallOutput<'tmux.list'>

interface TmuxState {
  /** null until the house has answered once */
  places: Places | null
  /** why there is no such list */
  fault: string | null
  asking: boolean
  /** the box is shown */
  open: boolean
  /** whose panes it lists; null = it lists the places */
  place: TmuxPlace | null
  list: Listed | null
  /** why there is none */
  trouble: { readonly code: string; readonly message: string } | null
  listing: boolean
  query: string
  /** ids of panes */
  chosen: ReadonlySet<string>
  /** keys of folded rows */
  shut: ReadonlySet<string>
  /** on their way */
  adopting: boolean
  /** what did not work of an adoption, or of a start there */
  said: string | null
  /** the folder on that host in which presets start, as a person wrote it; '' = its home folder */
  folder: string
  /** id of the preset that is on its way there */
  starting: string | null
}

const EMPTY = {
  ...{ list: null, trouble: null, listing: false, query: '', adopting: false, said: null },
  ...{ folder: '', starting: null },
  ...{ chosen: new Set<string>(), shut: new Set<string>() },
}
export const useTmux = create<TmuxState>(() => ({
  ...{ places: null, fault: null, asking: false, open: false, place: null },
  ...EMPTY,
}))

/** Asks which servers and hosts there are; it connects to none. */
export async function lookForTmux(): Promise<void> {
  if (useTmux.getState().asking) return
  useTmux.setState({ asking: true })
  const answer = await call('tmux.places', {})
  if (answer.ok) useTmux.setState({ asking: false, places: answer.value, fault: null })
  else useTmux.setState({ asking: false, fault: answer.message })
}

/** Shows the box: with a place's panes, or with the places. What was begun in it before is forgotten. */
export function showTmux(place: TmuxPlace | null): void {
  useTmux.setState({ open: true, place, ...EMPTY })
}

export function hideTmux(): void {
  useTmux.setState({ open: false, place: null, ...EMPTY })
}

/** Asks for the panes of the place that is shown; what is chosen stays where it is still there. */
export async function listPanes(): Promise<void> {
  const { place, listing } = useTmux.getState()
  if (place === null || listing) return
  useTmux.setState({ listing: true, trouble: null })
  const answer = await call('tmux.list', { place })
  const now = useTmux.getState().place
  // The person may have gone on to another place meanwhile.
  if (now === null || !samePlace(now, place)) return
  if (answer.ok) useTmux.setState({ listing: false, list: answer.value, trouble: null })
  else useTmux.setState({ listing: false, list: null, trouble: { code: answer.code, message: answer.message } })
}

/** The surfaces that are panes of this server, by the panes' ids. `panes`: as listed, which knows those reached by another way. */
export function ownPanes(
  surfaces: readonly Pick<SurfaceSummary, 'id' | 'tmux'>[],
  place: TmuxPlace,
  panes: readonly Pick<TmuxPane, 'id' | 'surface'>[],
): Map<string, string> {
  const listed = panes.flatMap(({ id, surface }) =>
    surface !== null && surfaces.some(one => one.id === surface) ? [[id, surface] as const] : [],
  )
  const here = surfaces.flatMap(({ id, tmux }) =>
    tmux && samePlace(tmux.place, place) ? [[tmux.pane, id] as const] : [],
  )
  return new Map([...listed, ...here])
}
