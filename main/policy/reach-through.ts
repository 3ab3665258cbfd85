// Where an agent gets around a lock through others: it may submit in a surface where another agent runs, and that one may
// submit where the first is locked out. It reports and decides nothing: what each may do is resolve.ts.
import type { Level } from '../../preload/contract.ts'
import { ceiling, type Grant, granted, lower, rank, reach } from './grant.ts'
import { agentMatches } from './match.ts'
import type { AgentFacts, Lock, Policy, SurfaceSubject } from './model.ts'
import { locksOn, loweringLock, resolve } from './resolve.ts'

/** Agents between the first one and the locked surface, at the most. */
const MAX_THROUGH = 3

/** An agent that runs in the surface with this id. */
export type AgentInside = AgentFacts & { readonly surface: string }

/** A way around a lock. Ids throughout; `why` is one sentence for a person. */
export interface Detour {
  readonly from: string
  /** each runs in the surface beside it; the first is the one that `from` may submit to */
  readonly through: readonly { readonly agent: string; readonly surface: string }[]
  readonly to: string
  /** the lock that leaves `from` least there */
  readonly lock: string
  /** `ask`: at one step at least a person is asked */
  readonly effect: 'allow' | 'ask'
  readonly why: string
}

/** How far submit is let through: 0 deny, 1 ask, 2 allow. */
export type Flow = 0 | 1 | 2

/** What submit meets at this grant. */
export function flowOf(grant: Pick<Grant, 'level' | 'ask'>): Flow {
  if (grant.level === 'submit') return 2
  return reach(grant) === rank('submit') ? 1 : 0
}

export interface Held {
  readonly flow: Flow
  readonly lock: Lock
  /** what locks leave there, whatever rules give */
  readonly left: Pick<Grant, 'level' | 'ask'>
}

const EVERYTHING = granted({ level: 'submit' })
const ladderOf = ({ level, ask }: Grant): Grant => ({ ...EVERYTHING, level, ask })

/** What locks leave the agent of submit on the surface; null = all of it. */
export function heldBack(policy: Policy, agent: AgentFacts, surface: SurfaceSubject): Held | null {
  const locks = locksOn(policy, agent, surface)
  const left = locks.reduce<Grant>((grant, lock) => lower(grant, ceiling(lock)), EVERYTHING)
  const lock = loweringLock({ given: EVERYTHING, locks }, ladderOf)
  return lock && { flow: flowOf(left), lock, left }
}

/**
 * Every way around a lock, the shortest first: for an agent and a surface the one that lets most through, of those the
 * shortest. `policy` is one in force (temporary.ts); `agentsInside` count as agents too.
 */
export function reachThrough(
  policy: Policy,
  agentsInside: readonly AgentInside[],
  surfaces: readonly SurfaceSubject[],
  agents: readonly AgentFacts[],
): Detour[] {
  if (policy.locks.every(lock => flowOf(ceiling(lock)) === 2)) return []
  const place = new Map(surfaces.map((surface, index) => [surface.id, index]))
  const inside = agentsInside.flatMap(agent => {
    const at = place.get(agent.surface)
    return at === undefined ? [] : [{ agent, at, flow: flows(policy, agent, surfaces) }]
  })
  const runs = new Set(inside.map(({ agent }) => agent.id))
  const outside = agents.filter(({ id }) => !runs.has(id))
  const starts = [...outside.map(agent => ({ agent, at: -1, flow: flows(policy, agent, surfaces) })), ...inside]
  const detours = starts.flatMap(start => {
    const own = forAgent(policy, start.agent)
    const ways = own.locks.length === 0 ? [] : waysFrom(start, inside)
    if (ways.length === 0) return []
    return surfaces.flatMap((surface, to) => {
      const held = heldBack(own, start.agent, surface)
      const way = held && best(ways, to, held.flow)
      return held && way ? [detour(start.agent, way, held, surface, surfaces)] : []
    })
  })
  return detours.sort((a, b) => a.through.length - b.through.length)
}

/** An agent that may send, and the index of the surface it runs in; -1 = none. */
interface Sender {
  readonly agent: AgentFacts
  readonly at: number
  /** what submit meets on the surface with this index */
  flow(surface: number): Flow
}

/** What an agent has does not depend on rules and locks for others. */
function forAgent(policy: Policy, agent: AgentFacts): Policy {
  const isFor = ({ agents }: { readonly agents: Lock['agents'] }) => agentMatches(agents, agent)
  return { ...policy, rules: policy.rules.filter(isFor), locks: policy.locks.filter(isFor) }
}

/** Each is worked out when it is first wanted: most never are. */
function flows(policy: Policy, agent: AgentFacts, surfaces: readonly SurfaceSubject[]): Sender['flow'] {
  const own = forAgent(policy, agent)
  const known: (Flow | undefined)[] = []
  return index => {
    const surface = surfaces[index]
    if (!surface) return 0
    known[index] ??= flowOf(resolve(own, agent, surface).grant)
    return known[index]
  }
}

/** A way to an agent inside: what is let through to it, and the agents on it, from the first to itself. */
interface Way {
  readonly flow: Flow
  readonly through: readonly Sender[]
}

/** The ways from `start` to agents inside, the shorter first; a longer one to the same agent only if more gets through. */
function waysFrom(start: Sender, inside: readonly Sender[]): Way[] {
  const most = new Map<Sender, Flow>()
  const found: Way[] = []
  let last: Way[] = [{ flow: 2, through: [start] }]
  for (let length = 1; length <= MAX_THROUGH && last.length > 0; length++) {
    last = inside.flatMap(to => {
      const way = lastStep(last, to, start, most.get(to) ?? 0)
      return way ?? []
    })
    for (const { flow, through } of last) most.set(through.at(-1) ?? start, flow)
    found.push(...last)
  }
  return found
}

/** The best of the ways given with one step more, if more than `above` gets through. */
function lastStep(ways: readonly Way[], to: Sender, start: Sender, above: Flow): Way | null {
  let most: { readonly flow: Flow; readonly way: Way } | null = null
  for (const way of ways) {
    const by = way.through.at(-1) ?? start
    // no agent may send to the surface it runs in, and none needs to get back to where it began
    if (to.at === by.at || to.agent.id === start.agent.id) continue
    const flow = narrower(way.flow, by.flow(to.at))
    if (flow > (most?.flow ?? above)) most = { flow, way }
    if (flow === 2) break
  }
  return most && { flow: most.flow, through: [...most.way.through, to] }
}

/** The way to the surface that lets most through, and more than `above`; of equals the shortest, then the first. */
function best(ways: readonly Way[], to: number, above: Flow): Way | null {
  let most: Way | null = null
  for (const way of ways) {
    const last = way.through.at(-1)
    if (!last || last.at === to || way.flow <= (most?.flow ?? above)) continue
    const flow = narrower(way.flow, last.flow(to))
    if (flow > (most?.flow ?? above)) most = { flow, through: way.through }
    if (flow === 2) break
  }
  return most
}

function narrower(a: Flow, b: Flow): Flow {
  return a < b ? a : b
}

function detour(
  from: AgentFacts,
  { flow, through }: Way,
  { lock, left }: Held,
  to: SurfaceSubject,
  surfaces: readonly SurfaceSubject[],
): Detour {
  const hops = through.slice(1).map(({ agent, at }) => ({ agent: agent.id, surface: surfaces[at] ?? to }))
  const steps = hops.map(({ agent, surface }, index) => {
    const by = hops[index - 1]?.agent ?? from.id
    return `${by} may submit in ${place(surface)}, where ${agent} runs`
  })
  const last = `${hops.at(-1)?.agent} may submit in ${place(to)}`
  const asked = flow === 1 ? '; a person is asked on the way' : ''
  return {
    from: from.id,
    through: hops.map(({ agent, surface }) => ({ agent, surface: surface.id })),
    to: to.id,
    lock: lock.id,
    effect: flow === 2 ? 'allow' : 'ask',
    why: `Lock ${lock.id} leaves ${from.id} ${extent(left)} in ${place(to)}, but ${steps.join(', ')}, and ${last}${asked}.`,
  }
}

/** What a lock leaves, in words. */
export function extent({ level, ask }: { readonly level: Level; readonly ask: Level | null }): string {
  const has = level === 'none' ? 'nothing' : level
  return ask === null ? has : `${has}, and ${ask} if a person allows it,`
}

function place({ name, id, preset }: SurfaceSubject): string {
  return `"${name || id || preset}"`
}
