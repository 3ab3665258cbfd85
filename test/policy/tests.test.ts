// The tests a policy carries: they run whenever it is read, and one that does not hold is a fault where it stands.
import { describe, expect, test } from 'vitest'
import { parsePolicy } from '../../main/policy/parse.ts'
import { TOKEN } from './subjects.ts'
import { atMark, faultsOf } from './support/faults.ts'

/** A policy with these tests, one a line from line 10 on. */
const withTests = (...tests: string[]) => `{
  "version": 1,
  "agents": { "a": { "name": "A", "token": "${TOKEN}" }, "b": { "name": "B", "token": "${TOKEN.replace('0a', '1b')}" } },
  "rules": [${RULES.join(', ')}],
  "locks": [{ "id": "l1", "agents": "*", "surfaces": { "name": "prod-*" }, "level": "read" }],
  "open": [{ "id": "o1", "agents": "a", "presets": ["shell"], "cwd": ["~/src/**"], "command": "ask", "max": 5, "grant": "allow" }],

  // what must stay true
  "tests": [
${tests.map(one => `    ${one},\n`).join('')}  ]
}
`
const RULES = [
  '{ "id": "r1", "agents": ["a", "b"], "surfaces": "*", "level": "read", "ask": "type" }',
  '{ "id": "r2", "agents": "a", "surfaces": { "workspace": "web" }, "level": "submit", "text": [{ "require": { "regex": "^make " }, "intent": "submit", "reason": "only builds" }, { "deny": { "contains": "clean" } }] }',
  '{ "id": "r3", "agents": { "preset": "claude" }, "surfaces": { "workspace": "@own" }, "level": "type" }',
  '{ "id": "r4", "agents": "b", "surfaces": { "id": "s_7f3a" }, "level": "submit", "until": "2020-01-01T00:00:00Z" }',
  '{ "id": "r5", "agents": "*", "surfaces": { "openedBy": "self" }, "level": "submit" }',
]

describe('a test that holds is no more than that', () => {
  test.each<[what: string, test: string]>([
    ['what a rule gives', '{"agent": "a", "surface": {}, "intent": "read", "expect": "allow"}'],
    ['what a person is asked about', '{"agent": "b", "surface": {"name": "x"}, "intent": "type", "expect": "ask"}'],
    ['what nothing gives', '{"agent": "b", "surface": {}, "intent": "submit", "expect": "deny"}'],
    ['a lock', '{"agent": "a", "surface": {"workspace": "web", "name": "prod-1"}, "intent": "type", "expect": "deny"}'],
    [
      'a lock on the name an agent chose',
      '{"agent": "a", "surface": {"workspace": "web", "alias": "prod-1"}, "intent": "type", "expect": "deny"}',
    ],
    ['an agent the policy does not know', '{"agent": "c", "surface": {}, "intent": "read", "expect": "deny"}'],
    [
      'an agent in a surface',
      '{"agent": {"preset": "claude", "workspace": "w"}, "surface": {"workspace": "w"}, "intent": "type", "expect": "allow"}',
    ],
    [
      'an agent in a surface of another workspace',
      '{"agent": {"preset": "claude", "workspace": "w"}, "surface": {"workspace": "v"}, "intent": "read", "expect": "ask"}',
    ],
    [
      'an agent in a surface of another kind: the built-in rule',
      '{"agent": {"preset": "codex", "workspace": "w"}, "surface": {"workspace": "w"}, "intent": "type", "expect": "deny"}',
    ],
    ['any agent in a surface', '{"agent": {}, "surface": {"workspace": "w"}, "intent": "read", "expect": "ask"}'],
    [
      'a text that is let through',
      '{"agent": "a", "surface": {"workspace": "web"}, "intent": "submit", "text": "make test", "expect": "allow"}',
    ],
    [
      'a text that is not',
      '{"agent": "a", "surface": {"workspace": "web"}, "intent": "submit", "text": "npm test", "expect": "deny"}',
    ],
    [
      'a text for another intent',
      '{"agent": "a", "surface": {"workspace": "web"}, "intent": "type", "text": "npm test", "expect": "allow"}',
    ],
    [
      'no text: rules on texts are not looked at',
      '{"agent": "a", "surface": {"workspace": "web"}, "intent": "submit", "expect": "allow"}',
    ],
    // in 2020 it was true, and no test fails because time went by
    [
      'a temporary rule that has ended',
      '{"agent": "b", "surface": {"id": "s_7f3a"}, "intent": "submit", "expect": "allow"}',
    ],
    ['what the agent opened', '{"agent": "b", "surface": {"openedBy": "self"}, "intent": "submit", "expect": "allow"}'],
    ['the same by its id', '{"agent": "b", "surface": {"openedBy": "b"}, "intent": "close", "expect": "allow"}'],
    ['what a person opened', '{"agent": "b", "surface": {}, "intent": "close", "expect": "deny"}'],
    ['opening', '{"agent": "a", "surface": {"cwd": "~/src/app"}, "intent": "open", "expect": "allow"}'],
    ['opening at home itself', '{"agent": "a", "surface": {"cwd": "~"}, "intent": "open", "expect": "deny"}'],
    ['opening elsewhere', '{"agent": "a", "surface": {"cwd": "/etc"}, "intent": "open", "expect": "deny"}'],
    ['opening nobody knows where', '{"agent": "a", "surface": {}, "intent": "open", "expect": "deny"}'],
    [
      'opening another kind',
      '{"agent": "a", "surface": {"cwd": "~/src", "preset": "codex"}, "intent": "open", "expect": "deny"}',
    ],
    [
      'opening with a first prompt',
      '{"agent": "a", "surface": {"cwd": "~/src", "prompt": "yes"}, "intent": "open", "expect": "ask"}',
    ],
    [
      'opening a command of its own',
      '{"agent": "a", "surface": {"cwd": "~/src", "command": "yes", "prompt": "no"}, "intent": "open", "expect": "ask"}',
    ],
    ['opening by another', '{"agent": "b", "surface": {"cwd": "~/src"}, "intent": "open", "expect": "deny"}'],
    [
      'an answer, asked about unless said',
      '{"agent": "a", "surface": {"workspace": "web"}, "intent": "answer", "expect": "ask"}',
    ],
    ['a password', '{"agent": "a", "surface": {"workspace": "web"}, "intent": "secret", "expect": "deny"}'],
  ])('%s', (_, one) => {
    expect(faultsOf(withTests(one))).toEqual([])
    // and it does look: every other answer is a fault
    const expected = /"expect": "(\w+)"/.exec(one)?.[1]
    for (const other of ['allow', 'ask', 'deny'].filter(effect => effect !== expected)) {
      const [fault] = faultsOf(withTests(one.replace(/"expect": "\w+"/, `"expect": "${other}"`)))
      expect(fault).toContain(`this test expects ${other}, and the policy says ${expected}: `)
    }
  })
})

describe('a test that does not hold', () => {
  test('is a fault at its own line, that says what the policy says and which rule says it', () => {
    const holds = '{"agent": "a", "surface": {}, "intent": "read", "expect": "allow"}'
    const text = withTests(
      holds,
      '▸{"agent": "b", "surface": {"name": "web"}, "intent": "type", "expect": "allow"}',
      holds,
    )
    const { faults, begins } = atMark(
      text,
      'tests[1]',
      'this test expects allow, and the policy says ask: r1 gives b read in "web", and type if a person allows it',
    )
    expect(faults).toEqual([begins])
    expect(begins).toMatch(/^11:5 /)
    expect(faultsOf(text.replace('▸', ''))).toEqual([begins])
  })

  test.each<[test: string, says: string]>([
    [
      '{"agent": "a", "surface": {"workspace": "web", "name": "prod-1"}, "intent": "submit", "expect": "allow"}',
      'deny: r2 gives a submit in "prod-1", but lock l1 leaves read; submit is two steps more',
    ],
    [
      '{"agent": "a", "surface": {"workspace": "web", "name": "x"}, "intent": "submit", "text": "ls", "expect": "allow"}',
      'deny: r2 says that what a sends in "x" must match /^make / (only builds)',
    ],
    [
      '{"agent": "c", "surface": {"name": "x"}, "intent": "read", "expect": "allow"}',
      'deny: c is not an agent of this policy, so it may do nothing in "x"',
    ],
    [
      '{"agent": "a", "surface": {"cwd": "~/src", "prompt": "yes"}, "intent": "open", "expect": "allow"}',
      'ask: o1 asks a person when a gives a first prompt',
    ],
    [
      // nothing a name holds can break the line or hide
      '{"agent": "c", "surface": {"name": "x\\u001b[2J\\u202e\\ny"}, "intent": "read", "expect": "allow"}',
      'deny: c is not an agent of this policy, so it may do nothing in "x\ufffd[2J\ufffd\ufffdy"',
    ],
  ])('%s', (one, says) => {
    const { faults, begins } = atMark(
      withTests(`▸${one}`),
      'tests[0]',
      `this test expects allow, and the policy says ${says}`,
    )
    expect(faults).toEqual([begins])
    expect(faultsOf(withTests(one))).toEqual([begins])
  })

  test('is said together with every other that does not, and only where nothing else is wrong', () => {
    const wrong = (agent: string) => `{"agent": "${agent}", "surface": {}, "intent": "submit", "expect": "ask"}`
    const lines = (text: string) => faultsOf(text).map(fault => fault.replace(/ .*/, ''))
    expect(lines(withTests(wrong('a'), wrong('b'), wrong('c')))).toEqual(['10:5', '11:5', '12:5'])
    expect(lines(withTests(wrong('a'), wrong('b')).replace('"level": "read" }]', '"level": "raed" }]'))).toEqual([
      '5:85',
    ])
  })

  test('keeps the whole policy from being one', () => {
    const parsed = parsePolicy(withTests('{"agent": "a", "surface": {}, "intent": "read", "expect": "deny"}'))
    expect(parsed.ok).toBe(false)
    expect(parsed).not.toHaveProperty('policy')
  })
})

test('more looks at rules than every reading can take are refused before any is taken', () => {
  const all = (count: number, one: (index: number) => string) => Array.from({ length: count }, (_, index) => one(index))
  const text = (rules: number, tests: number, extra = '') =>
    `{"version": 1, "rules": [${all(rules, index => `{"id": "r${index}", "agents": "*", "surfaces": "*", "level": "read"${extra}}`)}],\n"tests": [${all(tests, () => '{"agent": "a", "surface": {}, "intent": "read", "expect": "deny"}')}]}`
  expect(faultsOf(text(500, 200))).toEqual([])
  expect(faultsOf(text(501, 200))).toEqual([
    '2:10 tests: 200 tests of 501 rules take too long at every reading; tests × rules may be 100000',
  ])
  // rules on texts are looked at one by one
  expect(faultsOf(text(250, 200, ', "text": [{"deny": {"equals": "a"}}]'))).toEqual([])
  expect(faultsOf(text(251, 200, ', "text": [{"deny": {"equals": "a"}}]'))).toHaveLength(1)
  expect(faultsOf(text(2000, 0))).toEqual([])
})
