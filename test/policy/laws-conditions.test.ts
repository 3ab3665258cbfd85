// Laws of what a rule may be bound to (texts, an end) and of opening and closing.
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { decide } from '../../main/policy/decide.ts'
import { agentExactness, agentMatches } from '../../main/policy/match.ts'
import type { Policy, Rule } from '../../main/policy/model.ts'
import { inForce, nextEnd } from '../../main/policy/temporary.ts'
import type { Effect } from '../../preload/contract.ts'
import {
  anyOpenRule,
  anyPolicy,
  anyQuestion,
  anyTemporary,
  anyText,
  anyTextRule,
  anyTime,
} from './support/generated.ts'
import { law, RANK } from './support/law.ts'

const ALWAYS = () => true
const ALL = { level: 'submit', answer: 'allow', interrupt: 'allow', secret: 'allow' } as const

const withRule = (policy: Policy, rule: Rule): Policy => ({ ...policy, rules: [...policy.rules, rule] })

describe('texts', () => {
  law(
    'a text rule more never gives more',
    fc.property(anyPolicy, fc.nat(), anyTextRule, anyQuestion, (policy, nth, text, question) => {
      const rules = policy.rules.map((rule, index) =>
        index === nth % policy.rules.length ? { ...rule, text: [...(rule.text ?? []), text] } : rule,
      )
      const after = decide({ ...policy, rules }, ...question)
      expect(RANK[after.effect]).toBeLessThanOrEqual(RANK[decide(policy, ...question).effect])
    }),
  )

  law(
    'a text gives nothing that the same policy without text rules does not, and without them it does not matter',
    fc.property(anyPolicy, anyQuestion, anyText, (policy, [agent, surface, intent, particulars], text) => {
      const without = { ...policy, rules: policy.rules.map(({ text: _, ...rule }) => rule) }
      const plain = decide(without, agent, surface, intent, particulars)
      expect(decide(without, agent, surface, intent, { ...particulars, text })).toEqual(plain)
      const bound = decide(policy, agent, surface, intent, { ...particulars, text })
      expect([plain.effect, 'deny']).toContain(bound.effect)
    }),
  )
})

describe('temporary rules', () => {
  law(
    'one that has ended gives nothing and takes nothing: it is as if it were not there',
    fc.property(
      anyPolicy,
      anyTemporary,
      anyTime,
      fc.boolean(),
      anyQuestion,
      (policy, temporary, now, open, question) => {
        const { until } = temporary
        const ended = typeof until === 'string' ? now >= Date.parse(until) : !open
        const present = inForce(withRule(policy, { ...temporary, id: 't99' }), now, () => open)
        const others = inForce(policy, now, () => open)
        const expected = ended ? others : withRule(others, { ...temporary, id: 't99' })
        expect(present.rules).toEqual(expected.rules)
        expect(decide(present, ...question)).toEqual(decide(expected, ...question))
      },
    ),
  )

  law(
    'the end of one that gives everything never gives more',
    fc.property(anyPolicy, anyTemporary, anyQuestion, (policy, { agents, surfaces, until }, question) => {
      const temporary = { id: 't99', agents, surfaces, ...ALL, until } as Rule
      const before = decide(withRule(policy, temporary), ...question)
      const after = decide(policy, ...question)
      // a text that was not looked at, because it was denied for less, is not a gain
      expect(RANK[after.effect]).toBeLessThanOrEqual(RANK[before.effect])
    }),
  )

  law(
    'what has ended stays out, and nothing else of the policy changes',
    fc.property(anyPolicy, anyTime, fc.nat({ max: 100_000 }), (policy, now, later) => {
      const before = inForce(policy, now, ALWAYS)
      const after = inForce(policy, now + later, ALWAYS)
      for (const rule of after.rules) expect(before.rules).toContain(rule)
      expect(inForce(before, now + later, ALWAYS).rules).toEqual(after.rules)
      expect({ ...after, rules: [] }).toEqual({ ...policy, rules: [] })
      if (after.rules.length === policy.rules.length) expect(after).toBe(policy)
      for (const rule of policy.rules) if (rule.until === undefined) expect(after.rules).toContain(rule)
    }),
  )

  law(
    'the next end is the next time that the rules change',
    fc.property(anyPolicy, anyTime, (policy, now) => {
      const present = inForce(policy, now, ALWAYS).rules
      const next = nextEnd(policy, now)
      const rulesAt = (time: number) => inForce(policy, time, ALWAYS).rules
      if (next === null) {
        expect(rulesAt(Number.MAX_SAFE_INTEGER)).toEqual(present)
      } else {
        expect(next).toBeGreaterThan(now)
        expect(rulesAt(next - 1)).toEqual(present)
        expect(rulesAt(next).length).toBeLessThan(present.length)
      }
    }),
  )
})

describe('opening and closing', () => {
  law(
    'an open rule for another agent changes nothing for this one',
    fc.property(
      anyPolicy,
      anyOpenRule,
      fc.constantFrom<Rule['agents']>('z', ['y', 'z'], { preset: 'gemini' }, { workspace: 'z*' }),
      anyQuestion,
      (policy, rule, agents, question) => {
        const more = { ...policy, open: [...policy.open, { ...rule, id: 'o99', agents }] }
        expect(decide(more, ...question)).toEqual(decide(policy, ...question))
      },
    ),
  )

  law(
    'of the open rules that name the agent most exactly, the strictest that selects decides',
    fc.property(anyPolicy, anyQuestion, (policy, [agent, surface, , particulars]) => {
      const mine = policy.open.filter(({ agents }) => agentMatches(agents, agent))
      const closest = Math.min(...mine.map(({ agents }) => agentExactness(agents)))
      const alone = mine
        .filter(({ agents }) => agentExactness(agents) === closest)
        .map(rule => decide({ ...policy, open: [rule] }, agent, surface, 'open', particulars))
        .filter(({ rule }) => rule !== null)
      const strictest = alone.map(({ effect }) => effect).sort((a, b) => RANK[a] - RANK[b])[0]
      const { effect, rule } = decide(policy, agent, surface, 'open', particulars)
      expect(effect).toBe(strictest ?? 'deny')
      if (rule !== null) expect(alone.map(one => one.rule)).toContain(rule)
      if (rule === null) expect(alone).toEqual([])
    }),
  )

  law(
    'a prompt, one more that is open, or a folder that is not known never gives more',
    fc.property(anyPolicy, anyQuestion, (policy, [agent, surface, , { opening }]) => {
      if (opening === undefined) return
      const effect = (change: Partial<typeof opening>): Effect =>
        decide(policy, agent, surface, 'open', { opening: { ...opening, ...change } }).effect
      expect(RANK[effect({ prompt: true })]).toBeLessThanOrEqual(RANK[effect({ prompt: false })])
      expect(RANK[effect({ openNow: opening.openNow + 1 })]).toBeLessThanOrEqual(RANK[effect({})])
      const onlyFolders = { ...policy, open: policy.open.filter(({ cwd }) => cwd !== undefined) }
      const nowhere = { opening: { ...opening, cwd: null } }
      expect(decide(onlyFolders, agent, surface, 'open', nowhere)).toMatchObject({ effect: 'deny', rule: null })
    }),
  )

  law(
    'only what an agent opened can it close, and no rule but a lock has to do with it',
    fc.property(anyPolicy, anyQuestion, (policy, [agent, surface, , particulars]) => {
      const verdict = decide(policy, agent, surface, 'close', particulars)
      if (surface.openedBy !== agent.id) expect(verdict).toMatchObject({ effect: 'deny', rule: null, lock: null })
      else expect(verdict.rule).toBe('opened')
      const bare = decide({ ...policy, rules: [], open: [] }, agent, surface, 'close')
      expect(verdict).toMatchObject({ effect: bare.effect, rule: bare.rule, lock: bare.lock })
      if (verdict.effect === 'deny' && verdict.rule !== null) expect(verdict.lock).not.toBeNull()
    }),
  )
})
