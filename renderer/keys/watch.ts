// Tells main which surface a person has before their eyes: the one of the focused pane, while the window is in front and no page
// covers it. What it finished counts as seen then.
import { call } from '../api.ts'
import { focusedSurface, useLayout } from '../state/layout.ts'
import { isPage, usePanel } from '../state/panel.ts'

/** Starts telling, and tells what is now. */
export function tellWatched(): void {
  let told: string | null | undefined
  const tell = () => {
    const seen = document.hasFocus() && document.visibilityState === 'visible' && !isPage(usePanel.getState().open)
    const surface = seen ? focusedSurface() : null
    if (surface === told) return
    told = surface
    void call('surface.watch', { surface })
  }
  useLayout.subscribe(tell)
  usePanel.subscribe(tell)
  for (const event of ['focus', 'blur']) window.addEventListener(event, tell)
  document.addEventListener('visibilitychange', tell)
  // A window that goes looks at nothing any more.
  window.addEventListener('pagehide', () => void call('surface.watch', { surface: null }))
  tell()
}
