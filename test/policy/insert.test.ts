// Where level type may insert at a shell's prompt: the rule that decides says so, and nothing else raises it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { grantChanges } from '../../main/policy/changes.ts'
import { decide, grantFor, mayInsert } from '../../main/policy/decide.ts'
import { candidates } from '../../main/policy/explain.ts'
import type { AgentFacts, Lock, Rule } from '../../main/policy/model.ts'
import { whyList } from '../../main/policy/why-list.ts'
import { policyOf, surface } from './subjects.ts'
import { anyAgent, anyLock, anyPolicy, anySurface } from './support/generated.ts'
import { law } from './support/law.ts'

const a: AgentFacts = { id: 'a' }
const rule = (id: string, more: Partial<Rule> = {}): Rule => {
  return { id, agents: 'a', surfaces: '*', level: 'type', insertAtPrompt: true, ...more }
}
const lock = (level: Lock['level']): Lock => ({ id: 'l1', agents: '*', surfaces: '*', level })
const here = { surfaces: { id: 's_aaaa' } } as const
const mine = surface({ openedBy: 'a' })

describe('a text may be inserted', () => {
  test.each<[boolean, string, Rule[], (Lock[] | undefined)?, typeof mine?]>([
    [true, 'where the rule says so', [rule('r1')]],
    [false, 'not unless it says so', [rule('r1', { insertAtPrompt: false })]],
    [false, 'not by a rule that says nothing of it', [{ id: 'r1', agents: 'a', surfaces: '*', level: 'type' }]],
    [false, 'not at level read with an ask for type', [rule('r1', { level: 'read', ask: 'type' })]],
    [true, 'with an ask for submit', [rule('r1', { ask: 'submit' })]],
    [false, 'not at submit, where other checks hold', [rule('r1', { level: 'submit' })]],
    [true, 'at a submit that a lock leaves type of', [rule('r1', { level: 'submit' })], [lock('type')]],
    [false, 'not below a lock', [rule('r1')], [lock('read')]],
    [true, 'under a lock that takes nothing', [rule('r1')], [lock('submit')]],
    [false, 'not by a rule that does not decide', [rule('r1'), rule('r2', { ...here, insertAtPrompt: false })]],
    [true, 'by the one that decides', [rule('r1', { insertAtPrompt: false }), rule('r2', here)]],
    [false, 'of two that are equal, not by the smaller id', [rule('r1'), rule('r2', { insertAtPrompt: false })]],
    [false, 'not by another agent’s rule', [rule('r1', { agents: 'b' })]],
    [true, 'on a surface of its own, by a rule for all', [rule('r1')], [], mine],
    [false, 'there not by a rule that cannot raise', [rule('r1', { surfaces: { workspace: 'web' } })], [], mine],
    [
      false,
      'there not where a more exact rule takes it away',
      [rule('r1'), rule('r2', { ...here, insertAtPrompt: false })],
      [],
      mine,
    ],
    [
      false,
      'there not where only the more exact one says so',
      [rule('r1', { insertAtPrompt: false }), rule('r2', here)],
      [],
      mine,
    ],
    [true, 'there where both say so', [rule('r1'), rule('r2', here)], [], mine],
  ])('%s: %s', (expected, _, rules, locks = [], where = surface()) => {
    const policy = policyOf(rules, locks)
    expect(mayInsert(policy, a, where, 'ls')).toBe(expected)
    expect(grantFor(policy, a, where).insertAtPrompt).toBe(expected)
    const says = decide(policy, a, where, 'type')
    expect(says.why.includes('best effort')).toBe(expected)
  })

  test('but not what rules on texts keep from being typed or submitted', () => {
    for (const intent of ['type', 'submit', undefined] as const) {
      const text = [{ deny: { contains: 'rm' }, ...(intent ? { intent } : {}) }]
      const policy = policyOf([rule('r1', { text }), { id: 'r0', agents: '*', surfaces: '*', level: 'none' }])
      expect([mayInsert(policy, a, surface(), 'rm x'), mayInsert(policy, a, surface(), 'ls')]).toEqual([false, true])
    }
  })
})

test('the sentence says so where it is about typing, and nowhere else', () => {
  const policy = policyOf([rule('r1', { ask: 'submit' })])
  const says = 'r1 gives a type in "shell", and submit if a person allows it'
  const inserts = "at a shell's prompt the text goes onto the line instead of a draft (best effort)"
  expect(decide(policy, a, surface(), 'type').why).toBe(`${says}; ${inserts}.`)
  expect(whyList(policy, a, surface(), 'type').verdict.why).toBe(`${says}; ${inserts}.`)
  expect(decide(policy, a, surface(), 'submit').why).toBe(`${says}.`)
})

test('of two rules that are equal but for it, the one without decides and is said to give less', () => {
  const policy = policyOf([rule('r1'), rule('r2', { insertAtPrompt: false })])
  expect(candidates(policy, a, surface()).map(({ rule: id, used, why }) => [id, used, why])).toEqual([
    ['r2', true, 'r2 decides: it selects the surface as any and the agent by name.'],
    ['r1', false, 'r1 is as exact as r2, and r2 gives less.'],
  ])
})

test('a change of it is shown for each pair, as a raise or as none', () => {
  const [without, with_] = [policyOf([rule('r1', { insertAtPrompt: false })]), policyOf([rule('r1')])]
  const pair = { before: surface(), after: surface() }
  const shown = (before: typeof without, after: typeof without) =>
    grantChanges(before, after, [pair]).map(({ agent, also, raises }) => [agent, also, raises])
  const inserts = "what it types goes onto the line at a shell's prompt (best effort)"
  expect(shown(without, with_)).toEqual(Array(2).fill(['a', [inserts], true]))
  expect(shown(with_, without)).toEqual(Array(2).fill(['a', ['what it types is a draft'], false]))
  expect(shown(with_, policyOf([rule('r1', { level: 'submit' })]))).toEqual(Array(2).fill(['a', [], true]))
})

law(
  'it is by the rule that is named, at level type alone',
  fc.property(anyPolicy, anyAgent, anySurface, (policy, agent, where) => {
    const grant = grantFor(policy, agent, where)
    if (!grant.insertAtPrompt) return
    expect(grant.level).toBe('type')
    expect(policy.rules.find(({ id }) => id === grant.rule)?.insertAtPrompt).toBe(true)
  }),
)

law(
  'a lock more never lets anything be inserted that was not',
  fc.property(anyPolicy, anyLock, anyAgent, anySurface, fc.string(), (policy, more, agent, where, text) => {
    if (!mayInsert({ ...policy, locks: [...policy.locks, more] }, agent, where, text)) return
    const before = decide(policy, agent, where, 'submit', { text }).effect === 'allow'
    expect(before || mayInsert(policy, agent, where, text)).toBe(true)
  }),
)
