// Where the keyboard goes when something that took it closes: to what had it, or to a terminal that is still there.
import { now } from '../state/app-state.ts'
import * as layout from '../state/layout.ts'
import { focusManager } from './focus.ts'

/** Remembers what has the keyboard now; the answer gives it back. On a person's gesture, both times. */
export function wayBack(): () => void {
  const from = document.activeElement
  return () => {
    const part =
      from instanceof HTMLElement && from !== document.body && !from.closest('.xterm, [aria-haspopup="menu"]')
    if (part && from.isConnected) {
      focusManager.element(from)
      return
    }
    const last = focusManager.lastSurface()
    const there = now()?.surfaces.some(({ id }) => id === last) ?? false
    focusManager.surface(there ? last : layout.focusedSurface())
  }
}
