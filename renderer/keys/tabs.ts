// What a person does to tabs and to the zoom by key, menu or mouse. Each ends with the keyboard in the terminal they expect.
import * as layout from '../state/layout.ts'
import { uncover } from '../state/panel.ts'
import { focusManager } from './focus.ts'

const toFocused = () => focusManager.surface(layout.focusedSurface())

/** To the tab so many places on, around the ends. False: there is no other. */
export function stepTab(by: 1 | -1): boolean {
  if (!layout.stepTab(by)) return false
  uncover()
  toFocused()
  return true
}

export function goToTab(id: string): void {
  uncover()
  layout.showTab(id)
  toFocused()
}

/** Takes a tab away; what runs in it runs on. The keyboard only moves where it was in that tab. */
export function closeTab(id: string): void {
  const shown = layout.useLayout.getState().tab === id
  layout.closeTab(id)
  if (shown) toFocused()
}

/** False: it has a tab of its own already. */
export function paneToTab(): boolean {
  if (!layout.focusedToTab()) return false
  uncover()
  toFocused()
  return true
}

/** False: the pane has the canvas for itself anyway. */
export function toggleZoom(): boolean {
  if (!layout.toggleZoom()) return false
  uncover()
  toFocused()
  return true
}
