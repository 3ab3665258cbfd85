// Who draws with a graphics context: never more than there are, nobody is forgotten, and what is given back goes on.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLeases } from '../../renderer/terminal/leases.ts'

test('one that is given back goes to the one that has waited longest', () => {
  const leases = createLeases<string>(2)
  const granted: string[] = []
  for (const by of ['a', 'b', 'c', 'd']) leases.take(by, () => granted.push(by))
  expect(granted).toEqual(['a', 'b'])
  leases.giveBack('b')
  expect(granted).toEqual(['a', 'b', 'c'])
  leases.giveBack('d')
  leases.giveBack('a')
  expect(granted).toEqual(['a', 'b', 'c'])
  expect(leases.held()).toBe(1)
})

test('at any time as many draw as can: never more than there are, and nobody waits while one is free', () => {
  const acts = fc.array(fc.tuple(fc.boolean(), fc.nat(11)), { maxLength: 80 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), acts, (most, all) => {
      const leases = createLeases<number>(most)
      const has = new Set<number>()
      const wants = new Set<number>()
      for (const [takes, by] of all) {
        if (takes) {
          wants.add(by)
          leases.take(by, () => {
            expect(has.has(by)).toBe(false)
            has.add(by)
          })
        } else {
          wants.delete(by)
          has.delete(by)
          leases.giveBack(by)
        }
        expect(has.size).toBe(Math.min(most, wants.size))
        expect(leases.held()).toBe(has.size)
        for (const one of has) expect(wants.has(one)).toBe(true)
      }
    }),
  )
})
