// A clock that stands still until a test moves it.
import type { Clock } from '../../main/surfaces/clock.ts'

export function handClock() {
  let time = 0
  let timers: { readonly at: number; readonly run: () => void }[] = []
  const clock: Clock = {
    now: () => time,
    mono: () => time,
    after(ms, run) {
      const timer = { at: time + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter(one => one !== timer)
      }
    },
    wait: ms => new Promise(resolve => clock.after(ms, resolve)),
  }
  return {
    clock,
    /** Runs what comes due, each at its own time. */
    move(ms: number) {
      const end = time + ms
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        timers = timers.filter(one => one !== next)
        time = Math.max(time, next.at)
        next.run()
      }
      time = end
    },
    /** how many wait to be run */
    waiting: () => timers.length,
  }
}
