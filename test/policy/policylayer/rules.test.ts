// Enter of send_keys, approval, and the rules of Intercept documents.
import { describe, expect, test } from 'vitest'
import { allowing, faults, hosted, intercept, kept, on, oneRule, RATE, SUBMIT, TEN } from './documents.ts'

describe('Enter of send_keys', () => {
  const enter = (key: 'require' | 'deny_if', op: string, value: unknown) =>
    hosted({ send_keys: { [key]: [on('args.enter', op, value)] } })

  test.each([
    ['require', 'eq', false],
    ['require', 'neq', true],
    ['deny_if', 'eq', true],
    ['deny_if', 'neq', false],
  ] as const)('%s %s %s is type', (key, op, value) => {
    expect(kept(enter(key, op, value))).toEqual({ level: 'type', reason: 'from PolicyLayer; type includes read here' })
  })

  test('what it says of Enter is kept; its limits and texts are those of type', () => {
    const require = [
      on('args.enter', 'eq', false, { on_deny: 'a person presses Enter' }),
      on('args.keys', 'contains', 'a'),
    ]
    expect(kept(hosted({ send_keys: { require, limits: [RATE] } }))).toEqual({
      level: 'type',
      limits: [TEN],
      text: [{ require: { contains: 'a' } }],
      reason: 'a person presses Enter; from PolicyLayer; type includes read here',
    })
  })

  test('it takes submit away where the default allows', () => {
    expect(kept(allowing({ send_keys: { require: [on('args.enter', 'eq', false)] } })).level).toBe('type')
  })

  test.each([
    ['require', 'eq', true, /^tools.send_keys.require\[0\]: Enter cannot be made a condition/],
    ['deny_if', 'eq', false, /^tools.send_keys.deny_if\[0\]: Enter cannot be made a condition/],
    ['require', 'exists', true, /^tools.send_keys.require\[0\]: `args.enter` is compared by eq or neq/],
    ['require', 'eq', 'false', /^tools.send_keys.require\[0\]: `args.enter` is compared by eq or neq/],
  ] as const)('%s %s %j cannot be kept', (key, op, value, message) => {
    expect(faults(enter(key, op, value))).toEqual([expect.stringMatching(message)])
  })

  test('no other tool has one', () => {
    expect(faults(hosted({ session_send: { require: [on('args.enter', 'eq', false)] } }))).toEqual([
      expect.stringMatching(/not `args.enter`/),
    ])
  })
})

describe('approval', () => {
  test.each<[why: string, document: string, rule: object]>([
    ['submit alone', hosted({ session_send: { action: 'require_approval' } }), { level: 'read', ask: 'submit' }],
    ['type alone', hosted({ cmux_send: { action: 'require_approval' } }), { level: 'read', ask: 'type' }],
    ['read alone', hosted({ capture_pane: { action: 'require_approval' } }), { level: 'none', ask: 'read' }],
    [
      'submit, type allowed',
      hosted({ cmux_send: {}, cmux_send_submit: { action: 'require_approval' } }),
      { level: 'type', ask: 'submit' },
    ],
    [
      'submit, the rest by default',
      allowing({ session_send: { action: 'require_approval' } }),
      { level: 'type', ask: 'submit' },
    ],
    ['every tool', allowing({ '*': { action: 'require_approval' } }), { level: 'none', ask: 'submit' }],
    [
      'Intercept',
      oneRule('session_send', 'action: require_approval, approval_timeout: 120s, on_deny: ask me'),
      { level: 'read', ask: 'submit', reason: `ask me; ${SUBMIT}` },
    ],
    [
      'two minutes',
      hosted({ session_send: { action: 'require_approval', approval_timeout: 120 } }),
      { level: 'read', ask: 'submit' },
    ],
  ])('%s', (_, document, rule) => {
    expect(kept(document)).toMatchObject(rule)
  })

  test.each<[document: string, fault: RegExp]>([
    [
      hosted({ session_send: { action: 'require_approval', approval_timeout: '10m' } }),
      /^tools.session_send.approval_timeout: an ask waits 2 minutes/,
    ],
    [
      oneRule('session_send', 'action: require_approval, approval_timeout: 60'),
      /rules\[0\].approval_timeout: an ask waits 2 minutes/,
    ],
    [
      oneRule('session_send', 'action: require_approval, conditions: [{path: args.message, op: eq, value: a}]'),
      /rules\[0\]: a rule has one of/,
    ],
  ])('%s', (document, fault) => {
    expect(faults(document)).toEqual([expect.stringMatching(fault)])
  })
})

describe('Intercept rules', () => {
  test('all of them hold, and denying wins', () => {
    const rules = '[{name: a, rate_limit: 5/hour}, {name: b, action: deny, on_deny: never}]'
    expect(kept(intercept(`  cmux_send: {rules: []}\n  cmux_send_submit: {rules: ${rules}}\n`))).toEqual({
      level: 'type',
      reason: 'never; from PolicyLayer; type includes read here',
    })
  })

  test('"*" adds to every tool and lists none', () => {
    expect(kept(intercept('  "*": {rules: []}\n')).level).toBe('none')
    expect(
      kept(intercept('  session_send: {rules: []}\n  "*": {rules: [{name: a, action: deny, on_deny: no}]}\n')),
    ).toEqual({
      level: 'none',
      reason: 'no; from PolicyLayer',
    })
    expect(kept(intercept('  "*": {rules: [{name: a, action: deny}]}\n', '')).level).toBe('none')
  })

  test.each<[rule: string, fault: RegExp]>([
    ['rate_limit: 5/hour, conditions: [{path: args.message, op: eq, value: a}]', /rules\[0\]: a rule has one of/],
    ['rate_limit: 5/hour, state: {counter: a, window: day}', /rules\[0\]: a rule has one of/],
    ['rate_limit: 5/hour, action: deny', /rules\[0\]: a rule has one of/],
    ['action: deny, conditions: [{path: args.message, op: eq, value: a}]', /rules\[0\]: a rule has one of/],
    ['action: evaluate', /rules\[0\]: a rule has one of/],
    ['conditions: []', /rules\[0\].conditions: `conditions` is an empty list/],
    ['action: allow', /rules\[0\].action: `action` must be one of "evaluate", "deny"/],
    ['condition: []', /rules\[0\].condition: unknown key `condition`; did you mean `conditions`/],
  ])('%s', (rule, fault) => {
    expect(faults(oneRule('session_send', rule))).toContainEqual(expect.stringMatching(fault))
  })

  test('a rule has a name', () => {
    expect(faults(intercept('  session_send: {rules: [{rate_limit: 5/hour}]}\n'))).toEqual([
      'tools.session_send.rules[0]: `rules[0]` has no `name`; it needs one',
    ])
    expect(faults(intercept('  session_send: {rules: [{name: " ", rate_limit: 5/hour}]}\n'))).toEqual([
      'tools.session_send.rules[0].name: `name`: it is empty',
    ])
  })
})
