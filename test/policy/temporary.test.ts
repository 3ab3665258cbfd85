// Rules that end: by the clock, which is given, or with their surface.
import { describe, expect, test } from 'vitest'
import { decide } from '../../main/policy/decide.ts'
import type { Rule } from '../../main/policy/model.ts'
import { inForce, nextEnd } from '../../main/policy/temporary.ts'
import { policyOf, surface } from './subjects.ts'

const NOON = Date.UTC(2026, 10, 21, 12)
const standing: Rule = { id: 'r1', agents: 'a', surfaces: '*', level: 'read' }
const until = (end: NonNullable<Rule['until']>, id = 't1'): Rule => ({
  id,
  agents: 'a',
  surfaces: { id: 's_aaaa' },
  level: 'submit',
  until: end,
})
const ids = (rules: readonly Rule[], now: number, isOpen = (_: string) => true) =>
  inForce(policyOf(rules), now, isOpen).rules.map(({ id }) => id)

describe('a rule with an end', () => {
  test.each<[end: string]>([
    ['2026-11-21T12:00:00Z'],
    ['2026-11-21T12:00Z'],
    ['2026-11-21T12:00:00.000Z'],
    // the same moment on other clocks
    ['2026-11-21T13:00:00+01:00'],
    ['2026-11-21T00:30:00-11:30'],
    ['2026-11-22T02:00:00+14:00'],
  ])('%s holds before it and not from it on', end => {
    expect(ids([standing, until(end)], NOON - 1)).toEqual(['r1', 't1'])
    expect(ids([standing, until(end)], NOON)).toEqual(['r1'])
    expect(ids([standing, until(end)], NOON + 1)).toEqual(['r1'])
  })

  test('that goes with a surface holds while that is open, whatever the time', () => {
    const rule = until({ closes: 's_bbbb' })
    expect(ids([rule], 0, id => id === 's_bbbb')).toEqual(['t1'])
    expect(ids([rule], Number.MAX_SAFE_INTEGER, id => id === 's_bbbb')).toEqual(['t1'])
    // the surface it is for may still be there
    expect(ids([rule], 0, id => id === 's_aaaa')).toEqual([])
  })

  test('that cannot be read has ended', () => {
    for (const end of ['', 'tomorrow', '2026-11-21T99:00:00Z']) expect(ids([standing, until(end)], 0)).toEqual(['r1'])
  })

  test('that has ended leaves what the standing rules give, and nothing remembers it', () => {
    const policy = policyOf([standing, until('2026-11-21T12:00:00Z')])
    const verdict = (now: number) =>
      decide(
        inForce(policy, now, () => true),
        { id: 'a' },
        surface(),
        'submit',
      )
    expect(verdict(NOON - 1)).toMatchObject({ effect: 'allow', rule: 't1' })
    expect(verdict(NOON)).toMatchObject({ effect: 'deny', rule: 'r1' })
  })
})

describe('a policy of which nothing has ended', () => {
  test('is the very same object, so that what was worked out for it can be kept', () => {
    const policy = policyOf([standing, until('2026-11-21T12:00:00Z'), until({ closes: 's_aaaa' }, 't2')])
    expect(inForce(policy, NOON - 1, () => true)).toBe(policy)
    const without = inForce(policy, NOON, () => true)
    expect(without).not.toBe(policy)
    expect(without).toEqual({ ...policy, rules: [standing, until({ closes: 's_aaaa' }, 't2')] })
    expect(inForce(without, NOON, () => true)).toBe(without)
  })
})

test.each<[what: string, rules: Rule[], end: number | null]>([
  ['no rule', [], null],
  ['a standing rule', [standing], null],
  ['one that goes with a surface', [until({ closes: 's_aaaa' })], null],
  ['one that has ended', [until('2026-11-21T12:00:00Z')], null],
  ['one that ends later', [until('2026-11-21T12:00:00.001Z')], NOON + 1],
  [
    'several',
    [
      until('2026-11-21T14:00:00Z'),
      standing,
      until('2026-11-21T14:00:00+01:00', 't2'),
      until('2020-01-01T00:00Z', 't3'),
    ],
    NOON + 3_600_000,
  ],
  ['one whose end cannot be read', [until('soon')], null],
])('the next end of %s', (_, rules, end) => {
  expect(nextEnd(policyOf(rules), NOON)).toBe(end)
})
