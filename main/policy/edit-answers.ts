// What a person's answer to a waiting agent changes in the policy's text: allowed for a while or for good, blocked here or
// everywhere. Comments and order are kept; a text that is no policy comes back as it is. Which grants follow is
// edit-raise.ts.
import { type CellGrant, type CellPair, cellRules, setCell } from './edit.ts'
import {
  addLine,
  freshId,
  hasComment,
  isForOpener,
  onlyAgent,
  onlySurface,
  pairSelectors,
  setFields,
  without,
} from './edit-parts.ts'
import {
  changedFields,
  covers,
  fieldsOf,
  higher,
  type Raise,
  type Standpoint,
  standpoint,
  usable,
} from './edit-raise.ts'
import { byGrant, type Grant, granted, rank, SUB_GRANTS } from './grant.ts'
import type { Lock, Policy, Rule, Until } from './model.ts'
import { readPolicy } from './parse.ts'

const MAX_REASON = 200
/** What a temporary rule of ours may have. */
const WRITTEN = ['id', 'agents', 'surfaces', 'level', 'ask', ...SUB_GRANTS, 'insertAtPrompt', 'until']

/**
 * Allows the pair `level`, and the sub-grants in `sub`, until `until`: an instant in ISO 8601 with its zone, or the
 * surface's closing. What the pair has beside that it keeps, but for inserting at a prompt where a temporary rule without
 * it gives as much. Temporary rules of the pair that end before are raised for the time they last; one that gives less and
 * lasts longer ends with the new one. The text comes back as it is where the pair has all that anyway, where the
 * end has passed, where the policy does not know the agent, and where a temporary rule that lasts longer holds the pair
 * below what it has without it, by its other rules or by another temporary one that lasts longer.
 */
export function allowUntil(text: string, allowed: Raise & { readonly until: Until }): string {
  const parsed = readPolicy(text)
  const end = endOf(allowed)
  if (!parsed.ok || !(end > allowed.now)) return text
  const { policy } = parsed
  const found = standpoint(policy, allowed)
  if (!found || found.isStuck) return text
  const { base, goal, lasting } = found
  const lastsLonger = (rule: Rule) => endOf(rule) > end
  const short = found.temporary.filter(rule => !covers(granted(rule), goal))
  // to get past one that holds back, it would have to go, and what it holds back would be back with its end
  const back = [base, ...found.temporary.filter(rule => lastsLonger(rule) && !short.includes(rule)).map(granted)]
  const holdsBack = (rule: Rule) => back.some(grant => !covers(granted(rule), usable(grant)))
  if (short.some(rule => lastsLonger(rule) && holdsBack(rule))) return text
  const raised = short.reduce(
    (now, rule) => raise(now, policy, rule, goal, lastsLonger(rule) ? { until: allowed.until } : {}),
    text,
  )
  // of temporary rules the lowest decides, so a new one may not be below one that lasts a little
  const isBelow = (rule: Rule) =>
    !covers(lasting, higher(granted(rule), goal)) || (rule.insertAtPrompt === true && !found.inserts)
  const isCovered = found.giving.some(rule => lastsLonger(rule) || isBelow(rule))
  if (isCovered || covers(base, lasting)) return policyOr(text, raised)
  return policyOr(text, withTemporary(raised, policy, allowed, found))
}

/** With the rule, or with a longer life for the one of an earlier answer that gives just that. */
function withTemporary(
  text: string,
  policy: Policy,
  { agent, surface, until, now }: Raise & { readonly until: Until },
  { opened, goal, lasting, inserts, temporary }: Standpoint,
): string {
  const isPlain = (rule: Rule) => isOwn(rule, agent.id, surface.id)
  const same = temporary.find(
    rule =>
      isPlain(rule) &&
      isForOpener(rule.surfaces) === opened &&
      (rule.insertAtPrompt ?? false) === inserts &&
      byGrant(higher(granted(rule), goal), lasting) === 0,
  )
  if (same) return setFields(text, policy.rules.indexOf(same), { until })
  const selectors = pairSelectors(agent.id, surface.id, opened)
  const also = { insertAtPrompt: inserts || undefined, until }
  const added = addLine(text, 'rules', { id: freshId(policy.rules, 't'), ...selectors, ...fieldsOf(lasting), ...also })
  // those of earlier answers that have ended count for nothing and would only grow in number
  const ended = policy.rules.flatMap((rule, index) =>
    endOf(rule) <= now && isPlain(rule) && !hasComment(added, index) ? [index] : [],
  )
  return without(added, 'rules', ended)
}

/** A temporary rule as we write them, for this pair alone. */
export function isOwn(rule: Rule, agent: string, surface: string): boolean {
  return (
    Object.keys(rule).every(key => WRITTEN.includes(key)) &&
    /^t\d+$/.test(rule.id) &&
    onlyAgent(rule.agents) === agent &&
    onlySurface(rule.surfaces) === surface
  )
}

/** Ends what a person allowed this pair for a while: they say anew what it has. A rule somebody wrote by hand stays. */
export function endAllowed(text: string, { agent, surface }: CellPair): string {
  const parsed = readPolicy(text)
  if (!parsed.ok) return text
  const own = parsed.policy.rules.flatMap((rule, index) => (isOwn(rule, agent, surface) ? [index] : []))
  return policyOr(text, without(text, 'rules', own))
}

/**
 * Allows the pair `level` for good, by a standing rule for it alone: the one it has, raised, or a new one. What it has
 * beside that it keeps, but for inserting at a prompt where another rule decides from then on; temporary rules that are in
 * force are raised as well, since they come first. A rule for several agents on the same surface id, or one with more keys
 * beside it, still holds the pair where it gives less.
 */
export function grantPair(text: string, allowed: Raise): string {
  const parsed = readPolicy(text)
  if (!parsed.ok) return text
  const { policy } = parsed
  const found = standpoint(policy, allowed)
  if (!found || found.isStuck) return text
  const { agent, surface } = allowed
  const { opened, goal, lasting, base, inserts } = found
  const short = found.temporary.filter(rule => !covers(granted(rule), goal))
  const raised = short.reduce((now, rule) => raise(now, policy, rule, goal), text)
  if (covers(base, lasting)) return policyOr(text, raised)
  const own = cellRules(policy, { agent: agent.id, surface: surface.id }).flatMap(index => policy.rules[index] ?? [])
  const set = own.reduce((now, rule) => raise(now, policy, rule, lasting), raised)
  if (own.some(({ surfaces }) => !opened || isForOpener(surfaces))) return policyOr(text, set)
  const selectors = pairSelectors(agent.id, surface.id, opened)
  const line = {
    id: freshId(policy.rules, 'g'),
    ...selectors,
    ...fieldsOf(lasting),
    insertAtPrompt: inserts || undefined,
  }
  return policyOr(text, addLine(set, 'rules', line))
}

/** What an agent has wherever no more exact rule says something else: the panel's cell "any surface". */
export function startWith(text: string, { agent, level, ask }: CellGrant & { readonly agent: string }): string {
  return setCell(text, { agent, surface: '*', level, ask })
}

/**
 * Locks the agent at read on this surface: nothing it sends gets there and nothing is asked for, whatever rules give. The
 * same text where such a lock stands there already. `reason` is made one line that the file takes.
 */
export function blockPair(text: string, { agent, surface, reason }: CellPair & { readonly reason: string }): string {
  return block(text, { ...pairSelectors(agent, surface, false), level: 'read' }, reason)
}

/** Locks the agent at none everywhere: it sees no surface and opens none. */
export function blockAgent(
  text: string,
  { agent, reason }: { readonly agent: string; readonly reason: string },
): string {
  return block(text, { agents: agent, surfaces: '*', level: 'none' }, reason)
}

function block(text: string, lock: Omit<Lock, 'id' | 'reason'>, reason: string): string {
  const parsed = readPolicy(text)
  if (!parsed.ok || parsed.policy.locks.some(present => holds(present, lock))) return text
  const id = freshId(parsed.policy.locks, 'b')
  return policyOr(text, addLine(text, 'locks', { id, ...lock, reason: reasonLine(reason) }))
}

/** One line that the file takes; undefined = nothing is left of it. */
export function reasonLine(reason: string): string | undefined {
  const line = reason
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, MAX_REASON)
    .replace(/[\ud800-\udbff]$/, '')
  return line || undefined
}

/** Is it for exactly the same, and at least as strict? */
function holds(present: Lock, { agents, surfaces, level }: Omit<Lock, 'id'>): boolean {
  const isSame =
    onlyAgent(present.agents) === agents &&
    onlySurface(present.surfaces) === onlySurface(surfaces) &&
    !isForOpener(present.surfaces)
  return isSame && rank(present.level) <= rank(level) && rank(present.ask ?? 'none') <= rank(level)
}

function raise(
  text: string,
  policy: Policy,
  rule: Rule,
  to: Grant,
  also: Readonly<Record<string, unknown>> = {},
): string {
  const fields = changedFields(granted(rule), higher(granted(rule), to))
  return setFields(text, policy.rules.indexOf(rule), { ...fields, ...also })
}

/** When a rule ends, ms since the epoch: one that ends with its surface outlasts every time. */
function endOf({ until }: Pick<Rule, 'until'>): number {
  return typeof until === 'string' ? Date.parse(until) : Number.POSITIVE_INFINITY
}

/** The edited text, unless the file would not be taken: an agent whose id no rule can name, one rule too many. */
export function policyOr(text: string, edited: string): string {
  return readPolicy(edited).ok ? edited : text
}
