// So many in a row, and so many a second after that. Pure, clock injected.

export interface Rate {
  readonly burst: number
  readonly aSecond: number
}

export interface Bucket {
  /** Takes one; false = there is none left now. */
  take(): boolean
}

/** A full one. `now`: ms, monotonic. */
export function createBucket({ burst, aSecond }: Rate, now: () => number): Bucket {
  let left = burst
  let at = now()
  return {
    take() {
      const time = now()
      left = Math.min(burst, left + ((time - at) / 1000) * aSecond)
      at = time
      if (left < 1) return false
      left -= 1
      return true
    },
  }
}
