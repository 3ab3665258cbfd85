// Time as the surfaces use it, injected so that every wait can be tested. It owns no state.

export interface Clock {
  /** ms since the epoch */
  now(): number
  /** ms; never goes back */
  mono(): number
  /** Runs once after `ms` without keeping the process alive. Returns the canceller. */
  after(ms: number, run: () => void): () => void
  /** Resolves after `ms` and keeps the process alive until then: ending programs must not be cut short by our own end. */
  wait(ms: number): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  mono: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
  wait: ms => new Promise(resolve => setTimeout(resolve, ms)),
}
