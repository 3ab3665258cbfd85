// On whose behalf an agent acts: what runs inside a surface does what was sent into it, until a person types there again.
// A ledger for the record; it stops nothing.
import type { Agent } from './model.ts'

/** Who calls, and where it runs. */
export type Inside = Pick<Agent, 'id' | 'surface'>

export interface Behalf {
  /** A text with Enter, an answer or keys of this agent went into the surface now. */
  submitted(agent: Inside, surface: string): void
  /**
   * The agents whose sends into the surface it runs in, since a person last typed there, led to what it sends now: the
   * latest first, each followed by those on whose behalf it acted then. Nobody twice, never itself.
   */
  onBehalfOf(agent: Inside): readonly string[]
  /** The surface was closed. */
  surfaceGone(surface: string): void
}

export interface BehalfOptions {
  /** when a person last typed there, on the clock of `now`; null = never */
  readonly lastPersonKey: (surface: string) => number | null
  /** ms, monotonic */
  readonly now: () => number
}

interface Sender {
  readonly id: string
  readonly at: number
}

export function createBehalf({ lastPersonKey, now }: BehalfOptions): Behalf {
  const sent = new Map<string, readonly Sender[]>()

  /** A key of the same instant does not clear: whether it came after is not known. */
  function standing(surface: string): readonly Sender[] {
    const cleared = lastPersonKey(surface) ?? Number.NEGATIVE_INFINITY
    return (sent.get(surface) ?? []).filter(({ at }) => at >= cleared)
  }

  function onBehalfOf({ id, surface }: Inside): readonly string[] {
    if (surface === undefined) return []
    return standing(surface)
      .map(sender => sender.id)
      .filter(sender => sender !== id)
  }

  return {
    onBehalfOf,
    submitted(agent, surface) {
      const chain = [agent.id, ...onBehalfOf(agent)]
      const at = now()
      const others = standing(surface).filter(({ id }) => !chain.includes(id))
      sent.set(surface, [...chain.map(id => ({ id, at })), ...others])
    },
    surfaceGone: surface => void sent.delete(surface),
  }
}
