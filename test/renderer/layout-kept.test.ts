import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Layout, layoutSchema } from '../../preload/contract.ts'
import { DEFAULT_LAYOUT } from '../../preload/layout.ts'
import { fromKept, toKept } from '../../renderer/state/layout-kept.ts'
import type { Tabs } from '../../renderer/state/layout-tabs.ts'
import { checkSound, made, newIds, shown, steps } from './support/tabs.ts'

/** Tabs with names for their ids that depend on nothing but the order. */
function bare(all: Tabs): string {
  const names = new Map<string, string>()
  const text = JSON.stringify(toKept(all))
  return text.replace(/"(?:n|k)\d+"/g, id => {
    const name = names.get(id) ?? `"${names.size}"`
    names.set(id, name)
    return name
  })
}
const pane = (id: string, surface: string) => ({ kind: 'pane' as const, id, surface })
const layout = (tabs: Layout['tabs'], tab: string | null = null) => ({ tabs, tab })

it('what is saved is what the contract takes, and loads as the same tabs', () => {
  fc.assert(
    fc.property(steps, list => {
      const all = made(list)
      const kept = layoutSchema.parse({ ...DEFAULT_LAYOUT, ...toKept(all) })
      const back = fromKept(kept, newIds('k'))
      checkSound(back)
      expect(bare(back)).toBe(bare(all))
    }),
  )
})

it('a surface that stands twice is shown once, and a split of it alone is none', () => {
  const twice = {
    kind: 'split' as const,
    id: 'x',
    direction: 'row' as const,
    children: [pane('a', 's_1'), pane('b', 's_1')],
    sizes: [30, 70],
  }
  const back = fromKept(
    layout([
      { id: 't', root: twice, focused: 'b', zoomed: 'b' },
      { id: 'u', root: pane('c', 's_1'), focused: null, zoomed: null },
    ]),
    newIds(),
  )
  checkSound(back)
  expect(shown(back)).toEqual(['s_1'])
})

it('ids that stand twice, or name nothing, harm nothing', () => {
  const split = (id: string, one: string, two: string) => ({
    kind: 'split' as const,
    id,
    direction: 'column' as const,
    children: [pane('p', one), pane('p', two)],
    sizes: [0, 0],
  })
  const tabs = [
    { id: 't', root: split('p', 's_1', 's_2'), focused: 'nowhere', zoomed: 'nowhere' },
    { id: 't', root: split('p', 's_3', 's_4'), focused: 'p', zoomed: 'p' },
  ]
  const back = fromKept(layout(tabs, 'gone'), newIds())
  checkSound(back)
  expect(shown(back)).toEqual(['s_1', 's_2', 's_3', 's_4'])
  expect(back.tab).toBe(back.tabs[0]!.id)
})

it('more tabs than the file takes are kept as far as it takes them', () => {
  const newId = newIds()
  const tabs = Array.from({ length: 120 }, (_, index) => {
    const root = pane(newId(), `s_${1000 + index}`)
    return { id: newId(), root, focused: root.id, zoomed: null }
  })
  const kept = toKept({ tabs, tab: tabs.at(-1)!.id })
  expect(layoutSchema.parse({ ...DEFAULT_LAYOUT, ...kept })).toMatchObject({ tab: null })
  expect(kept.tabs).toHaveLength(100)
})
