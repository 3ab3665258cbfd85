import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as tabs from '../../renderer/state/layout-tabs.ts'
import * as tree from '../../renderer/state/layout-tree.ts'
import { checkSound, made, newIds, SURFACES, shown, step, steps } from './support/tabs.ts'

const ids = ({ tabs: all }: tabs.Tabs) => all.map(({ id }) => id)
const surfaces = (all: tabs.Tabs) => all.tabs.map(tab => tree.panes(tab.root).map(pane => pane.surface))
const focused = (all: tabs.Tabs) => {
  const tab = tabs.shownTab(all)
  return tab && tabs.surfaceIn(tab)
}
/** Tabs of one pane each, the last in front. */
const single = (...names: string[]) => {
  const newId = newIds()
  return names.reduce((all, name) => tabs.inTab(all, name, newId), tabs.NO_TABS)
}
/** One tab of several panes side by side, the last focused. */
const row = (...names: string[]) => {
  const newId = newIds()
  return names.reduce(
    (all, name, index) => tabs.showBeside(all, name, names[index - 1] ?? '', 'right', newId),
    tabs.NO_TABS,
  )
}

describe('whatever a person does', () => {
  it('each surface is in one pane at most, no tab is empty, sizes sum to 100, a zoom is of the focused pane', () => {
    fc.assert(fc.property(steps, list => checkSound(made(list))))
  })

  it('loses no pane but those it closes, replaces or whose surface is gone', () => {
    fc.assert(
      fc.property(steps, list => {
        const newId = newIds()
        list.reduce((all, one) => {
          const next = step(all, one, newId)
          const lost = shown(all).filter(name => !shown(next).includes(name))
          const closed = tabs.tabWith(all, lost[0] ?? '')
          if (one.do === 'close') expect(lost).toEqual(closed ? tree.panes(closed.root).map(pane => pane.surface) : [])
          else if (one.do === 'gone') expect(lost).toEqual(shown(all).filter(name => name === one.surface))
          else if (one.do === 'show' || one.do === 'beside' || one.do === 'drop')
            // Only one that was shown nowhere takes another's place.
            expect(lost.length).toBeLessThanOrEqual(shown(all).includes(one.surface) ? 0 : 1)
          else expect(lost).toEqual([])
          return next
        }, tabs.NO_TABS)
      }),
    )
  })

  it('what is shown, focused or put somewhere is in front and focused then', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(...SURFACES), (list, name) => {
        const newId = newIds()
        const all = made(list, newId)
        expect(focused(tabs.show(all, name, newId))).toBe(name)
        expect(focused(tabs.inTab(all, name, newId))).toBe(name)
      }),
    )
  })
})

describe('showing a surface', () => {
  it('that a tab has brings that tab to the front', () => {
    const all = tabs.show(single('a', 'b', 'c'), 'a', newIds('x'))
    expect([surfaces(all), focused(all)]).toEqual([[['a'], ['b'], ['c']], 'a'])
  })

  it('that no tab has puts it into the focused pane in front', () => {
    const all = tabs.show(tabs.focusOn(row('a', 'b'), 'a'), 'new', newIds('x'))
    expect(surfaces(all)).toEqual([['new', 'b']])
  })

  it('in a tab of its own comes last', () => {
    expect(surfaces(tabs.inTab(row('a', 'b'), 'new', newIds('x')))).toEqual([['a', 'b'], ['new']])
  })
})

describe('zoom', () => {
  const zoomed = tabs.toggleZoom(row('a', 'b', 'c'))

  it('is of the focused pane; again, and it is over', () => {
    expect(zoomed.tabs[0]).toMatchObject({ focused: zoomed.tabs[0]!.zoomed })
    expect(tabs.toggleZoom(zoomed).tabs[0]).toMatchObject({ zoomed: null })
  })

  it('of a lone pane is nothing', () => {
    const lone = single('a')
    expect(tabs.toggleZoom(lone)).toBe(lone)
  })

  it.each([
    ['another pane is focused', tabs.focusOn(zoomed, 'a')],
    ['another surface is shown', tabs.show(zoomed, 'new', newIds('x'))],
    ['it is split', tabs.showBeside(zoomed, 'new', 'c', 'down', newIds('x'))],
    ['it is closed', tabs.retain(zoomed, new Set(['a', 'b']))],
    ['it is alone', tabs.retain(zoomed, new Set(['c']))],
    ['it gets a tab of its own', tabs.paneToTab(zoomed, 'c', 1, newIds('x'))],
  ])('ends when %s', (_, after) => {
    expect(after.tabs.map(tab => tab.zoomed)).toEqual(after.tabs.map(() => null))
  })

  it.each([
    ['another pane goes', tabs.retain(zoomed, new Set(['b', 'c']))],
    ['it is focused again', tabs.focusOn(zoomed, 'c')],
    ['a surface gets another id', tabs.replaceSurface(zoomed, 'c', 'new')],
    ['another tab is shown and left again', tabs.show(tabs.inTab(zoomed, 'd', newIds('x')), 'c', newIds('y'))],
  ])('goes on when %s', (_, after) => {
    expect(after.tabs[0]!.zoomed).not.toBeNull()
    checkSound(after)
  })
})

describe('tabs', () => {
  const abc = single('a', 'b', 'c')

  it.each([
    [1, 'a'],
    [-1, 'b'],
  ])('%i on from the last shows %s: they go round', (by, name) => {
    expect(focused(tabs.stepTab(abc, by))).toBe(name)
  })

  it('closing the one in front shows its right neighbour, or the left one of the last', () => {
    const middle = tabs.show(abc, 'b', newIds('x'))
    expect(focused(tabs.closeTab(middle, middle.tab!))).toBe('c')
    expect(focused(tabs.closeTab(abc, abc.tab!))).toBe('b')
  })

  it('closing another leaves the one in front', () => {
    expect(focused(tabs.closeTab(abc, abc.tabs[0]!.id))).toBe('c')
  })

  it('one whose last surface is gone goes with it', () => {
    const all = tabs.retain(abc, new Set(['a', 'b']))
    expect([surfaces(all), focused(all)]).toEqual([[['a'], ['b']], 'b'])
  })

  it.each([
    [0, 0, 'abc'],
    [0, 1, 'abc'],
    [0, 2, 'bac'],
    [0, 3, 'bca'],
    [2, 0, 'cab'],
    [2, 3, 'abc'],
    [1, 0, 'bac'],
  ])('number %i put before number %i', (from, at, order) => {
    const moved = tabs.moveTab(abc, ids(abc)[from]!, at)
    expect(surfaces(moved).flat().join('')).toBe(order)
    expect(focused(moved)).toBe('c')
  })

  it('a pane moves to a tab of its own; a lone one stays where it is', () => {
    const own = tabs.paneToTab(row('a', 'b', 'c'), 'b', 1, newIds('x'))
    expect([surfaces(own), focused(own)]).toEqual([[['a', 'c'], ['b']], 'b'])
    expect(tabs.paneToTab(abc, 'a', 0, newIds('x'))).toBe(abc)
  })
})

describe('a surface that gets another id', () => {
  it('keeps its place, its focus, its sizes', () => {
    fc.assert(
      fc.property(steps, fc.nat(6), (list, at) => {
        const all = made(list)
        const old = shown(all)[at % Math.max(1, shown(all).length)]
        if (old === undefined) return
        const text = JSON.stringify(tabs.replaceSurface(all, old, 'new'))
        expect(text).toBe(JSON.stringify(all).replace(`"surface":"${old}"`, '"surface":"new"'))
      }),
    )
  })

  it('that a pane shows already changes nothing', () => {
    const all = row('a', 'b')
    expect(tabs.replaceSurface(all, 'a', 'b')).toBe(all)
  })
})
