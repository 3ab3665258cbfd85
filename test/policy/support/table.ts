// The table of verdicts: how a row is written, and its answer. Policies are written as a person would, and go through the
// parser too.
import { decide } from '../../../main/policy/decide.ts'
import type { AgentFacts, Opening, Particulars, Policy, SurfaceSubject } from '../../../main/policy/model.ts'
import { parsePolicy } from '../../../main/policy/parse.ts'
import { inForce } from '../../../main/policy/temporary.ts'
import type { Effect, Intent, Verdict } from '../../../preload/contract.ts'
import { surface, TOKEN } from '../subjects.ts'

const AGENTS = ['claude-code', 'cursor', 'codex']
const LISTS = { r: 'rules', l: 'locks', o: 'open' }
export const HOME = '/home/ada'

/** Lines of a policy for `claude-code`, `cursor` and `codex`: an id with r is a rule, with l a lock, with o an open rule. */
export function policy(...lines: string[]): Policy {
  const agents = AGENTS.map((id, n) => `"${id}": { "name": "${id}", "token": "${TOKEN.slice(0, -1)}${n}" }`)
  const lists = Object.entries(LISTS).map(([letter, list]) => {
    return `"${list}": [${lines.filter(line => line.startsWith(`{ "id": "${letter}`)).join(',\n')}]`
  })
  const parsed = parsePolicy(`{ "version": 1, "agents": { ${agents} }, ${lists} }`)
  if (!parsed.ok) throw new Error(`${JSON.stringify(parsed.faults)} in ${lines}`)
  const { rules, locks, open } = parsed.policy
  if (rules.length + locks.length + open.length !== lines.length) throw new Error(`a line is in no list: ${lines}`)
  return parsed.policy
}

/** What is asked for; with more than an intent where the answer depends on it. */
export interface Asked extends Particulars {
  readonly intent: Intent
  /** an ISO time: temporary rules that have ended by then are out. Without it none has ended */
  readonly at?: string
  /** the surface whose closing ends a rule has closed */
  readonly closed?: true
}

export const types = (text: string | null): Asked => ({ intent: 'type', text })
export const submits = (text: string | null): Asked => ({ intent: 'submit', text })
export const at = (time: string, intent: Intent): Asked => ({ intent, at: time })
export const opens = (opening: Partial<Opening> = {}): Asked => {
  const plain = { command: false, prompt: false, cwd: `${HOME}/src`, home: HOME, openNow: 0 }
  return { intent: 'open', opening: { ...plain, ...opening } }
}

/** What an agent would open: in nobody's workspace, without a name. */
export const fresh = (facts: Partial<SurfaceSubject> = {}) => surface({ id: '', name: '', workspace: '', ...facts })

/** Agents that run inside surfaces, all in the workspace web. */
export const inner: AgentFacts = { id: 'inner-1', preset: 'claude', workspace: 'web' }
export const innerCodex: AgentFacts = { id: 'inner-3', preset: 'codex', workspace: 'web' }

export type Row = [
  policy: Policy,
  agent: string | AgentFacts,
  surface: SurfaceSubject,
  asked: Intent | Asked,
  effect: Effect,
  rule: string | null,
  lock: string | null,
  because: string,
]

/** The verdict on what a row asks. */
export function answer([written, agent, on, asked]: readonly [
  Policy,
  string | AgentFacts,
  SurfaceSubject,
  Intent | Asked,
  ...unknown[],
]): Verdict {
  const { intent, at: time, closed, ...particulars } = typeof asked === 'string' ? { intent: asked } : asked
  const present = inForce(written, time === undefined ? Number.NEGATIVE_INFINITY : Date.parse(time), () => !closed)
  return decide(present, typeof agent === 'string' ? { id: agent } : agent, on, intent, particulars)
}
