// The policy in words: the one sentence of a verdict, and the list behind "Why?". The same sentence goes to the agent,
// the window, the activity record and the command line; nothing here decides.
import type { Effect, Intent, Level } from '../../preload/contract.ts'
import { byGrant, type Grant, rank, reach, type SubGrant } from './grant.ts'
import { AGENT_WAYS, SURFACE_WAYS } from './match.ts'
import type { AgentFacts, Lock, Policy, SurfaceSubject } from './model.ts'
import { BUILT_IN, mayRaiseOpened, openedIt, type Resolved, resolve, type Standing, standings } from './resolve.ts'

const COUNT = ['no steps', 'one step', 'two steps', 'three steps']
const DOING: Record<SubGrant, string> = {
  answer: 'answering a dialog',
  interrupt: 'interrupting',
  secret: 'typing at a password prompt',
}

export interface Case {
  readonly agent: AgentFacts
  readonly surface: SurfaceSubject
  readonly intent: Intent
  readonly effect: Effect
  readonly resolved: Resolved
  /** the lock that lowered what counts for this intent */
  readonly lock: Lock | null
}

/** One plain sentence that names agent, surface and rule, what the rule gives, and what that means for the intent. */
export function why({ agent, surface, intent, effect, resolved, lock }: Case): string {
  const where = `"${surface.name || surface.id}"`
  if (!resolved.known) return `${agent.id} is not an agent of this policy, so it may do nothing in ${where}.`
  if (intent === 'open' || intent === 'close') {
    return `${agent.id} cannot ${intent} surfaces: this version of Gatehouse lets no agent do that.`
  }
  if (resolved.rule === null) return `No rule gives ${agent.id} anything in ${where}.`
  const gives = `${label(resolved.rule)} gives ${agent.id} ${extent(resolved.given, ` in ${where}`)}`
  const locked = lock ? `, but lock ${lock.id} leaves ${extent(resolved.grant, '')}${reason(lock)}` : ''
  return `${gives}${locked}${conclusion(resolved.grant, intent, effect)}.`
}

/** `r2`, or for a rule that no file has: `The built-in rule opened`. */
function label(rule: string): string {
  return (BUILT_IN as readonly string[]).includes(rule) ? `The built-in rule ${rule}` : rule
}

function extent({ level, ask }: Pick<Grant, 'level' | 'ask'>, where: string): string {
  const has = `${level === 'none' ? 'nothing' : level}${where}`
  return ask === null ? has : `${has}, and ${ask} if a person allows it`
}

function reason({ reason: text }: Lock): string {
  return text === undefined ? '' : ` (${text.trim().replace(/\s+/gu, ' ')})`
}

/** What follows from the grant for this intent; begins with its own punctuation. */
function conclusion(grant: Grant, intent: Exclude<Intent, 'open' | 'close'>, effect: Effect): string {
  if (intent === 'read' || intent === 'type' || intent === 'submit') {
    if (effect === 'deny') return missing(grant, intent, intent)
    const highest = effect === 'allow' ? grant.level : grant.ask
    return highest === intent ? '' : `; that includes ${intent}`
  }
  const doing = DOING[intent]
  if (reach(grant) < rank('submit')) return missing(grant, 'submit', `${doing} needs submit, which`)
  if (effect === 'allow') return `; ${doing} is allowed`
  return effect === 'ask' ? `; ${doing} needs a person to allow it` : `; ${doing} is not allowed`
}

/** How far the grant is from what is needed. A grant of nothing at all needs no arithmetic. */
function missing(grant: Grant, needed: Level, subject: string): string {
  const steps = rank(needed) - reach(grant)
  return reach(grant) === 0 && subject === needed ? '' : `; ${subject} is ${COUNT[steps]} more`
}

/** One line of a Why list: a rule that matches, what it gives, whether it is the one in force. */
export interface Candidate {
  readonly rule: string
  readonly grant: Grant
  readonly used: boolean
  readonly why: string
}

/** Every rule that matches the pair, the most exact first, built-in rules last. Locks are not in it. */
export function candidates(policy: Policy, agent: AgentFacts, surface: SurfaceSubject): Candidate[] {
  const all = standings(policy, agent, surface)
  const inForce = resolve(policy, agent, surface).rule
  const winner = all.find(one => one.id === inForce)
  return all.map(one => ({
    rule: one.id,
    grant: one.grant,
    used: one === winner,
    why: one === winner ? decides(one) : passedOver(one, winner, openedIt(agent, surface)),
  }))
}

function decides({ id, rule, surface, agent }: Standing): string {
  if (rule === null) return `${label(id)} decides, because no rule of the policy says more.`
  return `${id} decides: it selects the surface ${SURFACE_WAYS[surface]} and the agent ${AGENT_WAYS[agent]}.`
}

function passedOver(one: Standing, winner: Standing | undefined, opened: boolean): string {
  const { id, rule, grant } = one
  if (!winner) return `${label(id)} does not decide.`
  if (rule === null) return `${label(id)} counts only where no rule decides.`
  if (opened && !mayRaiseOpened(one)) return `${id} cannot raise what an agent has on a surface it opened itself.`
  if (one.surface !== winner.surface) {
    return `${id} selects the surface ${SURFACE_WAYS[one.surface]}; ${winner.id} is more exact, ${SURFACE_WAYS[winner.surface]}.`
  }
  if (one.agent !== winner.agent) {
    return `${id} selects the agent ${AGENT_WAYS[one.agent]}; ${winner.id} is more exact, ${AGENT_WAYS[winner.agent]}.`
  }
  return byGrant(grant, winner.grant) === 0
    ? `${id} gives the same as ${winner.id}, whose id comes first.`
    : `${id} is as exact as ${winner.id}, and ${winner.id} gives less.`
}
