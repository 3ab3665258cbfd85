import fc from 'fast-check'
import { expect, it } from 'vitest'
import { visibleBounds } from '../../main/shell/bounds.ts'

const main = { x: 0, y: 0, width: 1920, height: 1040 }
const right = { x: 1920, y: 0, width: 1280, height: 1024 }
const above = { x: 0, y: -1080, width: 1920, height: 1080 }
const at = (x: number, y: number, width = 1000, height = 700, maximized = false) => ({ x, y, width, height, maximized })

it.each([
  ['where it was', at(100, 100), [main], at(100, 100)],
  ['on another screen that is there', at(2000, 100), [main, right], at(2000, 100)],
  ['on a screen above', at(100, -900), [main, above], at(100, -900)],
  ['across two screens', at(1500, 100), [main, right], at(1500, 100)],
  ['a little over the edge', at(1300, 400), [main], at(1300, 400)],
  ['on a screen that is gone', at(2000, 100), [main], null],
  ['mostly over the edge', at(1600, 600), [main], null],
  ['with its title bar above the screen', at(100, -200), [main], null],
  ['larger than the screen it is on', at(-200, 10, 2500, 1400), [main], at(0, 0, 1920, 1040)],
  ['maximized', at(100, 100, 1000, 700, true), [main], at(100, 100, 1000, 700, true)],
  ['with no screen at all', at(0, 0), [], null],
])('a window %s', (_, bounds, areas, is) => {
  expect(visibleBounds(bounds, areas)).toEqual(is)
})

it('never opens where less than half of it is seen, nor larger than it was', () => {
  const bounds = fc.record({
    x: fc.integer({ min: -5000, max: 5000 }),
    y: fc.integer({ min: -5000, max: 5000 }),
    width: fc.integer({ min: 100, max: 4000 }),
    height: fc.integer({ min: 100, max: 4000 }),
    maximized: fc.boolean(),
  })
  fc.assert(
    fc.property(bounds, kept => {
      const opened = visibleBounds(kept, [main, right])
      if (!opened) return
      expect(opened.width <= kept.width && opened.height <= kept.height).toBe(true)
      const wide = Math.min(opened.x + opened.width, 3200) - Math.max(opened.x, 0)
      const high = Math.min(opened.y + opened.height, 1040) - Math.max(opened.y, 0)
      expect(wide * high * 2).toBeGreaterThanOrEqual(opened.width * opened.height)
    }),
  )
})
