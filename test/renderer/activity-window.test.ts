import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  extentOf,
  inView,
  listAt,
  pageAt,
  placed,
  ROW,
  reaching,
  scrolled,
  settled,
} from '../../renderer/state/activity-window.ts'

const rows = fc.oneof(fc.nat(400), fc.integer({ min: 300_000, max: 3_000_000 }))
const views = fc.integer({ min: 100, max: 2000 })
const SHARE = fc.double({ min: 0, max: 1, noNaN: true })

describe('a list of any length', () => {
  test('is never higher than what a browser draws', () => {
    fc.assert(
      fc.property(rows, views, (all, view) => {
        expect(extentOf(all, view).high).toBeLessThan(30_000_000)
      }),
    )
  })

  test('its bar reaches the very first and the very last row, and rises all the way', () => {
    fc.assert(
      fc.property(rows, views, SHARE, SHARE, (all, view, a, b) => {
        const extent = extentOf(all, view)
        const last = Math.max(0, extent.high - view)
        expect(listAt(0, extent)).toBe(0)
        expect(listAt(last, extent)).toBeCloseTo(Math.max(0, extent.long - view), 3)
        const [low, high] = [Math.min(a, b) * last, Math.max(a, b) * last]
        expect(listAt(low, extent)).toBeLessThanOrEqual(listAt(high, extent))
        expect(pageAt(listAt(low, extent), extent)).toBeCloseTo(low, 3)
      }),
    )
  })

  test('scrolled by little moves by just that, and at rest its bar is where it belongs with no row moved', () => {
    fc.assert(
      fc.property(rows, views, SHARE, fc.integer({ min: -300, max: 300 }), (all, view, share, by) => {
        const extent = extentOf(all, view)
        const last = Math.max(0, extent.high - view)
        const top = share * last
        const to = Math.min(Math.max(top + by, 0), last)
        const place = scrolled({ top, at: listAt(top, extent) }, to, extent)
        const expected = Math.min(Math.max(listAt(top, extent) + to - top, 0), Math.max(0, extent.long - view))
        expect(place.at).toBeCloseTo(expected, 3)
        const rest = settled(place, extent)
        expect(rest.at).toBeCloseTo(place.at, 3)
        expect(listAt(rest.top, extent)).toBeCloseTo(rest.at, 2)
      }),
    )
  })

  test('a dragged bar shows its share of the list', () => {
    const extent = extentOf(1_000_000, 700)
    const place = scrolled({ top: 0, at: 0 }, 7_500_000, extent)
    expect(place.at / extent.long).toBeCloseTo(0.5, 2)
    expect(scrolled(place, 7_500_100, extent).at).toBe(place.at + 100)
  })

  test('every row can be brought into view, and one that is there already moves nothing', () => {
    fc.assert(
      fc.property(rows, views, SHARE, SHARE, (all, view, share, row) => {
        if (all === 0) return
        const extent = extentOf(all, view)
        const top = share * Math.max(0, extent.high - view)
        const before = { top, at: listAt(top, extent) }
        const wanted = Math.min(all - 1, Math.floor(row * all))
        const place = placed(before, reaching(wanted, before, extent), extent)
        const { from, to } = inView(place, extent)
        expect(from).toBeLessThanOrEqual(wanted)
        expect(to).toBeGreaterThan(wanted)
        expect(place.top).toBeGreaterThanOrEqual(0)
        expect(place.top).toBeLessThanOrEqual(Math.max(0, extent.high - view) + 0.001)
        expect(reaching(wanted, place, extent)).toBeCloseTo(place.at, 3)
      }),
    )
  })
})

test('the rows in view are those that any part is seen of', () => {
  const extent = extentOf(100, 2 * ROW)
  expect(inView({ top: 0, at: 0 }, extent)).toEqual({ from: 0, to: 2 })
  expect(inView({ top: 1, at: 1 }, extent)).toEqual({ from: 0, to: 3 })
  expect(inView({ top: 98 * ROW, at: 98 * ROW }, extent)).toEqual({ from: 98, to: 100 })
  expect(inView({ top: 0, at: 0 }, extentOf(1, 500))).toEqual({ from: 0, to: 1 })
})
