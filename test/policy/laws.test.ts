// The laws of the policy, for any policy, agent, surface and intent.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide, grantFor } from '../../main/policy/decide.ts'
import { candidates } from '../../main/policy/explain.ts'
import { rank, reach } from '../../main/policy/grant.ts'
import type { Policy } from '../../main/policy/model.ts'
import { LEVELS } from '../../preload/contract.ts'
import { anyAgent, anyIntent, anyLevel, anyLock, anyPolicy, anySurface } from './subjects.ts'

const RUNS = { numRuns: 2000 }
const RANK = { deny: 0, ask: 1, allow: 2 }

function law(name: string, property: fc.IPropertyWithHooks<never> | fc.IRawProperty<unknown>) {
  test(name, () => fc.assert(property as fc.IRawProperty<unknown>, RUNS))
}

describe('laws', () => {
  law(
    'a lock more never gives more, in effect or in grant',
    fc.property(anyPolicy, anyLock, anyAgent, anySurface, anyIntent, (policy, lock, agent, surface, intent) => {
      const locked = { ...policy, locks: [...policy.locks, lock] }
      const before = decide(policy, agent, surface, intent)
      const after = decide(locked, agent, surface, intent)
      expect(RANK[after.effect]).toBeLessThanOrEqual(RANK[before.effect])
      expect(rank(after.level)).toBeLessThanOrEqual(rank(before.level))
      expect(reach(after)).toBeLessThanOrEqual(reach(before))
      expect(after.rule).toBe(before.rule)
    }),
  )

  law(
    'raising the level of a rule never turns allow into deny or ask',
    fc.property(
      anyPolicy,
      fc.nat(),
      anyLevel,
      anyAgent,
      anySurface,
      anyIntent,
      (policy, nth, level, agent, surface, intent) => {
        const index = policy.rules.length ? nth % policy.rules.length : 0
        const rules = policy.rules.map((rule, at) =>
          at === index && rank(level) > rank(rule.level) ? { ...rule, level } : rule,
        )
        const before = decide(policy, agent, surface, intent)
        if (before.effect === 'allow') expect(decide({ ...policy, rules }, agent, surface, intent).effect).toBe('allow')
      },
    ),
  )

  law(
    'the order of rules and locks does not matter',
    fc.property(anyPolicy, fc.infiniteStream(fc.nat()), anyAgent, anySurface, anyIntent, (policy, nats, ...asked) => {
      const shuffled = <T>(items: readonly T[]) =>
        items
          .map(item => ({ item, key: nats.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ item }) => item)
      const other: Policy = { ...policy, rules: shuffled(policy.rules), locks: shuffled(policy.locks) }
      expect(decide(other, ...asked)).toEqual(decide(policy, ...asked))
      expect(grantFor(other, asked[0], asked[1])).toEqual(grantFor(policy, asked[0], asked[1]))
      expect(candidates(other, asked[0], asked[1])).toEqual(candidates(policy, asked[0], asked[1]))
    }),
  )

  law(
    'an agent the policy does not know gets nothing',
    fc.property(anyPolicy, anySurface, anyIntent, (policy, surface, intent) => {
      for (const id of ['ghost', 'constructor', '*', '']) {
        const verdict = decide(policy, { id }, surface, intent)
        expect(verdict).toMatchObject({ effect: 'deny', rule: null, lock: null, level: 'none', ask: null })
        expect(candidates(policy, { id }, surface)).toEqual([])
      }
    }),
  )

  law(
    'a verdict names the one rule in force, and allows or asks only with one',
    fc.property(anyPolicy, anyAgent, anySurface, anyIntent, (policy, agent, surface, intent) => {
      const verdict = decide(policy, agent, surface, intent)
      if (verdict.effect !== 'deny') expect(verdict.rule).not.toBeNull()
      if (intent === 'open' || intent === 'close') return
      const used = candidates(policy, agent, surface).filter(one => one.used)
      expect(used.map(one => one.rule)).toEqual(verdict.rule === null ? [] : [verdict.rule])
      expect(grantFor(policy, agent, surface).rule).toBe(verdict.rule)
      if (verdict.rule !== null) expect(verdict.why).toContain(verdict.rule)
      if (verdict.lock !== null) expect(verdict.why).toContain(`lock ${verdict.lock} `)
      expect(verdict.why).toContain(agent.id)
      expect(verdict.why).toMatch(/^[^\n]+\.$/)
    }),
  )

  law(
    'an alias, which an agent can choose, never gives more',
    fc.property(anyPolicy, anyAgent, anySurface, anyIntent, fc.string(), (policy, agent, surface, intent, alias) => {
      const plain = decide(policy, agent, { ...surface, alias: null }, intent)
      expect(RANK[decide(policy, agent, { ...surface, alias }, intent).effect]).toBeLessThanOrEqual(RANK[plain.effect])
    }),
  )

  law(
    'on a surface it opened, rules by what an agent can choose raise nothing',
    fc.property(anyPolicy, anyAgent, anySurface, anyIntent, (policy, agent, found, intent) => {
      const surface = { ...found, openedBy: agent.id }
      const raising = policy.rules.filter(({ surfaces }) => surfaces === '*' || surfaces.openedBy === 'self')
      const without = decide({ ...policy, rules: raising }, agent, surface, intent)
      expect(RANK[decide(policy, agent, surface, intent).effect]).toBeLessThanOrEqual(RANK[without.effect])
    }),
  )

  law(
    'a higher intent is never easier: read, type, submit, then its sub-grants',
    fc.property(anyPolicy, anyAgent, anySurface, (policy, agent, surface) => {
      const [read, type, submit, ...subs] = (['read', 'type', 'submit', 'answer', 'interrupt', 'secret'] as const).map(
        intent => RANK[decide(policy, agent, surface, intent).effect],
      )
      expect(type).toBeLessThanOrEqual(read ?? 0)
      expect(submit).toBeLessThanOrEqual(type ?? 0)
      for (const sub of subs) expect(sub).toBeLessThanOrEqual(submit ?? 0)
    }),
  )

  law(
    'the grant in force and the verdict agree',
    fc.property(
      anyPolicy,
      anyAgent,
      anySurface,
      fc.constantFrom('read', 'type', 'submit'),
      (policy, agent, surface, intent) => {
        const { level, ask } = grantFor(policy, agent, surface)
        const { effect } = decide(policy, agent, surface, intent)
        const needed = LEVELS.indexOf(intent)
        expect(effect === 'allow').toBe(LEVELS.indexOf(level) >= needed)
        expect(effect !== 'deny').toBe(reach({ level, ask }) >= needed)
      },
    ),
  )
})
