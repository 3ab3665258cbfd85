import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type At,
  drawn,
  GROUPS,
  type Grid,
  gridOf,
  HEAD,
  HEADS,
  moved,
  placeOf,
  revealed,
  SIZE,
  whatIsAt,
  widthsIn,
} from '../../renderer/state/grants-grid.ts'

const many = (count: number, word: string) =>
  Array.from({ length: count }, (_, n) => ({ id: `${word}${n}`, name: `${word} ${n}`, inside: null }))
const inTens = (surfaces: { id: string; name: string }[]) =>
  Array.from({ length: Math.ceil(surfaces.length / 10) }, (_, n) => ({
    workspace: `w${n}`,
    surfaces: surfaces.slice(n * 10, n * 10 + 10),
  }))
const of = (agents: number, surfaces: number, rest: { folded?: string[]; filter?: string } = {}): Grid =>
  gridOf({ agents: many(agents, 'agent'), groups: inTens(many(surfaces, 's')), folded: [], filter: '', ...rest })

const walk = (grid: Grid, from: At, ...keys: string[]) =>
  keys.reduce((at, key) => moved(grid, at, { key, far: false, page: 5 }) ?? at, from)
const far = (grid: Grid, from: At, key: string) => moved(grid, from, { key, far: true, page: 5 })

describe('what is drawn of 40 agents by 100 surfaces', () => {
  it('is what is in view and a few around, wherever it is scrolled to', () => {
    const most = fc.record({ from: fc.integer({ min: -66, max: 7000 }), kept: fc.integer({ min: -3, max: 99 }) })
    fc.assert(
      fc.property(most, ({ from, kept }) => {
        const shown = drawn({ from, length: 500, each: 66, count: 100, kept })
        expect(shown.length).toBeLessThanOrEqual(16)
        expect(shown).toEqual([...new Set(shown)].sort((a, b) => a - b))
        for (let index = 0; index < 100; index++) {
          const isInView = index * 66 < from + 500 && (index + 1) * 66 > from
          if (isInView) expect(shown).toContain(index)
        }
        if (kept >= 0) expect(shown).toContain(kept)
      }),
    )
  })

  it('comes into view whole, not under the heads, and no farther than needed', () => {
    const places = fc.record({ scrolled: fc.integer({ min: 0, max: 5000 }), index: fc.integer({ min: 0, max: 99 }) })
    fc.assert(
      fc.property(places, ({ scrolled, index }) => {
        const [begin, end] = [214 + index * 66, 280 + index * 66]
        const to = revealed(scrolled, { length: 600, covered: 148 }, begin, end)
        expect(begin).toBeGreaterThanOrEqual(to + 148)
        expect(end).toBeLessThanOrEqual(to + 600)
        if (begin >= scrolled + 148 && end <= scrolled + 600) expect(to).toBe(scrolled)
      }),
    )
    expect(revealed(300, { length: 600, covered: 148 }, 144, 210)).toBe(0)
  })

  it('fills the room there is, and scrolls where there is none', () => {
    expect(widthsIn(698, 6)).toEqual({ head: 148, column: 80.66 })
    expect(widthsIn(698, 100).column).toBe(SIZE.least)
    expect(widthsIn(698, 1).column).toBe(SIZE.most)
  })
})

describe('keys', () => {
  const grid = of(40, 100)

  it('walk to the far corner and back', () => {
    expect(far(grid, { row: 1, column: 1 }, 'End')).toEqual({ row: 40, column: 100 })
    expect(far(grid, { row: 40, column: 100 }, 'Home')).toEqual({ row: 0, column: 0 })
    expect(walk(grid, { row: 0, column: 0 }, 'PageDown', 'PageDown', 'End')).toEqual({ row: 10, column: 100 })
    expect(walk(grid, { row: 3, column: 4 }, 'PageUp', 'Home')).toEqual({ row: 0, column: 0 })
  })

  it('reach the heads of rows, columns and workspaces, and come back to the cells', () => {
    expect(walk(grid, { row: 2, column: 1 }, 'ArrowLeft', 'ArrowLeft')).toEqual({ row: 2, column: HEAD })
    expect(walk(grid, { row: 2, column: HEAD }, 'ArrowRight')).toEqual({ row: 2, column: 0 })
    expect(walk(grid, { row: 0, column: 15 }, 'ArrowUp')).toEqual({ row: HEADS, column: 15 })
    expect(walk(grid, { row: 0, column: 15 }, 'ArrowUp', 'ArrowUp')).toEqual({ row: GROUPS, column: 11 })
    expect(walk(grid, { row: GROUPS, column: 11 }, 'ArrowRight', 'ArrowDown', 'ArrowDown')).toEqual({
      row: 0,
      column: 21,
    })
  })

  it('pass by a folded workspace, whose head they still reach', () => {
    const folded = of(3, 30, { folded: ['w1'] })
    expect(folded.columns).toHaveLength(1 + 10 + 1 + 10)
    expect(walk(folded, { row: 1, column: 10 }, 'ArrowRight')).toEqual({ row: 1, column: 12 })
    expect(walk(folded, { row: 1, column: 12 }, 'ArrowLeft')).toEqual({ row: 1, column: 10 })
    const head = walk(folded, { row: GROUPS, column: 1 }, 'ArrowRight')
    expect(whatIsAt(folded, head)).toEqual({ of: 'workspace', id: 'w1' })
    expect(walk(of(3, 30, { folded: ['w2'] }), { row: 1, column: 1 }, 'End')).toEqual({ row: 1, column: 20 })
  })

  it('never lead to what is not there, however they are pressed', () => {
    const keys = fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown')
    const press = fc.array(fc.tuple(keys, fc.boolean()), { maxLength: 30 })
    fc.assert(
      fc.property(press, fc.subarray(['w0', 'w1', 'w2']), (pressed, folded) => {
        const some = of(4, 25, { folded })
        let at: At = { row: 0, column: 0 }
        for (const [key, isFar] of pressed) at = moved(some, at, { key, far: isFar, page: 3 }) ?? at
        const there = whatIsAt(some, at)
        if ('of' in there) {
          expect(placeOf(some, { agent: '*', surface: '*' }, there)).toEqual(at)
        } else {
          expect(some.rows).toContain(there.agent)
          expect(placeOf(some, there, null)).toEqual(at)
        }
      }),
    )
  })
})

describe('the filter', () => {
  it('finds agents, surfaces and workspaces by name, and keeps the defaults', () => {
    const agents = of(40, 100, { filter: 'agent 39' })
    expect(agents.rows).toEqual(['*', 'agent39'])
    expect(agents.columns).toHaveLength(101)
    const surfaces = of(40, 100, { filter: 'S 77' })
    expect(surfaces.columns.map(({ key }) => key)).toEqual(['*', 's77'])
    expect(surfaces.rows).toHaveLength(41)
    expect(of(40, 100, { filter: 'w3' }).columns).toHaveLength(11)
  })

  it('takes nothing away where it finds nothing, and says so', () => {
    const none = of(40, 100, { filter: 'nobody' })
    expect(none.noMatch).toBe(true)
    expect(none.rows).toHaveLength(41)
  })

  it('shows what it finds in a folded workspace', () => {
    expect(of(3, 30, { folded: ['w1'], filter: 's 15' }).columns.map(({ key }) => key)).toEqual(['*', 's15'])
  })
})

it('the cell in the tab order is one that is drawn, also where the chosen one is filtered away', () => {
  const grid = of(40, 100, { filter: 'agent 39' })
  expect(placeOf(grid, { agent: 'agent1', surface: 's1' }, null)).toEqual({ row: 0, column: 0 })
})

it('agents in surfaces begin where the first of them stands', () => {
  const agents = [...many(2, 'agent'), { id: 'claude@s_a', name: 'Claude Code', inside: 's_a' }]
  expect(gridOf({ agents, groups: [], folded: [], filter: '' }).firstInside).toBe(3)
  expect(of(2, 2).firstInside).toBe(-1)
})
