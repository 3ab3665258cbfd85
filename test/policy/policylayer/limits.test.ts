// How often: what counts, for whom, and what cannot be counted.
import { describe, expect, test } from 'vitest'
import { allowing, faults, hosted, intercept, kept, oneRule, RATE, SUBMIT, TEN } from './documents.ts'

describe('limits', () => {
  test.each<[why: string, document: string, limits: object[]]>([
    ['hosted', hosted({ session_send: { limits: [RATE] } }), [TEN]],
    [
      'two windows',
      hosted({ session_send: { limits: [RATE, { ...RATE, window: 'day', max: 99 }] } }),
      [TEN, { ...TEN, window: 'day', max: 99 }],
    ],
    ['a window in seconds', hosted({ session_send: { limits: [{ ...RATE, window: 90 }] } }), [{ ...TEN, window: 90 }]],
    ['loose', hosted({ session_send: { rate_limit: { max: 10, window: 60 } } }), [{ ...TEN, window: 60 }]],
    [
      'loose, as a word',
      hosted({ session_send: { rate_limit: '5/hour' } }),
      [{ max: 5, window: 'hour', per: 'agent' }],
    ],
    ['Intercept', oneRule('session_send', 'rate_limit: 5/hour'), [{ max: 5, window: 'hour', per: 'agent' }]],
    [
      'Intercept, loose',
      oneRule('session_send', 'rate_limit: {max: 5, window: 60}'),
      [{ max: 5, window: 60, per: 'agent' }],
    ],
    [
      'what rate_limit is short for',
      oneRule(
        'session_send',
        'conditions: [{path: state.session_send.n, op: lte, value: 5}], state: {counter: n, window: day, increment: 1}',
      ),
      [{ max: 5, window: 'day', per: 'agent' }],
    ],
    ['on every tool', hosted({ session_send: {} }, { all_tools: { limits: [RATE] } }), [TEN]],
    [
      'on every tool, Intercept',
      intercept('  session_send: {rules: []}\n  "*": {rules: [{name: a, rate_limit: 10/minute}]}\n'),
      [TEN],
    ],
    ['on every tool, loose', hosted({ session_send: {}, '*': { rate_limit: '10/minute' } }), [TEN]],
    ['the same twice', hosted({ session_send: { limits: [RATE, { ...RATE, counter: 'b' }] } }), [TEN]],
    // what counts
    [
      'type and submit, each its own',
      hosted({ cmux_send: { limits: [RATE] }, cmux_send_submit: { limits: [{ ...RATE, counter: 'b' }] } }),
      [
        { ...TEN, intent: 'type' },
        { ...TEN, intent: 'submit' },
      ],
    ],
    [
      'type and submit with one counter',
      hosted({ cmux_send: { limits: [RATE] }, cmux_send_submit: { limits: [RATE] } }),
      [TEN],
    ],
    ['one of both', hosted({ cmux_send: {}, cmux_send_submit: { limits: [RATE] } }), [{ ...TEN, intent: 'submit' }]],
    [
      'submit where the default allows type',
      allowing({ session_send: { limits: [RATE] } }),
      [{ ...TEN, intent: 'submit' }],
    ],
    [
      'type where submit is denied',
      allowing({ session_send: { action: 'deny' }, cmux_send: { limits: [RATE] } }),
      [TEN],
    ],
    ['a tool that does both', hosted({ send_keys: { rate_limit: '10/minute' } }), [TEN]],
    [
      'two tools that are one, with counters of their own',
      hosted({ session_send: { limits: [RATE] }, tmux_send_input: { limits: [{ ...RATE, counter: 'b' }] } }),
      [TEN],
    ],
    [
      'two tools that are one, the second with the counter of type',
      hosted({
        session_send: { limits: [RATE] },
        tmux_send_input: { limits: [{ ...RATE, counter: 'b' }] },
        cmux_send: { limits: [{ ...RATE, counter: 'b' }] },
      }),
      [TEN],
    ],
    ['asked about', hosted({ session_send: { action: 'require_approval', limits: [RATE] } }), [TEN]],
  ])('%s', (_, document, limits) => {
    expect(kept(document)).toMatchObject({ limits })
  })

  test('that have a message leave it in the rule’s reason, and those of every call say what they count', () => {
    expect(kept(oneRule('session_send', 'rate_limit: 5/hour, on_deny: slow')).reason).toBe(`slow; ${SUBMIT}`)
    expect(kept(hosted({ session_send: {} }, { all_tools: { limits: [RATE] } })).reason).toBe(
      `${SUBMIT}; limits count sends only`,
    )
  })

  test('on every call never apply where every call is denied', () => {
    expect(kept(hosted({}, { all_tools: { limits: [RATE] } }))).toEqual({ level: 'none', reason: 'from PolicyLayer' })
  })

  test.each<[document: string, faults: (string | RegExp)[]]>([
    [
      hosted({ capture_pane: { limits: [RATE] } }),
      [/^tools.capture_pane.limits\[0\]: limits count sends here, never reads/],
    ],
    [
      hosted({ capture_pane: {} }, { all_tools: { limits: [RATE] } }),
      [/^all_tools.limits\[0\]: limits count sends here, never reads/],
    ],
    [
      hosted({ session_send: { limits: [{ ...RATE, scope: 'org' }] } }),
      [/^tools.session_send.limits\[0\].scope: only limits of the scope "grant"/],
    ],
    [
      hosted({ session_send: { limits: [{ max: 1 }] } }),
      [
        /^tools.session_send.limits\[0\]: `limits\[0\]` has no `counter`/,
        /^tools.session_send.limits\[0\]: `limits\[0\]` has no `scope`/,
        /^tools.session_send.limits\[0\]: `limits\[0\]` has no `window`/,
      ],
    ],
    [hosted({ session_send: { limits: [{ ...RATE, counter: '' }] } }), [/counter: `counter`: it is empty/]],
    [
      hosted({ session_send: { limits: [{ ...RATE, max: 0 }] } }),
      [/limits\[0\].max: `max` must be a whole number from 1/],
    ],
    [hosted({ session_send: { limits: [{ ...RATE, max: 1.5 }] } }), [/limits\[0\].max: /]],
    [hosted({ session_send: { limits: [{ ...RATE, max: '10' }] } }), [/limits\[0\].max: /]],
    [hosted({ session_send: { limits: [{ ...RATE, window: 'week' }] } }), [/limits\[0\].window: /]],
    [hosted({ session_send: { limits: [{ ...RATE, window: 0 }] } }), [/limits\[0\].window: /]],
    [hosted({ session_send: { limits: [{ ...RATE, burst: 1 }] } }), [/limits\[0\].burst: unknown key/]],
    [hosted({ session_send: { limits: [4] } }), [/limits\[0\]: .* must be an object/]],
    [
      hosted({ session_send: { rate_limit: '10/week' } }),
      [/^tools.session_send.rate_limit: `rate_limit` is "10\/minute"/],
    ],
    [hosted({ session_send: { rate_limit: 'five/hour' } }), [/rate_limit: `rate_limit` is/]],
    [hosted({ session_send: { rate_limit: '0/hour' } }), [/rate_limit: `max` must be/]],
    [hosted({ session_send: { rate_limit: 10 } }), [/rate_limit: `rate_limit` is/]],
    [hosted({ session_send: { rate_limit: { max: 1 } } }), [/rate_limit: `rate_limit` has no `window`/]],
    [
      hosted({ cmux_send: { limits: [RATE] }, cmux_send_submit: { limits: [{ ...RATE, max: 5 }] } }),
      [/^tools.cmux_send_submit.limits\[0\]: it shares its counter with a limit on type, and differs/],
    ],
    // a call would count twice there, and once here
    [
      hosted({ session_send: { limits: [RATE] } }, { all_tools: { limits: [RATE] } }),
      [/^tools.session_send.limits\[0\]: it shares its counter with a limit on every tool/],
    ],
    [hosted({ session_send: { spend_limit: '$5/day' } }), [/^tools.session_send.spend_limit: a send has no price/]],
    [hosted({}, { spend_limit: '$5/day' }), [/^spend_limit: a send has no price/]],
    [oneRule('session_send', 'rate_limit: 5/hour, spend_limit: 5'), [/rules\[0\].spend_limit: a send has no price/]],
    [
      hosted({ session_send: { limits: Array.from({ length: 21 }, (_, max) => ({ ...RATE, max: max + 1 })) } }),
      [/^: `limits` has 21 items; at most 20/],
    ],
  ])('%s', (document, expected) => {
    expect(faults(document)).toEqual(expected.map(one => expect.stringMatching(one)))
  })
})
