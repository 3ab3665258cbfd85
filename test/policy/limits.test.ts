// Limits on how often an agent may send, over times that are given: ms since the epoch, from noon on.
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { createTally, limitsOn, type SendIntent, type Tally, windowMs } from '../../main/policy/limits.ts'
import type { Limit, LimitWindow, Policy, Rule } from '../../main/policy/model.ts'
import { policyOf, surface } from './subjects.ts'

const NOON = Date.UTC(2026, 10, 21, 12)
const SECOND = 1000
const MINUTE = 60 * SECOND
const TEN: Limit = { max: 10, window: 'minute', per: 'agent' }

let tally: Tally
beforeEach(() => {
  tally = createTally()
})

const rule = (id: string, limits: readonly Limit[], more: Partial<Rule> = {}): Rule => ({
  id,
  agents: '*',
  surfaces: '*',
  level: 'submit',
  limits,
  ...more,
})
const withLimits = (...limits: Limit[]) => policyOf([rule('r1', limits)])
const on = (id: string) => surface({ id })

/** Sends `ms` after noon: null = it passed, else the rule that is full and when it would let one more pass, after noon. */
function send(policy: Policy, ms: number, { agent = 'a', on: id = 's_aaaa', intent = 'submit' as SendIntent } = {}) {
  const taken = tally.reserve(limitsOn(policy, { id: agent }, on(id)), intent, NOON + ms)
  return taken.ok ? null : { rule: taken.full.rule, freeAt: (taken.full.freeAt ?? Number.NaN) - NOON }
}
const times = (count: number, one: (index: number) => unknown) =>
  Array.from({ length: count }, (_, index) => one(index))
const allPass = (count: number) => times(count, () => null)
/** How many of the limit are left `ms` after noon. */
const left = (policy: Policy, ms: number, agent = 'a', id = 's_aaaa') =>
  tally.left(limitsOn(policy, { id: agent }, on(id)), NOON + ms).map(one => one.left)

describe('a limit of ten a minute', () => {
  const policy = withLimits(TEN)

  test('lets ten pass and says when the eleventh would', () => {
    expect(times(10, index => send(policy, index * SECOND))).toEqual(allPass(10))
    for (const ms of [9 * SECOND, 30 * SECOND, MINUTE - 1]) {
      expect(send(policy, ms)).toEqual({ rule: 'r1', freeAt: MINUTE })
    }
    expect(send(policy, MINUTE)).toBeNull()
    // the place of the second one is the next to come free
    expect(send(policy, MINUTE)).toEqual({ rule: 'r1', freeAt: 61 * SECOND })
  })

  test('slides: two bursts on either side of a full minute are one too many', () => {
    const burst = 59.9 * SECOND
    expect(times(10, () => send(policy, burst))).toEqual(allPass(10))
    expect(send(policy, MINUTE)).toEqual({ rule: 'r1', freeAt: burst + MINUTE })
    expect(send(policy, burst + MINUTE - 1)).toEqual({ rule: 'r1', freeAt: burst + MINUTE })
    expect(times(11, () => send(policy, burst + MINUTE))).toEqual([
      ...allPass(10),
      { rule: 'r1', freeAt: burst + 2 * MINUTE },
    ])
  })

  test('says how many are left, and when one is free once none is', () => {
    expect(left(policy, 0)).toEqual([10])
    times(9, () => send(policy, 0))
    expect(tally.left(limitsOn(policy, { id: 'a' }, surface()), NOON)).toEqual([
      { rule: 'r1', limit: TEN, left: 1, freeAt: null },
    ])
    send(policy, SECOND)
    expect(tally.left(limitsOn(policy, { id: 'a' }, surface()), NOON + SECOND)).toEqual([
      { rule: 'r1', limit: TEN, left: 0, freeAt: NOON + MINUTE },
    ])
    expect(left(policy, MINUTE)).toEqual([9])
    expect(left(policy, MINUTE + SECOND)).toEqual([10])
  })
})

test.each<[window: LimitWindow, ms: number]>([
  ['second', SECOND],
  ['minute', MINUTE],
  ['hour', 60 * MINUTE],
  ['day', 24 * 60 * MINUTE],
  [1, SECOND],
  [90, 90 * SECOND],
  // the longest there is: nothing of it may be forgotten early
  [86_400, 24 * 60 * MINUTE],
])('a window of %s is full until %d ms later', (window, ms) => {
  const policy = withLimits({ max: 1, window, per: 'agent' })
  expect(windowMs(window)).toBe(ms)
  expect(send(policy, 0)).toBeNull()
  expect(send(policy, ms - 1)).toEqual({ rule: 'r1', freeAt: ms })
  expect(send(policy, ms)).toBeNull()
})

describe('what counts together', () => {
  // after one send of a on s_aaaa: who is held back where?
  test.each<[per: Limit['per'], sameAgentElsewhere: boolean, otherAgentHere: boolean, otherElsewhere: boolean]>([
    ['agent', true, false, false],
    ['surface', false, true, false],
    ['pair', false, false, false],
  ])('per %s', (per, sameAgentElsewhere, otherAgentHere, otherElsewhere) => {
    const policy = withLimits({ max: 1, window: 'minute', per })
    expect(send(policy, 0)).toBeNull()
    expect(send(policy, 0)).not.toBeNull()
    const isHeld = (agent: string, id: string) => left(policy, 0, agent, id)[0] === 0
    expect(isHeld('a', 's_bbbb')).toBe(sameAgentElsewhere)
    expect(isHeld('b', 's_aaaa')).toBe(otherAgentHere)
    expect(isHeld('b', 's_bbbb')).toBe(otherElsewhere)
  })

  test.each<[intent: Limit['intent'], first: SendIntent, second: SendIntent, passes: boolean]>([
    [undefined, 'type', 'submit', false],
    [undefined, 'submit', 'type', false],
    ['submit', 'type', 'submit', true],
    ['submit', 'submit', 'submit', false],
    ['submit', 'submit', 'type', true],
    ['type', 'type', 'type', false],
    ['type', 'submit', 'type', true],
  ])('a limit for intent %s: %s, then %s', (intent, first, second, passes) => {
    const policy = withLimits({ max: 1, window: 'minute', per: 'agent', ...(intent && { intent }) })
    expect(send(policy, 0, { intent: first })).toBeNull()
    expect(send(policy, 0, { intent: second }) === null).toBe(passes)
  })

  test('two limits that count the same things take one place each for a send', () => {
    const policy = withLimits(TEN, { ...TEN, max: 15, window: 'hour' }, { ...TEN, intent: 'type' })
    send(policy, 0)
    expect(left(policy, 0)).toEqual([9, 14, 10])
    send(policy, 0, { intent: 'type' })
    expect(left(policy, 0)).toEqual([8, 13, 9])
  })
})

describe('of several limits', () => {
  test('the one that frees last is named', () => {
    const policy = withLimits(
      { max: 2, window: 10, per: 'agent' },
      { max: 3, window: 'minute', per: 'agent' },
      { max: 4, window: 'second', per: 'agent' },
    )
    expect([send(policy, 0), send(policy, 0)]).toEqual([null, null])
    expect(send(policy, 0)).toEqual({ rule: 'r1', freeAt: 10 * SECOND })
    expect(send(policy, 10 * SECOND)).toBeNull()
    // now the minute is full, and the ten seconds are not
    expect(send(policy, 10 * SECOND)).toEqual({ rule: 'r1', freeAt: MINUTE })
    expect(send(policy, MINUTE - 1)).toEqual({ rule: 'r1', freeAt: MINUTE })
    expect(send(policy, MINUTE)).toBeNull()
  })

  test('a send that one of them refuses takes no place in the others', () => {
    const policy = withLimits({ max: 1, window: 'second', per: 'agent' }, { max: 2, window: 'minute', per: 'agent' })
    expect(send(policy, 0)).toBeNull()
    for (const ms of [1, 2, 3]) expect(send(policy, ms)?.freeAt).toBe(SECOND)
    expect(left(policy, SECOND)).toEqual([1, 1])
  })

  test('those of every rule that matches count, the most exact first, also where another rule decides', () => {
    const two: Limit = { max: 2, window: 'minute', per: 'agent' }
    const policy = policyOf([
      rule('any', [{ ...two, max: 1 }], { level: 'none' }),
      rule('here', [two], { surfaces: { id: 's_aaaa' } }),
      rule('elsewhere', [{ ...two, max: 1 }], { surfaces: { id: 's_bbbb' } }),
      rule('others', [{ ...two, max: 1 }], { agents: 'b' }),
      rule('unlimited', [], { agents: 'a', surfaces: { id: 's_aaaa' } }),
    ])
    expect(limitsOn(policy, { id: 'a' }, surface()).map(one => one.rule)).toEqual(['here', 'any'])
    expect(send(policy, 0)).toBeNull()
    expect(send(policy, 0)).toEqual({ rule: 'any', freeAt: MINUTE })
    // both full since the same moment: the more exact one is named
    const same = policyOf([rule('any', [two]), rule('here', [two], { surfaces: { id: 's_aaaa' } })])
    send(same, 0)
    expect(send(same, 0)).toEqual({ rule: 'here', freeAt: MINUTE })
  })

  test('there are none for an agent the policy does not know', () => {
    expect(limitsOn(withLimits(TEN), { id: 'stranger' }, surface())).toEqual([])
  })
})

describe('a send that was not delivered', () => {
  const policy = withLimits({ max: 2, window: 'minute', per: 'agent' }, { max: 1, window: 'second', per: 'surface' })

  test('gives its places back, once, and nobody else’s', () => {
    const taken = tally.reserve(limitsOn(policy, { id: 'a' }, surface()), 'submit', NOON)
    expect(left(policy, 0)).toEqual([1, 0])
    if (taken.ok) taken.undo()
    expect(left(policy, 0)).toEqual([2, 1])
    expect(send(policy, 0)).toBeNull()
    if (taken.ok) taken.undo()
    expect(left(policy, 0)).toEqual([1, 0])
  })

  test('makes way for others at once', () => {
    const first = tally.reserve(limitsOn(policy, { id: 'a' }, surface()), 'submit', NOON)
    expect(send(policy, SECOND)).toBeNull()
    expect(send(policy, 2 * SECOND)).toEqual({ rule: 'r1', freeAt: MINUTE })
    if (first.ok) first.undo()
    expect(send(policy, 2 * SECOND)).toBeNull()
    expect(send(policy, 3 * SECOND)).toEqual({ rule: 'r1', freeAt: MINUTE + SECOND })
  })
})

describe('a changed policy', () => {
  test.each<[what: string, after: Limit, left: number]>([
    ['a smaller max', { ...TEN, max: 4 }, 0],
    ['a greater max', { ...TEN, max: 20 }, 14],
    ['a longer window', { ...TEN, window: 'day' }, 4],
    ['a shorter window', { ...TEN, window: 10 }, 7],
    ['an intent', { ...TEN, intent: 'submit' }, 4],
    // it counts other things from now on
    ['another way to count', { ...TEN, per: 'surface' }, 10],
  ])('with %s knows what was sent before', (_, after, expected) => {
    for (const ms of [0, 0, 0, 15, 16, 17]) send(withLimits(TEN), ms * SECOND)
    expect(left(withLimits(after), 20 * SECOND)).toEqual([expected])
  })

  test('with a max below what was sent says when enough of it has left the window', () => {
    for (const ms of [0, 1, 2, 3]) send(withLimits(TEN), ms * SECOND)
    const two = withLimits({ ...TEN, max: 2 })
    expect(send(two, 10 * SECOND)).toEqual({ rule: 'r1', freeAt: MINUTE + 2 * SECOND })
    expect(send(two, MINUTE + 2 * SECOND)).toBeNull()
  })

  test('with another id for the rule is another rule', () => {
    send(policyOf([rule('old', [TEN])]), 0)
    expect(left(policyOf([rule('new', [TEN])]), 0)).toEqual([10])
  })
})

describe('after a restart', () => {
  const minute: Limit = { max: 3, window: 'minute', per: 'agent' }
  const past = (ms: number, agent = 'a', id = 's_aaaa', intent: SendIntent = 'submit') => ({
    at: NOON + ms,
    agent: { id: agent },
    surface: { id, name: 'as it was called then' },
    intent,
  })

  // one send of `a` on s_aaaa, which is gone: where does it count?
  test.each<[selects: string, surfaces: Rule['surfaces'], counts: boolean]>([
    ['any surface', '*', true],
    ['this one by its id', { id: 's_aaaa' }, true],
    ['another by its id', { id: 's_bbbb' }, false],
    ['another by its id and more', { id: 's_bbbb', workspace: 'web' }, false],
    // it cannot be known any more
    ['by name', { name: 'prod-*' }, true],
    ['by workspace', { workspace: 'web' }, true],
    ['by kind', { preset: 'shell', openedBy: 'self' }, true],
  ])('a rule that selects %s', (_, surfaces, counts) => {
    const policy = policyOf([rule('r1', [minute], { surfaces })])
    tally.restore(policy, [past(0)])
    // on a surface of now that the rule selects
    const here = surface({
      id: typeof surfaces === 'object' && surfaces.id ? surfaces.id : 's_cccc',
      name: 'prod-1',
      openedBy: 'a',
    })
    const [now] = tally.left(limitsOn(policy, { id: 'a' }, here), NOON)
    expect(now?.left).toBe(counts ? 2 : 3)
  })

  test('the past is as if it had been sent in this run', () => {
    const policy = withLimits(minute, { ...minute, per: 'surface' }, { ...minute, per: 'pair', intent: 'type' })
    const sends = [past(0), past(SECOND, 'b'), past(2 * SECOND, 'a', 's_bbbb'), past(3 * SECOND, 'a', 's_aaaa', 'type')]
    for (const { at, agent, surface: where, intent } of sends) {
      tally.reserve(limitsOn(policy, agent, on(where.id)), intent, at)
    }
    const restarted = createTally()
    restarted.restore(policy, sends)
    for (const [agent, id, ms] of [
      ['a', 's_aaaa', 4 * SECOND],
      ['a', 's_bbbb', MINUTE],
      ['b', 's_aaaa', MINUTE + SECOND],
    ] as const) {
      const counted = limitsOn(policy, { id: agent }, on(id))
      expect(restarted.left(counted, NOON + ms)).toEqual(tally.left(counted, NOON + ms))
    }
    expect(left(policy, 4 * SECOND)).toEqual([0, 0, 2])
  })

  test('an agent is held back by its own sends only, in whatever order they are read', () => {
    const policy = policyOf([rule('r1', [minute]), rule('r2', [minute], { agents: 'b' })])
    tally.restore(policy, [past(2 * SECOND), past(0), past(SECOND), past(0, 'stranger')])
    expect(send(policy, 3 * SECOND)).toEqual({ rule: 'r1', freeAt: MINUTE })
    expect(left(policy, 3 * SECOND, 'b')).toEqual([3, 3])
  })

  test('what has left the window counts no more', () => {
    const policy = withLimits(minute)
    tally.restore(policy, [past(-2 * MINUTE), past(-MINUTE), past(-1)])
    expect(left(policy, 0)).toEqual([2])
  })
})

describe('whatever is sent, and whenever', () => {
  const limit = fc.record({
    max: fc.integer({ min: 1, max: 4 }),
    window: fc.constantFrom<LimitWindow>(1, 3, 'second', 10),
    per: fc.constantFrom<Limit['per']>('agent', 'pair', 'surface'),
  })
  const sends = fc.array(
    fc.record({
      after: fc.nat({ max: 2500 }),
      agent: fc.constantFrom('a', 'b'),
      id: fc.constantFrom('s_aaaa', 's_bbbb'),
      undone: fc.boolean(),
    }),
    { maxLength: 40 },
  )

  test('no window of any limit ever holds more than its max', () => {
    fc.assert(
      fc.property(fc.array(limit, { minLength: 1, maxLength: 3 }), sends, (limits, all) => {
        const policy = policyOf([rule('r1', limits)])
        const fresh = createTally()
        const passed: { at: number; agent: string; id: string }[] = []
        let now = NOON
        for (const { after, agent, id, undone } of all) {
          now += after
          const taken = fresh.reserve(limitsOn(policy, { id: agent }, on(id)), 'submit', now)
          if (taken.ok && undone) taken.undo()
          if (taken.ok && !undone) passed.push({ at: now, agent, id })
        }
        for (const { max, window, per } of limits) {
          for (const last of passed) {
            const together = passed.filter(
              ({ at, agent, id }) =>
                at <= last.at &&
                last.at - at < windowMs(window) &&
                (per === 'surface' || agent === last.agent) &&
                (per === 'agent' || id === last.id),
            )
            expect(together.length).toBeLessThanOrEqual(max)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  test('what is refused would pass at the time it is told, and not before', () => {
    fc.assert(
      fc.property(fc.array(limit, { minLength: 1, maxLength: 3 }), sends, (limits, all) => {
        const policy = policyOf([rule('r1', limits)])
        const fresh = createTally()
        let now = NOON
        for (const { after, agent, id } of all) {
          now += after
          const counted = limitsOn(policy, { id: agent }, on(id))
          const taken = fresh.reserve(counted, 'submit', now)
          if (taken.ok) continue
          const freeAt = taken.full.freeAt ?? Number.NaN
          expect(freeAt).toBeGreaterThan(now)
          expect(fresh.left(counted, freeAt - 1).some(one => one.left === 0)).toBe(true)
          expect(fresh.left(counted, freeAt).every(one => one.left > 0)).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })
})
