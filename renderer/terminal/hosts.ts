// The terminals that are shown: one host per visible surface, made when it is shown, gone when it is not. A pane that is
// only drawn elsewhere in the tree keeps its host.
import { focusManager } from '../keys/focus.ts'
import { XtermHost } from './host.ts'

interface Shown {
  readonly host: XtermHost
  container: HTMLElement | null
  hadFocus: boolean
}

const shown = new Map<string, Shown>()

/** The host of a surface, made if there is none. */
export function hostFor(surface: string): XtermHost {
  const there = shown.get(surface)
  if (there) return there.host
  const host = new XtermHost(surface)
  shown.set(surface, { host, container: null, hadFocus: false })
  return host
}

/** Puts a surface's terminal into an element of its pane. Returns what takes it out again. */
export function showIn(surface: string, container: HTMLElement): () => void {
  const host = hostFor(surface)
  const entry = shown.get(surface)!
  entry.container = container
  container.append(host.element, host.note)
  if (entry.hadFocus) focusManager.restore(surface)
  entry.hadFocus = false
  return () => {
    entry.hadFocus = host.element.contains(document.activeElement)
    if (entry.container === container) entry.container = null
    // Another pane may take it in the same redraw.
    queueMicrotask(() => {
      if (entry.container !== null || shown.get(surface) !== entry) return
      shown.delete(surface)
      host.dispose()
    })
  }
}

/** The host that holds an element, or null. */
export function hostOf(element: Element | null): XtermHost | null {
  for (const { host } of shown.values()) if (element && host.element.contains(element)) return host
  return null
}

export function rethemeAll(): void {
  for (const { host } of shown.values()) host.retheme()
}
