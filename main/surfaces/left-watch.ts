// Looks, once a surface's program has ended, what still runs from it, and again while anything does.
import type { Clock } from './clock.ts'
import { type LeftBehind, leftBehind } from './left-behind.ts'
import type { Process } from './process-table.ts'

/** What has just been ended takes a moment to go. */
const FIRST_AFTER_MS = 500
const LOOK_EVERY_MS = 5_000

export interface LeftWatch {
  /** Looks from now on. */
  start(): void
  /** Empty until it was looked. */
  list(): readonly LeftBehind[]
  stop(): void
}

/** `root`: the program as it was then; null = nothing is known of its processes, and nothing is looked for. */
export function createLeftWatch(root: Process | null, surface: string, changed: () => void, clock: Clock): LeftWatch {
  let left: readonly LeftBehind[] = []
  let looking = () => {}
  let stopped = false
  function look(ms: number) {
    looking = clock.after(ms, () => {
      const before = left.map(one => one.pid).join()
      left = leftBehind(root, surface)
      if (left.map(one => one.pid).join() !== before) changed()
      if (left.length > 0) look(LOOK_EVERY_MS)
    })
  }
  return {
    start() {
      if (root && !stopped) look(FIRST_AFTER_MS)
    },
    list: () => left,
    stop() {
      stopped = true
      looking()
      left = []
    },
  }
}
