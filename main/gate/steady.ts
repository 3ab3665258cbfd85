// Wall time that never goes back: for what ends at an hour (temporary rules) and for counting sends. A clock that is set
// back does not make a rule live longer; one that is set ahead is believed.
import type { Clock } from './clock.ts'

/** ms since the epoch; between two calls it grows by at least what the monotonic clock did. */
export function steadyTime(clock: Pick<Clock, 'now' | 'monotonic'>): () => number {
  let wall = clock.now()
  let mark = clock.monotonic()
  return () => {
    const monotonic = clock.monotonic()
    wall = Math.max(clock.now(), wall + (monotonic - mark))
    mark = monotonic
    return wall
  }
}
