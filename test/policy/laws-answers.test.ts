// What an answer that allows may do to a policy, for any policy, pair, level and end: it gives that, it takes nothing away,
// and nobody else notices. At every moment at which a rule ends, and between.
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { grantFor } from '../../main/policy/decide.ts'
import { allowUntil, grantPair } from '../../main/policy/edit-answers.ts'
import { reach } from '../../main/policy/grant.ts'
import { limitsOn } from '../../main/policy/limits.ts'
import type { AgentFacts, GrantInForce, Policy, Rule, SubEffect, SurfaceSubject } from '../../main/policy/model.ts'
import { parsePolicy } from '../../main/policy/parse.ts'
import { matching } from '../../main/policy/resolve.ts'
import { inForce } from '../../main/policy/temporary.ts'
import { LEVELS, type Level } from '../../preload/contract.ts'
import { anyAgent, anyPolicy, anySurface, anyTemporary, anyTime } from './support/generated.ts'
import { law, RANK } from './support/law.ts'

const MINUTE = 60_000
/** Each reads a policy three times. */
const SHARE = 0.2
const SUBS = ['answer', 'interrupt', 'secret'] as const
const NO_SUBS = { answer: 'deny', interrupt: 'deny', secret: 'deny' } as const
const iso = (ms: number) => new Date(ms).toISOString()

interface Answer {
  readonly agent: AgentFacts
  readonly surface: SurfaceSubject
  readonly level: Level
  readonly sub: Partial<Record<(typeof SUBS)[number], 'allow'>>
  readonly now: number
  readonly end: number
}

const anyAnswer: fc.Arbitrary<Answer> = fc
  .record({
    agent: anyAgent,
    surface: anySurface,
    level: fc.constantFrom('read', 'type', 'submit'),
    subs: fc.subarray([...SUBS]),
    now: anyTime,
    lasts: fc.constantFrom(1, 30 * MINUTE, 90 * MINUTE, 400 * MINUTE),
  })
  .map(({ subs, lasts, ...rest }) => {
    const sub = Object.fromEntries(subs.map(one => [one, 'allow'] as const))
    return { ...rest, sub, end: rest.now + lasts }
  })
/** Policies with several temporary rules, so that they often meet on the pair. */
const anyBusyPolicy = fc
  .tuple(anyPolicy, fc.uniqueArray(anyTemporary, { maxLength: 3, selector: ({ id }) => id }))
  .map(([policy, more]): Policy => {
    const rules = policy.rules.filter(({ id }) => !more.some(one => one.id === id))
    return { ...policy, rules: [...rules, ...more] }
  })

function read(text: string): Policy {
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw new Error(`${JSON.stringify(parsed.faults)} in\n${text}`)
  return parsed.policy
}
const at = (policy: Policy, time: number) => inForce(policy, time, () => true)
const noLocks = (policy: Policy): Policy => ({ ...policy, locks: [] })
const level = ({ level: of }: { level: Level }) => LEVELS.indexOf(of)

/** Every part as a number. */
function sizes(grant: GrantInForce): Record<string, number> {
  const subs = Object.fromEntries(SUBS.map(sub => [sub, RANK[grant[sub]]]))
  return { level: level(grant), reach: reach(grant), ...subs }
}
function notLess(grant: GrantInForce, least: GrantInForce, when: string) {
  const less = Object.entries(sizes(least)).filter(([part, size]) => (sizes(grant)[part] ?? 0) < size)
  const inserts = least.insertAtPrompt && grant.level === 'type' && !grant.insertAtPrompt
  if (less.length > 0 || inserts) expect.fail(`${when}: ${JSON.stringify(grant)} is less than ${JSON.stringify(least)}`)
}

/** When something may change: ends of rules and of the answer. */
function moments({ rules }: Policy, { now, end }: Answer): number[] {
  const ends = rules.flatMap(({ until }) => (typeof until === 'string' ? [Date.parse(until)] : []))
  return [now, ...[...ends, end].flatMap(one => [one - 1, one, one + 1])].filter(one => one >= now)
}

/**
 * A temporary rule in force that lasts longer than the answer and gives less, and less than there is without temporary rules or
 * than another one gives that lasts longer.
 */
function holdsBack(policy: Policy, answer: Answer): boolean {
  const { agent, surface, end, now } = answer
  const least = Object.values(goal(policy, answer))
  const without = { ...policy, rules: policy.rules.filter(({ until }) => until === undefined) }
  const longer = matching(at(policy, now), agent, surface)
    .filter(({ rule: { until } }) => until !== undefined && !(typeof until === 'string' && Date.parse(until) <= end))
    .map(({ rule }) =>
      grantFor(noLocks({ ...policy, rules: [rule] }), agent, { ...surface, openedBy: openerFor(rule, agent, surface) }),
    )
  const isLow = (own: GrantInForce) => Object.values(sizes(own)).some((size, part) => size < least[part]!)
  const back = [grantFor(noLocks(without), agent, surface), ...longer.filter(own => !isLow(own))]
  const isLess = (own: GrantInForce, other: GrantInForce) =>
    level(own) < level(other) ||
    reach(own) < reach(other) ||
    (reach(other) === 3 && SUBS.some(sub => RANK[own[sub]] < RANK[other[sub]]))
  return longer.some(own => isLow(own) && back.some(other => isLess(own, other)))
}
/** On a surface the agent opened: a temporary rule that is not for openers, and so gives nothing itself. */
function isStuck(policy: Policy, { agent, surface, now }: Answer): boolean {
  const temporary = matching(at(policy, now), agent, surface).filter(({ rule }) => rule.until !== undefined)
  const isForOpener = ({ rule }: (typeof temporary)[number]) =>
    rule.surfaces !== '*' && rule.surfaces.openedBy === 'self'
  return surface.openedBy === agent.id && temporary.length > 0 && !temporary.some(isForOpener)
}
/** So that a rule counts by itself, also on a surface that the agent opened. */
function openerFor(rule: Rule, agent: AgentFacts, surface: SurfaceSubject): string {
  const isForOpener = typeof rule.surfaces === 'object' && rule.surfaces.openedBy !== undefined
  return surface.openedBy === agent.id && !isForOpener ? 'person' : surface.openedBy
}

/** What the pair should have: the more of what it has and what is allowed. */
function goal(policy: Policy, { agent, surface, level: allowed, sub, now }: Answer) {
  const has = grantFor(noLocks(at(policy, now)), agent, surface)
  const start = has.rule === null ? { answer: 'ask', interrupt: 'ask', secret: 'deny' } : has
  const subs = Object.fromEntries(SUBS.map(one => [one, RANK[sub[one] ?? (start[one] as SubEffect)]]))
  const least = LEVELS.indexOf(allowed)
  return { level: Math.max(level(has), least), reach: Math.max(reach(has), least), ...subs }
}

const isKnown = (policy: Policy, agent: AgentFacts) => agent.preset !== undefined || agent.id in policy.agents
const isPair = (answer: Answer, agent: AgentFacts, surface: SurfaceSubject) =>
  answer.agent.id === agent.id && answer.surface.id === surface.id

function allow(policy: Policy, answer: Answer) {
  const { end, ...rest } = answer
  const text = JSON.stringify(policy, null, 1)
  const edited = allowUntil(text, { ...rest, until: iso(end) })
  return { before: read(text), after: read(edited), isSame: edited === text }
}

describe('allowing for a while', () => {
  law(
    'gives the more of what the pair has and what is allowed, unless a longer temporary rule holds it back',
    fc.property(anyBusyPolicy, anyAnswer, (policy, answer) => {
      const { before, after, isSame } = allow(policy, answer)
      const { agent, surface, now } = answer
      fc.pre(isKnown(before, agent))
      if (isSame && (holdsBack(before, answer) || isStuck(before, answer))) return
      const grant = sizes(grantFor(noLocks(at(after, now)), agent, surface))
      if (surface.openedBy !== agent.id) expect(grant).toEqual(goal(before, answer))
      else expect(grant.level).toBe(goal(before, answer).level)
    }),
    SHARE,
  )

  law(
    'takes nothing away before its end, and gives no higher level than was given or allowed',
    fc.property(anyBusyPolicy, anyAnswer, (policy, answer) => {
      const { before, after } = allow(policy, answer)
      const { agent, surface, now, end } = answer
      // Of temporary rules that give the same one that does not insert decides, and raising may make them give the same.
      const temporary = matching(at(before, now), agent, surface).filter(({ rule }) => rule.until !== undefined)
      const hasPlain = temporary.some(({ rule }) => rule.insertAtPrompt !== true)
      for (const time of moments(before, answer).filter(one => one < end)) {
        const [was, is] = [before, after].map(one => grantFor(at(one, time), agent, surface)) as [
          GrantInForce,
          GrantInForce,
        ]
        const least = hasPlain ? { ...was, insertAtPrompt: false } : was
        notLess(is, least, `${iso(time)}, from ${iso(now)} to ${iso(end)}`)
        expect(level(is)).toBeLessThanOrEqual(Math.max(level(was), LEVELS.indexOf(answer.level)))
      }
    }),
    SHARE,
  )

  law(
    'leaves nothing of it once it has ended',
    fc.property(anyBusyPolicy, anyAnswer, (policy, answer) => {
      const { before, after } = allow(policy, answer)
      const { agent, surface, end } = answer
      for (const time of moments(before, answer).filter(one => one >= end)) {
        const [was, is] = [before, after].map(one => grantFor(at(one, time), agent, surface)) as [
          GrantInForce,
          GrantInForce,
        ]
        expect([level(is), reach(is)].map((size, part) => size > [level(was), reach(was)][part]!)).toEqual([
          false,
          false,
        ])
      }
    }),
    SHARE,
  )

  law(
    'keeps every limit and every rule on texts that counts for the pair',
    fc.property(anyBusyPolicy, anyAnswer, (policy, answer) => {
      const { before, after } = allow(policy, answer)
      const bounds = (one: Policy) => {
        const { agent, surface, now } = answer
        const present = at(one, now)
        const texts = matching(present, agent, surface).flatMap(({ rule }) => rule.text ?? [])
        return {
          limits: new Set(limitsOn(present, agent, surface).map(found => JSON.stringify(found))),
          texts: new Set(texts.map(text => JSON.stringify(text))),
        }
      }
      expect(bounds(after)).toEqual(bounds(before))
    }),
    SHARE,
  )

  law(
    'is noticed by no other agent and on no other surface, and changes nothing but rules',
    fc.property(anyBusyPolicy, anyAnswer, anyAgent, anySurface, anyTime, (policy, answer, agent, surface, time) => {
      const { before, after } = allow(policy, answer)
      expect({ ...after, rules: [] }).toEqual({ ...before, rules: [] })
      fc.pre(!isPair(answer, agent, surface))
      expect(grantFor(at(after, time), agent, surface)).toEqual(grantFor(at(before, time), agent, surface))
      expect(limitsOn(at(after, time), agent, surface)).toEqual(limitsOn(at(before, time), agent, surface))
    }),
    SHARE,
  )

  law(
    'a second time with a later end leaves one rule of it',
    fc.property(anyAnswer, answer => {
      const plain: Policy = { version: 1, agents: { a: AGENT }, rules: [], locks: [], open: [], tests: [] }
      const asked = { ...answer, agent: { id: 'a' }, surface: { ...answer.surface, openedBy: 'person' } }
      const once = allow(plain, asked).after
      const later = { ...asked, now: asked.now + 1, end: asked.end + MINUTE }
      const twice = allow(once, later).after
      expect(twice.rules.map(({ until }) => until)).toEqual([iso(later.end)])
    }),
    0.1,
  )
})

const AGENT = { name: 'A', token: `sha256:${'0'.repeat(64)}` }

describe('granting for good', () => {
  law(
    'gives at least what the pair has, and what is granted unless another rule as exact gives less',
    fc.property(anyBusyPolicy, anyAnswer, (policy, { end: _, ...answer }) => {
      const text = JSON.stringify(policy)
      const [before, after] = [read(text), read(grantPair(text, answer))]
      const { agent, surface, now } = answer
      const [was, is] = [before, after].map(one => grantFor(at(one, now), agent, surface)) as [
        GrantInForce,
        GrantInForce,
      ]
      const isShared = after.rules.some(
        ({ surfaces, until, agents }) =>
          typeof surfaces === 'object' &&
          surfaces.id === surface.id &&
          until === undefined &&
          (Object.keys(surfaces).length > 1 || Array.isArray(agents)),
      )
      // Another rule as exact may deny what the raised one asks about; and below submit those parts are nothing.
      const parts = isShared || reach(was) < LEVELS.indexOf('submit') ? { ...was, ...NO_SUBS } : was
      // Rules that are made to give the same, or are seen through a lock, need not insert as the one that decided before did.
      const hasTemporary = matching(at(before, now), agent, surface).some(({ rule }) => rule.until !== undefined)
      const mayStop = hasTemporary || isShared || before.locks.length > 0
      notLess(is, mayStop ? { ...parts, insertAtPrompt: false } : parts, iso(now))
      expect(level(is)).toBeLessThanOrEqual(Math.max(level(was), LEVELS.indexOf(answer.level)))
      if (isShared || !isKnown(before, agent) || before.locks.length > 0 || isStuck(before, { ...answer, end: now }))
        return
      expect(level(is)).toBe(Math.max(level(was), LEVELS.indexOf(answer.level)))
      // it does not end
      expect(level(grantFor(at(after, now + 1e10), agent, surface))).toBeGreaterThanOrEqual(
        LEVELS.indexOf(answer.level),
      )
    }),
    SHARE,
  )

  law(
    'is noticed by no other agent and on no other surface',
    fc.property(anyBusyPolicy, anyAnswer, anyAgent, anySurface, (policy, { end, ...answer }, agent, surface) => {
      fc.pre(!isPair({ end, ...answer }, agent, surface))
      const text = JSON.stringify(policy)
      const [before, after] = [read(text), read(grantPair(text, answer))]
      expect(grantFor(after, agent, surface)).toEqual(grantFor(before, agent, surface))
    }),
    SHARE,
  )
})
