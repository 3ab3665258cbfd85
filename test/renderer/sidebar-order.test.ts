import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupsOf, keptOrder, movedTo, type Placed, stepTarget } from '../../renderer/state/sidebar-order.ts'

const key = fc.nat(12).map(n => `s_${n}`)
const workspace = fc.constantFrom<string[]>('', 'web', 'infra', 'docs')
const rows: fc.Arbitrary<Placed[]> = fc.uniqueArray(fc.record({ id: key, workspace }), { selector: row => row.id })
const arrangement = fc.record({
  order: fc.uniqueArray(key),
  workspaces: fc.uniqueArray(fc.constantFrom<string[]>('', 'web', 'infra', 'docs', 'gone')),
})
const side = fc.constantFrom('before' as const, 'after' as const)
const idsOf = (groups: ReturnType<typeof groupsOf<Placed>>) => groups.flatMap(group => group.rows.map(row => row.id))
const without = (keys: readonly string[], one: string) => keys.filter(other => other !== one)

describe('groups', () => {
  it('hold every row exactly once, in its own workspace, and none is empty', () => {
    fc.assert(
      fc.property(rows, arrangement, (all, kept) => {
        const groups = groupsOf(all, kept)
        expect(idsOf(groups).toSorted()).toEqual(all.map(row => row.id).toSorted())
        expect(new Set(groups.map(group => group.workspace)).size).toBe(groups.length)
        for (const group of groups) {
          expect(group.rows.length).toBeGreaterThan(0)
          expect(group.rows.every(row => row.workspace === group.workspace)).toBe(true)
        }
      }),
    )
  })

  it('have what a person put in order first, and the rest after it as it appeared', () => {
    fc.assert(
      fc.property(rows, arrangement, (all, kept) => {
        for (const group of groupsOf(all, kept)) {
          const own = all.filter(row => row.workspace === group.workspace).map(row => row.id)
          const put = kept.order.filter(id => own.includes(id))
          expect(group.rows.map(row => row.id)).toEqual([...put, ...own.filter(id => !put.includes(id))])
        }
        const drawn = groupsOf(all, kept).map(group => group.workspace)
        const appeared = [...new Set(all.map(row => row.workspace))]
        const put = kept.workspaces.filter(one => appeared.includes(one))
        expect(drawn).toEqual([...put, ...appeared.filter(one => !put.includes(one))])
      }),
    )
  })

  it('stay as they are once their order is kept, in whatever order rows then come', () => {
    fc.assert(
      fc.property(rows, arrangement, fc.infiniteStream(fc.nat()), (all, before, random) => {
        const groups = groupsOf(all, before)
        const kept = {
          order: keptOrder(idsOf(groups), before.order, 1000),
          workspaces: keptOrder(
            groups.map(group => group.workspace),
            before.workspaces,
            200,
          ),
        }
        expect(groupsOf(all, kept)).toEqual(groups)
        const shuffled = all
          .map(row => ({ row, at: random.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ row }) => row)
        expect(groupsOf(shuffled, kept)).toEqual(groups)
      }),
    )
  })
})

describe('moving', () => {
  const many = fc.uniqueArray(key, { minLength: 2 })

  it('puts one on that side of another and keeps the order of all others', () => {
    fc.assert(
      fc.property(many, fc.nat(), fc.nat(), side, (keys, a, b, to) => {
        const one = keys[a % keys.length]!
        const of = keys[b % keys.length]!
        fc.pre(one !== of)
        const moved = movedTo(keys, one, { of, side: to })
        expect(without(moved, one)).toEqual(without(keys, one))
        expect(moved.indexOf(one) - moved.indexOf(of)).toBe(to === 'after' ? 1 : -1)
      }),
    )
  })

  it('does nothing beside itself or beside what is not there', () => {
    expect(movedTo(['a', 'b'], 'a', { of: 'a', side: 'after' })).toEqual(['a', 'b'])
    expect(movedTo(['a', 'b'], 'a', { of: 'z', side: 'after' })).toEqual(['a', 'b'])
  })

  it('one step up and one down again leads back, and a step is one place', () => {
    fc.assert(
      fc.property(many, fc.nat(), fc.constantFrom(1 as const, -1 as const), (keys, n, by) => {
        const at = n % keys.length
        const one = keys[at]!
        const there = stepTarget(keys, one, by)
        if (at + by < 0 || at + by >= keys.length) {
          expect(there).toBe(null)
          return
        }
        const moved = movedTo(keys, one, there!)
        expect(moved.indexOf(one)).toBe(at + by)
        const back = stepTarget(moved, one, by === 1 ? -1 : 1)
        expect(movedTo(moved, one, back!)).toEqual(keys)
      }),
    )
  })

  it('of one row leaves every other group as it was', () => {
    fc.assert(
      fc.property(rows, arrangement, fc.nat(), fc.nat(), side, (all, kept, a, b, to) => {
        fc.pre(all.length > 1)
        const before = groupsOf(all, kept)
        const one = all[a % all.length]!
        const target = all[b % all.length]!
        const order = movedTo(idsOf(before), one.id, { of: target.id, side: to })
        const workspaces = before.map(group => group.workspace)
        for (const group of groupsOf(all, { order, workspaces })) {
          const was = before.find(other => other.workspace === group.workspace)!
          const ids = (rows: readonly Placed[]) =>
            without(
              rows.map(row => row.id),
              one.id,
            )
          expect(ids(group.rows)).toEqual(ids(was.rows))
        }
      }),
    )
  })
})

it('an order keeps the places of what is not there now, after what is drawn, up to its most', () => {
  expect(keptOrder(['b', 'a'], ['a', 'gone', 'b'], 10)).toEqual(['b', 'a', 'gone'])
  expect(keptOrder(['b', 'a'], ['gone'], 2)).toEqual(['b', 'a'])
})
