// Time of a house under test: real, but a person's pause and the gate's patience can be skipped.
import type { Clock } from '../../../main/gate/clock.ts'

export interface HouseTime {
  /** for the registry */
  readonly surfaces: { now(): number; mono(): number }
  readonly gate: Clock
  /** Lets this much pass for the surfaces, as if nobody had touched a key for so long. */
  skip(ms: number): void
}

/** `patient`: the gate's waits take their time. Otherwise each is one turn of the event loop and counts in full. */
export function houseTime(patient: boolean): HouseTime {
  let surfaces = 0
  let gate = 0
  const real = () => performance.now()
  return {
    surfaces: { now: () => Date.now(), mono: () => real() + surfaces },
    gate: {
      now: () => Date.now(),
      monotonic: () => real() + gate,
      sleep(ms) {
        if (patient) return new Promise(resolve => setTimeout(resolve, ms))
        gate += ms
        return new Promise(resolve => setTimeout(resolve, 1))
      },
      later(ms, run) {
        const timer = setTimeout(run, ms)
        timer.unref()
        return () => clearTimeout(timer)
      },
    },
    skip(ms) {
      surfaces += ms
    },
  }
}
