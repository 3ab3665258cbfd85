// Whether the palette is open. Only a person's gesture opens it.
import { create } from 'zustand'
import { look, useLaunch } from '../state/launch.ts'
import { lookForTmux } from '../state/tmux.ts'
import { wayBack } from './way-back.ts'

export const usePalette = create<{ readonly open: boolean }>(() => ({ open: false }))

let back: (() => void) | null = null

/** The shortcut, the menu and the search box: opens it, or closes it when it is open. */
export function togglePalette(): void {
  if (usePalette.getState().open) {
    leavePalette()
    return
  }
  back = wayBack()
  usePalette.setState({ open: true })
  // What can be opened by name is known once the launcher has asked.
  if (useLaunch.getState().list === null) void look(false)
  void lookForTmux()
}

/** The keyboard went elsewhere by itself: it stays there. */
export function forgetPalette(): void {
  back = null
  usePalette.setState({ open: false })
}

/** Closes it; the keyboard goes back to where it was. */
export function leavePalette(): void {
  const give = back
  forgetPalette()
  give?.()
}
