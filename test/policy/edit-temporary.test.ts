// A level for a while: exactly that level, for exactly that pair, until exactly then, or a sentence why not.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { grantFor } from '../../main/policy/decide.ts'
import { endTemporary, giveFor, withoutEnded } from '../../main/policy/edit-temporary.ts'
import { rank } from '../../main/policy/grant.ts'
import type { AgentFacts, Policy, Until } from '../../main/policy/model.ts'
import { parsePolicy } from '../../main/policy/parse.ts'
import { inForce } from '../../main/policy/temporary.ts'
import type { Level } from '../../preload/contract.ts'
import { surface, TOKEN } from './subjects.ts'
import { anyLevel, anyPolicy, anySurface, anyTime } from './support/generated.ts'
import { law } from './support/law.ts'

const TEXT = `{
  "version": 1,
  "agents": { "a": { "name": "A", "token": "${TOKEN}" } },
  "rules": [
    { "id": "r1", "agents": "*", "surfaces": "*", "level": "read", "ask": "submit" } // all
  ],
  "locks": [{ "id": "l1", "agents": "*", "surfaces": { "name": "prod" }, "level": "type" }]
}
`
const NOW = Date.parse('2026-11-21T09:41:00Z')
const SOON = '2026-11-21T09:46:00Z'
const LATER = '2026-11-21T10:41:00Z'
const here = surface({ id: 's_aaaa', name: 'api' })
const a: AgentFacts = { id: 'a' }

function policy(text: string): Policy {
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return parsed.policy
}
function given(text: string, level: Level, until: Until, place = here) {
  const done = giveFor(text, { agent: a, surface: place, level, until, now: NOW })
  return done.ok ? done.text : done.because
}

describe('a level for a while', () => {
  test('is one rule more, for that pair and that time', () => {
    expect(given(TEXT, 'submit', SOON)).toBe(
      TEXT.replace(
        ' } // all',
        ` }, // all\n    { "id": "t1", "agents": "a", "surfaces": { "id": "s_aaaa" }, "level": "submit", "until": "${SOON}" }`,
      ),
    )
    expect(policy(given(TEXT, 'type', { closes: 's_aaaa' })).rules[1]).toEqual({
      ...{ id: 't1', agents: 'a', surfaces: { id: 's_aaaa' }, level: 'type', ask: 'submit' },
      until: { closes: 's_aaaa' },
    })
  })

  test('again, has another end: later, sooner, or with the surface', () => {
    const once = given(TEXT, 'submit', LATER)
    const closes = once.replace(`"${LATER}"`, '{ "closes": "s_aaaa" }')
    expect(given(once, 'submit', SOON)).toBe(once.replace(LATER, SOON))
    expect(given(once, 'submit', { closes: 's_aaaa' })).toBe(closes)
    expect(given(closes, 'submit', LATER)).toBe(once)
  })

  test.each<[string, string, Level, Until, string]>([
    ['it has it', TEXT, 'read', SOON, 'a has read on "api" by r1, so this would raise nothing.'],
    [
      'it has more for a while',
      given(TEXT, 'submit', SOON),
      'type',
      LATER,
      `a has submit on "api" until ${SOON} by t1, so this would raise nothing.`,
    ],
    [
      'the end has passed',
      TEXT,
      'submit',
      '2026-11-21T09:40:00Z',
      'r1 holds a at read on "api". Change or end that rule first.',
    ],
    [
      'a rule of hand holds it for longer',
      TEXT.replace(
        ' } // all',
        ' }, { "id": "x", "agents": "a", "surfaces": { "id": "s_aaaa" }, "level": "none", "until": { "closes": "s_aaaa" } } // all',
      ),
      'submit',
      LATER,
      'x holds a at none on "api" until it closes. Change or end that rule first.',
    ],
    ['it is no policy', '{', 'submit', SOON, 'The policy cannot be read.'],
  ])('is refused in words where %s', (_, text, level, until, because) => {
    expect(given(text, level, until)).toBe(because)
  })

  test('is refused where a lock leaves less, for who runs inside a surface, and for who is nobody', () => {
    const prod = surface({ id: 's_aaaa', name: 'prod' })
    expect(given(TEXT, 'submit', SOON, prod)).toBe(
      'Lock l1 leaves a type on "prod", so a rule for submit would not give it.',
    )
    expect(policy(given(TEXT, 'type', SOON, prod)).rules).toHaveLength(2)
    const no = (agent: AgentFacts) => giveFor(TEXT, { agent, surface: here, level: 'submit', until: SOON, now: NOW })
    expect(no({ id: 'claude@s_a', preset: 'claude', workspace: 'web' })).toEqual({
      ok: false,
      because: 'claude@s_a runs inside a surface, and a temporary rule can only name an agent of the policy.',
    })
    expect(no({ id: 'b' })).toEqual({ ok: false, because: 'b is not an agent of this policy.' })
  })
})

law(
  'gives the pair that level and nobody else anything, until then alone',
  fc.property(anyPolicy, anySurface, anySurface, anyLevel, anyTime, (start, place, other, level, now) => {
    const until = new Date(now + 60_000).toISOString()
    const done = giveFor(JSON.stringify(start), { agent: a, surface: place, level, until, now })
    if (!done.ok) {
      expect(done.because).toMatch(/\.$/)
      return
    }
    const after = policy(done.text)
    const at = (one: Policy, time: number) => inForce(one, time, () => true)
    const has = grantFor(at(start, now), a, place)
    expect(grantFor(at(after, now), a, place).level).toBe(level)
    expect(rank(has.level)).toBeLessThanOrEqual(rank(level))
    for (const agent of [{ id: 'b' }, { id: 'c' }, { id: 'i', preset: 'claude', workspace: 'web' }]) {
      for (const one of [place, other]) {
        expect(grantFor(at(after, now), agent, one)).toEqual(grantFor(at(start, now), agent, one))
      }
    }
    const isPair = (rule: Policy['rules'][number]) => rule.until !== undefined
    expect(after.rules.filter(rule => !isPair(rule))).toEqual(start.rules.filter(rule => !isPair(rule)))
    expect([after.locks, after.open, after.agents]).toEqual([start.locks, start.open, start.agents])
  }),
  0.2,
)

describe('ending', () => {
  const two = given(given(TEXT, 'submit', LATER), 'type', SOON, surface({ id: 's_bbbb', name: 'web' }))

  test('takes that temporary rule away and nothing else', () => {
    expect(policy(two).rules.map(({ id }) => id)).toEqual(['r1', 't1', 't2'])
    expect(policy(endTemporary(two, 't1')).rules).toEqual([policy(two).rules[0], policy(two).rules[2]])
    expect(endTemporary(endTemporary(two, 't2'), 't1')).toBe(TEXT.replace(' } // all', ' } // all'))
    for (const id of ['r1', 'l1', 't3']) expect(endTemporary(two, id)).toBe(two)
    expect(endTemporary('{', 't1')).toBe('{')
  })

  test('of what is over leaves what lasts, what a person wrote and what has a comment', () => {
    const isOpen = () => true
    expect(withoutEnded(two, NOW, isOpen)).toBe(two)
    expect(policy(withoutEnded(two, Date.parse(SOON), isOpen)).rules.map(({ id }) => id)).toEqual(['r1', 't1'])
    const closes = given(TEXT, 'submit', { closes: 's_aaaa' })
    expect(withoutEnded(closes, NOW, isOpen)).toBe(closes)
    expect(policy(withoutEnded(closes, NOW, () => false)).rules.map(({ id }) => id)).toEqual(['r1'])
    const late = Date.parse('2027-01-01T00:00:00Z')
    const commented = two.replace('"id": "t1",', '"id": "t1", /* mine */')
    const named = two.replace('"id": "t1",', '"id": "mine",')
    const reasoned = two.replace('"id": "t1",', '"id": "t1", "reason": "mine",')
    for (const text of [commented, named, reasoned]) {
      expect(policy(withoutEnded(text, late, isOpen)).rules).toHaveLength(2)
    }
    expect(withoutEnded('{', late, isOpen)).toBe('{')
  })
})
