// A clock that moves only when something waits on it or a test moves it. Nothing here takes real time.
import type { Clock } from '../../../main/gate/clock.ts'

export interface TestClock extends Clock {
  advance(ms: number): void
  /** Sets the wall clock forth or back; nothing else moves. */
  jump(ms: number): void
}

const START = Date.parse('2026-11-21T12:00:00Z')

export function testClock(): TestClock {
  let at = 0
  let wall = START
  const due = new Set<{ at: number; run: () => void }>()

  function advance(ms: number): void {
    at += ms
    for (const timer of [...due].sort((a, b) => a.at - b.at)) {
      if (timer.at > at || !due.delete(timer)) continue
      timer.run()
    }
  }

  return {
    advance,
    jump(ms) {
      wall += ms
    },
    now: () => wall + at,
    monotonic: () => at,
    // Everything else that can run does so first; then the time has passed.
    sleep: ms => new Promise(resolve => setImmediate(() => resolve(advance(ms)))),
    later(ms, run) {
      const timer = { at: at + ms, run }
      due.add(timer)
      return () => due.delete(timer)
    },
  }
}
