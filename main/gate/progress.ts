// Tells a caller that it waits: at once and every 15 s. What it waits for is not known here.
import type { Clock } from './clock.ts'

const PROGRESS_MS = 15_000

/** Calls back with the ms since `started` (monotonic). Returns the canceller; without a callback there is nothing to do. */
export function tellProgress(clock: Clock, started: number, onProgress: ((waitedMs: number) => void) | undefined) {
  let cancel = () => {}
  const tell = () => {
    onProgress?.(clock.monotonic() - started)
    cancel = clock.later(PROGRESS_MS, tell)
  }
  if (onProgress) tell()
  return () => cancel()
}
