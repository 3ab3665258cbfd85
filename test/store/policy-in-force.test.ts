import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Policy, Rule } from '../../main/policy/model.ts'
import { createPolicyInForce } from '../../main/store/policy-in-force.ts'

const START = Date.parse('2026-11-21T12:00:00Z')
const rule = (id: string, more: Partial<Rule> = {}): Rule => {
  return { id, agents: 'a', surfaces: { id: 's_aaaa' }, level: 'submit', ...more }
}
const policyOf = (...rules: Rule[]): Policy => ({ version: 1, agents: {}, rules, locks: [], open: [], tests: [] })
const at = (minutes: number) => new Date(START + minutes * 60_000).toISOString()

beforeEach(() => vi.useFakeTimers({ now: START, toFake: ['setTimeout', 'clearTimeout', 'Date'] }))
afterEach(() => vi.useRealTimers())

function inForce(policy: Policy, isOpen: () => boolean = () => true) {
  const ended: string[][] = []
  let accepted = policy
  const room = createPolicyInForce({
    accepted: () => accepted,
    now: Date.now,
    isOpen,
    onEnd: rules => void ended.push([...rules]),
  })
  const ids = () => room.policy().rules.map(({ id }) => id)
  const replace = (next: Policy) => {
    accepted = next
    room.changed()
  }
  return { room, ended, ids, replace }
}

test('a rule is out at its end, to the millisecond, and whoever listens is told which', () => {
  const { ended, ids } = inForce(policyOf(rule('r1'), rule('t1', { until: at(1) }), rule('t2', { until: at(5) })))
  vi.advanceTimersByTime(59_999)
  expect({ ids: ids(), ended }).toEqual({ ids: ['r1', 't1', 't2'], ended: [] })
  vi.advanceTimersByTime(1)
  expect({ ids: ids(), ended }).toEqual({ ids: ['r1', 't2'], ended: [['t1']] })
  vi.advanceTimersByTime(240_000)
  expect({ ids: ids(), ended }).toEqual({ ids: ['r1'], ended: [['t1'], ['t2']] })
})

test('a rule that ended before the start is never in force, and nothing is said of it', () => {
  const { ended, ids } = inForce(policyOf(rule('t0', { until: at(-1) }), rule('r1')))
  expect(ids()).toEqual(['r1'])
  vi.advanceTimersByTime(86_400_000)
  expect(ended).toEqual([])
})

test('a rule that holds until a surface closes is out as soon as it has', () => {
  let open = true
  const { ids } = inForce(policyOf(rule('t1', { until: { closes: 's_aaaa' } })), () => open)
  expect(ids()).toEqual(['t1'])
  open = false
  expect(ids()).toEqual([])
})

test('the policy is the same object until something changes', () => {
  const { room, replace } = inForce(policyOf(rule('r1'), rule('t0', { until: at(-1) }), rule('t1', { until: at(1) })))
  const before = room.policy()
  expect(room.policy()).toBe(before)
  vi.advanceTimersByTime(60_000)
  const after = room.policy()
  expect(after).not.toBe(before)
  expect(room.policy()).toBe(after)
  replace(policyOf(rule('r2')))
  expect(room.policy().rules.map(({ id }) => id)).toEqual(['r2'])
})

test('an end beyond what a timer can hold is waited for all the same', () => {
  const { ended, ids } = inForce(policyOf(rule('t1', { until: at(60 * 24 * 40) })))
  vi.advanceTimersByTime(60 * 24 * 40 * 60_000 - 1)
  expect({ ids: ids(), ended }).toEqual({ ids: ['t1'], ended: [] })
  vi.advanceTimersByTime(1)
  expect({ ids: ids(), ended }).toEqual({ ids: [], ended: [['t1']] })
})

test('an end that passed while the machine slept is told of half a minute after it woke', () => {
  const { ended, ids } = inForce(policyOf(rule('t1', { until: at(60) })))
  vi.advanceTimersByTime(60_000)
  vi.setSystemTime(START + 61 * 60_000)
  expect({ ids: ids(), ended }).toEqual({ ids: [], ended: [] })
  vi.advanceTimersByTime(30_000)
  expect(ended).toEqual([['t1']])
})

test('a changed policy is watched for its own ends', () => {
  const { ended, replace, room } = inForce(policyOf(rule('t1', { until: at(1) })))
  replace(policyOf(rule('t2', { until: at(2) })))
  vi.advanceTimersByTime(120_000)
  expect(ended).toEqual([['t2']])
  replace(policyOf(rule('t3', { until: at(9) })))
  room.close()
  vi.advanceTimersByTime(600_000)
  expect(ended).toEqual([['t2']])
})
