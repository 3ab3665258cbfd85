// The terminals that are shown: one host per visible surface, made when it is shown, gone when it is not. A pane that is
// only drawn elsewhere in the tree keeps its host.
import { focusManager } from '../keys/focus.ts'
import { useStore } from '../state/app-state.ts'
import { useFind } from '../state/find.ts'
import { useScreenReader } from '../state/screen-reader.ts'
import { XtermHost } from './host.ts'

interface Shown {
  readonly host: XtermHost
  container: HTMLElement | null
  hadFocus: boolean
}

const shown = new Map<string, Shown>()
const goneListeners = new Set<(surface: string) => void>()

/** The host of a surface, made if there is none. */
export function hostFor(surface: string): XtermHost {
  const there = shown.get(surface)
  if (there) return there.host
  const host = new XtermHost({
    surface,
    found: (count, at) => useFind.getState().surface === surface && useFind.setState({ count, at }),
  })
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
      for (const listener of goneListeners) listener(surface)
    })
  }
}

/** What is selected in a terminal that is shown; '' = nothing. */
export function selectionOf(surface: string | null): string {
  return (surface === null ? undefined : shown.get(surface))?.host.selection() ?? ''
}

/** The host of a surface that is shown, or null. */
export function hostShown(surface: string): XtermHost | null {
  return shown.get(surface)?.host ?? null
}

/** The host that holds an element, or null. */
export function hostOf(element: Element | null): XtermHost | null {
  for (const { host } of shown.values()) if (element && host.element.contains(element)) return host
  return null
}

/** Hears that a surface is not shown any more. */
export function onHostGone(listener: (surface: string) => void): void {
  goneListeners.add(listener)
}

/** Keeps every terminal as the person's settings, the screen's pixels and a screen reader want it, from now on. */
export function followSettings(): void {
  const settle = () => {
    for (const { host } of shown.values()) void host.settle()
  }
  useStore.subscribe(({ state }, before) => {
    if (state?.settings !== before.state?.settings) settle()
  })
  useScreenReader.subscribe(settle)
  matchMedia('(prefers-reduced-motion: reduce)').addEventListener('change', settle)
  const followPixels = () => {
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`)
    query.addEventListener(
      'change',
      () => {
        settle()
        followPixels()
      },
      { once: true },
    )
  }
  followPixels()
}

export function rethemeAll(): void {
  for (const { host } of shown.values()) host.retheme()
}
