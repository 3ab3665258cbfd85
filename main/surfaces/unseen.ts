// What of one surface nobody has looked at: its bell, and when a person last had it before their eyes. What that comes to is
// decided in main/status.
import type { SurfaceState } from '../../preload/contract.ts'
import { isUnread } from '../status/unread.ts'
import type { Clock } from './clock.ts'

/** Bells this close to each other are one, in ms. */
const BURST_MS = 1_000

export interface Unseen {
  /** The program rang. */
  bell(): void
  /** A person has it before their eyes, or not any more. */
  watched(on: boolean): void
  /** ms since the epoch of the last bell that nobody has looked at since; null = none */
  rang(): number | null
  unread(state: SurfaceState): boolean
}

/** `heard`: do bells count now? `changed`: something worth drawing did. */
export function createUnseen(heard: () => boolean, changed: () => void, clock: Pick<Clock, 'now' | 'mono'>): Unseen {
  let rang: number | null = null
  let lastBell = Number.NEGATIVE_INFINITY
  let watched = false
  let lookedAt = Number.NEGATIVE_INFINITY
  return {
    bell() {
      const since = clock.mono() - lastBell
      lastBell = clock.mono()
      if (watched || !heard() || (rang !== null && since < BURST_MS)) return
      rang = clock.now()
      changed()
    },
    watched(on) {
      if (on || watched) lookedAt = clock.now()
      const before = rang
      watched = on
      if (on) rang = null
      if (before !== rang) changed()
    },
    rang: () => rang,
    unread: state => !watched && isUnread(state, { rang: rang !== null, lookedAt }),
  }
}
