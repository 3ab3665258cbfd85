import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as tree from '../../renderer/state/layout-tree.ts'

const pane = (id: string, surface = `s-${id}`): tree.PaneNode => ({ kind: 'pane', id, surface })
const names = (node: tree.LayoutNode | null) => tree.panes(node).map(other => other.id)

/** Splits as a list of (which pane, direction), replayed into a tree. */
function grown(steps: readonly { at: number; row: boolean }[]): tree.LayoutNode {
  let root: tree.LayoutNode = pane('p0')
  steps.forEach((step, index) => {
    const all = tree.panes(root)
    const at = all[step.at % all.length]!
    root = tree.splitPane(root, at.id, step.row ? 'right' : 'down', pane(`p${index + 1}`), `x${index}`)
  })
  return root
}
const steps = fc.array(fc.record({ at: fc.nat(20), row: fc.boolean() }), { maxLength: 12 })

function checkSound(node: tree.LayoutNode): void {
  if (node.kind === 'pane') return
  expect(node.children.length).toBeGreaterThan(1)
  expect(node.sizes).toHaveLength(node.children.length)
  expect(node.sizes.reduce((a, b) => a + b, 0)).toBeCloseTo(100, 6)
  expect(Math.min(...node.sizes)).toBeGreaterThan(0)
  node.children.forEach(checkSound)
}

describe('splitting', () => {
  it('adds one pane, right after the one that was split, and takes no other away', () => {
    fc.assert(
      fc.property(steps, fc.nat(20), fc.boolean(), (before, at, row) => {
        const root = grown(before)
        const all = names(root)
        const target = all[at % all.length]!
        const after = names(tree.splitPane(root, target, row ? 'right' : 'down', pane('new'), 'x'))
        expect(after).toEqual(all.flatMap(id => (id === target ? [id, 'new'] : [id])))
      }),
    )
  })

  it('keeps every split sound: two children or more, sizes that add up to 100', () => {
    fc.assert(fc.property(steps, before => checkSound(grown(before))))
  })

  it('in the direction of its split joins it; across makes a new one', () => {
    const two = tree.splitPane(pane('a'), 'a', 'right', pane('b'), 'x')
    expect(tree.splitPane(two, 'b', 'right', pane('c'), 'y')).toMatchObject({ id: 'x', sizes: [50, 25, 25] })
    expect(tree.splitPane(two, 'b', 'down', pane('c'), 'y')).toMatchObject({
      id: 'x',
      children: [{ id: 'a' }, { id: 'y', direction: 'column', sizes: [50, 50] }],
    })
  })
})

describe('removing', () => {
  it('takes exactly that pane away and leaves a sound tree', () => {
    fc.assert(
      fc.property(steps, fc.nat(20), (before, at) => {
        const root = grown(before)
        const all = names(root)
        const target = all[at % all.length]!
        const after = tree.removePane(root, target)
        expect(names(after)).toEqual(all.filter(id => id !== target))
        if (after) checkSound(after)
      }),
    )
  })

  it('gives the room to the others in proportion', () => {
    const three = tree.splitPane(tree.splitPane(pane('a'), 'a', 'right', pane('b'), 'x'), 'b', 'right', pane('c'), 'y')
    expect(tree.removePane(three, 'c')).toMatchObject({ sizes: [(50 * 100) / 75, (25 * 100) / 75] })
  })

  it('of the last pane leaves nothing', () => {
    expect(tree.removePane(pane('a'), 'a')).toBeNull()
  })
})

describe('neighbours', () => {
  // a | b
  // --+--
  // c | d, the left column taller on top
  const four = tree.tile(['a', 'b', 'c', 'd'], newIds())!
  const of = (surface: string, toward: tree.Toward) => {
    return tree.neighbour(four, tree.paneOf(four, surface)!.id, toward)?.surface ?? null
  }

  it('are the panes beside in each direction, and none past the edge', () => {
    expect([of('a', 'right'), of('a', 'down'), of('a', 'left'), of('a', 'up')]).toEqual(['b', 'c', null, null])
    expect([of('d', 'left'), of('d', 'up'), of('d', 'right'), of('d', 'down')]).toEqual(['c', 'b', null, null])
  })

  it('prefer the pane that shares more of the edge', () => {
    const left = pane('l')
    const right = tree.resizeSplit(tree.splitPane(pane('t'), 't', 'down', pane('u'), 'y'), 'y', [30, 70])
    const root: tree.LayoutNode = { kind: 'split', id: 'x', direction: 'row', children: [left, right], sizes: [50, 50] }
    expect(tree.neighbour(root, 'l', 'right')?.id).toBe('u')
  })

  it('going there and back by the same edge ends where it began, in a plain grid', () => {
    for (const surface of ['a', 'b', 'c', 'd']) {
      for (const [there, back] of [
        ['left', 'right'],
        ['up', 'down'],
      ] as const) {
        const next = of(surface, there)
        if (next) expect(of(next, back)).toBe(surface)
      }
    }
  })
})

describe('the first layout', () => {
  it.each([0, 1, 2, 3, 4, 5, 9])('of %i surfaces shows at most four, in reading order of columns, and is sound', n => {
    const surfaces = Array.from({ length: n }, (_, index) => `s${index}`)
    const root = tree.tile(surfaces, newIds())
    expect(
      tree
        .panes(root)
        .map(other => other.surface)
        .sort(),
    ).toEqual(surfaces.slice(0, 4))
    if (root) checkSound(root)
  })
})

it('resizing refuses sizes for another number of children', () => {
  const two = tree.splitPane(pane('a'), 'a', 'right', pane('b'), 'x')
  expect(tree.resizeSplit(two, 'x', [10, 20, 70])).toEqual(two)
  expect(tree.resizeSplit(two, 'x', [30, 70])).toMatchObject({ sizes: [30, 70] })
})

function newIds(): () => string {
  let next = 0
  return () => `n${next++}`
}
