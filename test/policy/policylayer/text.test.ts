// Conditions on what is sent: rules on the text, or why there can be none.
import { describe, expect, test } from 'vitest'
import { ANY, allowing, faults, hosted, intercept, kept, must, mustNot, on, oneRule, text } from './documents.ts'

describe('conditions on the text', () => {
  test.each<[why: string, document: string, rules: object[]]>([
    ['require eq', must(text('eq', 'go')), [{ require: { equals: 'go' } }]],
    ['require in', must(text('in', ['go', 'stop'])), [{ require: { in: ['go', 'stop'] } }]],
    ['require regex', must(text('regex', '^git ')), [{ require: { regex: '^git ' } }]],
    ['require contains', must(text('contains', 'git')), [{ require: { contains: 'git' } }]],
    // a missing text does not pass these either
    ['require neq', must(text('neq', 'go')), [{ deny: { equals: 'go' } }, ANY]],
    ['require not_in', must(text('not_in', ['go'])), [{ deny: { in: ['go'] } }, ANY]],
    ['require exists', must(text('exists', true)), [ANY]],
    [
      'one that wants a text is enough',
      must(text('neq', 'a'), text('regex', 'b'), text('exists', true)),
      [{ deny: { equals: 'a' } }, { require: { regex: 'b' } }],
    ],
    ['deny_if eq', mustNot(text('eq', 'go')), [{ deny: { equals: 'go' } }]],
    ['deny_if in', mustNot(text('in', ['go'])), [{ deny: { in: ['go'] } }]],
    ['deny_if regex', mustNot(text('regex', 'rm')), [{ deny: { regex: 'rm' } }]],
    ['deny_if contains', mustNot(text('contains', 'rm')), [{ deny: { contains: 'rm' } }]],
    ['deny_if neq', mustNot(text('neq', 'go')), [{ require: { equals: 'go' } }]],
    ['deny_if not_in', mustNot(text('not_in', ['go'])), [{ require: { in: ['go'] } }]],
    [
      'its own message',
      must(text('eq', 'go', { on_deny: 'only\ngo' })),
      [{ require: { equals: 'go' }, reason: 'only go' }],
    ],
    [
      'the tool’s message',
      hosted({ session_send: { reason: 'only go', deny_if: [text('neq', 'go')] } }),
      [{ require: { equals: 'go' }, reason: 'only go' }],
    ],
    [
      'Intercept',
      oneRule(
        'session_send',
        'conditions: [{path: args.message, op: eq, value: go}, {path: args.message, op: contains, value: g}], on_deny: only go',
      ),
      [
        { require: { equals: 'go' }, reason: 'only go' },
        { require: { contains: 'g' }, reason: 'only go' },
      ],
    ],
    // each tool's own parameter
    ['cmux_send', hosted({ cmux_send: { require: [on('args.text', 'eq', 'a')] } }), [{ require: { equals: 'a' } }]],
    [
      'tmux_send_input',
      hosted({ tmux_send_input: { require: [on('args.input', 'eq', 'a')] } }),
      [{ require: { equals: 'a' } }],
    ],
    ['send_keys', hosted({ send_keys: { require: [on('args.keys', 'eq', 'a')] } }), [{ require: { equals: 'a' } }]],
    // whose
    [
      'type and submit, each its own',
      hosted({
        cmux_send: { deny_if: [on('args.text', 'eq', 'a')] },
        cmux_send_submit: { deny_if: [on('args.text', 'eq', 'b')] },
      }),
      [
        { deny: { equals: 'a' }, intent: 'type' },
        { deny: { equals: 'b' }, intent: 'submit' },
      ],
    ],
    [
      'type and submit, the same',
      hosted({
        cmux_send: { deny_if: [on('args.text', 'eq', 'a')] },
        cmux_send_submit: { deny_if: [on('args.text', 'eq', 'a')] },
      }),
      [{ deny: { equals: 'a' } }],
    ],
    [
      'submit where the default allows type',
      allowing({ session_send: { deny_if: [text('eq', 'a')] } }),
      [{ deny: { equals: 'a' }, intent: 'submit' }],
    ],
    [
      'for every tool',
      intercept(
        '  session_send: {rules: []}\n  "*": {rules: [{name: a, conditions: [{path: args.message, op: eq, value: a}]}]}\n',
      ),
      [{ require: { equals: 'a' } }],
    ],
  ])('%s', (_, document, rules) => {
    expect(kept(document).text).toEqual(rules)
  })

  test.each<[document: string, faults: (string | RegExp)[]]>([
    [must(text('lt', 5)), [/^tools.session_send.require\[0\]: `lt` compares numbers, and what is sent is a text/]],
    [mustNot(text('gte', 5)), [/^tools.session_send.deny_if\[0\]: `gte` compares numbers/]],
    [must(text('exists', false)), [/require\[0\]: every send has a text/]],
    [mustNot(text('exists', true)), [/deny_if\[0\]: every send has a text/]],
    [mustNot(text('exists', false)), [/deny_if\[0\]: every send has a text/]],
    [must(text('eq', 5)), [/require\[0\]: `equals` must be a text in double quotes; it is 5/]],
    [must(text('in', 'a')), [/require\[0\]: `in` must be a list/]],
    [must(text('in', [1])), [/require\[0\]: .*must be a text/]],
    [must(text('contains', '')), [/require\[0\]: `contains`: it is empty/]],
    [must(text('regex', '(a')), [/require\[0\]: `regex`: it is no regex in RE2's syntax/]],
    [must(text('regex', 'a(?=b)')), [/require\[0\]: `regex`: it is no regex in RE2's syntax/]],
    [must(text('regex', 'a'.repeat(1001))), [/require\[0\]: `regex`: it is longer than 1000 characters/]],
    [must(text('starts', 'a')), [/require\[0\].op: `op` must be one of "eq", /]],
    [must({ path: 'args.message', op: 'eq' }), [/require\[0\]: `require\[0\]` has no `value`/]],
    [must(text('eq', 'a', { flags: 'i' })), [/require\[0\].flags: unknown key/]],
    [must(text('eq', 'a', { on_deny: 'a'.repeat(201) })), [/require\[0\].on_deny: a reason is at most 200/]],
    // other arguments
    [
      must(on('args.sessionId', 'eq', 's1')),
      [/^tools.session_send.require\[0\]: `args.sessionId` chooses surfaces; .*--for-surfaces/],
    ],
    [hosted({ tmux_send_input: { require: [on('args.task_id', 'eq', 't')] } }), [/`args.task_id` chooses surfaces/]],
    [hosted({ cmux_send: { deny_if: [on('args.surface', 'eq', 't')] } }), [/`args.surface` chooses surfaces/]],
    [
      hosted({ tmux_send_input: { require: [on('args.allow_shell', 'eq', false)] } }),
      [/only `args.input`, the text of `tmux_send_input`, can be compared here, not `args.allow_shell`/],
    ],
    [must(on('args.text', 'eq', 'a')), [/only `args.message`, the text of `session_send`/]],
    [must(on('args.mesage', 'eq', 'a')), [/did you mean `args.message`\?/]],
    [must(on('args.message.0', 'eq', 'a')), [/not `args.message.0`/]],
    [must(on('message', 'eq', 'a')), [/not `message`/]],
    [must(on('', 'eq', 'a')), [/require\[0\].path: `path`: it is empty/]],
    [
      hosted({ capture_pane: { require: [on('args.lines', 'lt', 100)] } }),
      [/^tools.capture_pane.require\[0\]: only texts that are sent are compared/],
    ],
    // counters
    [must(on('state.session_send.n', 'lte', 5)), [/`state.session_send.n` is a counter; write a `rate_limit`/]],
    [
      oneRule(
        'session_send',
        'conditions: [{path: state.session_send.n, op: lt, value: 5}], state: {counter: n, window: day}',
      ),
      [/rules\[0\].state: only calls can be counted/],
    ],
    [
      oneRule(
        'session_send',
        'conditions: [{path: state.session_send.m, op: lte, value: 5}], state: {counter: n, window: day}',
      ),
      [/rules\[0\].state: only calls can be counted/],
    ],
    [
      oneRule(
        'session_send',
        'conditions: [{path: state.session_send.n, op: lte, value: 5}], state: {counter: n, window: day, increment_from: args.n}',
      ),
      [/rules\[0\].state: only calls/],
    ],
    [
      oneRule(
        'session_send',
        'conditions: [{path: state.session_send.n, op: lte, value: 5}], state: {counter: n, window: day, increment: 2}',
      ),
      [/rules\[0\].state: only calls/],
    ],
    [
      oneRule(
        'session_send',
        'conditions: [{path: state.session_send.n, op: lte, value: 5}, {path: args.message, op: eq, value: a}], state: {counter: n, window: day}',
      ),
      [/rules\[0\].state: only calls/],
    ],
    [
      oneRule(
        'session_send',
        'conditions: [{path: state.session_send.n, op: lte, value: 5}], state: {counter: n, window: month}',
      ),
      [/rules\[0\].state.window: /],
    ],
    // a condition on every tool
    [
      allowing({ '*': { deny_if: [text('eq', 'a')] }, session_send: {} }),
      [/^tools.\*: no tool for read is listed/, /^tools.\*: no tool for type is listed/],
    ],
    [
      hosted({ '*': { require: [text('eq', 'a')] }, session_send: {}, capture_pane: {} }),
      [/^tools.\*.require\[0\]: only texts that are sent/],
    ],
  ])('%s', (document, expected) => {
    expect(faults(document)).toEqual(expected.map(one => expect.stringMatching(one)))
  })
})
