// What the palette's and the menu's entries depend on beside the state that main sends.
import type { AppState, PresetView } from '../../../preload/contract.ts'
import { focusManager } from '../../keys/focus.ts'
import { folderHere } from '../../keys/launch.ts'
import { useAllKeys } from '../../state/all-keys.ts'
import type { Facts } from '../../state/doable.ts'
import { shownRoot, shownSurface, useLayout } from '../../state/layout.ts'
import { panes } from '../../state/layout-tree.ts'
import type { Moment } from '../../state/palette-items.ts'
import { useTmux } from '../../state/tmux.ts'
import { selectionOf } from '../../terminal/hosts.ts'

export function useMoment(state: AppState, presets: readonly PresetView[]): Moment {
  const shown = useLayout(shownSurface)
  const surface = state.surfaces.find(({ id }) => id === shown) ?? null
  const allKeys = useAllKeys(({ surfaces }) => shown !== null && surfaces.includes(shown))
  const known = useTmux(tmux => tmux.places)
  const places = known ? [...known.servers, ...known.hosts] : []
  return { facts: useFacts(state), surface, presets, folder: folderHere(), allKeys, places }
}

export function useFacts(state: AppState): Facts {
  const layout = useLayout()
  const surface = state.surfaces.find(({ id }) => id === shownSurface(layout))
  return {
    pane: shownSurface(layout) !== null,
    surface: surface !== undefined,
    ended: surface?.exit != null,
    surfaces: state.surfaces.length,
    panes: panes(shownRoot(layout)).length,
    tabs: layout.tabs.length,
    tmux: surface?.tmux != null,
    lost: surface?.link?.is === 'lost',
    waiting: state.drafts.filter(draft => draft.surface !== null).length + state.approvals.waiting.length,
    selected: selectionOf(focusManager.lastSurface()) !== '',
  }
}
