// When a pty is read and when it waits: it waits while the mirror or a viewer has too much unread. It never waits for a
// program that has ended, whose last words would be lost.
import type { Clock } from './clock.ts'

const LOOK_EVERY_MS = 50

export interface Flow {
  /** `who` has too much (true) or has caught up (false). */
  hold(who: string, on: boolean): void
  /** Reads on whatever anyone holds, for good. */
  release(): void
}

/** `ended` says whether the program is gone though its terminal may still hold output. */
export function createFlow(pty: { pause(): void; resume(): void }, ended: () => boolean, clock: Clock): Flow {
  const holders = new Set<string>()
  let paused = false
  let released = false
  let look: () => void = () => {}

  function apply() {
    const wanted = holders.size > 0 && !released
    if (wanted === paused) return
    paused = wanted
    look()
    if (!paused) return pty.resume()
    pty.pause()
    watch()
  }
  function watch() {
    look = clock.after(LOOK_EVERY_MS, () => {
      if (ended()) flow.release()
      else watch()
    })
  }
  const flow: Flow = {
    hold(who, on) {
      if (on) holders.add(who)
      else holders.delete(who)
      apply()
    },
    release() {
      released = true
      apply()
    },
  }
  return flow
}
