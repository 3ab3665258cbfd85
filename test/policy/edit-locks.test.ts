// Locks that a person sets in the panel: for exactly one cell, never a raise but by changing or taking away that lock itself.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ANY } from '../../main/policy/cells.ts'
import { grantFor } from '../../main/policy/decide.ts'
import { cellLocks, setLock } from '../../main/policy/edit-locks.ts'
import { covers } from '../../main/policy/edit-raise.ts'
import { ceiling, lower } from '../../main/policy/grant.ts'
import type { Policy } from '../../main/policy/model.ts'
import { parsePolicy } from '../../main/policy/parse.ts'
import { LEVELS } from '../../preload/contract.ts'
import { TOKEN } from './subjects.ts'
import { anyAgent, anyLevel, anyPolicy, anySurface } from './support/generated.ts'
import { law } from './support/law.ts'

const TEXT = `{
  "version": 1,
  "agents": { "a": { "name": "A", "token": "${TOKEN}" } },
  "locks": [
    { "id": "l1", "agents": ["a"], "surfaces": "*", "level": "submit", "answer": "deny", "reason": "why" }, // all
    { "id": "l2", "agents": "a", "surfaces": { "id": "s_aaaa", "openedBy": "self" }, "level": "read" }
  ]
}
`
const ALL = { agent: 'a', surface: ANY } as const

function policy(text: string): Policy {
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return parsed.policy
}

describe('a lock', () => {
  test('is changed where there is one for exactly that, with its other caps and its reason', () => {
    expect(setLock(TEXT, { ...ALL, level: 'read', ask: 'type', reason: '' })).toBe(
      TEXT.replace(
        '"level": "submit", "answer": "deny", "reason": "why" }',
        '"level": "read", "answer": "deny", "reason": "why", "ask": "type" }',
      ),
    )
    expect(setLock(TEXT, { ...ALL, level: 'submit', ask: null, reason: ' be\u0007cause\n' })).toBe(
      TEXT.replace('"why"', '"be cause"'),
    )
  })

  test('is a line more where there is none, also beside one for surfaces that the agent opened', () => {
    const text = setLock(TEXT, { agent: 'a', surface: 's_aaaa', level: 'type', ask: 'type', reason: '' })
    expect(policy(text).locks[2]).toEqual({ id: 'l3', agents: 'a', surfaces: { id: 's_aaaa' }, level: 'type' })
    const inside = {
      agent: { preset: 'claude', workspace: 'web' },
      surface: '*',
      level: 'none',
      ask: null,
      reason: 'x',
    }
    expect(policy(setLock(TEXT, inside as never)).locks[2]).toEqual({
      ...{ id: 'l3', agents: { preset: 'claude', workspace: 'web' }, surfaces: '*', level: 'none', reason: 'x' },
    })
  })

  test('goes with level null, and with it every one for exactly that', () => {
    const twice = TEXT.replace('"agents": "a"', '"agents": "*"').replace(
      '    { "id": "l2"',
      '    { "id": "l4", "agents": "a", "surfaces": "*", "level": "none" },\n    { "id": "l2"',
    )
    expect(cellLocks(policy(twice), ALL)).toEqual([0, 1])
    const off = { ...ALL, level: null, ask: null, reason: '' }
    expect(policy(setLock(twice, off)).locks.map(({ id }) => id)).toEqual(['l2'])
    const both = policy(setLock(twice, { ...ALL, level: 'type', ask: null, reason: '' })).locks
    expect(both.map(({ level }) => level)).toEqual(['type', 'type', 'read'])
    expect(setLock(TEXT, { ...off, surface: 's_aaaa' })).toBe(TEXT)
  })

  test('leaves a text alone that is no policy, or would be none', () => {
    expect(setLock('{', { ...ALL, level: 'none', ask: null, reason: '' })).toBe('{')
    expect(setLock(TEXT, { agent: 'No Id', surface: '*', level: 'none', ask: null, reason: '' })).toBe(TEXT)
  })
})

const anyPlace = fc.record({
  agent: fc.constantFrom('a', 'b', ANY),
  surface: fc.constantFrom('s_aaaa', 's_bbbb', ANY),
})

law(
  'a new lock caps exactly its cell, raises nobody, and taking it away gives back what was',
  fc.property(
    anyPolicy,
    anyPlace,
    anyLevel,
    anyLevel,
    anyAgent,
    anySurface,
    (start, cell, level, ask, agent, place) => {
      fc.pre(cellLocks(start, cell).length === 0)
      const text = JSON.stringify(start)
      const locked = setLock(text, { ...cell, level, ask, reason: '' })
      const [before, after] = [grantFor(start, agent, place), grantFor(policy(locked), agent, place)]
      const isMeant =
        (cell.agent === ANY || cell.agent === agent.id) && (cell.surface === ANY || cell.surface === place.id)
      const cap = ceiling({ level, ...(LEVELS.indexOf(ask) > LEVELS.indexOf(level) ? { ask } : {}) })
      expect(covers(before, after)).toBe(true)
      const expected = isMeant ? lower(before, cap) : before
      for (const part of ['level', 'ask', 'answer', 'interrupt', 'secret'] as const) {
        expect(after[part]).toBe(expected[part])
      }
      expect(policy(setLock(locked, { ...cell, level: null, ask: null, reason: '' }))).toEqual(start)
    },
  ),
  0.2,
)
