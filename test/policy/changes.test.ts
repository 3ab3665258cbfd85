import { describe, expect, test } from 'vitest'
import { changeWords, grantChanges, otherChanges } from '../../main/policy/changes.ts'
import type { Lock, Policy, Rule } from '../../main/policy/model.ts'
import { policyOf, surface } from './subjects.ts'

const rule = (id: string, agents: string, level: Rule['level'], more: Partial<Rule> = {}): Rule => {
  return { id, agents, surfaces: '*', level, ...more }
}
const here = surface({ id: 's_aaaa', name: 'api', workspace: 'web' })
const same = { before: here, after: here }
const words = (before: Policy, after: Policy, renamed = same) =>
  grantChanges(before, after, [renamed]).map(one => `${one.raises ? '+' : '-'} ${changeWords(one)}`)

describe('what a change of the policy does', () => {
  test('is nothing where only words, order or rules that do not decide change', () => {
    const before = policyOf([rule('r1', 'a', 'read'), rule('r2', 'b', 'type')])
    const after = policyOf([rule('r9', 'b', 'type', { reason: 'because' }), rule('r1', 'a', 'read')])
    expect(words(before, after)).toEqual([])
  })

  test('is said for each agent and surface, raises first, any surface and any agent included', () => {
    const before = policyOf([rule('r1', 'a', 'submit'), rule('r2', '*', 'read')])
    const after = policyOf([rule('r1', 'a', 'read'), rule('r2', '*', 'type', { ask: 'submit' })])
    expect(words(before, after)).toEqual([
      '+ any agent on any surface: type (ask submit), was read',
      '+ b on any surface: type (ask submit), was read',
      '+ c on any surface: type (ask submit), was read',
      '+ any agent on s_aaaa: type (ask submit), was read',
      '+ b on s_aaaa: type (ask submit), was read',
      '+ c on s_aaaa: type (ask submit), was read',
      '- a on any surface: read, was submit',
      '- a on s_aaaa: read, was submit',
    ])
  })

  test('names what is unusual beside the ladder, and what changes there', () => {
    const at = { surfaces: { id: 's_aaaa' } } as const
    const none = policyOf([])
    const open = policyOf([rule('r1', 'a', 'submit', { ...at, answer: 'allow', secret: 'ask' })])
    const less = policyOf([rule('r1', 'a', 'submit', at)])
    expect(words(none, open)).toEqual([
      '+ a on s_aaaa: submit, was none, answering a dialog: allow, typing at a password prompt: ask',
    ])
    expect(words(open, less)).toEqual([
      '- a on s_aaaa: answering a dialog: ask, was allow, typing at a password prompt: deny, was ask',
    ])
    expect(words(open, none)).toEqual(['- a on s_aaaa: none, was submit'])
  })

  test('counts an agent that is new or gone', () => {
    const before = policyOf([rule('r1', 'd', 'read', { surfaces: { id: 's_aaaa' } })])
    const after = { ...before, agents: { ...before.agents, d: { name: 'D', token: 'sha256:d' } } }
    expect(words(before, after)).toEqual(['+ d on s_aaaa: read, was none'])
    expect(words(after, before)).toEqual(['- d on s_aaaa: none, was read'])
  })
})

describe('a rename or a move', () => {
  const locks: Lock[] = [{ id: 'l1', agents: '*', surfaces: { name: 'api' }, level: 'type' }]
  const policy = policyOf([rule('r1', 'a', 'submit', { surfaces: { workspace: 'web' } })], locks)

  test('says whose grants it changes', () => {
    const moved = { before: here, after: { ...here, workspace: 'ops' } }
    expect(words(policy, policy, moved)).toEqual(['- a on s_aaaa: none, was type'])
  })

  test('does not lead out of a lock: a former name still counts', () => {
    const renamed = { before: here, after: { ...here, name: 'db', formerNames: ['api'] } }
    expect(words(policy, policy, renamed)).toEqual([])
  })
})

describe('what else a change does', () => {
  const before = policyOf([rule('r1', 'a', 'submit')])
  test.each<[string, Policy, string[]]>([
    ['nothing', before, []],
    ['a new agent', { ...before, agents: { ...before.agents, d: { name: 'D', token: 'x' } } }, ['New: d.']],
    [
      'another token',
      { ...before, agents: { ...before.agents, a: { name: 'A', token: 'y' } } },
      ['Another token counts as a: whoever has it is that agent.'],
    ],
    ['one agent less', { ...before, agents: {} }, ['Gone: a, b, c.']],
    [
      'opening',
      { ...before, open: [{ id: 'o1', agents: 'a', grant: 'allow' }] },
      ['What agents may open is different.'],
    ],
    [
      'a limit that is gone',
      policyOf([rule('r1', 'a', 'submit', { limits: [{ max: 1, window: 'day', per: 'agent' }] })]),
      ['Limits or rules on texts are different.'],
    ],
    [
      'inserting',
      policyOf([rule('r1', 'a', 'submit', { insertAtPrompt: true })]),
      ['Where typing may insert at a prompt is different.'],
    ],
  ])('%s', (_, after, notes) => expect(otherChanges(before, after)).toEqual(notes))
})
