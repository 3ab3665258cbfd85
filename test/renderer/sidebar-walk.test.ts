import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SurfaceSummary } from '../../preload/contract.ts'
import {
  FILTERS,
  filtered,
  headKey,
  itemsOf,
  passes,
  rowsOf,
  type SideRow,
  strongestState,
  type TreeItem,
} from '../../renderer/state/sidebar-rows.ts'
import { jumped, walked } from '../../renderer/state/sidebar-walk.ts'

const surface = (id: string, workspace: string, is: SurfaceSummary['state']['is'] = 'idle', name = id) =>
  ({ id, workspace, name, unread: false, state: { is, since: 0, evidence: '' } }) as SurfaceSummary
const rowOf = (one: SurfaceSummary): SideRow =>
  rowsOf({ surfaces: [one], drafts: [], approvals: { waiting: [], handled: [] } })[0]!

const groups = [
  {
    workspace: 'web',
    rows: [rowOf(surface('s_1', 'web', 'idle', 'Shell')), rowOf(surface('s_2', 'web', 'working', 'tests'))],
  },
  { workspace: 'infra', rows: [rowOf(surface('s_3', 'infra', 'exited', 'staging'))] },
]
const web = headKey('web')
const infra = headKey('infra')
const open = itemsOf(groups, [])

describe('the items of the tree', () => {
  it('are heads and rows as they are drawn; the rows of a folded group are not among them', () => {
    expect(open.map(item => item.key)).toEqual([web, 's_1', 's_2', infra, 's_3'])
    expect(itemsOf(groups, ['web']).map(item => item.key)).toEqual([web, infra, 's_3'])
  })
})

describe('walking by keys', () => {
  const table: [string, string, ReturnType<typeof walked>][] = [
    [web, 'ArrowDown', { to: 's_1' }],
    ['s_2', 'ArrowDown', { to: infra }],
    ['s_3', 'ArrowDown', null],
    [web, 'ArrowUp', null],
    ['s_1', 'ArrowUp', { to: web }],
    ['s_2', 'Home', { to: web }],
    ['s_2', 'End', { to: 's_3' }],
    ['s_2', 'ArrowLeft', { to: web }],
    ['s_3', 'ArrowLeft', { to: infra }],
    ['s_3', 'ArrowRight', null],
    [web, 'ArrowLeft', { fold: 'web', shut: true }],
    [web, 'ArrowRight', { to: 's_1' }],
    ['s_1', 'x', null],
    ['gone', 'ArrowDown', null],
  ]
  it.each(table)('from %s, %s leads to %j', (from, key, to) => {
    expect(walked(open, from, key)).toEqual(to)
  })

  it('a folded head opens to the right and stays to the left', () => {
    const shut = itemsOf(groups, ['web'])
    expect(walked(shut, web, 'ArrowRight')).toEqual({ fold: 'web', shut: false })
    expect(walked(shut, web, 'ArrowLeft')).toBe(null)
  })

  it('down from the first to the last passes every item once, and up comes back the same way', () => {
    fc.assert(
      fc.property(fc.subarray(['web', 'infra']), shut => {
        const items = itemsOf(groups, shut)
        const path = (from: TreeItem, key: string) => {
          const seen = [from.key]
          for (;;) {
            const step = walked(items, seen.at(-1)!, key)
            if (!step || !('to' in step)) return seen
            seen.push(step.to)
          }
        }
        const keys = items.map(item => item.key)
        expect(path(items[0]!, 'ArrowDown')).toEqual(keys)
        expect(path(items.at(-1)!, 'ArrowUp')).toEqual(keys.toReversed())
      }),
    )
  })
})

describe('typing a name', () => {
  const table: [string, string, string | null][] = [
    [web, 's', 's_1'],
    ['s_1', 's', 's_3'],
    ['s_3', 's', 's_1'],
    ['s_1', 'ss', 's_3'],
    ['s_1', 'sh', 's_1'],
    ['s_1', 'sta', 's_3'],
    ['s_1', 'IN', infra],
    ['s_1', 'q', null],
  ]
  it.each(table)('from %s, "%s" jumps to %s', (from, typed, to) => {
    expect(jumped(open, from, typed)).toBe(to)
  })
})

describe('filters', () => {
  const states = ['starting', 'working', 'needs_you', 'idle', 'failed', 'done_unseen', 'exited', 'unknown'] as const

  it('show each state in the kinds it belongs to, and all in All', () => {
    const kinds = states.map(state => [state, FILTERS.filter(filter => passes({ state }, filter))])
    expect(Object.fromEntries(kinds)).toEqual({
      starting: ['all', 'working'],
      working: ['all', 'working'],
      needs_you: ['all', 'needs'],
      idle: ['all'],
      failed: ['all'],
      done_unseen: ['all'],
      exited: ['all', 'exited'],
      unknown: ['all'],
    })
  })

  it('leave no group without a row', () => {
    expect(filtered(groups, 'exited').map(group => [group.workspace, group.rows.length])).toEqual([['infra', 1]])
    expect(filtered(groups, 'needs')).toEqual([])
  })

  it('take a draft for something that needs the person, unless the program has ended', () => {
    const draft = (id: string) => ({ ref: `d_abcd@1`, surface: id, at: 1 }) as never
    const waiting = { approvals: { waiting: [], handled: [] } }
    const of = (is: SurfaceSummary['state']['is']) =>
      rowsOf({ surfaces: [surface('s_9', 'web', is)], drafts: [draft('s_9')], ...waiting })[0]!.state
    expect([of('idle'), of('working'), of('exited')]).toEqual(['needs_you', 'needs_you', 'exited'])
  })
})

it('the strongest state of a folded group is what most wants a look', () => {
  expect(strongestState(['idle', 'working', 'needs_you', 'exited'])).toBe('needs_you')
  expect(strongestState(['exited', 'idle', 'failed', 'working'])).toBe('failed')
  expect(strongestState(['exited', 'idle'])).toBe('idle')
})
