// Laws of what a person sets in the panel: exactly that, for that pair, and what lowers never raises.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { grantFor } from '../../main/policy/decide.ts'
import { setGrant } from '../../main/policy/edit-cell-parts.ts'
import { covers, usable } from '../../main/policy/edit-raise.ts'
import { granted, rank, reach } from '../../main/policy/grant.ts'
import { limitsOn } from '../../main/policy/limits.ts'
import type { AgentFacts, Policy, Rule, SurfaceSubject } from '../../main/policy/model.ts'
import { parsePolicy } from '../../main/policy/parse.ts'
import { resolve } from '../../main/policy/resolve.ts'
import type { Level } from '../../preload/contract.ts'
import { policyOf, surface } from './subjects.ts'
import { anyLevel, anyPolicy, anySurface } from './support/generated.ts'
import { law } from './support/law.ts'

function policy(text: string): Policy {
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return parsed.policy
}
function set(start: Policy, agent: AgentFacts | null, place: SurfaceSubject | null, level: Level, ask: Level | null) {
  const done = setGrant(JSON.stringify(start), { agent, surface: place, level, ask })
  return done.ok ? policy(done.text) : done.because
}
const standing = (one: Policy) => ({ ...one, rules: one.rules.filter(({ until }) => until === undefined) })
const a = { id: 'a' }

law(
  'a cell gets the level and ask that were set, other pairs keep what they have, and no limit is lost',
  fc.property(anyPolicy, anySurface, anySurface, anyLevel, anyLevel, (start, place, other, level, ask) => {
    const after = set(start, a, place, level, ask)
    if (typeof after === 'string') {
      expect(after).toMatch(/^\w+ decides here as well and gives something else\. Change that rule instead\.$/)
      return
    }
    const given = resolve(standing(after), a, place).given
    expect([given.level, given.ask]).toEqual([level, rank(ask) > rank(level) ? ask : null])
    for (const agent of [{ id: 'b' }, { id: 'c' }, { id: 'i', preset: 'claude', workspace: 'web' }]) {
      for (const one of [place, other]) expect(grantFor(after, agent, one)).toEqual(grantFor(start, agent, one))
    }
    const counted = (one: Policy) =>
      limitsOn(one, a, place)
        .map(({ limit }) => JSON.stringify(limit))
        .sort()
    expect(counted(after)).toEqual(counted(start))
  }),
  0.25,
)

law(
  'setting less raises nothing of the pair, in no part',
  fc.property(anyPolicy, anySurface, anyLevel, anyLevel, (start, place, level, ask) => {
    const before = resolve(standing(start), a, place).given
    const wanted = granted({ level, ask })
    fc.pre(rank(level) <= rank(before.level) && reach(wanted) <= reach(before))
    const after = set(start, a, place, level, ask)
    if (typeof after === 'string') return
    const now = resolve(standing(after), a, place)
    expect(covers(usable(before), usable(now.given))).toBe(true)
    if (now.inserts) expect(resolve(standing(start), a, place).inserts || rank(before.level) > rank('type')).toBe(true)
  }),
  0.25,
)

describe('a new rule for a cell', () => {
  const wide = {
    ...{ id: 'r1', agents: '*', surfaces: '*', level: 'submit', answer: 'deny', interrupt: 'allow' },
    insertAtPrompt: true,
  } as const
  const own = { id: 'g1', agents: 'a', surfaces: { id: 's_aaaa' } } as const
  const made = (rule: object, level: Level, ask: Level | null) => {
    const after = set(policyOf([rule as Rule]), a, surface(), level, ask)
    return typeof after === 'string' ? after : after.rules[1]
  }

  test('keeps the sub-grants that count, and inserting at a prompt where it counts', () => {
    const subs = { answer: 'deny', interrupt: 'allow' }
    expect(made(wide, 'type', 'submit')).toEqual({
      ...{ ...own, level: 'type', ask: 'submit', ...subs, insertAtPrompt: true },
    })
    expect(made({ ...wide, level: 'read', ask: 'submit' }, 'submit', null)).toEqual({
      ...own,
      level: 'submit',
      ...subs,
    })
    // below submit they were nothing, and nobody has seen them: what is allowed there is not kept, what is denied is
    const denied = { ...own, answer: 'deny' }
    expect(made({ ...wide, level: 'type' }, 'submit', null)).toEqual({
      ...denied,
      level: 'submit',
      insertAtPrompt: true,
    })
    expect(made({ ...wide, level: 'read' }, 'type', null)).toEqual({ ...denied, level: 'type' })
  })

  test('is made beside one for what the agent opens, where it opened nothing', () => {
    const rule = { ...own, surfaces: { id: 's_aaaa', openedBy: 'self' }, id: 'r1', level: 'none', ask: 'read' } as const
    const after = set(policyOf([rule]), a, surface(), 'none', 'read')
    expect(after).toMatchObject({ rules: [rule, { ...own, level: 'none', ask: 'read' }] })
  })

  test('is refused for a text that is no policy, and where no rule can name the agents', () => {
    const cell = { agent: a, surface: surface(), level: 'read', ask: null } as const
    expect(setGrant('{', cell)).toEqual({ ok: false, because: 'The policy cannot be read.' })
    const inside = { id: 'claude@s_aaaa', preset: 'claude', workspace: '' }
    expect(setGrant('{"version": 1}', { ...cell, agent: inside })).toEqual({
      ok: false,
      because: 'No rule can name the workspace of claude@s_aaaa.',
    })
  })

  test('goes with level null, and one that can only take away becomes one that gives on what the agent opened', () => {
    const opened = surface({ openedBy: 'a' })
    const rule = { ...own, id: 'r1', level: 'none', reason: 'mine' } as const
    const after = set(policyOf([rule]), a, opened, 'submit', null)
    expect(after).toMatchObject({
      rules: [{ id: 'r1', surfaces: { id: 's_aaaa', openedBy: 'self' }, level: 'submit', reason: 'mine' }],
    })
    const text = JSON.stringify(policyOf([rule]))
    const none = setGrant(text, { agent: a, surface: opened, level: null, ask: null })
    expect(none.ok && policy(none.text).rules).toEqual([])
  })
})
