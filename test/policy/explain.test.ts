import { describe, expect, test } from 'vitest'
import { decide } from '../../main/policy/decide.ts'
import { candidates } from '../../main/policy/explain.ts'
import type { AgentFacts, Lock, Rule } from '../../main/policy/model.ts'
import type { Intent } from '../../preload/contract.ts'
import { policyOf, surface } from './subjects.ts'

const rule = (fields: Partial<Rule>): Rule => ({ id: 'r2', agents: 'a', surfaces: '*', level: 'type', ...fields })
const hands: Lock = { id: 'l1', agents: '*', surfaces: '*', level: 'read', reason: 'production is hands-off' }

describe('the sentence of a verdict', () => {
  const say = (rules: Partial<Rule>[], intent: Intent, locks: Lock[] = [], agent: AgentFacts = { id: 'a' }) =>
    decide(policyOf(rules.map(rule), locks), agent, surface(), intent).why

  test.each<[expected: string, rules: Partial<Rule>[], intent: Intent, locks?: Lock[]]>([
    ['r2 gives a type in "shell".', [{}], 'type'],
    ['r2 gives a type in "shell"; that includes read.', [{}], 'read'],
    ['r2 gives a type in "shell"; submit is one step more.', [{}], 'submit'],
    ['r2 gives a read in "shell"; submit is two steps more.', [{ level: 'read' }], 'submit'],
    ['r2 gives a nothing in "shell".', [{ level: 'none' }], 'submit'],
    ['r2 gives a type in "shell", and submit if a person allows it.', [{ ask: 'submit' }], 'submit'],
    [
      'r2 gives a read in "shell", and submit if a person allows it; that includes type.',
      [{ level: 'read', ask: 'submit' }],
      'type',
    ],
    [
      'r2 gives a nothing in "shell", and read if a person allows it; type is one step more.',
      [{ level: 'none', ask: 'read' }],
      'type',
    ],
    ['No rule gives a anything in "shell".', [], 'read'],
    [
      'r2 gives a type in "shell", but lock l1 leaves read (production is hands-off); submit is two steps more.',
      [{}],
      'submit',
      [hands],
    ],
    ['r2 gives a type in "shell", but lock l1 leaves read (production is hands-off).', [{}], 'read', [hands]],
    [
      'r2 gives a type in "shell", but lock l1 leaves nothing.',
      [{}],
      'read',
      [{ id: 'l1', agents: '*', surfaces: '*', level: 'none' }],
    ],
    ['r2 gives a type in "shell"; answering a dialog needs submit, which is one step more.', [{}], 'answer'],
    [
      'r2 gives a nothing in "shell"; interrupting needs submit, which is three steps more.',
      [{ level: 'none' }],
      'interrupt',
    ],
    ['r2 gives a submit in "shell"; interrupting needs a person to allow it.', [{ level: 'submit' }], 'interrupt'],
    ['r2 gives a submit in "shell"; typing at a password prompt is not allowed.', [{ level: 'submit' }], 'secret'],
    ['r2 gives a submit in "shell"; answering a dialog is allowed.', [{ level: 'submit', answer: 'allow' }], 'answer'],
    ['a cannot open surfaces: this version of Gatehouse lets no agent do that.', [{ level: 'submit' }], 'open'],
  ])('%s', (expected, rules, intent, locks) => expect(say(rules, intent, locks)).toBe(expected))

  test('says so when the agent is not known', () => {
    expect(say([{}], 'read', [], { id: 'ghost' })).toBe(
      'ghost is not an agent of this policy, so it may do nothing in "shell".',
    )
  })

  test('names a built-in rule as one', () => {
    expect(say([], 'type', [], { id: 'i', preset: 'claude', workspace: 'web' })).toBe(
      'The built-in rule inside gives i read in "shell"; type is one step more.',
    )
  })

  test('calls a surface nobody named by its id, never by its alias', () => {
    const unnamed = surface({ name: '', alias: 'prod' })
    expect(decide(policyOf([]), { id: 'a' }, unnamed, 'read').why).toBe('No rule gives a anything in "s_aaaa".')
  })
})

describe('the Why list', () => {
  const policy = policyOf([
    rule({ id: 'r1', agents: '*', surfaces: '*', level: 'read' }),
    rule({ id: 'r2', surfaces: { workspace: 'web' }, level: 'submit' }),
    rule({ id: 'r3', surfaces: { workspace: 'w*' }, level: 'type' }),
    rule({ id: 'r4', surfaces: { workspace: 'web' }, level: 'type' }),
    rule({ id: 'r5', agents: ['b'], surfaces: { id: 's_aaaa' }, level: 'none' }),
    rule({ id: 'r6', agents: '*', surfaces: { workspace: 'web' }, level: 'none' }),
  ])

  test('has every rule that matches, the most exact first, each with its reason', () => {
    const list = candidates(policy, { id: 'a' }, surface())
    expect(list.map(({ rule: id, used, why }) => [id, used, why])).toEqual([
      ['r3', true, 'r3 decides: it selects the surface by workspace and the agent by name.'],
      ['r4', false, 'r4 gives the same as r3, whose id comes first.'],
      ['r2', false, 'r2 is as exact as r3, and r3 gives less.'],
      ['r6', false, 'r6 selects the agent as any; r3 is more exact, by name.'],
      ['r1', false, 'r1 selects the surface as any; r3 is more exact, by workspace.'],
    ])
    expect(list[0]?.grant).toEqual({ level: 'type', ask: null, answer: 'ask', interrupt: 'ask', secret: 'deny' })
  })

  test('says what built-in rules do', () => {
    const inside = candidates(policy, { id: 'i', workspace: 'web' }, surface())
    expect(inside.at(-1)).toMatchObject({
      rule: 'inside',
      used: false,
      why: 'The built-in rule inside counts only where no rule decides.',
    })
    const opened = candidates(
      policyOf([rule({ surfaces: { workspace: 'web' }, level: 'submit' })]),
      { id: 'a' },
      surface({ openedBy: 'a' }),
    )
    expect(opened.map(({ rule: id, used, why }) => [id, used, why])).toEqual([
      ['r2', false, 'r2 cannot raise what an agent has on a surface it opened itself.'],
      ['opened', true, 'The built-in rule opened decides, because no rule of the policy says more.'],
    ])
  })
})
