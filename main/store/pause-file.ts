// gate.json: whether agents' sends are paused, kept across restarts. When the file cannot be understood the answer is
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
  /** Why it is paused although nobody asked for it, in plain words; null where somebody did, or nobody paused. */
  readonly why: string | null
  /** Resolves when it is on disk, in the order of the calls. Throws the system's error; `paused` is then as before. */
  save(state: PauseState | null): Promise<void>
}

const shape = z.strictObject({
  paused: z.strictObject({ since: z.number(), by: z.string().min(1).max(63) }).nullable(),
})

/** Opens `file`; one that is not there yet means not paused. `now` gives ms since the epoch. */
export async function openPauseFile(file: string, now: () => number = Date.now): Promise<PauseFile> {
  let { paused, why } = await load(file, now)
  let last: Promise<unknown> = Promise.resolve()

  async function write(state: PauseState | null) {
    const kept = state && { since: state.since, by: state.by }
    await writeAtomic(file, `${JSON.stringify({ paused: kept })}\n`)
    paused = kept
    why = null
  }

  return {
    get paused() {
      return paused
    },
    get why() {
      return why
    },
    save(state) {
      const done = last.then(() => write(state))
      last = done.catch(() => undefined)
      return done
    },
  }
}

async function load(file: string, now: () => number): Promise<{ paused: PauseState | null; why: string | null }> {
  try {
    return { paused: shape.parse(JSON.parse(await readFile(file, 'utf8'))).paused, why: null }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { paused: null, why: null }
    const reason = codeOf(error) || 'it is not what Gatehouse writes'
    const why = `Agents are paused because ${file} cannot be understood (${reason}). Resume to go on.`
    return { paused: { since: now(), by: 'gatehouse' }, why }
  }
}
