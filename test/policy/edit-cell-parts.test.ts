// Setting one part of a cell: that part and nothing else, of that pair and of no other.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellOf, rowOf } from '../../main/policy/cells.ts'
import { grantFor } from '../../main/policy/decide.ts'
import { type Parts, setParts } from '../../main/policy/edit-cell-parts.ts'
import { usable } from '../../main/policy/edit-raise.ts'
import type { AgentFacts, Policy, SurfaceSubject } from '../../main/policy/model.ts'
import { parsePolicy } from '../../main/policy/parse.ts'
import { inForce } from '../../main/policy/temporary.ts'
import { surface, TOKEN } from './subjects.ts'
import { anyPolicy, anySurface, anyTime } from './support/generated.ts'
import { law } from './support/law.ts'

const TEXT = `{
  "version": 1,
  "agents": { "a": { "name": "A", "token": "${TOKEN}" } },
  "rules": [
    { "id": "r1", "agents": "*", "surfaces": "*", "level": "read", "ask": "submit", "answer": "deny" }, // all
    {
      "id": "r2", // the api
      "agents": ["a"],
      "surfaces": { "id": "s_aaaa" },
      "limits": [{ "max": 9, "window": "minute", "per": "agent" }, { "max": 2, "window": 1, "per": "pair", "intent": "type" }],
      "level": "type", "interrupt": "allow" // yes
    }
  ]
}
`
const NOW = Date.parse('2026-11-21T09:41:00Z')
const here = surface({ id: 's_aaaa', name: 'api' })
const there = surface({ id: 's_bbbb', name: 'web' })
const a = { id: 'a' }

function policy(text: string): Policy {
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return parsed.policy
}
function edited(text: string, cell: { agent: AgentFacts | null; surface: SurfaceSubject | null }, parts: Parts) {
  const done = setParts(text, { ...cell, parts, now: NOW })
  if (!done.ok) throw new Error(done.because)
  return done.text
}
const because = (text: string, agent: AgentFacts | null, place: SurfaceSubject | null, parts: Parts) => {
  const done = setParts(text, { agent, surface: place, parts, now: NOW })
  return done.ok ? 'done' : done.because
}

describe('setting a part', () => {
  test('changes the one field of the rule of the cell', () => {
    const at = { agent: a, surface: here }
    const comments = (text: string) => text.match(/\/\/.*/g)
    for (const [parts, before, after] of [
      [{ answer: 'allow' }, '"interrupt": "allow" // yes', '"interrupt": "allow", // yes\n      "answer": "allow"'],
      [{ interrupt: 'deny' }, '"interrupt": "allow"', '"interrupt": "deny"'],
      [{ interrupt: null }, ', "interrupt": "allow"', ''],
      [
        { insertAtPrompt: true },
        '"interrupt": "allow" // yes',
        '"interrupt": "allow", // yes\n      "insertAtPrompt": true',
      ],
      [
        { limit: { max: 5, window: 'hour', per: 'pair' } },
        '{ "max": 9, "window": "minute", "per": "agent" }, {',
        '{ "max": 5, "window": "hour", "per": "pair" }, {',
      ],
      [{ limit: null }, '{ "max": 9, "window": "minute", "per": "agent" }, {', '{'],
    ] as const) {
      const text = edited(TEXT, at, parts)
      expect(text).toBe(TEXT.replace(before, after))
      expect(comments(text)).toEqual(comments(TEXT))
    }
  })

  test('takes an absent list of limits with the last of them', () => {
    const one = TEXT.replace(', { "max": 2, "window": 1, "per": "pair", "intent": "type" }', '')
    expect(edited(one, { agent: a, surface: here }, { limit: null })).toBe(
      one.replace('      "limits": [{ "max": 9, "window": "minute", "per": "agent" }],\n', ''),
    )
  })

  test('changes nothing where it is so already, written or not', () => {
    for (const parts of [
      { interrupt: 'allow' },
      { answer: 'ask' },
      { answer: null },
      { secret: 'deny' },
      { insertAtPrompt: false },
      { limit: { max: 9, window: 'minute', per: 'agent' } },
      {},
    ] as const) {
      expect(edited(TEXT, { agent: a, surface: here }, parts)).toBe(TEXT)
    }
    expect(edited(TEXT, { agent: a, surface: there }, { answer: 'deny', limit: null })).toBe(TEXT)
  })

  test('makes a rule with what stands there, where the cell has none', () => {
    const text = edited(TEXT, { agent: a, surface: there }, { secret: 'ask' })
    expect(policy(text).rules[2]).toEqual({
      ...{ id: 'g1', agents: 'a', surfaces: { id: 's_bbbb' } },
      ...{ level: 'read', ask: 'submit', answer: 'deny', secret: 'ask' },
    })
    const limited = edited(TEXT, { agent: a, surface: there }, { limit: { max: 1, window: 30, per: 'pair' } })
    expect(policy(limited).rules[2]).toEqual({
      ...{ id: 'g1', agents: 'a', surfaces: { id: 's_bbbb' } },
      ...{ level: 'read', ask: 'submit', answer: 'deny', limits: [{ max: 1, window: 30, per: 'pair' }] },
    })
  })

  test('on any surface copies what stands there too, and needs a rule that says it', () => {
    const text = edited(TEXT, { agent: a, surface: null }, { answer: 'ask' })
    expect(policy(text).rules[2]).toEqual({
      ...{ id: 'g1', agents: 'a', surfaces: '*', level: 'read', ask: 'submit' },
    })
    const narrow = TEXT.replace('"surfaces": "*"', '"surfaces": { "workspace": "web" }')
    expect(because(narrow, a, null, { answer: 'allow' })).toBe(
      'Set a level for a on any surface first: no rule gives it anything there.',
    )
  })

  test('of any agent is in its own rule or not at all', () => {
    expect(edited(TEXT, { agent: null, surface: null }, { answer: 'allow' })).toBe(
      TEXT.replace('"answer": "deny"', '"answer": "allow"'),
    )
    expect(because(TEXT, null, here, { answer: 'allow' })).toBe(
      'Set a level for any agent here first: a rule for it would come before those of agents.',
    )
  })

  test('on a surface the agent opened goes into a rule that can give there', () => {
    const opened = { ...here, openedBy: 'a' }
    const text = edited(TEXT, { agent: a, surface: opened }, { secret: 'ask' })
    expect(policy(text).rules[1]).toEqual({
      ...{ id: 'r2', agents: ['a'], surfaces: { id: 's_aaaa', openedBy: 'self' } },
      ...{ level: 'read', ask: 'type', answer: 'deny', interrupt: 'ask', secret: 'ask' },
      limits: policy(TEXT).rules[1]?.limits,
    })
    expect(grantFor(policy(text), a, opened)).toMatchObject({ level: 'read', ask: 'type', rule: 'r2' })
  })

  test('is set in temporary rules of the pair as well, which come first', () => {
    const soon =
      '{ "id": "t1", "agents": "a", "surfaces": { "id": "s_bbbb" }, "level": "submit", "answer": "deny", "until": "2026-11-21T10:00:00Z" }'
    const text = TEXT.replace('\n    }\n  ]', `\n    },\n    ${soon}\n  ]`)
    const { rules } = policy(edited(text, { agent: a, surface: there }, { answer: 'allow' }))
    expect(rules.slice(2)).toEqual([
      { ...policy(text).rules[2], answer: 'allow' },
      {
        ...{ id: 'g1', agents: 'a', surfaces: { id: 's_bbbb' }, level: 'read', ask: 'submit', answer: 'allow' },
      },
    ])
    // a limit counts from its own rule, whichever decides
    const limited = edited(text, { agent: a, surface: there }, { limit: { max: 1, window: 'day', per: 'pair' } })
    expect(policy(limited).rules[2]).toEqual(policy(text).rules[2])
  })

  test('says which rule decides instead, where another is as exact and gives less', () => {
    const both =
      '{ "id": "r3", "agents": ["a", "b"], "surfaces": { "id": "s_aaaa" }, "level": "read", "ask": "submit" }'
    const text = TEXT.replace('\n    }\n  ]', `\n    },\n    ${both}\n  ]`)
    expect(because(text, a, here, { answer: 'allow' })).toBe(
      'r3 decides here as well and gives something else. Change that rule instead.',
    )
    const limited = TEXT.replace('"answer": "deny" }', '"limits": [{ "max": 1, "window": "day", "per": "agent" }] }')
    expect(because(limited, a, there, { limit: null })).toBe(
      'The limit is one of r1, which is for more than this. Change that rule instead.',
    )
  })

  test('is refused for a text that is no policy, and where no rule can name the agents', () => {
    expect(because('{', a, here, { answer: 'deny' })).toBe('The policy cannot be read.')
    const inside = { id: 'claude@s_aaaa', preset: 'claude', workspace: '' }
    expect(because(TEXT, inside, here, { answer: 'deny' })).toBe('No rule can name the workspace of claude@s_aaaa.')
  })
})

const anyParts: fc.Arbitrary<Parts> = fc.oneof(
  fc
    .tuple(fc.constantFrom('answer', 'interrupt', 'secret'), fc.constantFrom('deny', 'ask', 'allow', null))
    .map(([sub, effect]) => ({ [sub]: effect })),
  fc.boolean().map(insertAtPrompt => ({ insertAtPrompt })),
  fc.constantFrom({ max: 4, window: 'hour', per: 'pair' } as const, null).map(limit => ({ limit })),
)
const anyAgentHere = fc.oneof(
  fc.constantFrom<AgentFacts>({ id: 'a' }, { id: 'b' }),
  fc.record({ id: fc.constant('i'), preset: fc.constant('claude'), workspace: fc.constantFrom('web', 'prod-1') }),
)
const DEFAULT = { answer: 'ask', interrupt: 'ask', secret: 'deny' } as const

law(
  'setting one part changes no other part of what the pair has, now and later, and nothing of any other pair',
  fc.property(
    anyPolicy,
    anyAgentHere,
    anySurface,
    anySurface,
    anyParts,
    anyTime,
    (start, agent, place, other, parts, now) => {
      const text = JSON.stringify(start)
      const done = setParts(text, { agent, surface: place, parts, now })
      if (!done.ok) return void expect(done.because).toMatch(/^([A-Z]|[rt]\d).*\.$/)
      const [before, after] = [policy(text), policy(done.text)]
      for (const time of [now, Number.POSITIVE_INFINITY]) {
        const at = (one: Policy) =>
          inForce(
            { ...one, rules: one.rules.filter(rule => time === now || rule.until === undefined) },
            now,
            () => true,
          )
        const [was, is] = [grantFor(at(before), agent, place), grantFor(at(after), agent, place)]
        for (const one of ['level', 'ask'] as const) expect(is[one]).toBe(was[one])
        for (const sub of ['answer', 'interrupt', 'secret'] as const) {
          if (parts[sub] === undefined) expect(usable(is)[sub]).toBe(usable(was)[sub])
          else if (is.lock === null && usable(is)[sub] === is[sub] && (is.level === 'submit' || is.ask === 'submit')) {
            expect(is[sub]).toBe(parts[sub] ?? DEFAULT[sub])
          }
        }
        const inserts = parts.insertAtPrompt ?? was.insertAtPrompt
        if (is.level === 'type') expect(is.insertAtPrompt).toBe(inserts)
      }
      for (const id of ['a', 'b', 'c']) {
        for (const one of [place, other]) {
          if (id === agent.id && one.id === place.id) continue
          const facts = { id }
          expect({ ...grantFor(after, facts, one), rule: '' }).toEqual({ ...grantFor(before, facts, one), rule: '' })
        }
      }
      if (parts.limit && agent.preset === undefined) {
        expect(cellOf(rowOf(after, agent), place).limit).toEqual(parts.limit)
      }
    },
  ),
  0.2,
)
