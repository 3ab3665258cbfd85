// A level for a while, by a person of their own accord: exactly that level for one agent on one surface, or the reason why
// not. And the end of it before its time. How it stands beside other temporary rules is edit-answers.ts.
import type { Level } from '../../preload/contract.ts'
import { allowUntil, isOwn, policyOr } from './edit-answers.ts'
import { hasComment, setFields, without } from './edit-parts.ts'
import { rank } from './grant.ts'
import { isInside } from './match.ts'
import type { AgentFacts, Policy, Rule, SurfaceSubject, Until } from './model.ts'
import { readPolicy } from './parse.ts'
import { isKnown, loweringLock, type Resolved, resolve } from './resolve.ts'
import { inForce } from './temporary.ts'

/** An edited text, or why it is as it was: a sentence. */
export type Edited = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly because: string }

interface Given {
  readonly agent: AgentFacts
  readonly surface: SurfaceSubject
  readonly level: Level
  readonly until: Until
  /** ms since the epoch, of the policy's clock */
  readonly now: number
}

const refuse = (because: string): Edited => ({ ok: false, because })

/**
 * Gives exactly `level` until `until`. Where an earlier answer gives just that, its end is moved, to sooner too. Refused
 * where it would raise nothing, where a lock leaves less, and where none can be written for the agent.
 */
export function giveFor(text: string, given: Given): Edited {
  const parsed = readPolicy(text)
  if (!parsed.ok) return refuse('The policy cannot be read.')
  const { agent, surface, level, until, now } = given
  if (isInside(agent)) {
    return refuse(`${agent.id} runs inside a surface, and a temporary rule can only name an agent of the policy.`)
  }
  if (!isKnown(parsed.policy, agent)) return refuse(`${agent.id} is not an agent of this policy.`)
  const before = standing(parsed.policy, given)
  const own = parsed.policy.rules.filter(rule => isOwn(rule, agent.id, surface.id) && isInForce(rule, now))
  const isHere = before.given.level === level && own.some(({ id }) => id === before.rule)
  const edited = isHere
    ? policyOr(
        text,
        own.reduce((edit, rule) => setFields(edit, parsed.policy.rules.indexOf(rule), { until }), text),
      )
    : allowUntil(text, { agent, surface, level, until, now })
  const after = readPolicy(edited)
  if (!after.ok || edited === text) return refuse(unchanged(before, given))
  const stands = standing(after.policy, given)
  if (stands.grant.level === level) return { ok: true, text: edited }
  const lock = loweringLock(stands, grant => grant)
  return refuse(lock ? locked(lock.id, stands, given) : unchanged(before, given))
}

/** What the pair has now. */
function standing(policy: Policy, { agent, surface, now }: Pick<Given, 'agent' | 'surface' | 'now'>): Resolved {
  return resolve(
    inForce(policy, now, () => true),
    agent,
    surface,
  )
}

function isInForce(rule: Rule, now: number): boolean {
  return typeof rule.until !== 'string' || now < Date.parse(rule.until)
}

function unchanged({ rule, given, until, grant }: Resolved, { agent, surface, level }: Given): string {
  const where = `"${surface.name}"`
  const ends = until ? (typeof until === 'string' ? ` until ${until}` : ' until it closes') : ''
  if (rank(given.level) >= rank(level) && grant.level === given.level) {
    return `${agent.id} has ${given.level} on ${where}${ends} by ${rule}, so this would raise nothing.`
  }
  return `${rule ?? 'Another rule'} holds ${agent.id} at ${given.level} on ${where}${ends}. Change or end that rule first.`
}

function locked(lock: string, { grant }: Resolved, { agent, surface, level }: Given): string {
  return `Lock ${lock} leaves ${agent.id} ${grant.level} on "${surface.name}", so a rule for ${level} would not give it.`
}

/** The text without one temporary rule; the same where no temporary rule has the id. */
export function endTemporary(text: string, id: string): string {
  const parsed = readPolicy(text)
  if (!parsed.ok) return text
  const index = parsed.policy.rules.findIndex(rule => rule.id === id && rule.until !== undefined)
  return index < 0 ? text : policyOr(text, without(text, 'rules', [index]))
}

/**
 * The text without the temporary rules of earlier answers that have ended by `now` or whose surface is closed. What a
 * person wrote by hand, or beside, stays: it counts for nothing.
 */
export function withoutEnded(text: string, now: number, isOpen: (surface: string) => boolean): string {
  const parsed = readPolicy(text)
  if (!parsed.ok) return text
  const left = new Set(inForce(parsed.policy, now, isOpen).rules)
  const ended = parsed.policy.rules.flatMap((rule, index) => {
    const { agents, surfaces } = rule
    const isPlain = typeof agents === 'string' && typeof surfaces === 'object' && isOwn(rule, agents, surfaces.id ?? '')
    return !left.has(rule) && isPlain && !hasComment(text, index) ? [index] : []
  })
  return policyOr(text, without(text, 'rules', ended))
}
