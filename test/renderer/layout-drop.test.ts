import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canSplit, dropAt, dropped, placeAt, stripAt, zoneAt } from '../../renderer/state/layout-drop.ts'
import * as tabs from '../../renderer/state/layout-tabs.ts'
import type * as tree from '../../renderer/state/layout-tree.ts'
import { checkSound, drops, made, newIds, SURFACES, shown, steps, targetOf } from './support/tabs.ts'

const LARGE = { width: 4000, height: 4000 }
const newId = newIds('x')
const row = (...names: string[]) => {
  const ids = newIds()
  return names.reduce(
    (all, name, index) => tabs.showBeside(all, name, names[index - 1] ?? '', 'right', ids),
    tabs.NO_TABS,
  )
}
const drawn = (node: tree.LayoutNode): string =>
  node.kind === 'pane' ? node.surface : `(${node.children.map(drawn).join(node.direction === 'row' ? '|' : '/')})`
const all = (state: tabs.Tabs) => state.tabs.map(({ root }) => drawn(root)).join(' ')

describe('a drop', () => {
  it('keeps every other pane, shows what was dragged, in front and focused, and leaves sound tabs', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(...SURFACES), drops, (list, name, drop) => {
        const before = made(list)
        const target = targetOf(before, drop)
        if (!target) return
        const after = dropped(before, name, target, newIds('y'))
        checkSound(after)
        if (after === before) return
        expect(shown(after)).toContain(name)
        expect(tabs.surfaceIn(tabs.shownTab(after)!)).toBe(name)
        const replaced = target.kind === 'pane' && target.at === 'middle' && !shown(before).includes(name)
        const gone = shown(before).filter(other => !shown(after).includes(other))
        expect(gone).toEqual(replaced ? [target.surface] : [])
      }),
    )
  })

  it.each([
    ['left', '(a|c|b)'],
    ['right', '(a|b|c)'],
    ['up', '(a|(c/b))'],
    ['down', '(a|(b/c))'],
  ] as const)('on the %s edge of a pane comes beside it there', (at, is) => {
    const two = tabs.showBeside(row('a', 'b'), 'c', 'a', 'down', newIds('z'))
    const after = dropped(two, 'c', { kind: 'pane', surface: 'b', at }, newId)
    expect(all(after)).toBe(is)
  })

  it('in the middle of a pane changes places, across tabs too; one that is shown nowhere takes the place', () => {
    expect(all(dropped(row('a', 'b', 'c'), 'a', { kind: 'pane', surface: 'c', at: 'middle' }, newId))).toBe('(c|b|a)')
    const two = tabs.inTab(row('a', 'b'), 'c', newIds('z'))
    expect(all(dropped(two, 'a', { kind: 'pane', surface: 'c', at: 'middle' }, newId))).toBe('(c|b) a')
    expect(all(dropped(two, 'new', { kind: 'pane', surface: 'c', at: 'middle' }, newId))).toBe('(a|b) new')
  })

  it('of a pane on itself is nothing', () => {
    const two = row('a', 'b')
    for (const at of ['left', 'middle'] as const) {
      expect(dropAt(two, 'a', { kind: 'pane', surface: 'a', at }, LARGE, newId)).toBeNull()
    }
  })

  it('on a tab goes to its end, and takes the tab it left empty with it', () => {
    const two = tabs.inTab(row('a', 'b'), 'c', newIds('z'))
    expect(all(dropped(two, 'c', { kind: 'tab', tab: two.tabs[0]!.id }, newId))).toBe('(a|b|c)')
    expect(dropAt(two, 'c', { kind: 'tab', tab: two.tabs[1]!.id }, LARGE, newId)).toBeNull()
  })

  it('between tabs is a tab of its own there; a lone pane takes its tab along', () => {
    const two = tabs.inTab(row('a', 'b'), 'c', newIds('z'))
    expect(all(dropped(two, 'a', { kind: 'strip', at: 2 }, newId))).toBe('b c a')
    expect(all(dropped(two, 'c', { kind: 'strip', at: 0 }, newId))).toBe('c (a|b)')
    expect(all(dropped(two, 'new', { kind: 'strip', at: 1 }, newId))).toBe('(a|b) new c')
  })

  it('evens nobody else out: the pane it is put beside gives half of its room, the others keep theirs', () => {
    const sized = tabs.resize(row('a', 'b', 'c'), row('a', 'b', 'c').tabs[0]!.root.id, [20, 50, 30])
    const after = dropped(sized, 'new', { kind: 'pane', surface: 'b', at: 'right' }, newId)
    expect(after.tabs[0]!.root).toMatchObject({ sizes: [20, 25, 25, 30] })
  })
})

describe('room', () => {
  const lone = row('a')
  it.each([
    ['right', 486, 120, true],
    ['right', 485, 120, false],
    ['down', 240, 246, true],
    ['down', 240, 245, false],
  ] as const)('to split %s a canvas of %i × %i: %s', (toward, width, height, fits) => {
    expect(canSplit(lone, 'a', toward, { width, height })).toBe(fits)
  })

  it('is counted as it will be: two panes that only change their order need no more than they have', () => {
    const two = row('a', 'b')
    const canvas = { width: 500, height: 200 }
    expect(dropAt(two, 'b', { kind: 'pane', surface: 'a', at: 'left' }, canvas, newId)).toMatchObject({ room: true })
    expect(dropAt(two, 'b', { kind: 'pane', surface: 'a', at: 'down' }, canvas, newId)).toMatchObject({ room: false })
    expect(dropAt(two, 'new', { kind: 'pane', surface: 'a', at: 'left' }, canvas, newId)).toMatchObject({ room: false })
  })

  it('is not asked for where nothing gets smaller', () => {
    const tiny = { width: 300, height: 90 }
    const two = row('a', 'b')
    expect(dropAt(two, 'b', { kind: 'pane', surface: 'a', at: 'middle' }, tiny, newId)).toMatchObject({ room: true })
    expect(dropAt(two, 'b', { kind: 'strip', at: 1 }, tiny, newId)).toMatchObject({ room: true })
  })
})

describe('where the pointer is', () => {
  const size = { width: 1000, height: 500 }
  it.each([
    [500, 250, 'middle'],
    [20, 250, 'left'],
    [990, 100, 'right'],
    [500, 10, 'up'],
    [500, 480, 'down'],
    [290, 250, 'middle'],
    [100, 20, 'up'],
    [20, 100, 'left'],
  ] as const)('(%i, %i) of a pane of 1000 × 500 is its %s', (x, y, zone) => {
    expect(zoneAt(x, y, size)).toBe(zone)
  })

  const strip = [
    { id: 'one', left: 0, width: 100 },
    { id: 'two', left: 100, width: 100 },
  ]
  it.each([
    [10, { kind: 'strip', at: 0 }],
    [50, { kind: 'tab', tab: 'one' }],
    [90, { kind: 'strip', at: 1 }],
    [110, { kind: 'strip', at: 1 }],
    [150, { kind: 'tab', tab: 'two' }],
    [190, { kind: 'strip', at: 2 }],
    [400, { kind: 'strip', at: 2 }],
  ])('%i px into the strip means %o', (x, target) => {
    expect(stripAt(x, strip)).toEqual(target)
  })

  it.each([
    [10, 0],
    [60, 1],
    [140, 1],
    [160, 2],
    [900, 2],
  ])('a tab let go %i px into the strip comes before number %i', (x, at) => {
    expect(placeAt(x, strip)).toBe(at)
  })
})
