// Surfaces that a person takes up together stand side by side, wherever the first of them came up before the others were there.
import { beforeEach, expect, test } from 'vitest'
import { show, showInTab, showTogether, useLayout } from '../../renderer/state/layout.ts'
import { NO_TABS, surfaceIn } from '../../renderer/state/layout-tabs.ts'
import { panes } from '../../renderer/state/layout-tree.ts'

beforeEach(() => useLayout.setState({ ...NO_TABS, closing: null }))
const shown = () => useLayout.getState().tabs.map(({ root }) => panes(root).map(({ surface }) => surface))
const inFront = () => useLayout.getState().tabs.find(({ id }) => id === useLayout.getState().tab)

test.each([
  ['an empty canvas', [], [['a', 'b', 'c']]],
  ['the first that came up by itself', ['a'], [['a', 'b', 'c']]],
  ['one that came up beside what was there', ['x', 'b'], [['x'], ['a', 'b', 'c']]],
])('%s: they stand in one tab, with the first in front', (_, before, after) => {
  for (const surface of before) showInTab(surface)
  showTogether(['a', 'b', 'c'])
  expect(shown().map(tab => tab.toSorted())).toEqual(after)
  expect(surfaceIn(inFront()!)).toBe('a')
})

test('one alone goes where it is, and a tab of several is not taken apart', () => {
  showInTab('a')
  showTogether(['a'])
  expect(shown()).toEqual([['a']])
  showTogether(['b', 'c'])
  showTogether(['c', 'd'])
  expect(shown()).toEqual([['a'], ['b', 'c'], ['d']])
  expect(surfaceIn(inFront()!)).toBe('c')
  show('a')
  expect(surfaceIn(inFront()!)).toBe('a')
})
