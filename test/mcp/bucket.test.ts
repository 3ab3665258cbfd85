import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBucket } from '../../main/mcp/bucket.ts'

test('gives so many in a row, then as many as the time since brings, and never more than it holds', () => {
  let now = 0
  const bucket = createBucket({ burst: 3, aSecond: 2 }, () => now)
  const takes = (count: number) => Array.from({ length: count }, () => bucket.take())
  expect(takes(4)).toEqual([true, true, true, false])
  now += 499
  expect(bucket.take()).toBe(false)
  now += 1
  expect(takes(2)).toEqual([true, false])
  now += 60_000
  expect(takes(4)).toEqual([true, true, true, false])
})

test('over any time gives at most its burst and what that time brings, and a steady caller gets all of that', () => {
  const rates = fc.record({ burst: fc.integer({ min: 1, max: 50 }), aSecond: fc.integer({ min: 1, max: 50 }) })
  const pauses = fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 200 })
  fc.assert(
    fc.property(rates, pauses, (rate, steps) => {
      let now = 0
      let taken = 0
      const bucket = createBucket(rate, () => now)
      for (const step of steps) {
        now += step
        if (bucket.take()) taken += 1
      }
      expect(taken).toBeLessThanOrEqual(rate.burst + (now / 1000) * rate.aSecond + 1e-6)
      const slow = steps.every(step => step * rate.aSecond >= 1000)
      if (slow) expect(taken).toBe(steps.length)
    }),
  )
})
