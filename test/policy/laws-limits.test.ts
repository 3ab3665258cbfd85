// Laws of how often: whatever the times, no window holds more than its limit, and what is said about the next place is
// exact. A plain list of all sends is counted anew for every answer, to compare with.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTally, limitsOn, type PastSend, type SendIntent, windowMs } from '../../main/policy/limits.ts'
import type { Limit, Policy, Rule, SurfaceSubject } from '../../main/policy/model.ts'
import { policyOf, surface } from './subjects.ts'
import { anyLimit } from './support/generated.ts'
import { law } from './support/law.ts'

const SURFACES = [surface({ id: 's_aaaa', workspace: 'web' }), surface({ id: 's_bbbb', workspace: 'api' })] as const

const anyRule = fc.record({
  agents: fc.constantFrom<Rule['agents']>('*', 'a', ['a', 'b']),
  surfaces: fc.constantFrom<Rule['surfaces']>('*', { id: 's_aaaa' }, { workspace: 'web' }),
  limits: fc.array(anyLimit, { minLength: 1, maxLength: 2 }),
})
const anyPolicy = fc
  .array(anyRule, { minLength: 1, maxLength: 3 })
  .map(rules => policyOf(rules.map((rule, index) => ({ id: `r${index}`, level: 'submit', ...rule }))))

/** Steps around the windows of one second, three seconds and a minute. */
const step = fc.constantFrom(0, 0, 1, 250, 999, 1000, 1001, 3000, 57_000)
const anyCall = fc.record({
  step,
  agent: fc.constantFrom('a', 'b'),
  surface: fc.constantFrom(...SURFACES),
  intent: fc.constantFrom<SendIntent>('type', 'submit'),
  /** the how manieth of the sends that passed is given back afterwards */
  undo: fc.option(fc.nat({ max: 5 }), { freq: 3 }),
})
type Call = Pick<typeof anyCall extends fc.Arbitrary<infer T> ? T : never, 'agent' | 'surface' | 'intent'>
interface Sent extends Call {
  readonly at: number
}

/** The limits that count for a call, with what each has inside its window: from the list of all that was sent. */
function counted({ rules }: Policy, sent: readonly Sent[], call: Call, now: number) {
  const covers = ({ agents, surfaces }: Rule, one: Call) =>
    (agents === '*' || [agents].flat().includes(one.agent)) && (surfaces === '*' || isIn(surfaces, one.surface))
  const together = ({ per }: Limit, one: Call) =>
    (per === 'surface' || one.agent === call.agent) && (per === 'agent' || one.surface.id === call.surface.id)
  return rules.flatMap(rule =>
    (covers(rule, call) ? (rule.limits ?? []) : []).map(limit => {
      const inside = sent.filter(
        one =>
          covers(rule, one) &&
          together(limit, one) &&
          (limit.intent ?? one.intent) === one.intent &&
          now - one.at < windowMs(limit.window),
      )
      return { rule: rule.id, limit, inside: inside.length }
    }),
  )
}

function isIn(selector: object, { id, workspace }: SurfaceSubject): boolean {
  return Object.entries(selector).every(([key, value]) => value === (key === 'id' ? id : workspace))
}

const agentOf = ({ agent }: Call) => ({ id: agent })

describe('limits', () => {
  law(
    'a send passes exactly where every limit has room, what is left is exact, and a send that is refused takes nothing',
    fc.property(anyPolicy, fc.array(anyCall, { maxLength: 20 }), (policy, calls) => {
      const tally = createTally()
      let sent: { at: number; call: Call; undo(): void }[] = []
      const plain = () => sent.map(({ at, call }) => ({ ...call, at }))
      let now = 0
      for (const call of calls) {
        now += call.step
        const counts = limitsOn(policy, agentOf(call), call.surface)
        const expected = counted(policy, plain(), call, now)
        const left = expected.map(({ rule, limit, inside }) => ({ rule, limit, left: limit.max - inside }))
        const said = tally.left(counts, now)
        expect(byRule(said.map(({ freeAt: _, ...one }) => one))).toEqual(byRule(left))
        const concerned = expected.filter(({ limit }) => (limit.intent ?? call.intent) === call.intent)
        const result = tally.reserve(counts, call.intent, now)
        expect(result.ok).toBe(concerned.every(({ limit, inside }) => inside < limit.max))
        if (result.ok) sent.push({ at: now, call, undo: result.undo })
        else expect(tally.left(counts, now)).toEqual(said)
        const given = call.undo === null ? undefined : sent[call.undo]
        given?.undo()
        given?.undo() // a second time gives nothing more back
        sent = sent.filter(one => one !== given)
      }
    }),
  )

  law(
    'at most `max` sends pass in any window, wherever it begins',
    fc.property(anyLimit, fc.array(fc.tuple(step, fc.boolean()), { maxLength: 40 }), (limit, steps) => {
      const policy = policyOf([{ id: 'r1', agents: 'a', surfaces: '*', level: 'submit', limits: [limit] }])
      const tally = createTally()
      const counts = limitsOn(policy, { id: 'a' }, SURFACES[0])
      const times: number[] = []
      let now = 0
      for (const [more, isGivenBack] of steps) {
        now += more
        const result = tally.reserve(counts, limit.intent ?? 'submit', now)
        if (result.ok && isGivenBack) result.undo()
        else if (result.ok) times.push(now)
      }
      const length = windowMs(limit.window)
      for (const begin of times) {
        expect(times.filter(at => at >= begin && at < begin + length).length).toBeLessThanOrEqual(limit.max)
      }
    }),
  )

  law(
    'when the next send would pass is exact: refused just before, let through then',
    fc.property(anyPolicy, fc.array(anyCall, { minLength: 4, maxLength: 20 }), (policy, calls) => {
      const tally = createTally()
      let now = 0
      for (const call of calls) {
        now += call.step
        const counts = limitsOn(policy, agentOf(call), call.surface)
        const result = tally.reserve(counts, call.intent, now)
        if (result.ok) continue
        const { freeAt, left, rule, limit } = result.full
        expect(left).toBe(0)
        expect(counts).toContainEqual(expect.objectContaining({ rule, limit }))
        expect(freeAt).toBeGreaterThan(now)
        expect(tally.reserve(counts, call.intent, freeAt! - 1).ok).toBe(false)
        expect(tally.reserve(counts, call.intent, freeAt!).ok).toBe(true)
        now = freeAt!
      }
    }),
  )

  law(
    'giving back a send gives back exactly one place, in every limit it took one in',
    fc.property(anyPolicy, fc.array(anyCall, { minLength: 1, maxLength: 12 }), (policy, calls) => {
      const tally = createTally()
      let now = 0
      for (const call of calls) {
        now += call.step
        const counts = limitsOn(policy, agentOf(call), call.surface)
        const before = tally.left(counts, now)
        const first = tally.reserve(counts, call.intent, now)
        if (!first.ok) continue
        first.undo()
        expect(tally.left(counts, now)).toEqual(before)
        const second = tally.reserve(counts, call.intent, now)
        expect(second.ok).toBe(true)
        first.undo() // which is not the second one's
        const taken = (limit: Limit) => ((limit.intent ?? call.intent) === call.intent ? 1 : 0)
        const expected = before.map(({ limit, left }) => left - taken(limit))
        expect(tally.left(counts, now).map(({ left }) => left)).toEqual(expected)
      }
    }),
  )

  law(
    'a tally that starts anew lets nothing through that the old one would not, whatever the order of its past',
    fc.property(
      anyPolicy,
      fc.array(anyCall, { minLength: 1, maxLength: 12 }),
      fc.infiniteStream(fc.nat()),
      (policy, calls, nats) => {
        const old = createTally()
        const past: PastSend[] = []
        let now = 0
        for (const call of calls) {
          now += call.step
          const { intent, surface: on } = call
          const result = old.reserve(limitsOn(policy, agentOf(call), on), intent, now)
          if (result.ok) past.push({ at: now, agent: agentOf(call), surface: { id: on.id, name: on.name }, intent })
        }
        const anew = createTally()
        const shuffled = past.map(send => ({ send, key: nats.next().value })).sort((a, b) => a.key - b.key)
        anew.restore(
          policy,
          shuffled.map(({ send }) => send),
        )
        // where all surfaces are known by their ids alone, it is exact
        const isExact = policy.rules.every(({ surfaces }) => surfaces === '*' || 'id' in surfaces)
        for (const agent of ['a', 'b']) {
          for (const on of SURFACES) {
            const counts = limitsOn(policy, { id: agent }, on)
            const before = old.left(counts, now)
            const after = anew.left(counts, now)
            if (isExact) expect(after).toEqual(before)
            for (const [index, { left }] of after.entries()) expect(left).toBeLessThanOrEqual(before[index]?.left ?? 0)
          }
        }
      },
    ),
  )

  test('windows have the lengths of their words, and a day is not forgotten', () => {
    expect((['second', 'minute', 'hour', 'day', 90] as const).map(windowMs)).toEqual([
      1000, 60_000, 3_600_000, 86_400_000, 90_000,
    ])
    const limits: Limit[] = [{ max: 2, window: 'day', per: 'agent' }]
    const policy = policyOf([{ id: 'r1', agents: 'a', surfaces: '*', level: 'submit', limits }])
    const counts = limitsOn(policy, { id: 'a' }, SURFACES[0])
    const tally = createTally()
    expect(tally.reserve(counts, 'submit', 5).ok).toBe(true)
    expect(tally.reserve(counts, 'submit', 80_000_000).ok).toBe(true)
    expect(tally.reserve(counts, 'submit', 86_400_004)).toMatchObject({ ok: false, full: { freeAt: 86_400_005 } })
    expect(tally.reserve(counts, 'submit', 86_400_005).ok).toBe(true)
  })

  test('a limit counts whether its rule decides or not, those of the most exact rule first', () => {
    const limits = (max: number): Limit[] => [{ max, window: 'minute', per: 'pair' }]
    const policy = policyOf([
      { id: 'r1', agents: '*', surfaces: '*', level: 'read', limits: limits(9) },
      { id: 'r2', agents: 'a', surfaces: { id: 's_aaaa' }, level: 'submit', limits: limits(2) },
      { id: 'r3', agents: 'b', surfaces: '*', level: 'submit', limits: limits(1) },
    ])
    expect(limitsOn(policy, { id: 'a' }, SURFACES[0]).map(({ rule }) => rule)).toEqual(['r2', 'r1'])
    expect(limitsOn(policy, { id: 'ghost' }, SURFACES[0])).toEqual([])
  })

  test('a changed limit counts what was sent before the change', () => {
    const rule = (max: number): Rule => ({
      ...{ id: 'r1', agents: 'a', surfaces: '*', level: 'submit' },
      limits: [{ max, window: 'hour', per: 'agent' }],
    })
    const tally = createTally()
    const counts = (max: number) => limitsOn(policyOf([rule(max)]), { id: 'a' }, SURFACES[0])
    for (const at of [0, 1, 2]) tally.reserve(counts(3), 'submit', at)
    expect(tally.left(counts(2), 3)).toMatchObject([{ left: 0, freeAt: 3_600_001 }])
    expect(tally.left(counts(5), 3)).toMatchObject([{ left: 2, freeAt: null }])
  })
})

function byRule<T extends { readonly rule: string }>(all: readonly T[]): T[] {
  return [...all].sort((a, b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0))
}
