// How often: sliding windows over times that are passed in. Counts only sends; which sends, and what a refusal is called,
// is the gate's. Every limit on every rule that matches counts, not only those of the rule that decides.
import { agentMatches } from './match.ts'
import type {
  AgentFacts,
  AgentSelector,
  Limit,
  LimitWindow,
  Policy,
  Rule,
  SurfaceSelector,
  SurfaceSubject,
} from './model.ts'
import { byExactness, matching } from './resolve.ts'

const WINDOWS = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const
const LONGEST = WINDOWS.day

export type SendIntent = 'type' | 'submit'

/** A limit that counts for a pair, and whose sends it counts together. */
export interface Counted {
  readonly rule: string
  readonly limit: Limit
  readonly key: string
}

/** What is left of a limit now. `freeAt`: when one more would pass, in the time the tally was given; null = now. */
export interface Left {
  readonly rule: string
  readonly limit: Limit
  readonly left: number
  readonly freeAt: number | null
}

export type Reservation =
  /** `undo` gives it back: the send was not delivered. */
  | { readonly ok: true; undo(): void }
  /** the limit that would let it pass last */
  | { readonly ok: false; readonly full: Left }

/** One send of the past, for a tally that starts anew. Only id and name of its surface are known. */
export interface PastSend {
  readonly at: number
  readonly agent: AgentFacts
  readonly surface: Pick<SurfaceSubject, 'id' | 'name'>
  readonly intent: SendIntent
}

/** Times in ms, from one clock that never goes back. */
export interface Tally {
  /** Takes a place in every limit, or in none. */
  reserve(counted: readonly Counted[], intent: SendIntent, now: number): Reservation
  left(counted: readonly Counted[], now: number): Left[]
  restore(policy: Policy, sends: readonly PastSend[]): void
}

/** Length in ms. */
export function windowMs(window: LimitWindow): number {
  return typeof window === 'number' ? window * 1000 : WINDOWS[window]
}

/** Every limit that counts for the pair, those of the most exact rule first. */
export function limitsOn(policy: Policy, agent: AgentFacts, surface: SurfaceSubject): Counted[] {
  return matching(policy, agent, surface)
    .filter(({ rule }) => rule.limits !== undefined)
    .sort(byExactness)
    .flatMap(({ rule }) => countedBy(rule, agent.id, surface.id))
}

function countedBy(rule: Rule, agent: string, surface: string): Counted[] {
  const whose = { agent, surface, pair: `${agent} ${surface}` }
  return (rule.limits ?? []).map(limit => {
    return { rule: rule.id, limit, key: `${rule.id} ${limit.per} ${whose[limit.per]}` }
  })
}

interface Send {
  readonly at: number
  readonly intent: SendIntent
}

export function createTally(): Tally {
  // One list for all limits of a rule that count the same things: a changed `max` or window finds its past.
  const counters = new Map<string, Send[]>()

  function put(counted: readonly Counted[], send: Send): void {
    for (const key of new Set(counted.map(one => one.key))) {
      const sends = (counters.get(key) ?? []).filter(({ at }) => send.at - at < LONGEST)
      sends.push(send)
      counters.set(
        key,
        sends.sort((a, b) => a.at - b.at),
      )
    }
  }

  function leftOf({ rule, limit, key }: Counted, now: number): Left {
    const length = windowMs(limit.window)
    const counts = ({ at, intent }: Send) => now - at < length && (limit.intent ?? intent) === intent
    const inside = (counters.get(key) ?? []).filter(counts)
    const left = Math.max(0, limit.max - inside.length)
    // the send that must leave the window for one more to pass
    const blocking = left > 0 ? undefined : inside[inside.length - limit.max]
    return { rule, limit, left, freeAt: blocking === undefined ? null : blocking.at + length }
  }

  return {
    reserve(counted, intent, now) {
      const concerned = counted.filter(({ limit }) => (limit.intent ?? intent) === intent)
      let full: Left | null = null
      for (const one of concerned) {
        const left = leftOf(one, now)
        if (left.freeAt !== null && (full === null || left.freeAt > (full.freeAt ?? 0))) full = left
      }
      if (full) return { ok: false, full }
      const send: Send = { at: now, intent }
      put(concerned, send)
      return {
        ok: true,
        undo() {
          for (const { key } of concerned) {
            const sends = counters.get(key)?.filter(one => one !== send) ?? []
            if (sends.length > 0) counters.set(key, sends)
            else counters.delete(key)
          }
        },
      }
    },
    left: (counted, now) => counted.map(one => leftOf(one, now)),
    restore(policy, sends) {
      for (const { at, agent, surface, intent } of sends) {
        const counted = policy.rules
          .filter(rule => mayHaveBeen(rule.agents, agent, policy) && mayHaveMatched(rule.surfaces, surface))
          .flatMap(rule => countedBy(rule, agent.id, surface.id))
        put(counted, { at, intent })
      }
    },
  }
}

/** One that is no agent of the file ran inside a surface, and of which preset and workspace is not known any more. */
function mayHaveBeen(selector: AgentSelector, agent: AgentFacts, policy: Policy): boolean {
  const isOfKind = typeof selector === 'object' && !Array.isArray(selector)
  return agentMatches(selector, agent) || (isOfKind && !Object.hasOwn(policy.agents, agent.id))
}

/** A surface of the past may be gone, with its workspace and all: where it cannot be known, the send counts. */
function mayHaveMatched(selector: SurfaceSelector, { id }: Pick<SurfaceSubject, 'id'>): boolean {
  return selector === '*' || selector.id === undefined || selector.id === id
}
