// Time as the surfaces use it, injected so that every wait can be tested. It owns no state.

export interface Clock {
  /** ms since the epoch */
  now(): number
  /** ms; never goes back */
  mono(): number
  /** Runs once after `ms` without keeping the process alive. Returns the canceller. */
  after(ms: number, run: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  mono: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** Resolves after `ms` on that clock. */
export function wait(clock: Clock, ms: number): Promise<void> {
  return new Promise(resolve => clock.after(ms, resolve))
}
