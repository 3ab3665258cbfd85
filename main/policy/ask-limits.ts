// How often a person may be asked or told something on an agent's behalf, over times that are passed in: few at once, few
// a minute, and silence on a surface after two refusals. What an ask is and who answers it is the gate's.

const MAX_WAITING = 3
const MAX_A_MINUTE = 10
const MINUTE = 60_000
const REFUSALS = 2
const SILENCE = 5 * MINUTE

/** `retryAfterMs` null: when one of those that wait is answered. */
export type AskRefused = {
  readonly ok: false
  readonly why: 'waiting' | 'a_minute' | 'silenced'
  readonly retryAfterMs: number | null
}
export type AskTaken = {
  readonly ok: true
  /** It waits no longer. Two refusals in a row silence the surface; an ask that was allowed ends the row. */
  end(how: 'refused' | 'allowed' | 'withdrawn', now: number): void
}

export interface AskLimits {
  /** Why an ask would be refused now; null = it would not. Takes no place. */
  full(agent: string, surface: string, now: number): AskRefused | null
  /** Takes a place for an ask. `now` in ms, from a clock that never goes back. */
  ask(agent: string, surface: string, now: number): AskTaken | AskRefused
  /**
   * Takes one of the ten a minute for something that a person is told and that waits for no answer. Null = it may be told.
   * `surface` null: about none, which has to be silent while any surface is, or it would be the way around that.
   */
  tell(agent: string, surface: string | null, now: number): AskRefused | null
}

export function createAskLimits(): AskLimits {
  const waiting = new Map<string, number>()
  const asked = new Map<string, number[]>()
  const refused = new Map<string, { row: number; last: number }>()

  /** ms that one surface is silent yet; 0 = it is not */
  function silentFor(pair: string, now: number): number {
    const silence = refused.get(pair)
    if (!silence || silence.row < REFUSALS) return 0
    const left = silence.last + SILENCE - now
    if (left > 0) return left
    refused.delete(pair)
    return 0
  }
  const silenced = (left: number): AskRefused => ({ ok: false, why: 'silenced', retryAfterMs: left })

  /** Those of the last minute, with room for one more, or why there is none. */
  function minute(agent: string, now: number): number[] | AskRefused {
    const recent = (asked.get(agent) ?? []).filter(at => now - at < MINUTE)
    const oldest = recent[recent.length - MAX_A_MINUTE]
    return oldest === undefined ? recent : { ok: false, why: 'a_minute', retryAfterMs: oldest + MINUTE - now }
  }

  /** The asks of the last minute, where one more may wait. */
  function room(agent: string, surface: string, now: number): number[] | AskRefused {
    const silent = silentFor(`${agent} ${surface}`, now)
    if (silent > 0) return silenced(silent)
    const recent = minute(agent, now)
    if (!Array.isArray(recent)) return recent
    return (waiting.get(agent) ?? 0) < MAX_WAITING ? recent : { ok: false, why: 'waiting', retryAfterMs: null }
  }

  return {
    full: (agent, surface, now) => {
      const found = room(agent, surface, now)
      return Array.isArray(found) ? null : found
    },
    ask(agent, surface, now) {
      const pair = `${agent} ${surface}`
      const recent = room(agent, surface, now)
      if (!Array.isArray(recent)) return recent
      const count = waiting.get(agent) ?? 0
      asked.set(agent, [...recent, now])
      waiting.set(agent, count + 1)
      let isOver = false
      return {
        ok: true,
        end(how, at) {
          if (isOver) return
          isOver = true
          waiting.set(agent, (waiting.get(agent) ?? 1) - 1)
          if (how === 'refused') refused.set(pair, { row: (refused.get(pair)?.row ?? 0) + 1, last: at })
          if (how === 'allowed') refused.delete(pair)
        },
      }
    },
    tell(agent, surface, now) {
      const own = `${agent} ${surface ?? ''}`
      const pairs = surface === null ? [...refused.keys()].filter(pair => pair.startsWith(own)) : [own]
      const silent = Math.max(0, ...pairs.map(pair => silentFor(pair, now)))
      if (silent > 0) return silenced(silent)
      const recent = minute(agent, now)
      if (!Array.isArray(recent)) return recent
      asked.set(agent, [...recent, now])
      return null
    },
  }
}
