// A law: a property that holds for anything generated. How often it is tried can be set from outside.
import fc from 'fast-check'
import { test } from 'vitest'

const RUNS = { numRuns: Number(process.env['GATEHOUSE_RUNS'] ?? 2000) }

/** `share`: of the usual number of runs, for a property that does a lot in each. */
export function law<T>(name: string, property: fc.IProperty<T>, share = 1): void {
  test(name, () => fc.assert(property, { ...RUNS, numRuns: Math.ceil(RUNS.numRuns * share) }))
}

/** The same, and everything in it, closed to any change. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) frozen(part)
  }
  return value
}

/** How much an effect lets through. */
export const RANK = { deny: 0, ask: 1, allow: 2 } as const
