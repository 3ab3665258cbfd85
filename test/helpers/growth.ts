// How the work of a function grows with its input, in time of the processor: a busy machine makes both sides of a ratio longer.

/** Below this a clock says little, in microseconds. */
const FLOOR = 20_000

/**
 * What n costs, beside a quarter of it: about 4 where the work is in proportion to n, 16 where it is to its square. At most 4 where
 * it is too little to measure. A work that never ends is the test runner's to end.
 */
export function growth(work: (n: number) => void, n: number): number {
  const once = cost(work, n)
  if (once <= 4 * FLOOR) return once / FLOOR
  return Math.min(once, least(work, n)) / Math.max(FLOOR, least(work, n / 4))
}

const least = (work: (n: number) => void, n: number) => Math.min(...[1, 2, 3].map(() => cost(work, n)))

function cost(work: (n: number) => void, n: number): number {
  const begun = process.cpuUsage()
  work(n)
  return process.cpuUsage(begun).user
}
