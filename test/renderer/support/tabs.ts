// Tabs as they come about: by a person's acts, one after another, in any order.
import fc from 'fast-check'
import { expect } from 'vitest'
import { type DropTarget, dropped } from '../../../renderer/state/layout-drop.ts'
import * as tabs from '../../../renderer/state/layout-tabs.ts'
import * as tree from '../../../renderer/state/layout-tree.ts'

export const SURFACES = [...'abcdefg'].map(letter => `s_${letter.repeat(4)}`)
const surface = fc.constantFrom(...SURFACES)
const toward = fc.constantFrom<tree.Toward>('left', 'right', 'up', 'down')
const place = fc.nat(6)

/** A drop by numbers, so that it fits whatever there is. */
export const drops = fc.oneof(
  fc.record({ to: fc.constant('pane' as const), which: place, at: fc.oneof(toward, fc.constant('middle' as const)) }),
  fc.record({ to: fc.constant('tab' as const), which: place }),
  fc.record({ to: fc.constant('strip' as const), which: place }),
)

export const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constantFrom('show', 'inTab', 'focus', 'gone'), surface }),
    fc.record({ do: fc.constant('beside' as const), surface, other: surface, toward }),
    fc.record({ do: fc.constantFrom('close', 'zoom', 'step', 'own'), which: place }),
    fc.record({ do: fc.constant('move' as const), which: place, to: place }),
    fc.record({
      do: fc.constant('size' as const),
      which: place,
      parts: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 9 }),
    }),
    fc.record({ do: fc.constant('drop' as const), surface, drop: drops }),
  ),
  { maxLength: 25 },
)
type Step = (typeof steps extends fc.Arbitrary<infer S> ? S : never)[number]

export function newIds(prefix = 'n'): () => string {
  let next = 0
  return () => `${prefix}${next++}`
}

const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % Math.max(1, list.length)]

export function targetOf(
  all: tabs.Tabs,
  drop: typeof drops extends fc.Arbitrary<infer D> ? D : never,
): DropTarget | null {
  if (drop.to === 'strip') return { kind: 'strip', at: drop.which % (all.tabs.length + 1) }
  if (drop.to === 'tab') {
    const tab = pick(all.tabs, drop.which)
    return tab ? { kind: 'tab', tab: tab.id } : null
  }
  const pane = pick(tree.panes(tabs.shownTab(all)?.root ?? null), drop.which)
  return pane ? { kind: 'pane', surface: pane.surface, at: drop.at } : null
}

export function step(all: tabs.Tabs, one: Step, newId: () => string): tabs.Tabs {
  switch (one.do) {
    case 'show':
      return tabs.show(all, one.surface, newId)
    case 'inTab':
      return tabs.inTab(all, one.surface, newId)
    case 'focus':
      return tabs.focusOn(all, one.surface)
    case 'gone':
      return tabs.retain(all, new Set(SURFACES.filter(other => other !== one.surface)))
    case 'beside':
      return tabs.showBeside(all, one.surface, one.other, one.toward, newId)
    case 'close':
      return tabs.closeTab(all, pick(all.tabs, one.which)?.id ?? '')
    case 'zoom':
      return tabs.toggleZoom(all)
    case 'step':
      return tabs.stepTab(all, one.which % 2 === 0 ? 1 : -1)
    case 'own':
      return tabs.paneToTab(all, pick(shown(all), one.which) ?? '', one.which % (all.tabs.length + 1), newId)
    case 'move':
      return tabs.moveTab(all, pick(all.tabs, one.which)?.id ?? '', one.to % (all.tabs.length + 1))
    case 'size': {
      const split = pick(splits(tabs.shownTab(all)?.root ?? null), one.which)
      return split ? tabs.resize(all, split.id, one.parts.slice(0, split.children.length)) : all
    }
    default: {
      const target = targetOf(all, one.drop)
      return target ? dropped(all, one.surface, target, newId) : all
    }
  }
}

export function made(list: readonly Step[], newId = newIds()): tabs.Tabs {
  return list.reduce((all, one) => step(all, one, newId), tabs.NO_TABS)
}

/** Every surface that a pane shows, in order. */
export function shown({ tabs: all }: tabs.Tabs): string[] {
  return all.flatMap(tab => tree.panes(tab.root).map(pane => pane.surface))
}

function splits(node: tree.LayoutNode | null): tree.SplitNode[] {
  return node?.kind === 'split' ? [node, ...node.children.flatMap(splits)] : []
}

/** What holds of tabs whatever a person did. */
export function checkSound(all: tabs.Tabs): void {
  const surfaces = shown(all)
  expect(new Set(surfaces).size).toBe(surfaces.length)
  expect(all.tabs.some(({ id }) => id === all.tab)).toBe(all.tabs.length > 0)
  const ids = all.tabs.flatMap(tab => [
    tab.id,
    ...tree.panes(tab.root).map(({ id }) => id),
    ...splits(tab.root).map(({ id }) => id),
  ])
  expect(new Set(ids).size).toBe(ids.length)
  for (const { root, focused, zoomed } of all.tabs) {
    const panes = tree.panes(root).map(({ id }) => id)
    expect(panes).toContain(focused)
    if (zoomed !== null) expect([panes.length > 1, zoomed]).toEqual([true, focused])
    for (const split of splits(root)) {
      expect(split.children.length).toBeGreaterThan(1)
      expect(split.sizes).toHaveLength(split.children.length)
      expect(split.sizes.reduce((a, b) => a + b, 0)).toBeCloseTo(100, 6)
      expect(Math.min(...split.sizes)).toBeGreaterThan(0)
    }
  }
}
