// What the window draws, computed from the rooms, and sent again slice by slice when something in it changed.
// Read-only: nothing here decides or writes.
import type { AppState, SliceEvent, SliceName } from '../preload/contract.ts'
import { SLICES } from '../preload/contract.ts'

/** One function a slice; each is cheap and has no effects. */
export type SliceSources = { [K in SliceName]: () => AppState[K] }

/** Changes within this many ms are drawn together. */
const TOGETHER_MS = 25

export interface View {
  /** Everything, now. */
  state(): AppState
  /** Marks slices to be computed and sent again soon. */
  touch(...names: SliceName[]): void
  /** Hears changed slices. Returns the unsubscriber. */
  onSlice(listener: (event: SliceEvent) => void): () => void
  close(): void
}

export function createView(sources: SliceSources): View {
  const listeners = new Set<(event: SliceEvent) => void>()
  const touched = new Set<SliceName>()
  /** what was sent last, as JSON: a slice that came out the same is not sent again */
  const sent = new Map<SliceName, string>()
  /** of slices that are frozen: the same object is the same content, and need not be written out to know */
  const frozen = new Map<SliceName, object>()
  let timer: NodeJS.Timeout | null = null

  function flush() {
    timer = null
    for (const name of touched) {
      const value = sources[name]()
      if (frozen.get(name) === value) continue
      if (Object.isFrozen(value)) frozen.set(name, value)
      const json = JSON.stringify(value)
      if (sent.get(name) === json) continue
      sent.set(name, json)
      for (const listener of listeners) listener({ slice: name, value } as SliceEvent)
    }
    touched.clear()
  }

  return {
    state: () => Object.fromEntries(SLICES.map(name => [name, sources[name]()])) as AppState,
    touch(...names) {
      if (listeners.size === 0) return
      for (const name of names) touched.add(name)
      timer ??= setTimeout(flush, TOGETHER_MS)
    },
    onSlice(listener) {
      listeners.add(listener)
      sent.clear()
      frozen.clear()
      return () => listeners.delete(listener)
    },
    close() {
      if (timer) clearTimeout(timer)
      listeners.clear()
    },
  }
}
