import { describe, expect, test } from 'vitest'
import { decide } from '../../main/policy/decide.ts'
import { candidates } from '../../main/policy/explain.ts'
import type { AgentFacts, Lock, Policy, Rule, SurfaceSubject } from '../../main/policy/model.ts'
import type { Intent } from '../../preload/contract.ts'
import { policyOf, surface } from './subjects.ts'
import { type Asked, answer, at, fresh, HOME, inner, opens, policy, submits, types } from './support/table.ts'

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
    ['No open rule lets a open "shell" here.', [{ level: 'submit' }], 'open'],
    ['a did not open "shell", and an agent closes only what it opened.', [{ level: 'submit' }], 'close'],
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

describe('the sentence says what decided', () => {
  const texts = policy(
    '{ "id": "r1", "agents": "cursor", "surfaces": "*", "level": "submit", "text": [{ "deny": { "contains": "sudo" }, "reason": "ask first" }] }',
    '{ "id": "r2", "agents": "cursor", "surfaces": { "workspace": "web" }, "level": "submit", "text": [{ "require": { "regex": "^(git|npm) " }, "intent": "submit" }] }',
    '{ "id": "r3", "agents": "codex", "surfaces": "*", "level": "submit", "text": [{ "require": { "in": ["ls", "pwd"] } }, { "deny": { "equals": "pwd" } }] }',
    `{ "id": "r4", "agents": "claude-code", "surfaces": "*", "level": "type", "text": [{ "deny": { "contains": "\\u202e${'x'.repeat(80)}" } }] }`,
    `{ "id": "r5", "agents": "claude-code", "surfaces": "*", "level": "type", "text": [{ "require": { "in": ["only this"] } }] }`,
  )
  const ending = policy(
    '{ "id": "r1", "agents": "cursor", "surfaces": { "id": "s_7f3a" }, "level": "submit", "until": "2026-11-21T12:00:00Z" }',
    '{ "id": "r2", "agents": "cursor", "surfaces": { "id": "s_7f3a" }, "level": "read" }',
    '{ "id": "r3", "agents": "codex", "surfaces": { "id": "s_7f3a" }, "level": "type", "until": { "closes": "s_7f3a" } }',
  )
  const locked = policy(
    '{ "id": "r1", "agents": "*", "surfaces": "*", "level": "submit" }',
    '{ "id": "l1", "agents": "*", "surfaces": { "name": "prod-*" }, "level": "read", "reason": "  production is  hands-off " }',
    '{ "id": "l2", "agents": "*", "surfaces": { "name": "db" }, "level": "read", "ask": "type" }',
    '{ "id": "o1", "agents": "*", "presets": ["shell"], "prompt": "deny", "max": 2, "grant": "allow" }',
    '{ "id": "o2", "agents": "*", "presets": ["claude"], "prompt": "ask", "grant": "allow" }',
  )
  const s7 = surface({ id: 's_7f3a', name: 'api' })
  const own = surface({ openedBy: 'cursor', name: '', id: 's_1111', alias: 'mine' })

  type Row = [inPolicy: Policy, agent: string | AgentFacts, on: SurfaceSubject, asked: Intent | Asked, says: string]
  // biome-ignore format: a table, one row a line
  const rows: Row[] = [
    // texts
    [texts, 'cursor', surface(), submits('rm -rf .'), 'r2 says that what cursor sends in "shell" must match /^(git|npm) /.'],
    [texts, 'cursor', surface(), types('sudo ls'), 'r1 says that what cursor sends in "shell" may not contain "sudo" (ask first).'],
    [texts, 'cursor', surface(), submits(null), 'r2 says that what cursor sends in "shell" must match /^(git|npm) /.'],
    [texts, 'cursor', surface(), submits('git log'), 'r2 gives cursor submit in "shell".'],
    [texts, 'codex', surface(), submits('rm'), 'r3 says that what codex sends in "shell" must be one of "ls", "pwd".'],
    [texts, 'codex', surface(), submits('pwd'), 'r3 says that what codex sends in "shell" may not be "pwd".'],
    [texts, 'claude-code', surface(), types('that'), 'r5 says that what claude-code sends in "shell" must be "only this".'],
    [texts, 'claude-code', surface(), types(`\u202e${'x'.repeat(80)}`), `r4 says that what claude-code sends in "shell" may not contain "\ufffd${'x'.repeat(58)}…".`], // nothing hidden, nothing endless
    [texts, 'claude-code', surface(), submits('that'), 'r4 gives claude-code type in "shell"; submit is one step more.'], // the level comes before any text
    // rules that end
    [ending, 'cursor', s7, at('2026-11-21T11:00:00Z', 'submit'), 'r1 gives cursor submit in "api" until 2026-11-21T12:00:00Z.'],
    [ending, 'cursor', s7, at('2026-11-21T12:00:00Z', 'submit'), 'r2 gives cursor read in "api"; submit is two steps more.'],
    [ending, 'codex', s7, 'read', 'r3 gives codex type in "api" until it closes; that includes read.'],
    // locks
    [locked, 'cursor', surface({ name: 'prod-1' }), 'submit', 'r1 gives cursor submit in "prod-1", but lock l1 leaves read (production is hands-off); submit is two steps more.'],
    [locked, 'cursor', surface({ name: 'db' }), 'type', 'r1 gives cursor submit in "db", but lock l2 leaves read, and type if a person allows it.'],
    [locked, 'cursor', surface({ name: 'db' }), 'interrupt', 'r1 gives cursor submit in "db", but lock l2 leaves read, and type if a person allows it; interrupting needs submit, which is one step more.'],
    // opening and closing
    [locked, 'cursor', fresh(), opens({ openNow: 2 }), 'o1 lets cursor have 2 open at once, and it has 2.'],
    [locked, 'cursor', fresh(), opens({ prompt: true }), 'o1 does not let cursor give a first prompt.'],
    [locked, 'cursor', fresh(), opens({ command: true }), 'o1 does not let cursor open a command of its own.'],
    [locked, 'cursor', fresh({ preset: 'claude' }), opens({ prompt: true }), 'o2 asks a person when cursor gives a first prompt.'],
    [locked, 'cursor', fresh({ preset: 'gemini' }), opens({ cwd: `${HOME}/x` }), 'No open rule lets cursor open "gemini" here.'],
    [locked, 'cursor', fresh({ preset: 'claude' }), opens(), 'o2 lets cursor open "claude".'],
    [locked, 'ghost', surface(), 'submit', 'ghost is not an agent of this policy, so it may do nothing in "shell".'],
    [locked, 'cursor', own, 'close', 'The built-in rule opened lets cursor close "s_1111", which it opened.'],
    [locked, 'cursor', { ...own, alias: 'prod-9' }, 'close', 'The built-in rule opened lets cursor close "s_1111", which it opened, but lock l1 forbids it (production is hands-off).'],
    [locked, 'cursor', { ...own, openedBy: 'person' }, 'close', 'cursor did not open "s_1111", and an agent closes only what it opened.'],
    // built in
    [policy(), inner, surface(), 'read', 'The built-in rule inside gives inner-1 read in "shell".'],
    [policy(), inner, surface({ workspace: 'api' }), 'read', 'The built-in rule inside gives inner-1 nothing in "shell", and read if a person allows it.'],
    [policy(), 'cursor', own, 'submit', 'The built-in rule opened gives cursor read in "s_1111", and submit if a person allows it.'],
    [policy(), 'cursor', own, 'secret', 'The built-in rule opened gives cursor read in "s_1111", and submit if a person allows it; typing at a password prompt is not allowed.'],
  ]

  test.each(rows.map(row => [row[4], row] as const))('%s', (says, [inPolicy, agent, on, asked]) => {
    expect(answer([inPolicy, agent, on, asked]).why).toBe(says)
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

  test('says that a temporary rule comes before a standing one', () => {
    const list = candidates(
      policyOf([
        rule({ id: 'r1', surfaces: { id: 's_aaaa' }, level: 'read' }),
        rule({ id: 'r2', surfaces: { id: 's_aaaa' }, level: 'submit', until: '2026-11-21T12:00:00Z' }),
      ]),
      { id: 'a' },
      surface(),
    )
    expect(list.map(({ used, why }) => [used, why])).toEqual([
      [true, 'r2 decides: it selects the surface by id and the agent by name.'],
      [false, 'r1 is as exact; r2 is temporary and comes before it.'],
    ])
  })

  test('is empty for an agent the policy does not know, and without any rule', () => {
    expect(candidates(policyOf([rule({})]), { id: 'ghost' }, surface())).toEqual([])
    expect(candidates(policyOf([]), { id: 'a' }, surface())).toEqual([])
  })
})
