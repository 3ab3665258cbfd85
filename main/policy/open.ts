// May this agent open that, there? Open rules select by agent, preset, computer and folder; then command, prompt and count are
// conditions. What a person runs in tmux is adopted only by a rule that names the preset `tmux`, and nothing is started on another
// computer but by one that names it. An agent closes only what it
// opened. Locks that leave less than submit stop both: they act on programs.
import type { Effect } from '../../preload/contract.ts'
import { ceiling, type Grant, granted, lower, rank, reach, SUB_EFFECTS, stricter } from './grant.ts'
import { agentExactness, agentMatches } from './match.ts'
import type { AgentFacts, Lock, Opening, OpenRule, Policy, SubEffect, SurfaceSubject } from './model.ts'
import { pathMatches } from './path-glob.ts'
import { isKnown, locksOn, loweringLock, openedIt } from './resolve.ts'

/** What stands between an agent and opening or closing, for verdict and words. */
export interface Acting {
  readonly effect: Effect
  readonly rule: string | null
  readonly lock: Lock | null
  /** why the rule holds it back, as the end of "o1 …"; null = it does not */
  readonly because: string | null
}

const NOT_KNOWN: Opening = { command: false, prompt: false, cwd: null, home: null, openNow: 0 }
const EVERYTHING = granted({ level: 'submit' })
/** The preset of what an agent would take up instead of start: a pane of tmux in which a person runs something. */
export const ADOPTED = 'tmux'

/** `surface` is what would be opened: its preset, its folder in `opening`, the opener's workspace, an alias at most. */
export function mayOpen(
  policy: Policy,
  agent: AgentFacts,
  surface: SurfaceSubject,
  opening: Opening = NOT_KNOWN,
): Acting {
  const held = heldBy(policy, agent, { ...surface, openedBy: agent.id })
  if (!isKnown(policy, agent)) return { effect: 'deny', rule: null, lock: null, because: null }
  const answers = ofClosest(policy, agent)
    .filter(rule => selects(rule, surface, opening))
    .map(rule => ({ rule, ...conditions(rule, opening) }))
    .sort((a, b) => SUB_EFFECTS.indexOf(a.effect) - SUB_EFFECTS.indexOf(b.effect) || (a.rule.id < b.rule.id ? -1 : 1))
  const [first] = answers
  if (!first) return { effect: 'deny', rule: null, lock: null, because: null }
  const effect = stricter(first.effect, held.effect)
  return { effect, rule: first.rule.id, lock: effect === first.effect ? null : held.lock, because: first.because }
}

/** Is there anything that some open rule could ever let the agent open, or ask for? Locks are not looked at. */
export function couldOpen(policy: Policy, agent: AgentFacts): boolean {
  return isKnown(policy, agent) && ofClosest(policy, agent).some(({ max }) => max !== 0)
}

/**
 * The most that any open rule could say to adopting a pane, whatever its folder turns out to be. `surface` is what is known of it
 * before anybody looks.
 */
export function couldAdopt(policy: Policy, agent: AgentFacts, surface: SurfaceSubject, openNow: number): SubEffect {
  if (!isKnown(policy, agent)) return 'deny'
  const answers = ofClosest(policy, agent)
    .filter(({ presets }) => presets?.includes(ADOPTED))
    .map(rule => conditions(rule, { ...NOT_KNOWN, openNow }).effect)
  const most = answers.reduce<SubEffect>((a, b) => (SUB_EFFECTS.indexOf(a) > SUB_EFFECTS.indexOf(b) ? a : b), 'deny')
  return stricter(most, heldBy(policy, agent, { ...surface, openedBy: agent.id }).effect)
}

/** A rule that names the agent is the whole truth about it: one for any agent adds nothing. */
function ofClosest(policy: Policy, agent: AgentFacts): OpenRule[] {
  const mine = policy.open.filter(rule => agentMatches(rule.agents, agent))
  const closest = Math.min(...mine.map(rule => agentExactness(rule.agents)))
  return mine.filter(rule => agentExactness(rule.agents) === closest)
}

/** The built-in rule `opened`. */
export function mayClose(policy: Policy, agent: AgentFacts, surface: SurfaceSubject): Acting {
  if (!isKnown(policy, agent) || !openedIt(agent, surface)) {
    return { effect: 'deny', rule: null, lock: null, because: null }
  }
  return { ...heldBy(policy, agent, surface), rule: 'opened', because: null }
}

/** What locks leave of an act. */
function heldBy(policy: Policy, agent: AgentFacts, surface: SurfaceSubject): { effect: SubEffect; lock: Lock | null } {
  const locks = locksOn(policy, agent, surface)
  const left = locks.reduce<Grant>((grant, lock) => lower(grant, ceiling(lock)), EVERYTHING)
  const effect = left.level === 'submit' ? 'allow' : reach(left) === rank('submit') ? 'ask' : 'deny'
  // answer, interrupt and secret have no part in it
  const counts = ({ level, ask }: Grant): Grant => ({ ...EVERYTHING, level, ask })
  return { effect, lock: effect === 'allow' ? null : loweringLock({ given: EVERYTHING, locks }, counts) }
}

function selects({ presets, cwd, hosts, max }: OpenRule, { preset, host }: SurfaceSubject, opening: Opening): boolean {
  // What lets nothing be opened need not name what that is: "nothing" is everywhere.
  const bars = max === 0
  if (hosts ? host === null || !hosts.includes(host) : host !== null && preset !== ADOPTED && !bars) return false
  // Without presets a rule is about what is started: what a person runs already is another thing, and has to be named.
  const isNamed = presets?.includes(ADOPTED) ?? bars
  if (preset === ADOPTED && !opening.command && !isNamed) return false
  // a command of the agent's own is of no preset
  if (presets && !opening.command && !presets.includes(preset)) return false
  // A folder of another computer is none of this one's.
  const folder = host === null ? opening.cwd : null
  const { home } = opening
  return cwd === undefined || (folder !== null && cwd.some(pattern => pathMatches(pattern, folder, home)))
}

function conditions(rule: OpenRule, opening: Opening): { effect: SubEffect; because: string | null } {
  const { command = 'deny', prompt = 'ask', max, grant } = rule
  if (max !== undefined && opening.openNow >= max) {
    const most = max === 0 ? 'lets it open nothing' : `lets it have ${max} open at once, and it has ${opening.openNow}`
    return { effect: 'deny', because: most }
  }
  if (opening.command && command === 'deny')
    return { effect: 'deny', because: 'does not let it open a command of its own' }
  if (opening.prompt && prompt === 'deny') return { effect: 'deny', because: 'does not let it give a first prompt' }
  if (opening.command && grant === 'allow')
    return { effect: 'ask', because: 'asks a person when it opens a command of its own' }
  if (opening.prompt && grant === 'allow' && prompt === 'ask') {
    return { effect: 'ask', because: 'asks a person when it gives a first prompt' }
  }
  return { effect: grant, because: null }
}
