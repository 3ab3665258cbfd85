// How long work that many records need may hold the main loop: what runs beside it waits for one slice at most.

/** ms of work between two breaths */
const SLICE_MS = 4

export interface Pace {
  /** It is time to breathe. Cheap. */
  due(): boolean
  /** The same, asked after many records at once. */
  over(): boolean
}

export function createPace(): Pace {
  let since = performance.now()
  let asked = 0
  function over(): boolean {
    if (performance.now() - since < SLICE_MS) return false
    since = performance.now() + 0.5
    return true
  }
  return {
    due() {
      asked += 1
      return (asked & 31) === 0 && over()
    },
    over,
  }
}

/** Lets everything else run that waits. */
export const breathe = () => new Promise<void>(resolve => setImmediate(resolve))
