// What a rule may be bound to, as it is read: limits, rules on texts, its end, inserting at the prompt.
import { describe, expect, test } from 'vitest'
import { parsePolicy } from '../../main/policy/parse.ts'
import { atMark, faultsOf, inRule } from './support/faults.ts'

function rule(fields: string) {
  const parsed = parsePolicy(inRule(fields))
  return parsed.ok ? parsed.policy.rules[0] : parsed.faults
}
const LIMIT = '"max": 10, "window": "minute", "per": "pair"'

describe('what a rule may be bound to', () => {
  test.each<[fields: string, read: object]>([
    [`"limits": [{${LIMIT}}]`, { limits: [{ max: 10, window: 'minute', per: 'pair' }] }],
    ...(['second', 'minute', 'hour', 'day', 1, 86_400] as const).map((window): [string, object] => [
      `"limits": [{"max": 1, "window": ${JSON.stringify(window)}, "per": "agent"}]`,
      { limits: [{ max: 1, window, per: 'agent' }] },
    ]),
    [
      '"limits": [{"max": 100000, "window": 5, "per": "surface", "intent": "submit"}, {"max": 1, "window": 5, "per": "agent", "intent": "type"},]',
      {
        limits: [
          { max: 100_000, window: 5, per: 'surface', intent: 'submit' },
          { max: 1, window: 5, per: 'agent', intent: 'type' },
        ],
      },
    ],
    // no limit at all is what a rule without the key has
    ['"limits": []', { limits: [] }],
    ['"text": [{"require": {"regex": "^make"}}]', { text: [{ require: { regex: '^make' } }] }],
    [
      '"text": [{"deny": {"contains": "rm -rf"}, "intent": "submit", "reason": "not here"}, {"deny": {"equals": ""}}]',
      {
        text: [{ deny: { contains: 'rm -rf' }, intent: 'submit', reason: 'not here' }, { deny: { equals: '' } }],
      },
    ],
    ['"text": [{"require": {"in": ["y", "n"]}}]', { text: [{ require: { in: ['y', 'n'] } }] }],
    ['"text": []', { text: [] }],
    ['"until": "2026-11-21T12:00:00Z"', { until: '2026-11-21T12:00:00Z' }],
    // minutes are enough, fractions and other zones are fine
    ['"until": "2026-11-21T12:00+02:00"', { until: '2026-11-21T12:00+02:00' }],
    ['"until": "2028-02-29T23:59:59.999999999-11:30"', { until: '2028-02-29T23:59:59.999999999-11:30' }],
    ['"until": {"closes": "s_aaaa"}', { until: { closes: 's_aaaa' } }],
    ['"insertAtPrompt": true', { insertAtPrompt: true }],
    ['"insertAtPrompt": false', { insertAtPrompt: false }],
  ])('row %# is read', (fields, read) => {
    expect(rule(fields)).toEqual({ id: 'r1', agents: 'a', surfaces: { id: 's_aaaa' }, level: 'type', ...read })
  })

  test.each<[marked: string, path: string, message: string]>([
    // limits
    ['"limits": ▸{}', 'limits', '`limits` must be a list in brackets; it is an object'],
    ['"limits": ▸null', 'limits', '`limits` must be a list in brackets; it is null'],
    ['"limits": [▸5]', 'limits[0]', '`limits[0]` must be an object in braces; it is 5'],
    ['▸"limit": []', 'limit', 'unknown key `limit`; did you mean `limits`?'],
    ['"limits": [▸{"window": "minute", "per": "pair"}]', 'limits[0]', '`limits[0]` has no `max`; it needs one'],
    ['"limits": [▸{"max": 1, "per": "pair"}]', 'limits[0]', '`limits[0]` has no `window`; it needs one'],
    ['"limits": [▸{"max": 1, "window": 5}]', 'limits[0]', '`limits[0]` has no `per`; it needs one'],
    [
      `"limits": [{${LIMIT}}, {${LIMIT}, ▸"scope": "grant"}]`,
      'limits[1].scope',
      'unknown key `scope`; known here are `max`, `window`, `per`, `intent`',
    ],
    [`"limits": [{${LIMIT}, ▸"intnet": "type"}]`, 'limits[0].intnet', 'unknown key `intnet`; did you mean `intent`?'],
    ...['0', '-1', '1.5', '100001', '"10"', 'true', '[]'].map((max): [string, string, string] => [
      `"limits": [{"max": ▸${max}, "window": 5, "per": "pair"}]`,
      'limits[0].max',
      '`max` must be a whole number from 1 to 100000; it is ',
    ]),
    [
      '"limits": [{"max": ▸1e999, "window": 5, "per": "pair"}]',
      'limits[0].max',
      '`max` must be a whole number from 1 to 100000; it is too large a number',
    ],
    ...['0', '86401', '0.5'].map((window): [string, string, string] => [
      `"limits": [{"max": 1, "window": ▸${window}, "per": "pair"}]`,
      'limits[0].window',
      `\`window\` must be a whole number from 1 to 86400; it is ${window}`,
    ]),
    [
      '"limits": [{"max": 1, "window": ▸"minuet", "per": "pair"}]',
      'limits[0].window',
      '`window` must be one of "second", "minute", "hour", "day" or a number of seconds; it is "minuet"; did you mean "minute"?',
    ],
    [
      '"limits": [{"max": 1, "window": ▸"60", "per": "pair"}]',
      'limits[0].window',
      '`window` must be one of "second", "minute", "hour", "day" or a number of seconds; it is "60"',
    ],
    [
      '"limits": [{"max": 1, "window": 5, "per": ▸"agnet"}]',
      'limits[0].per',
      '`per` must be one of "agent", "pair", "surface"; it is "agnet"; did you mean "agent"?',
    ],
    [
      `"limits": [{${LIMIT}, "intent": ▸"read"}]`,
      'limits[0].intent',
      '`intent` must be one of "type", "submit"; it is "read"',
    ],
    [`"limits": ▸[${`{${LIMIT}},`.repeat(21)}]`, 'limits', '`limits` has 21 items; at most 20 are possible'],
    // rules on texts
    ['"text": ▸{"require": {}}', 'text', '`text` must be a list in brackets; it is an object'],
    ['"text": [▸"^a$"]', 'text[0]', '`text[0]` must be an object in braces; it is "^a$"'],
    ['"text": [▸{}]', 'text[0]', 'a text rule has either `require` or `deny`'],
    [
      '"text": [▸{"require": {"equals": "a"}, "deny": {"equals": "b"}}]',
      'text[0]',
      'a text rule has either `require` or `deny`',
    ],
    [
      '"text": [{"deny": {"equals": "a"}, ▸"reasn": "x"}]',
      'text[0].reasn',
      'unknown key `reasn`; did you mean `reason`?',
    ],
    [
      '"text": [{"deny": {"equals": "a"}, "intent": ▸"sumbit"}]',
      'text[0].intent',
      '`intent` must be one of "type", "submit"; it is "sumbit"; did you mean "submit"?',
    ],
    ['"text": [{"deny": {"equals": "a"}, "reason": ▸"a\\nb"}]', 'text[0].reason', '`reason`: a reason is one line'],
    ['"text": [{"deny": ▸"rm"}]', 'text[0].deny', '`deny` must be an object in braces; it is "rm"'],
    ['"text": [{"deny": ▸{}}]', 'text[0].deny', 'give exactly one of `regex`, `contains`, `equals` or `in`'],
    [
      '"text": [{"deny": ▸{"contains": "a", "equals": "b"}}]',
      'text[0].deny',
      'give exactly one of `regex`, `contains`, `equals` or `in`',
    ],
    [
      '"text": [{"deny": {▸"contians": "a"}}]',
      'text[0].deny.contians',
      'unknown key `contians`; did you mean `contains`?',
    ],
    ['"text": [{"deny": {"contains": ▸""}}]', 'text[0].deny.contains', '`contains`: it is empty'],
    [
      `"text": [{"deny": {"contains": ▸"${'a'.repeat(1001)}"}}]`,
      'text[0].deny.contains',
      '`contains`: it is longer than 1000 characters',
    ],
    [
      `"text": [{"deny": {"equals": ▸"${'a'.repeat(1001)}"}}]`,
      'text[0].deny.equals',
      '`equals`: it is longer than 1000 characters',
    ],
    ['"text": [{"deny": {"equals": ▸1}}]', 'text[0].deny.equals', '`equals` must be a text in double quotes; it is 1'],
    ['"text": [{"deny": {"in": ▸"a"}}]', 'text[0].deny.in', '`in` must be a list in brackets; it is "a"'],
    ['"text": [{"deny": {"in": ▸[]}}]', 'text[0].deny.in', '`in` is an empty list and matches nothing'],
    ['"text": [{"deny": {"in": ["a", ▸2]}}]', 'text[0].deny.in[1]', '`in[1]` must be a text in double quotes; it is 2'],
    [
      `"text": [{"deny": {"in": ▸[${'"a",'.repeat(101)}]}}]`,
      'text[0].deny.in',
      '`in` has 101 items; at most 100 are possible',
    ],
    ...['(', 'a**', '[z-a]', '(?=a)', '\\\\1', '(?<=a)b'].map((regex): [string, string, string] => [
      `"text": [{"require": {"regex": ▸"${regex}"}}]`,
      'text[0].require.regex',
      "`regex`: it is no regex in RE2's syntax (",
    ]),
    [
      `"text": [{"require": {"regex": ▸"${'a'.repeat(1001)}"}}]`,
      'text[0].require.regex',
      '`regex`: it is longer than 1000 characters',
    ],
    [
      '"text": [{"require": {"regex": ▸"[ab]{1000}[ab]{1000}[ab]{1000}"}}]',
      'text[0].require.regex',
      '`regex`: it repeats too much; use smaller numbers',
    ],
    [`"text": ▸[${'{"deny": {"equals": "a"}},'.repeat(21)}]`, 'text', '`text` has 21 items; at most 20 are possible'],
    // the end
    ['"until": ▸1795262400', 'until', '`until` must be a text in double quotes; it is 1795262400'],
    ...[
      'tomorrow',
      '2026-11-21',
      '2026-11-21T12:00:00', // in no zone
      '2026-11-21 12:00:00Z',
      '2026-02-29T12:00:00Z', // no leap year
      '2026-13-01T00:00:00Z',
      '2026-04-31T00:00:00Z',
      '2026-11-21T25:00:00Z',
      '2026-11-21T12:60:00Z',
      '2026-11-21T12:00:61Z',
      '2026-11-21T12:00:00+24:00',
      '+002026-11-21T12:00:00Z',
    ].map((time): [string, string, string] => [
      `"until": ▸"${time}"`,
      'until',
      '`until`: a time with its zone is needed, such as "2026-11-21T12:00:00Z", or {"closes": "s_7f3a"}',
    ]),
    ['"until": ▸{}', 'until', '`until` has no `closes`; it needs one'],
    // another surface's end could be an agent's to choose
    ['"until": ▸{"closes": "s_bbbb"}', 'until', '`closes` must name the same surface as `surfaces`'],
    ['"until": {"closes": ▸"web"}', 'until.closes', '`closes`: a surface id looks like s_7f3a'],
    [
      '"until": {"closes": "s_aaaa", ▸"time": "2026-11-21T12:00:00Z"}',
      'until.time',
      'unknown key `time`; known here are `closes`',
    ],
    // inserting at the prompt
    ...['"yes"', '1', 'null', '[]'].map((value): [string, string, string] => [
      `"insertAtPrompt": ▸${value}`,
      'insertAtPrompt',
      '`insertAtPrompt` must be true or false; it is ',
    ]),
    ['▸"insertAtPromt": true', 'insertAtPromt', 'unknown key `insertAtPromt`; did you mean `insertAtPrompt`?'],
  ])('row %#', (marked, path, message) => {
    const { faults, begins } = atMark(inRule(marked), `rules[0].${path}`, message)
    expect(faults).toEqual([begins])
  })

  test.each<[agents: string, surfaces: string, isForOne: boolean]>([
    ['"a"', '{"id": "s_aaaa"}', true],
    ['["a"]', '{"id": "s_aaaa"}', true],
    // what stands beside the id narrows
    ['"a"', '{"id": "s_aaaa", "openedBy": "self"}', true],
    ['["a", "b"]', '{"id": "s_aaaa"}', false],
    ['"*"', '{"id": "s_aaaa"}', false],
    ['{"preset": "claude"}', '{"id": "s_aaaa"}', false],
    ['"a"', '"*"', false],
    ['"a"', '{"name": "web"}', false],
  ])('an end is for one agent and one surface: %s on %s: %s', (agents, surfaces, isForOne) => {
    const text = (until: string) =>
      `{"version": 1, "rules": [{"id": "r", "agents": ${agents}, "surfaces": ${surfaces}, "level": "none"${until}}]}`
    expect(faultsOf(text(''))).toEqual([])
    const column = text(', "until": ').indexOf(', "until": ') + ', "until": '.length + 1
    const fault = `1:${column} rules[0].until: \`until\` is for rules with one agent id and one surface \`id\`; this one selects more`
    expect(faultsOf(text(', "until": {"closes": "s_aaaa"}'))).toEqual(isForOne ? [] : [fault])
  })

  test('a lock has none of them', () => {
    for (const key of ['limits', 'text', 'until', 'insertAtPrompt']) {
      const text = `{"version": 1, "locks": [\n{"id": "l1", "agents": "a", "surfaces": "*", "level": "type", ▸"${key}": []}]}`
      const { faults, begins } = atMark(text, `locks[0].${key}`, `unknown key \`${key}\``)
      expect(faults).toEqual([begins])
    }
  })
})
