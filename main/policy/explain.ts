// The policy in words: the one sentence of a verdict, and the list behind "Why?". The same sentence goes to the agent,
// the window, the activity record and the command line; nothing here decides.
import { type Effect, type Intent, type Level, SELECTED_BY, type SelectedBy } from '../../preload/contract.ts'
import { byGrant, DOING, type Grant, rank, reach, SUB_GRANTS, type SubGrant } from './grant.ts'
import { AGENT_WAYS, SURFACE_WAYS } from './match.ts'
import type { AgentFacts, Lock, Policy, SurfaceSubject, TextMatch } from './model.ts'
import { type Acting, ADOPTED } from './open.ts'
import { BUILT_IN, mayRaiseOpened, openedIt, type Resolved, resolve, type Standing, standings } from './resolve.ts'
import type { Unmet } from './text-rules.ts'

/** No more than that: what a shell does with a paste is its own. */
const INSERTS = "at a shell's prompt the text goes onto the line instead of a draft (best effort)"

const COUNT = ['no steps', 'one step', 'two steps', 'three steps']

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
  const where = place(surface)
  if (!resolved.known) return unknown(agent, where)
  if (resolved.rule === null) return `No rule gives ${agent.id} anything in ${where}.`
  const { given, grant } = resolved
  const verb = resolved.narrowed ? 'leaves' : 'gives'
  const gives = `${label(resolved.rule)} ${verb} ${agent.id} ${extent(given, ` in ${where}${end(resolved)}`)}`
  if (lock && isSub(intent) && given.level === grant.level && given.ask === grant.ask) {
    const says = effect === 'ask' ? 'wants a person asked before' : 'forbids'
    return `${gives}, but lock ${lock.id} ${says} ${DOING[intent]}${reason(lock)}.`
  }
  const locked = lock ? `, but lock ${lock.id} leaves ${extent(grant, '')}${reason(lock)}` : ''
  const inserted = intent === 'type' && resolved.inserts ? `; ${INSERTS}` : ''
  return `${gives}${locked}${conclusion(grant, intent, effect)}${inserted}.`
}

function isSub(intent: Intent): intent is SubGrant {
  return (SUB_GRANTS as readonly Intent[]).includes(intent)
}

/** The sentence for a send whose text a rule does not let through. */
export function whyText({
  agent,
  surface,
  unmet: { rule, unmet },
}: Pick<Case, 'agent' | 'surface'> & { unmet: Unmet }) {
  const { require, deny } = unmet
  const must = require ? `must ${matchWords(require)}` : `may not ${deny ? matchWords(deny) : 'be sent'}`
  return `${rule.id} says that what ${agent.id} sends in ${place(surface)} ${must}${reason(unmet)}.`
}

/** The sentence for opening and closing. */
export function whyActing(
  act: Pick<Case, 'agent' | 'surface'> & { intent: 'open' | 'close'; known: boolean; acting: Acting },
): string {
  const { agent, surface, intent, known, acting } = act
  const where = place(surface)
  if (!known)
    return intent === 'open'
      ? `${agent.id} is not an agent of this policy, so it may open nothing.`
      : unknown(agent, where)
  const { effect, rule, lock, because } = acting
  if (rule === null) {
    return intent === 'open'
      ? surface.preset === ADOPTED
        ? `No open rule lets ${agent.id} adopt what runs in tmux: it takes one that names the preset ${ADOPTED}.`
        : `No open rule lets ${agent.id} open ${where} here.`
      : `${agent.id} did not open ${where}, and an agent closes only what it opened.`
  }
  const opens = surface.preset === ADOPTED ? 'adopt a pane of tmux' : `open ${where}`
  const what = intent === 'open' ? opens : `close ${where}, which it opened`
  const locked = lock ? `, but lock ${lock.id} ${effect === 'ask' ? 'wants a person asked' : 'forbids it'}` : ''
  const cause = lock ? reason(lock) : ''
  if (because !== null) return `${rule} ${because.replace(/\bit\b/, agent.id)}${locked}${cause}.`
  const gives = effect === 'ask' && !lock ? 'asks a person before it lets' : 'lets'
  return `${label(rule)} ${gives} ${agent.id} ${what}${locked}${cause}.`
}

function place({ name, id, preset }: SurfaceSubject): string {
  return `"${name || id || preset}"`
}

function unknown(agent: AgentFacts, where: string): string {
  return `${agent.id} is not an agent of this policy, so it may do nothing in ${where}.`
}

function end({ until }: Resolved): string {
  if (until === undefined || until === null) return ''
  return typeof until === 'string' ? ` until ${until}` : ' until it closes'
}

function matchWords(match: TextMatch): string {
  if ('regex' in match) return `match /${short(match.regex)}/`
  if ('contains' in match) return `contain "${short(match.contains)}"`
  if ('equals' in match) return `be "${short(match.equals)}"`
  const choices = match.in.map(text => `"${short(text)}"`).join(', ')
  if (match.in.length === 1) return `be ${choices}`
  return choices.length > 60 ? `be one of ${match.in.length} texts` : `be one of ${choices}`
}

/** A pattern on one line, without characters that hide or act. */
function short(text: string): string {
  const plain = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\u{fffd}')
  return plain.length > 60 ? `${plain.slice(0, 59)}…` : plain
}

/** `r2`, or for a rule that no file has: `The built-in rule opened`. */
function label(rule: string): string {
  return (BUILT_IN as readonly string[]).includes(rule) ? `The built-in rule ${rule}` : rule
}

function extent({ level, ask }: Pick<Grant, 'level' | 'ask'>, where: string): string {
  const has = `${level === 'none' ? 'nothing' : level}${where}`
  return ask === null ? has : `${has}, and ${ask} if a person allows it`
}

function reason({ reason: text }: { readonly reason?: string }): string {
  return text === undefined ? '' : ` (${text.trim().replace(/\s+/gu, ' ')})`
}

/** What follows from the grant for this intent; begins with its own punctuation. */
function conclusion(grant: Grant, intent: Intent, effect: Effect): string {
  if (intent === 'open' || intent === 'close') return ''
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
  /** how it selects the surface; null = a built-in rule */
  readonly by: SelectedBy | null
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
    by: SELECTED_BY[one.surface] ?? null,
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
  if (one.standing !== winner.standing) return `${id} is as exact; ${winner.id} is temporary and comes before it.`
  return byGrant(grant, winner.grant) === 0 && one.inserts === winner.inserts
    ? `${id} gives the same as ${winner.id}, whose id comes first.`
    : `${id} is as exact as ${winner.id}, and ${winner.id} gives less.`
}
