import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { grantFor } from '../../main/policy/decide.ts'
import { addAgent, cellRules, changeAgent, pruneSurface, removeAgent, setCell } from '../../main/policy/edit.ts'
import { parsePolicy } from '../../main/policy/parse.ts'
import { LEVELS } from '../../preload/contract.ts'
import { surface, TOKEN } from './subjects.ts'

const token = (digit: string) => `sha256:${digit.repeat(64)}`
const A = `"a": { "name": "A", "token": "${TOKEN}" }`
const B = `"b": { "name": "B", "token": "${token('b')}" }`

/** As a person would keep it: comments everywhere, habits mixed. */
const TEXT = `// top
{
  "version": 1,
  "agents": {
    // the first
    ${A}, // a's
    ${B} // b's
  },
  "rules": [
    // wide
    { "id": "r1", "agents": ["a", "b"], "surfaces": "*", "level": "read" }, // both
    /* one */ { "id": "r2", "agents": "a", "surfaces": { "id": "s_aaaa" }, "level": "type", "ask": "submit", "reason": "why, not" },
    {
      "id": "r3", // b
      "agents": "b",
      "surfaces": { "id": "s_aaaa" },
      "level": "read"
    } // last
    // the end
  ],
  "locks": [{ "id": "l1", "agents": ["a"], "surfaces": "*", "level": "submit" }]
}
`

function policy(text: string) {
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw new Error(`${JSON.stringify(parsed.faults)} in\n${text}`)
  return parsed.policy
}
const comments = (text: string) => text.match(/\/\/.*|\/\*.*?\*\//g) ?? []
/** Lines that are only in one of the two, with - and +. */
function difference(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  return [
    ...old.filter(line => !now.includes(line)).map(line => `-${line}`),
    ...now.filter(line => !old.includes(line)).map(line => `+${line}`),
  ]
}

describe('setting a cell', () => {
  test('changes the one rule of the pair and nothing else', () => {
    expect(difference(TEXT, setCell(TEXT, { agent: 'a', surface: 's_aaaa', level: 'submit', ask: null }))).toEqual([
      '-    /* one */ { "id": "r2", "agents": "a", "surfaces": { "id": "s_aaaa" }, "level": "type", "ask": "submit", "reason": "why, not" },',
      '+    /* one */ { "id": "r2", "agents": "a", "surfaces": { "id": "s_aaaa" }, "level": "submit", "reason": "why, not" },',
    ])
    expect(difference(TEXT, setCell(TEXT, { agent: 'b', surface: 's_aaaa', level: 'none', ask: 'type' }))).toEqual([
      '-      "level": "read"',
      '+      "level": "none",',
      '+      "ask": "type"',
    ])
  })

  test('adds a rule behind the last one, whose comments stay with it', () => {
    expect(difference(TEXT, setCell(TEXT, { agent: '*', surface: '*', level: 'read', ask: 'type' }))).toEqual([
      '-    } // last',
      '+    }, // last',
      '+    { "id": "g1", "agents": "*", "surfaces": "*", "level": "read", "ask": "type" }',
    ])
  })

  test('takes the rule of the pair away, and leaves a wider one', () => {
    const without = setCell(TEXT, { agent: 'a', surface: 's_aaaa', level: null, ask: null })
    expect(difference(TEXT, without)).toEqual([
      '-    /* one */ { "id": "r2", "agents": "a", "surfaces": { "id": "s_aaaa" }, "level": "type", "ask": "submit", "reason": "why, not" },',
      '+    /* one */ ',
    ])
    expect(setCell(TEXT, { agent: 'a', surface: '*', level: null, ask: null })).toBe(TEXT)
  })

  test.each([
    [
      '{"version": 1}',
      '{"version": 1, "rules": [\n  { "id": "g1", "agents": "a", "surfaces": "*", "level": "read" }\n]}',
    ],
    [
      '{\n\t"version": 1,\n\t"rules": []\n}',
      '{\n\t"version": 1,\n\t"rules": [\n\t  { "id": "g1", "agents": "a", "surfaces": "*", "level": "read" }\n\t]\n}',
    ],
    [
      '{\r\n  "version": 1,\r\n  "rules": [\r\n    // none\r\n  ],\r\n}',
      '{\r\n  "version": 1,\r\n  "rules": [\r\n    // none\r\n    { "id": "g1", "agents": "a", "surfaces": "*", "level": "read" }\r\n  ],\r\n}',
    ],
    [
      '\uFEFF{"version": 1, "rules": [/* none */]}',
      '\uFEFF{"version": 1, "rules": [/* none */\n  { "id": "g1", "agents": "a", "surfaces": "*", "level": "read" }\n]}',
    ],
  ])('keeps the habits of %j', (before, after) =>
    expect(setCell(before, { agent: 'a', surface: '*', level: 'read', ask: null })).toBe(after),
  )

  test('takes a fresh id', () => {
    const used = setCell(setCell(TEXT, { agent: '*', surface: '*', level: 'read', ask: null }), {
      agent: 'a',
      surface: '*',
      level: 'type',
      ask: null,
    })
    expect(policy(used).rules.map(({ id }) => id)).toEqual(['r1', 'r2', 'r3', 'g1', 'g2'])
  })

  test('writes no ask that means nothing', () => {
    for (const ask of LEVELS)
      expect(
        policy(setCell(TEXT, { agent: 'b', surface: 's_aaaa', level: 'submit', ask })).rules[2],
      ).not.toHaveProperty('ask')
  })

  test('sets every rule of the pair where somebody wrote it twice, and takes every one away', () => {
    const twice =
      '{"version": 1, "rules": [{"id": "x", "agents": "a", "surfaces": "*", "level": "read"}, {"id": "y", "agents": ["a"], "surfaces": "*", "level": "none"}]}'
    const pair = { agent: 'a', surface: '*' }
    expect(policy(setCell(twice, { ...pair, level: 'type', ask: null })).rules.map(({ level }) => level)).toEqual([
      'type',
      'type',
    ])
    expect(setCell(twice, { ...pair, level: null, ask: null })).toBe('{"version": 1, "rules": []}')
  })

  test('leaves a text that is no policy alone', () => {
    for (const text of ['', '{', '{"version": 2}', '{"version": 1, "rulez": []}']) {
      expect(setCell(text, { agent: 'a', surface: '*', level: 'submit', ask: null })).toBe(text)
      expect(addAgent(text, 'a', { name: 'A', token: TOKEN }, { level: 'read', ask: null })).toBe(text)
      expect(removeAgent(text, 'a')).toBe(text)
      expect(pruneSurface(text, 's_aaaa')).toBe(text)
    }
  })
})

/** One rule with everything a rule can be bound to, a temporary one of the same pair, and all that is no rule. */
const BOUND = `{
  "version": 1,
  "agents": { ${A} },
  "rules": [
    {
      "id": "r1", "agents": "a", "surfaces": { "id": "s_aaaa" },
      "limits": [{ "max": 10, "window": "minute", "per": "pair" }], // not too often
      "text": [{ "deny": { "contains": "rm" } }, /* nor */ { "require": { "regex": "^make" }, "intent": "submit" }],
      "level": "type", "ask": "submit", "answer": "deny",
      "insertAtPrompt": true // at once
    },
    { "id": "t1", "agents": "a", "surfaces": { "id": "s_aaaa" }, "level": "submit", "until": { "closes": "s_aaaa" } },
    { "id": "t2", "agents": ["a"], "surfaces": { "id": "s_bbbb" }, "level": "type", "until": "2030-01-01T00:00:00Z" }
  ],
  "open": [{ "id": "o1", "agents": "*", "cwd": ["~/src/**"], "grant": "ask" }], // where
  "tests": [{ "agent": "a", "surface": { "id": "s_cccc" }, "intent": "read", "expect": "deny" }]
}
`

describe('what a rule is bound to', () => {
  test('stays when its level is changed, with every comment', () => {
    const changed = setCell(BOUND, { agent: 'a', surface: 's_aaaa', level: 'submit', ask: null })
    expect(difference(BOUND, changed)).toEqual([
      '-      "level": "type", "ask": "submit", "answer": "deny",',
      '+      "level": "submit", "answer": "deny",',
    ])
    const asked = setCell(changed, { agent: 'a', surface: 's_aaaa', level: 'none', ask: 'type' })
    expect(difference(changed, asked)).toEqual([
      '-      "level": "submit", "answer": "deny",',
      '-      "insertAtPrompt": true // at once',
      '+      "level": "none", "answer": "deny",',
      '+      "insertAtPrompt": true, // at once',
      '+      "ask": "type"',
    ])
    expect(policy(asked).rules[0]).toEqual({ ...policy(BOUND).rules[0], level: 'none', ask: 'type' })
  })

  test('a temporary rule is not the cell’s own: a change leaves it and makes a standing one', () => {
    const pair = { agent: 'a', surface: 's_bbbb' }
    expect(cellRules(policy(BOUND), pair)).toEqual([])
    const set = setCell(BOUND, { ...pair, level: 'read', ask: null })
    expect(difference(BOUND, set)).toEqual([
      '-    { "id": "t2", "agents": ["a"], "surfaces": { "id": "s_bbbb" }, "level": "type", "until": "2030-01-01T00:00:00Z" }',
      '+    { "id": "t2", "agents": ["a"], "surfaces": { "id": "s_bbbb" }, "level": "type", "until": "2030-01-01T00:00:00Z" },',
      '+    { "id": "g1", "agents": "a", "surfaces": { "id": "s_bbbb" }, "level": "read" }',
    ])
    expect(cellRules(policy(set), pair)).toEqual([3])
    expect(policy(setCell(set, { ...pair, level: null, ask: null })).rules).toEqual(policy(BOUND).rules)
    expect(setCell(BOUND, { ...pair, level: null, ask: null })).toBe(BOUND)
  })

  test('a temporary rule beside a standing one of the pair stays as it is', () => {
    const pair = { agent: 'a', surface: 's_aaaa' }
    expect(cellRules(policy(BOUND), pair)).toEqual([0])
    for (const level of LEVELS) {
      const [, ...others] = policy(setCell(BOUND, { ...pair, level, ask: null })).rules
      expect(others).toEqual(policy(BOUND).rules.slice(1))
    }
    expect(policy(setCell(BOUND, { ...pair, level: null, ask: null })).rules).toEqual(policy(BOUND).rules.slice(1))
  })

  test('goes with its agent, and with its surface: temporary rules too', () => {
    expect(policy(removeAgent(BOUND, 'a')).rules).toEqual([])
    expect(policy(pruneSurface(BOUND, 's_aaaa')).rules.map(({ id }) => id)).toEqual(['t2'])
    expect(policy(pruneSurface(BOUND, 's_bbbb')).rules.map(({ id }) => id)).toEqual(['r1', 't1'])
  })

  test('a change that a test of the policy forbids is written as asked: reading it says which test', () => {
    const changed = setCell(BOUND, { agent: '*', surface: '*', level: 'read', ask: null })
    const parsed = parsePolicy(changed)
    expect(changed).toContain('"id": "g1"')
    expect(parsed.ok || parsed.faults).toMatchObject([{ line: 17, path: 'tests[0]' }])
  })
})

describe('agents and surfaces that come and go', () => {
  test('an agent is added with its rule', () => {
    const added = addAgent(TEXT, 'c', { name: 'Say "C"', token: token('c') }, { level: 'read', ask: 'type' })
    expect(difference(TEXT, added)).toEqual([
      `-    ${B} // b's`,
      '-    } // last',
      `+    ${B}, // b's`,
      `+    "c": { "name": "Say \\"C\\"", "token": "${token('c')}" }`,
      '+    }, // last',
      '+    { "id": "g1", "agents": "c", "surfaces": "*", "level": "read", "ask": "type" }',
    ])
  })

  test('the first agent of an empty policy stands on lines of its own', () => {
    const added = addAgent(
      '{\n  "version": 1,\n  "agents": {},\n  "rules": []\n}\n',
      'a',
      { name: 'A', token: TOKEN },
      { level: 'none', ask: null },
    )
    expect(added).toBe(
      `{\n  "version": 1,\n  "agents": {\n    ${A}\n  },\n  "rules": [\n    { "id": "g1", "agents": "a", "surfaces": "*", "level": "none" }\n  ]\n}\n`,
    )
  })

  test('a new token for a known agent replaces the old one', () => {
    const again = addAgent(TEXT, 'b', { name: 'B2', token: token('d') }, { level: 'type', ask: null })
    expect(policy(again).agents).toEqual({ a: { name: 'A', token: TOKEN }, b: { name: 'B2', token: token('d') } })
  })

  test('a name or a token changes alone, with every comment kept; for nobody nothing changes', () => {
    const named = changeAgent(TEXT, 'a', { name: 'A "quoted" one' })
    expect(named).toBe(TEXT.replace('"name": "A"', '"name": "A \\"quoted\\" one"'))
    const renewed = changeAgent(TEXT, 'b', { token: token('c') })
    expect(renewed).toBe(TEXT.replace(token('b'), token('c')))
    expect(changeAgent(TEXT, 'nobody', { name: 'x' })).toBe(TEXT)
    expect(changeAgent('no policy', 'a', { name: 'x' })).toBe('no policy')
  })

  test('an agent that goes leaves no entry and no rule that could count for a later one of its id', () => {
    const gone = removeAgent(TEXT, 'b')
    expect(Object.keys(policy(gone).agents)).toEqual(['a'])
    expect(policy(gone).rules.map(({ id, agents }) => [id, agents])).toEqual([
      ['r1', ['a']],
      ['r2', 'a'],
    ])
    expect(comments(gone)).toEqual(comments(TEXT).filter(one => one !== '// b'))
    const both = removeAgent(gone, 'a')
    expect(policy(both)).toMatchObject({ agents: {}, rules: [], locks: [{ id: 'l1' }] })
  })

  test('a surface that goes takes its rules along and leaves locks', () => {
    const text = TEXT.replace('"surfaces": "*", "level": "submit"', '"surfaces": { "id": "s_aaaa" }, "level": "submit"')
    expect(policy(pruneSurface(text, 's_aaaa'))).toMatchObject({ rules: [{ id: 'r1' }], locks: [{ id: 'l1' }] })
    expect(pruneSurface(text, 's_bbbb')).toBe(text)
  })
})

describe('after any sequence of edits', () => {
  const agent = fc.constantFrom('a', 'b', 'c')
  const id = fc.constantFrom('s_aaaa', 's_bbbb')
  const level = fc.constantFrom(...LEVELS)
  const grant = fc.record({ level, ask: fc.option(level) })
  const edit = fc.oneof(
    fc.tuple(fc.oneof(agent, fc.constant('*')), fc.oneof(id, fc.constant('*')), fc.option(level), fc.option(level)).map(
      ([of, on, to, ask]) =>
        (text: string) =>
          setCell(text, { agent: of, surface: on, level: to, ask }),
    ),
    fc.tuple(agent, grant).map(
      ([of, to]) =>
        (text: string) =>
          addAgent(text, of, { name: of, token: token(of) }, to),
    ),
    agent.map(of => (text: string) => removeAgent(text, of)),
    id.map(on => (text: string) => pruneSurface(text, on)),
  )
  const space = fc.constantFrom('', ' ', '\n', '\r\n\t', ' // c\n', '/* , ] } */', '\n// , {\n  ')
  const items = (open: string, all: string[], close: string) =>
    fc.tuple(fc.subarray(all), fc.infiniteStream(space), fc.boolean()).map(([some, gaps, trailing]) => {
      const gap = () => gaps.next().value
      const body = some.map(one => `${gap()}${one}${gap()}`).join(',')
      return `${gap()}${open}${body}${trailing && some.length > 0 ? `,${gap()}` : gap()}${close}${gap()}`
    })
  const rule = (name: string, rest: string) => `{"id": "${name}", ${rest}}`
  const written = fc
    .tuple(
      items('{', [A, B], '}'),
      items(
        '[',
        [
          rule('r1', '"agents": ["a","b"], "surfaces": "*", "level": "read"'),
          rule('r2', '"level": "type", "ask": "submit" /* , */, "agents": "b", "surfaces": {"id": "s_aaaa"}'),
          rule('r3', '"agents": [ "b" ], "surfaces": {"id": "s_bbbb",}, "level": "none",'),
          rule(
            'r4',
            '"agents": "a", "surfaces": {"id": "s_aaaa"}, "limits": [{"max": 1, "window": 5, "per": "pair"}], "level": "type"',
          ),
          rule(
            'r5',
            '"until": {"closes": "s_bbbb"}, "agents": "a", "surfaces": {"id": "s_bbbb"}, "level": "submit", "text": []',
          ),
        ],
        ']',
      ),
      items('[', ['{"id": "o1", "agents": "c", "grant": "ask"}'], ']'),
    )
    .map(([agents, rules, open]) => `{"version":1,"agents":${agents},"rules":${rules}${REST}"open":${open}}`)
  const REST = ',"locks":[{"id":"l1","agents":"b","surfaces":{"id":"s_aaaa"},"level":"type"}],"tests":[],'

  test('the text is a policy, no comment is lost and the last cell set is what its rule says', () => {
    fc.assert(
      fc.property(written, fc.array(edit, { maxLength: 8 }), agent, id, grant, (text, edits, of, on, to) => {
        const edited = edits.reduce((now, one) => one(now), text)
        const [before, after] = [policy(text), policy(edited)]
        expect([after.locks, after.tests]).toEqual([before.locks, before.tests])
        // of a rule only level and ask are changed, and ids are taken out of its list
        for (const { level: _, ask: __, agents, ...kept } of after.rules) {
          const old = before.rules.find(({ id: ruleId }) => ruleId === kept.id)
          if (!old || kept.id.startsWith('g')) continue
          expect(old).toMatchObject(kept)
          expect(Object.keys(old).filter(key => !(key in kept) && !['level', 'ask', 'agents'].includes(key))).toEqual(
            [],
          )
          expect(new Set([old.agents].flat())).toEqual(new Set([...[old.agents].flat(), ...[agents].flat()]))
        }
        // comments inside a rule go with the rule; those around it stay
        const around = comments(text).filter(one => one !== '/* , */')
        const left = comments(edited)
        expect(left.filter(one => one !== '/* , */')).toEqual(around)
        const set = policy(setCell(edited, { agent: of, surface: on, ...to }))
        expect(cellRules(set, { agent: of, surface: on }).length).toBeGreaterThan(0)
        for (const index of cellRules(set, { agent: of, surface: on })) expect(set.rules[index]?.level).toBe(to.level)
        const cleared = policy(setCell(edited, { agent: of, surface: on, level: null, ask: null }))
        expect(cellRules(cleared, { agent: of, surface: on })).toEqual([])
        const removed = policy(removeAgent(edited, of))
        expect(grantFor(removed, { id: of }, surface()).rule).toBeNull()
      }),
      { numRuns: 1500 },
    )
  })
})

describe('an agent that is taken out', () => {
  const text = `{
  "version": 1,
  "agents": { "a": { "name": "A", "token": "${TOKEN}" } },
  "rules": [{ "id": "r1", "agents": "a", "surfaces": "*", "level": "submit" }],
  "open": [
    { "id": "o1", "agents": "a", "grant": "allow" },
    { "id": "o2", "agents": ["a", "b"], "grant": "ask" }
  ],
  "tests": [{ "agent": "a", "surface": { "name": "x" }, "intent": "submit", "expect": "allow" }]
}
`
  test('may open nothing any more, and its own tests do not keep it', () => {
    const removed = parsePolicy(removeAgent(text, 'a'))
    expect(removed).toMatchObject({ ok: true, policy: { agents: {}, rules: [], tests: [] } })
    expect(removed.ok && removed.policy.open).toEqual([{ id: 'o2', agents: ['b'], grant: 'ask' }])
  })
})

test('an edit that makes a test of the file fail is made, and the file then has that fault', () => {
  const tests = '"tests": [{ "agent": "a", "surface": { "name": "x" }, "intent": "submit", "expect": "deny" }]'
  const text = `{ "version": 1, "agents": { "a": { "name": "A", "token": "${TOKEN}" } }, ${tests} }`
  const edited = setCell(text, { agent: 'a', surface: '*', level: 'submit', ask: null })
  expect(parsePolicy(edited)).toMatchObject({ ok: false, faults: [{ path: 'tests[0]' }] })
})
