import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide, grantFor } from '../../main/policy/decide.ts'
import { allowUntil, blockAgent, blockPair, endAllowed, grantPair, startWith } from '../../main/policy/edit-answers.ts'
import { parsePolicy } from '../../main/policy/parse.ts'
import { LEVELS } from '../../preload/contract.ts'
import { surface, TOKEN } from './subjects.ts'
import { anyIntent, anyPolicy, anySurface } from './support/generated.ts'
import { law } from './support/law.ts'

/** As a person would keep it: comments everywhere, habits mixed. */
const TEXT = `// top
{
  "version": 1,
  "agents": { "a": { "name": "A", "token": "${TOKEN}" } }, // me
  "rules": [
    // wide
    { "id": "r1", "agents": "*", "surfaces": "*", "level": "read", "ask": "submit", "answer": "deny" }, // all
    {
      "id": "r2", // the api
      "agents": "a",
      "surfaces": { "id": "s_aaaa" },
      "limits": [{ "max": 9, "window": "minute", "per": "pair" }],
      "level": "type", "interrupt": "allow", "insertAtPrompt": true
    } // last
    // the end
  ],
  "locks": [
    { "id": "l1", "agents": "*", "surfaces": { "name": "prod-*" }, "level": "read" } // hands off
  ],
}
`
const NOW = Date.parse('2026-11-21T09:41:00Z')
const UNTIL = '2026-11-21T09:56:00Z'
const here = surface({ id: 's_aaaa', name: 'api' })
const there = surface({ id: 's_bbbb', name: 'web' })
const allowed = { agent: { id: 'a' }, surface: there, level: 'submit', until: UNTIL, now: NOW } as const

function policy(text: string) {
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw new Error(`${JSON.stringify(parsed.faults)} in\n${text}`)
  return parsed.policy
}
/** Lines that are only in one of the two, with - and +. */
function difference(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  return [
    ...old.filter(line => !now.includes(line)).map(line => `-${line}`),
    ...now.filter(line => !old.includes(line)).map(line => `+${line}`),
  ]
}
const withRule = (rule: string) => TEXT.replace('    } // last', `    }, // last\n    ${rule}`)

describe('allowing for a while', () => {
  test('adds a temporary rule behind the last one, with what the pair has beside it', () => {
    expect(difference(TEXT, allowUntil(TEXT, allowed))).toEqual([
      '-    } // last',
      '+    }, // last',
      '+    { "id": "t1", "agents": "a", "surfaces": { "id": "s_bbbb" }, "level": "submit", "answer": "deny", "until": "2026-11-21T09:56:00Z" }',
    ])
    // the higher ask of the wide rule, and what the pair's own rule gives
    expect(difference(TEXT, allowUntil(TEXT, { ...allowed, level: 'type' })).at(-1)).toContain(
      '"level": "type", "ask": "submit", "answer": "deny", "until"',
    )
    expect(difference(TEXT, allowUntil(TEXT, { ...allowed, surface: here })).at(-1)).toContain(
      '"level": "submit", "interrupt": "allow", "insertAtPrompt": true, "until"',
    )
  })

  test('writes the sub-grants that were allowed, and one for openers where the agent opened the surface', () => {
    const opened = { ...there, openedBy: 'a' }
    const text = allowUntil(TEXT, { ...allowed, surface: opened, sub: { answer: 'allow', secret: 'allow' } })
    const { rules } = policy(text)
    expect(rules.at(-1)).toEqual({
      id: 't1',
      agents: 'a',
      surfaces: { id: 's_bbbb', openedBy: 'self' },
      level: 'submit',
      answer: 'allow',
      secret: 'allow',
      until: UNTIL,
    })
    expect(decide(policy(text), { id: 'a' }, opened, 'secret').effect).toBe('allow')
  })

  test('writes nothing where the pair has it anyway, the end has passed, or nobody knows the agent', () => {
    expect(allowUntil(TEXT, { ...allowed, level: 'read' })).toBe(TEXT)
    expect(allowUntil(TEXT, { ...allowed, now: Date.parse(UNTIL) })).toBe(TEXT)
    expect(allowUntil(TEXT, { ...allowed, until: 'soon' })).toBe(TEXT)
    expect(allowUntil(TEXT, { ...allowed, agent: { id: 'b' } })).toBe(TEXT)
    expect(allowUntil(TEXT, { ...allowed, agent: { id: 'No Id', preset: 'claude' } })).toBe(TEXT)
  })

  test('again, gives the rule of the last time a later end', () => {
    const once = allowUntil(TEXT, allowed)
    const later = '2026-11-21T10:05:00Z'
    expect(allowUntil(once, { ...allowed, until: later })).toBe(once.replace(UNTIL, later))
    // one that ends before adds nothing
    expect(allowUntil(once, { ...allowed, until: '2026-11-21T09:50:00Z' })).toBe(once)
  })

  test('takes away what has ended of earlier answers, and only that', () => {
    const ended = '"agents": "a", "surfaces": { "id": "s_bbbb" }, "level": "type", "until": "2026-11-20T00:00:00Z"'
    const mine = withRule(
      `{ "id": "t4", ${ended} }, // yesterday\n    { "id": "t5", ${ended}, "reason": "mine" },\n    { "id": "t6", /* mine */ ${ended} }`,
    )
    const text = allowUntil(mine, allowed)
    expect(policy(text).rules.map(({ id }) => id)).toEqual(['r1', 'r2', 't5', 't6', 't1'])
    expect(text).toContain('// yesterday')
  })

  test('raises a temporary rule that ends before, limits and all, and leaves its end', () => {
    const shorter = (answer: string) =>
      withRule(
        `{ "id": "x", "agents": "a", "surfaces": { "id": "s_bbbb" }, "limits": [{ "max": 1, "window": 5, "per": "pair" }], "level": "type", "answer": "${answer}", "until": "2026-11-21T09:45:00Z" }`,
      )
    const [x, raised] = [policy(shorter('deny')).rules[2], { level: 'submit', answer: 'deny' }]
    const rules = { id: 't1', agents: 'a', surfaces: { id: 's_bbbb' }, ...raised, until: UNTIL }
    expect(policy(allowUntil(shorter('deny'), allowed)).rules.slice(2)).toEqual([{ ...x, ...raised }, rules])
    // the lower of two would take the answers away at once: then the time that is left to the first has to do
    const kept = policy(allowUntil(shorter('ask'), allowed)).rules.slice(2)
    expect(kept).toEqual([{ ...x, level: 'submit', answer: 'ask' }])
  })

  test('ends a longer temporary rule that gives less with itself; one that holds back stays, and so does the text', () => {
    const longer = (level: string) =>
      withRule(
        `{ "id": "x", "agents": "a", "surfaces": { "id": "s_bbbb" }, "level": "${level}", "ask": "submit", "until": { "closes": "s_bbbb" } }`,
      )
    const text = longer('type')
    expect(policy(allowUntil(text, allowed)).rules.at(-1)).toEqual({
      id: 'x',
      agents: 'a',
      surfaces: { id: 's_bbbb' },
      level: 'submit',
      until: UNTIL,
    })
    expect(allowUntil(longer('none'), allowed)).toBe(longer('none'))
  })

  test('leaves the text alone where a longer temporary rule holds back another, which would decide once it has ended', () => {
    const two = withRule(
      `{ "id": "x", "agents": "a", "surfaces": { "id": "s_bbbb" }, "level": "submit", "until": { "closes": "s_bbbb" } },
    { "id": "y", "agents": "a", "surfaces": { "id": "s_bbbb" }, "level": "read", "until": { "closes": "s_bbbb" } }`,
    )
    expect(grantFor(policy(two), { id: 'a' }, there)).toMatchObject({ level: 'read' })
    expect(allowUntil(two, { ...allowed, level: 'type' })).toBe(two)
  })

  test('leaves the text alone where a rule more would take away what the agent has on a surface it opened', () => {
    const opened = { ...there, openedBy: 'a' }
    // r3 leaves it nothing of what openers start with, and x, which cannot give there, keeps r3 from that for a while
    const text = withRule(
      `{ "id": "r3", "agents": "*", "surfaces": { "id": "s_bbbb" }, "level": "none" },
    { "id": "x", "agents": "a", "surfaces": { "id": "s_bbbb" }, "level": "submit", "until": "2026-11-21T09:45:00Z" }`,
    ).replace('"level": "read", "ask": "submit", "answer": "deny"', '"level": "type"')
    expect(grantFor(policy(text), { id: 'a' }, opened)).toMatchObject({ level: 'type' })
    const read = { ...allowed, surface: opened, level: 'read' } as const
    for (const edited of [allowUntil(text, read), grantPair(text, read)]) expect(edited).toBe(text)
  })

  test('lets typing go to a prompt only where it did before', () => {
    const reads = TEXT.replace('"level": "type", "interrupt"', '"level": "read", "interrupt"')
    for (const [text, inserts] of [
      [TEXT, true],
      [reads, false],
    ] as const) {
      const edited = policy(allowUntil(text, { ...allowed, surface: here, level: 'type', sub: { answer: 'allow' } }))
      expect(grantFor(edited, { id: 'a' }, here)).toMatchObject({ level: 'type', rule: 't1', insertAtPrompt: inserts })
    }
  })

  test('a lock holds: the rule is written and the lock caps it', () => {
    const prod = { ...there, name: 'prod-1' }
    const text = allowUntil(TEXT, { ...allowed, surface: prod })
    expect(grantFor(policy(text), { id: 'a' }, prod)).toMatchObject({ level: 'read', rule: 't1', lock: 'l1' })
  })

  test('changes nothing on a surface the agent opened where it would take away what an opener has once another rule ends', () => {
    const pair = { agents: 'i', surfaces: { id: 's_bbbb' } }
    const opener = JSON.stringify({
      version: 1,
      agents: {},
      rules: [
        { id: 'r1', ...pair, level: 'none', ask: 'read' },
        { id: 't1', ...pair, level: 'submit', until: { closes: 's_bbbb' } },
        { id: 't2', ...pair, level: 'none', ask: 'read', until: '2026-11-21T09:50:00Z' },
      ],
      locks: [],
    })
    const opened = surface({ id: 's_bbbb', name: 'web', openedBy: 'i' })
    const inside = { id: 'i', preset: 'claude', workspace: 'web' }
    expect(allowUntil(opener, { ...allowed, agent: inside, surface: opened, level: 'read' })).toBe(opener)
  })
})

describe('granting a pair for good', () => {
  test('adds a standing rule with what the pair has beside it', () => {
    const text = grantPair(TEXT, { agent: { id: 'a' }, surface: there, level: 'type', now: NOW })
    expect(difference(TEXT, text).at(-1)).toBe(
      '+    { "id": "g1", "agents": "a", "surfaces": { "id": "s_bbbb" }, "level": "type", "ask": "submit", "answer": "deny" }',
    )
  })

  test('raises the rule of the pair, and leaves its limits and comments', () => {
    const text = grantPair(TEXT, { agent: { id: 'a' }, surface: here, level: 'submit', now: NOW })
    expect(difference(TEXT, text)).toEqual([
      '-      "level": "type", "interrupt": "allow", "insertAtPrompt": true',
      '+      "level": "submit", "interrupt": "allow", "insertAtPrompt": true',
    ])
    expect(grantPair(text, { agent: { id: 'a' }, surface: here, level: 'type', now: NOW })).toBe(text)
  })

  test('raises what is there for a while too: it comes first', () => {
    const text = allowUntil(TEXT, { ...allowed, level: 'type' })
    const granted = grantPair(text, { agent: { id: 'a' }, surface: there, level: 'submit', now: NOW })
    expect(policy(granted).rules.slice(2)).toMatchObject([
      { id: 't1', level: 'submit' },
      { id: 'g1', level: 'submit' },
    ])
  })
})

describe('blocking', () => {
  test('adds a lock behind the last one, once', () => {
    const text = blockPair(TEXT, { agent: 'a', surface: 's_bbbb', reason: 'You refused it' })
    expect(difference(TEXT, text)).toEqual([
      '-    { "id": "l1", "agents": "*", "surfaces": { "name": "prod-*" }, "level": "read" } // hands off',
      '+    { "id": "l1", "agents": "*", "surfaces": { "name": "prod-*" }, "level": "read" }, // hands off',
      '+    { "id": "b1", "agents": "a", "surfaces": { "id": "s_bbbb" }, "level": "read", "reason": "You refused it" }',
    ])
    expect(blockPair(text, { agent: 'a', surface: 's_bbbb', reason: 'again' })).toBe(text)
    const everywhere = blockAgent(text, { agent: 'a', reason: '' })
    expect(difference(text, everywhere).at(-1)).toBe(
      '+    { "id": "b2", "agents": "a", "surfaces": "*", "level": "none" }',
    )
    expect(blockAgent(everywhere, { agent: 'a', reason: 'again' })).toBe(everywhere)
  })

  test.each([
    ['gives more', '{ "id": "x", "agents": "a", "surfaces": { "id": "s_bbbb" }, "level": "type" }'],
    ['asks', '{ "id": "x", "agents": "a", "surfaces": { "id": "s_bbbb" }, "level": "read", "ask": "type" }'],
    [
      'is for surfaces it opened',
      '{ "id": "x", "agents": "a", "surfaces": { "id": "s_bbbb", "openedBy": "self" }, "level": "none" }',
    ],
    ['is for another as well', '{ "id": "x", "agents": ["a", "b"], "surfaces": { "id": "s_bbbb" }, "level": "none" }'],
  ])('is not done by a lock that %s', (_, lock) => {
    const text = TEXT.replace('} // hands off', `}, // hands off\n    ${lock}`)
    expect(policy(blockPair(text, { agent: 'a', surface: 's_bbbb', reason: '' })).locks.map(({ id }) => id)).toEqual([
      'l1',
      'x',
      'b1',
    ])
  })

  test.each(['a\nb\u202e c\u0000', `${'x'.repeat(199)}\u{1f600}`, '  ', `${'x'.repeat(300)}`, '\ud83d'])(
    'is done whatever the reason is: %j',
    reason => {
      const { locks } = policy(blockAgent(TEXT, { agent: 'a', reason }))
      expect(locks.map(({ id }) => id)).toEqual(['l1', 'b1'])
      expect(locks.at(-1)?.reason?.length ?? 0).toBeLessThanOrEqual(200)
    },
  )

  law(
    'leaves the agent nothing but reading on that surface, and nobody else less than before',
    fc.property(anyPolicy, anySurface, anySurface, anyIntent, (before, on, other, intent) => {
      const text = JSON.stringify(before)
      const pair = policy(blockPair(text, { agent: 'a', surface: on.id, reason: 'no' }))
      const all = policy(blockAgent(text, { agent: 'a', reason: 'no' }))
      if (intent !== 'read') expect(decide(pair, { id: 'a' }, on, intent).effect).toBe('deny')
      expect(decide(all, { id: 'a' }, other, intent).effect).toBe('deny')
      if (other.id !== on.id) expect(grantFor(pair, { id: 'a' }, other)).toEqual(grantFor(before, { id: 'a' }, other))
      for (const id of ['b', 'c']) {
        for (const edited of [pair, all])
          expect(grantFor(edited, { id }, other)).toEqual(grantFor(before, { id }, other))
      }
    }),
    0.2,
  )
})

test('what an agent starts with is its rule on any surface', () => {
  for (const level of LEVELS) {
    const text = startWith(TEXT, { agent: 'a', level, ask: null })
    expect(difference(TEXT, text).at(-1)).toBe(
      `+    { "id": "g1", "agents": "a", "surfaces": "*", "level": "${level}" }`,
    )
    expect(policy(startWith(text, { agent: 'a', level: 'none', ask: 'read' })).rules).toHaveLength(3)
  }
})

test('a text that is no policy comes back as it is', () => {
  for (const text of ['', '{', '{"version": 2}', '{"version": 1, "rulez": []}']) {
    expect(allowUntil(text, allowed)).toBe(text)
    expect(grantPair(text, allowed)).toBe(text)
    expect(blockPair(text, { agent: 'a', surface: 's_aaaa', reason: '' })).toBe(text)
    expect(blockAgent(text, { agent: 'a', reason: '' })).toBe(text)
    expect(startWith(text, { agent: 'a', level: 'read', ask: null })).toBe(text)
  }
})

describe('after any sequence of answers', () => {
  const agent = fc.constantFrom({ id: 'a' }, { id: 'b' }, { id: 'i', preset: 'claude', workspace: 'web' })
  const raise = fc.record({
    agent,
    surface: fc.constantFrom(here, there, { ...there, openedBy: 'a' }),
    level: fc.constantFrom(...LEVELS),
    now: fc.nat({ max: 60 }).map(minute => NOW + minute * 60_000),
  })
  // without what begins a comment: those are counted by a simple pattern
  const reasons = fc.string({ unit: 'grapheme' }).map(reason => reason.replaceAll('/', '|'))
  const answer = fc.oneof(
    fc.tuple(raise, fc.nat({ max: 90 })).map(([what, minute]) => (text: string) => {
      return allowUntil(text, { ...what, until: new Date(NOW + minute * 60_000).toISOString() })
    }),
    raise.map(what => (text: string) => grantPair(text, what)),
    fc.tuple(agent, reasons).map(
      ([{ id }, reason]) =>
        (text: string) =>
          blockAgent(text, { agent: id, reason }),
    ),
    fc.tuple(agent, reasons).map(([{ id }, reason]) => (text: string) => {
      return blockPair(text, { agent: id, surface: 's_bbbb', reason })
    }),
  )
  const shapes = fc.constantFrom(
    TEXT,
    TEXT.replaceAll('\n', '\r\n'),
    `\uFEFF${TEXT}`,
    '{"version": 1}',
    '{\n\t"version": 1, // one\n\t"rules": [\n\t\t// none\n\t],\n\t"locks": [],\n}',
  )

  test('the text is a policy, and every comment, old rule and old lock is where it was', () => {
    fc.assert(
      fc.property(shapes, fc.array(answer, { maxLength: 8 }), (text, answers) => {
        const edited = answers.reduce((now, one) => one(now), text)
        const [before, after] = [policy(text), policy(edited)]
        const comments = (of: string) => of.match(/\/\/.*/g) ?? []
        expect(comments(edited)).toEqual(comments(text))
        expect(after.locks.slice(0, before.locks.length)).toEqual(before.locks)
        expect(after.rules.slice(0, before.rules.length).map(({ id }) => id)).toEqual(before.rules.map(({ id }) => id))
        if (before.rules[0]) expect(after.rules[0]).toEqual(before.rules[0])
        expect([after.agents, after.open]).toEqual([before.agents, before.open])
        const written = after.rules.slice(before.rules.length)
        for (const one of written) expect(one.id).toMatch(/^[tg]\d+$/)
      }),
      { numRuns: 500 },
    )
  })
})

describe('saying anew what a pair has', () => {
  test('ends what was allowed it for a while, of ours and for this pair alone', () => {
    const forAWhile = allowUntil(TEXT, allowed)
    expect(endAllowed(forAWhile, { agent: 'a', surface: 's_bbbb' })).toBe(TEXT)
    for (const other of [
      { agent: 'b', surface: 's_bbbb' },
      { agent: 'a', surface: 's_aaaa' },
      { agent: 'a', surface: '*' },
    ]) {
      expect(endAllowed(forAWhile, other)).toBe(forAWhile)
    }
  })

  test('leaves a temporary rule that somebody wrote by hand', () => {
    const hold = `{ "id": "hold", "agents": "a", "surfaces": { "id": "s_bbbb" }, "level": "read", "until": "${UNTIL}" }`
    expect(endAllowed(withRule(hold), { agent: 'a', surface: 's_bbbb' })).toBe(withRule(hold))
    expect(endAllowed('no policy', { agent: 'a', surface: 's_bbbb' })).toBe('no policy')
  })
})
