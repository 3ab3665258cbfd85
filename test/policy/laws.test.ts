// The laws of the policy, for any policy, agent, surface, intent and text. Those of conditions, limits and sequences of
// calls are in the files beside this one.
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { decide, grantFor } from '../../main/policy/decide.ts'
import { candidates } from '../../main/policy/explain.ts'
import { rank, reach } from '../../main/policy/grant.ts'
import type { Policy } from '../../main/policy/model.ts'
import { parsePolicy } from '../../main/policy/parse.ts'
import { LEVELS } from '../../preload/contract.ts'
import {
  anyAgent,
  anyIntent,
  anyLevel,
  anyLock,
  anyParticulars,
  anyPolicy,
  anyQuestion,
  anySurface,
} from './support/generated.ts'
import { frozen, law, RANK } from './support/law.ts'

describe('laws', () => {
  law(
    'a lock more never gives more, in effect or in grant',
    fc.property(anyPolicy, anyLock, anyQuestion, (policy, lock, question) => {
      const before = decide(policy, ...question)
      const after = decide({ ...policy, locks: [...policy.locks, lock] }, ...question)
      expect(RANK[after.effect]).toBeLessThanOrEqual(RANK[before.effect])
      expect(rank(after.level)).toBeLessThanOrEqual(rank(before.level))
      expect(reach(after)).toBeLessThanOrEqual(reach(before))
      // unless a text is looked at no more, because the level is the reason now
      if (question[3].text === undefined) expect(after.rule).toBe(before.rule)
    }),
  )

  law(
    'raising the level of a rule never turns allow into deny or ask',
    fc.property(anyPolicy, fc.nat(), anyLevel, anyQuestion, (policy, nth, level, question) => {
      const index = policy.rules.length ? nth % policy.rules.length : 0
      const rules = policy.rules.map((rule, at) =>
        at === index && rank(level) > rank(rule.level) ? { ...rule, level } : rule,
      )
      const before = decide(policy, ...question)
      if (before.effect === 'allow') expect(decide({ ...policy, rules }, ...question).effect).toBe('allow')
    }),
  )

  law(
    'the order of rules, locks and open rules does not matter',
    fc.property(anyPolicy, fc.infiniteStream(fc.nat()), anyQuestion, (policy, nats, question) => {
      const shuffled = <T>(items: readonly T[]) =>
        items
          .map(item => ({ item, key: nats.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ item }) => item)
      const { rules, locks, open } = policy
      const other: Policy = { ...policy, rules: shuffled(rules), locks: shuffled(locks), open: shuffled(open) }
      const [agent, surface] = question
      expect(decide(other, ...question)).toEqual(decide(policy, ...question))
      expect(grantFor(other, agent, surface)).toEqual(grantFor(policy, agent, surface))
      expect(candidates(other, agent, surface)).toEqual(candidates(policy, agent, surface))
    }),
  )

  law(
    'a verdict is a function of its inputs, and changes none of them',
    fc.property(anyPolicy, anyQuestion, (policy, question) => {
      const [agent, surface] = question
      frozen(policy)
      frozen(question)
      const first = decide(policy, ...question)
      const grant = grantFor(policy, agent, surface)
      // another agent in between, and equal inputs that are other objects
      decide(policy, { id: 'b' }, surface, 'submit')
      expect(decide(policy, ...question)).toEqual(first)
      expect(decide(structuredClone(policy), ...structuredClone(question))).toEqual(first)
      expect(grantFor(structuredClone(policy), agent, surface)).toEqual(grant)
    }),
  )

  law(
    'an agent the policy does not know gets nothing',
    fc.property(anyPolicy, anySurface, anyIntent, anyParticulars, (policy, surface, intent, particulars) => {
      for (const id of ['ghost', 'constructor', '*', '']) {
        const verdict = decide(policy, { id }, { ...surface, openedBy: id }, intent, particulars)
        expect(verdict).toMatchObject({ effect: 'deny', rule: null, lock: null, level: 'none', ask: null })
        expect(candidates(policy, { id }, surface)).toEqual([])
      }
    }),
  )

  law(
    'a verdict names the rule it comes from, allows or asks only with one, and says so',
    fc.property(anyPolicy, anyQuestion, (policy, question) => {
      const [agent, surface, intent] = question
      const verdict = decide(policy, ...question)
      if (verdict.effect !== 'deny') expect(verdict.rule).not.toBeNull()
      if (verdict.rule !== null) expect(verdict.why).toContain(verdict.rule)
      if (verdict.lock !== null) expect(verdict.why).toContain(`lock ${verdict.lock} `)
      expect(verdict.why).toMatch(/^[^\n]+\.$/)
      if (intent === 'open' || intent === 'close') return
      expect(verdict.why).toContain(agent.id)
      const all = candidates(policy, agent, surface)
      const used = all.filter(one => one.used).map(one => one.rule)
      expect(used).toEqual([grantFor(policy, agent, surface).rule].filter(rule => rule !== null))
      // a text may be held back by any rule that matches; all else comes from the one in force
      const byText = verdict.effect === 'deny' && verdict.why.includes(' says that ')
      expect(byText ? all.map(one => one.rule) : [...used, null]).toContain(verdict.rule)
    }),
  )

  law(
    'an alias, a former name or a former id never gives more',
    fc.property(anyPolicy, anyQuestion, fc.string(), (policy, [agent, surface, ...asked], chosen) => {
      const plain = { ...surface, alias: null, formerNames: [] }
      const before = RANK[decide(policy, agent, plain, ...asked).effect]
      const aliased = decide(policy, agent, { ...plain, alias: chosen }, ...asked)
      const renamed = decide(policy, agent, { ...plain, formerNames: [chosen] }, ...asked)
      expect(RANK[aliased.effect]).toBeLessThanOrEqual(before)
      expect(RANK[renamed.effect]).toBeLessThanOrEqual(before)
      const lockedOnce = policy.locks.flatMap(({ surfaces }) => (surfaces === '*' ? [] : (surfaces.id ?? [])))
      const again = decide(policy, agent, { ...plain, formerIds: [...lockedOnce, chosen] }, ...asked)
      expect(RANK[again.effect]).toBeLessThanOrEqual(before)
    }),
  )

  law(
    'on a surface it opened, rules by what an agent can choose raise nothing',
    fc.property(anyPolicy, anyQuestion, (policy, [agent, found, ...asked]) => {
      const surface = { ...found, openedBy: agent.id }
      const raising = policy.rules.filter(({ surfaces }) => surfaces === '*' || surfaces.openedBy === 'self')
      const without = decide({ ...policy, rules: raising }, agent, surface, ...asked)
      expect(RANK[decide(policy, agent, surface, ...asked).effect]).toBeLessThanOrEqual(RANK[without.effect])
    }),
  )

  law(
    'a higher intent is never easier, and a sub-grant is the stricter of submit and itself',
    fc.property(anyPolicy, anyAgent, anySurface, (policy, agent, surface) => {
      const effect = (intent: (typeof SENDS)[number]) => RANK[decide(policy, agent, surface, intent).effect]
      expect(effect('type')).toBeLessThanOrEqual(effect('read'))
      expect(effect('submit')).toBeLessThanOrEqual(effect('type'))
      const grant = grantFor(policy, agent, surface)
      for (const sub of ['answer', 'interrupt', 'secret'] as const) {
        expect(effect(sub)).toBe(Math.min(effect('submit'), RANK[grant[sub]]))
      }
    }),
  )

  law(
    'the grant in force, the verdict and the Why list agree',
    fc.property(
      anyPolicy,
      anyAgent,
      anySurface,
      fc.constantFrom(...LEVELS.slice(1)),
      (policy, agent, surface, needed) => {
        const { level, ask, rule } = grantFor(policy, agent, surface)
        const verdict = decide(policy, agent, surface, needed as 'read' | 'type' | 'submit')
        expect(verdict.effect === 'allow').toBe(rank(level) >= rank(needed))
        expect(verdict.effect !== 'deny').toBe(reach({ level, ask }) >= rank(needed))
        expect(verdict).toMatchObject({ level, ask, rule })
        const used = candidates(policy, agent, surface).find(one => one.used)
        expect(used?.rule ?? null).toBe(rule)
        // locks and what an agent opened itself only take away from what the rule says
        if (used) expect(rank(level)).toBeLessThanOrEqual(rank(used.grant.level))
      },
    ),
  )

  law(
    'every policy generated here is one the parser takes, as it is',
    fc.property(anyPolicy, policy => {
      expect(parsePolicy(JSON.stringify(policy))).toEqual({ ok: true, policy })
    }),
    0.5,
  )
})

const SENDS = ['read', 'type', 'submit', 'answer', 'interrupt', 'secret'] as const
