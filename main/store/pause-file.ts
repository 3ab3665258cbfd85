// gate.json: whether agents' sends are paused, all of them or some, kept across restarts. When the file cannot be understood the answer is
// "paused", with the reason. What a pause stops, and when it holds, is the gate's.
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { writeAtomic } from './atomic.ts'
import { codeOf } from './failure.ts'

export interface PauseState {
  /** ms since the epoch, and who: 'person' or 'gatehouse' */
  readonly since: number
  readonly by: string
}

export interface PauseFile {
  /** As it was saved last; null = sends go out. */
  readonly paused: PauseState | null
  /** Agents that are paused by themselves, with since when: ms since the epoch. */
  readonly agents: Readonly<Record<string, number>>
  /** Why it is paused although nobody asked for it, in plain words; null where somebody did, or nobody paused. */
  readonly why: string | null
  /** Resolves when it is on disk, in the order of the calls. Throws the system's error; `paused` is then as before. */
  save(state: PauseState | null): Promise<void>
  /** The same for the single agents. */
  saveAgents(agents: Readonly<Record<string, number>>): Promise<void>
}

const shape = z.strictObject({
  paused: z.strictObject({ since: z.number(), by: z.string().min(1).max(63) }).nullable(),
  // Files of before single agents could be paused have none.
  agents: z.record(z.string().max(63), z.number()).default({}),
})

/** Opens `file`; one that is not there yet means not paused. `now` gives ms since the epoch. */
export async function openPauseFile(file: string, now: () => number = Date.now): Promise<PauseFile> {
  let { paused, agents, why } = await load(file, now)
  let last: Promise<unknown> = Promise.resolve()

  const write = (kept: Pick<PauseFile, 'paused' | 'agents'>) => writeAtomic(file, `${JSON.stringify(kept)}\n`)
  async function writePaused(state: PauseState | null) {
    const kept = state && { since: state.since, by: state.by }
    await write({ paused: kept, agents })
    paused = kept
    why = null
  }
  async function writeAgents(next: PauseFile['agents']) {
    await write({ paused, agents: next })
    agents = next
  }
  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }

  return {
    get paused() {
      return paused
    },
    get agents() {
      return agents
    },
    get why() {
      return why
    },
    save: state => inTurn(() => writePaused(state)),
    saveAgents: next => inTurn(() => writeAgents({ ...next })),
  }
}

async function load(file: string, now: () => number): Promise<Pick<PauseFile, 'paused' | 'agents' | 'why'>> {
  try {
    return { ...shape.parse(JSON.parse(await readFile(file, 'utf8'))), why: null }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { paused: null, agents: {}, why: null }
    const reason = codeOf(error) || 'it is not what Gatehouse writes'
    const why = `Agents are paused because ${file} cannot be understood (${reason}). Resume to go on.`
    return { paused: { since: now(), by: 'gatehouse' }, agents: {}, why }
  }
}
