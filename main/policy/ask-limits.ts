// How often a person may be asked on an agent's behalf, over times that are passed in: few at once, few a minute, and
// silence on a surface after two refusals. What an ask is and who answers it is the gate's.

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
  /** Takes a place for an ask. `now` in ms, from a clock that never goes back. */
  ask(agent: string, surface: string, now: number): AskTaken | AskRefused
}

export function createAskLimits(): AskLimits {
  const waiting = new Map<string, number>()
  const asked = new Map<string, number[]>()
  const refused = new Map<string, { row: number; last: number }>()

  return {
    ask(agent, surface, now) {
      const pair = `${agent} ${surface}`
      const silence = refused.get(pair)
      if (silence && silence.row >= REFUSALS) {
        const over = silence.last + SILENCE
        if (now < over) return { ok: false, why: 'silenced', retryAfterMs: over - now }
        refused.delete(pair)
      }
      const recent = (asked.get(agent) ?? []).filter(at => now - at < MINUTE)
      const oldest = recent[recent.length - MAX_A_MINUTE]
      if (oldest !== undefined) return { ok: false, why: 'a_minute', retryAfterMs: oldest + MINUTE - now }
      const count = waiting.get(agent) ?? 0
      if (count >= MAX_WAITING) return { ok: false, why: 'waiting', retryAfterMs: null }
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
  }
}
