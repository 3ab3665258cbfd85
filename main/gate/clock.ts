// The gate's time, injected so that waits and expiries can be tested without waiting. It owns no timers of its own.

export interface Clock {
  /** ms since the epoch */
  now(): number
  /** ms; never goes back, whatever happens to the wall clock */
  monotonic(): number
  sleep(ms: number): Promise<void>
  /** Runs once after `ms` and does not keep the process alive. Returns the canceller. */
  later(ms: number, run: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: ms => new Promise(resolve => setTimeout(resolve, ms)),
  later(ms, run) {
    const timer = setTimeout(run, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
