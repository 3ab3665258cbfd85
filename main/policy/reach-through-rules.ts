// Where a policy could let an agent get around a lock through another, whatever runs at the moment: for each lock and each
// rule for agents inside surfaces, one made-up case that shows it. It may miss a way; it tells of none that cannot be.
import type { Node } from 'jsonc-parser'
import { globMatches, isGlob } from './glob.ts'
import { ceiling, granted } from './grant.ts'
import { agentMatches, isInside } from './match.ts'
import type { AgentFacts, AgentSelector, Lock, Policy, Rule, SurfaceSelector, SurfaceSubject } from './model.ts'
import { extent, type Flow, flowOf, heldBack } from './reach-through.ts'
import { locksOn, resolve } from './resolve.ts'
import { memberOf, readTree } from './tree.ts'

/** How often a rule or lock is looked at, all together: enough for every file written by hand, a second at the most. */
const MAX_LOOKS = 1_000_000
/** Agents of the file that are tried for a lock and a rule. */
const MAX_AGENTS = 5

/** A line of the file, from 1, and one sentence without a full stop at its end. */
export interface Warning {
  readonly line: number
  readonly message: string
}

/** One for each lock and rule, in the order of the file. `text` is what `policy` was read from. */
export function detourWarnings(text: string, policy: Policy): Warning[] {
  const tree = readTree(text)
  if (!tree.ok) return []
  const lines: readonly Node[] = memberOf(tree.root, 'locks')?.children ?? []
  let left = MAX_LOOKS
  const isOver = () => {
    left -= policy.rules.length + policy.locks.length
    return left < 0
  }
  return policy.locks.flatMap((lock, index) => {
    const node = lines[index]
    if (!node || flowOf(ceiling(lock)) === 2 || lock.agents === '*') return []
    const { line } = tree.placeOf(node.offset)
    const said = new Set(policy.rules.flatMap(rule => through(policy, lock, rule, isOver) ?? []))
    return [...said].map(message => ({ line, message }))
  })
}

/** The sentence for the first case in which `rule` leads an agent inside a surface past the lock; null = none found. */
function through(policy: Policy, lock: Lock, rule: Rule, isOver: () => boolean): string | null {
  if (!isForInside(rule.agents) || flowOf(granted(rule)) === 0) return null
  for (const first of policy.rules) {
    if (flowOf(granted(first)) === 0) continue
    if (isOver()) return null
    for (const one of cases(policy, lock, first, rule)) {
      if (isOver()) return null
      const found = tried(policy, lock, one)
      if (found) return sentence(lock, one, found)
    }
  }
  return null
}

function isForInside(selector: AgentSelector): boolean {
  return selector === '*' || (typeof selector === 'object' && !Array.isArray(selector))
}

/** An agent under the lock, one inside a surface that it may send to, and a surface that the lock is about. */
interface Case {
  /** what the one inside is, as far as the rules say */
  readonly kind: string
  readonly held: AgentFacts
  readonly host: SurfaceSubject
  readonly inner: AgentFacts
  readonly target: SurfaceSubject
}

interface Kind {
  readonly preset: string
  readonly kind: string
}

function* cases(policy: Policy, lock: Lock, first: Rule, second: Rule): Generator<Case> {
  const [inner, host] = [fields(second.agents), fields(first.surfaces)]
  const named = inner.preset ?? host.preset
  // no agent runs in a shell by its preset
  for (const preset of named === undefined ? AGENTS : [named].filter(one => one !== 'shell')) {
    const kind = named === undefined ? 'other agents' : `agents of preset ${named}`
    yield* casesOf(policy, lock, first, second, { preset, kind })
  }
}

function* casesOf(policy: Policy, lock: Lock, first: Rule, second: Rule, { preset, kind }: Kind): Generator<Case> {
  const [inner, host] = [fields(second.agents), fields(first.surfaces)]
  const [wanted, locked] = [fields(second.surfaces), fields(lock.surfaces)]
  const own = (workspace: string | undefined) => (workspace === '@own' ? undefined : workspace)
  const homes = samples(inner.workspace, own(host.workspace), own(wanted.workspace), own(locked.workspace))
  for (const home of homes) {
    const agent = { id: `${preset} inside`, preset, workspace: home }
    for (const held of heldAgents(policy, lock, first, home)) {
      for (const name of samples(host.name)) {
        const at = subject({ ...host, id: host.id ?? 's_host', name, workspace: home, preset }, held)
        for (const workspace of samples(own(locked.workspace), own(wanted.workspace), home)) {
          for (const called of samples(locked.name, wanted.name)) {
            const place = { id: 's_target', ...wanted, ...locked, name: called, workspace }
            const opener = locked.openedBy === undefined ? agent : held
            yield { kind, held, host: at, inner: agent, target: subject(place, opener) }
          }
        }
      }
    }
  }
}

/** Presets of agents that are tried where the rules name none. */
const AGENTS = ['claude', 'codex', 'gemini', 'opencode', 'copilot'] as const

/** Agents of the file that both select; where the lock is for agents inside surfaces, one such. */
function heldAgents({ agents }: Policy, lock: Lock, first: Rule, workspace: string): AgentFacts[] {
  const known = Object.keys(agents).map(id => ({ id }))
  const { preset = AGENTS[0] } = fields(lock.agents)
  const other = { id: `${preset} under ${lock.id}`, preset, workspace }
  const both = (agent: AgentFacts) => agentMatches(lock.agents, agent) && agentMatches(first.agents, agent)
  return [...known, other].filter(both).slice(0, MAX_AGENTS)
}

/** What submit meets on both steps, and by which rules; null = the lock is not got around so. */
function tried(policy: Policy, lock: Lock, { held, host, inner, target }: Case) {
  if (host.id === target.id || !locksOn(policy, held, target).includes(lock)) return null
  const limit = heldBack(policy, held, target)
  const [one, two] = [resolve(policy, held, host), resolve(policy, inner, target)]
  const flow = Math.min(flowOf(one.grant), flowOf(two.grant)) as Flow
  if (!limit || one.rule === null || two.rule === null || flow <= limit.flow) return null
  return { one: one.rule, two: two.rule, flow, left: limit.left }
}

function sentence(lock: Lock, { held, kind }: Case, found: NonNullable<ReturnType<typeof tried>>): string {
  const { one, two, flow, left } = found
  const who = isInside(held) ? `agents of preset ${held.preset}` : held.id
  const asked = flow === 1 ? ', if a person allows it' : ''
  return (
    `lock ${lock.id} leaves ${who} ${extent(left)} where it holds, but could be got around: ${one} lets ${who} submit ` +
    `where ${kind} could run, and ${two} could let those submit where the lock holds${asked}`
  )
}

type Fields = Partial<Record<'id' | 'name' | 'workspace' | 'preset' | 'backend' | 'host' | 'openedBy', string>>

function fields(selector: AgentSelector | SurfaceSelector): Fields {
  return typeof selector === 'object' && !Array.isArray(selector) ? (selector as Fields) : {}
}

function subject(given: Fields, self: AgentFacts): SurfaceSubject {
  const { id = 's_any', name = '', workspace = '', preset = 'shell', backend = 'pty', host = null, openedBy } = given
  const opener = openedBy === 'self' ? self.id : (openedBy ?? 'person')
  return { id, name, formerNames: [], alias: null, workspace, preset, backend, host, openedBy: opener }
}

/** A few texts that patterns select, alone and together; some text where there is no pattern. */
function samples(...patterns: readonly (string | undefined)[]): string[] {
  const given = patterns.flatMap(pattern => (pattern === undefined ? [] : [sample(pattern)]))
  const [first = 'main', second] = given
  const joined = second === undefined ? [] : [first + second, second + first]
  const all = given.length === 0 ? [first] : [...given, ...joined]
  return [...new Set(all)].slice(0, 6)
}

/** A text that fits, or nearly: whoever uses it checks. */
function sample(pattern: string): string {
  if (!isGlob(pattern)) return pattern.replace(/\\(.)/gsu, '$1')
  const text = pattern
    .replace(/\{([^},]*)[^}]*\}/gu, '$1')
    .replace(/\[[!^][^\]]*\]/gu, '~')
    .replace(/\[(.)[^\]]*\]/gu, '$1')
    .replace(/\?/gu, 'x')
    .replace(/\*+/gu, '')
  return globMatches(pattern, text, false) ? text : `${text}x`
}
