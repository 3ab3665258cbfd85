// Pause: nothing an agent sends is delivered until a person resumes. It survives a restart through the injected store.
// It does not refuse anything itself; sends ask it.
import type { Result } from '../../preload/contract.ts'
import type { Clock } from './clock.ts'
import { say } from './sentences.ts'

export interface PauseState {
  /** ms since the epoch */
  readonly since: number
  /** who paused: a person's word for themself, or 'gatehouse' */
  readonly by: string
}

export interface PauseStore {
  /** as it was saved last, read at start */
  readonly paused: PauseState | null
  /** Resolves when it is on disk. */
  save(state: PauseState | null): Promise<void>
  /** agents that are paused by themselves: since when, ms since the epoch */
  readonly agents?: Readonly<Record<string, number>>
  saveAgents?(agents: Readonly<Record<string, number>>): Promise<void>
}

/** A pause that holds now but would not survive a restart. */
export class PauseError extends Error {
  readonly code = 'pause_not_saved'
}

export interface Pause {
  state(): (PauseState & { readonly refused: number }) | null
  /** Since when this one agent is paused; null = it is not, by itself. */
  agent(id: string): number | null
  /** Holds at once, is lifted once that is saved; a save that fails leaves it paused. Error: `not_saved`. */
  setAgent(id: string, paused: boolean): Promise<Result<Record<string, never>>>
  countRefused(): void
  /** Holds at once; resolves when saved. Throws `PauseError`; it holds all the same. */
  pause(by: string): Promise<void>
  /** Lifts it after `before` (its record) and the save; a pause asked for meanwhile wins. Error: `not_saved`. */
  resume(before: () => Promise<void>): Promise<Result<Record<string, never>>>
}

export function createPause(store: PauseStore, clock: Clock, changed: () => void): Pause {
  let current: { since: number; by: string; refused: number } | null = store.paused && { ...store.paused, refused: 0 }
  const agents = new Map(Object.entries(store.agents ?? {}))
  let asked = 0
  let saving: Promise<unknown> = Promise.resolve()

  /** One save at a time, in the order asked for. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = saving.then(work, work)
    saving = turn
    return turn
  }
  const stored = () => current && { since: current.since, by: current.by }

  return {
    state: () => current && { ...current },
    agent: id => agents.get(id) ?? null,
    setAgent: (id, paused) => {
      if (paused && !agents.has(id)) agents.set(id, clock.now())
      changed()
      return inTurn(async () => {
        const next = new Map(agents)
        if (!paused) next.delete(id)
        try {
          await store.saveAgents?.(Object.fromEntries(next))
        } catch (error) {
          return { ok: false, code: 'not_saved', message: say.agentPauseNotSaved((error as Error).message) }
        }
        if (!paused) agents.delete(id)
        changed()
        return { ok: true, value: {} }
      })
    },
    countRefused() {
      if (current) current.refused += 1
      changed()
    },
    async pause(by) {
      asked += 1
      current ??= { since: clock.now(), by, refused: 0 }
      changed()
      try {
        await inTurn(() => store.save(stored()))
      } catch (error) {
        throw new PauseError(say.pauseNotSaved((error as Error).message))
      }
    },
    resume: before =>
      inTurn(async () => {
        const turn = asked
        await before()
        try {
          await store.save(null)
        } catch (error) {
          return { ok: false, code: 'not_saved', message: say.resumeNotSaved((error as Error).message) }
        }
        if (asked === turn) current = null
        changed()
        return { ok: true, value: {} }
      }),
  }
}
