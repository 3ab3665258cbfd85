// Looks for a newer version when a person says so, or once a day where their settings do; downloads and installs only on their word.
// What fetches and replaces is injected, and is not even loaded before it is asked for. Owns no window and no question.
import type { Result, UpdateState } from '../../preload/contract.ts'
import { isNewer, notesOf } from './offer.ts'
import { after, mayCheck, type UpdateEvent } from './state.ts'

/** What fetches and replaces. Everything it throws is a reason in words. */
export interface Updater {
  /** What the feed has; null = nothing that is newer, as far as it can tell. */
  check(): Promise<{ readonly version: string; readonly notes: unknown } | null>
  /** Of what the last check found. Resolves when the file is here, whole. `progress` in percent. */
  download(progress: (percent: number) => void): Promise<void>
  /** Ends a download, if one goes on. Resolves when nothing of it does any more. */
  cancel(): Promise<void>
  /** Rejects where what was downloaded is gone, or is not the file any more that the feed names. */
  whole(): Promise<void>
  /** Replaces this version and starts the new one; nothing of ours runs any more. Resolves when that one runs, or never, where the system ends us. */
  install(): Promise<void>
}

export interface UpdatesOptions {
  /** this version */
  readonly current: string
  /** why this installation never looks, in a sentence; null = it may */
  readonly none: string | null
  /** Loads what fetches. Called anew after each failure. */
  readonly load: () => Promise<Updater>
  readonly now: () => number
  /** Runs once after `ms`, without keeping the process alive. Returns the canceller. */
  readonly later: (ms: number, run: () => void) => () => void
}

export interface Updates {
  state(): UpdateState
  onChange(listener: () => void): void
  /** Failure `not_now`. Resolves when there is an answer; what went wrong is in the state. */
  check(): Promise<Result<Record<string, never>>>
  /** Failure `not_now`. Resolves when it has begun. */
  download(): Promise<Result<Record<string, never>>>
  /** Looks now and then by itself, or stops that. */
  byItself(on: boolean): void
  /** Is what was downloaded still here, as it was? Failure `not_now`. Ask before anything is ended for it. */
  whole(): Promise<Result<{ readonly version: string }>>
  /** The person wants the new version now. False: there is none here yet. */
  agree(): boolean
  /** Call when everything has ended. False: nobody agreed, so nothing is installed. `done`: the new version runs. */
  install(done: () => void, failed: (why: string) => void): boolean
  close(): void
}

/** After the start, so that nothing a person waits for waits for it; then once a day. In ms. */
export const FIRST_MS = 60_000
export const DAY_MS = 86_400_000
/** Without an answer for so long, ms, it is given up. */
export const PATIENCE_MS = 60_000

const DONE = { ok: true, value: {} } as const

export function createUpdates({ current, none, load, now, later }: UpdatesOptions): Updates {
  let state: UpdateState = none === null ? { is: 'idle' } : { is: 'unavailable', why: none }
  let updater: Promise<Updater> | null = null
  /** what was given up has ended */
  let over: Promise<unknown> = Promise.resolve()
  let waiting: (() => void) | null = null
  let agreed = false
  const listeners = new Set<() => void>()

  function happen(event: UpdateEvent) {
    const next = after(state, event)
    if (next === state) return
    state = next
    for (const listener of listeners) listener()
  }
  /** What failed once is not trusted with another try. */
  function fail(error: unknown, on: 'failed' | 'lost' = 'failed') {
    over = Promise.allSettled([over, updater?.then(one => one.cancel())])
    updater = null
    happen({ on, why: wordsOf(error) })
  }

  async function look(): Promise<void> {
    happen({ on: 'check' })
    updater ??= over.then(load)
    let stop = () => {}
    const late = new Promise<never>((_, reject) => {
      stop = later(PATIENCE_MS, () => reject(new Error(`there was no answer within ${PATIENCE_MS / 1000} s`)))
    })
    try {
      const found = await Promise.race([updater.then(one => one.check()), late])
      if (found && isNewer(found.version, current)) {
        happen({ on: 'found', version: found.version, notes: notesOf(found.notes) })
      } else happen({ on: 'none', at: now() })
    } catch (error) {
      fail(error)
    } finally {
      stop()
    }
  }
  async function fetchIt(from: Promise<Updater>): Promise<void> {
    let stop = () => {}
    try {
      await new Promise<void>((resolve, reject) => {
        const wait = () => {
          stop()
          stop = later(PATIENCE_MS, () => reject(new Error(`nothing came for ${PATIENCE_MS / 1000} s`)))
        }
        wait()
        const progress = (percent: number) => {
          // One that was given up may still go on.
          if (updater !== from) return
          wait()
          happen({ on: 'progress', percent })
        }
        from.then(one => one.download(progress)).then(resolve, reject)
      })
      happen({ on: 'downloaded' })
    } catch (error) {
      fail(error)
    } finally {
      stop()
    }
  }
  function next(ms: number) {
    waiting = later(ms, () => {
      next(DAY_MS)
      // What was found, and what failed, is the person's to try again; it stands there to be seen.
      if (state.is === 'idle' || state.is === 'none' || (state.is === 'failed' && state.what === 'check')) void look()
    })
  }

  return {
    state: () => state,
    onChange: listener => void listeners.add(listener),
    async check() {
      if (!mayCheck(state)) return notNow(state)
      await look()
      return DONE
    },
    async download() {
      if (state.is !== 'found' || !updater) return notNow(state)
      happen({ on: 'download' })
      void fetchIt(updater)
      return DONE
    },
    byItself(on) {
      if (on === (waiting !== null) || none !== null) return
      if (on) return next(FIRST_MS)
      waiting?.()
      waiting = null
    },
    async whole() {
      if (state.is !== 'ready' || !updater)
        return { ok: false, code: 'not_now', message: 'No newer version is downloaded.' }
      const { version } = state
      try {
        await (await updater).whole()
        return { ok: true, value: { version } }
      } catch (error) {
        fail(error, 'lost')
        return { ok: false, code: 'not_now', message: `The download cannot be used: ${wordsOf(error)}.` }
      }
    },
    agree() {
      agreed = state.is === 'ready'
      return agreed
    },
    install(done, failed) {
      if (!agreed || !updater) return false
      updater.then(one => one.install()).then(done, error => failed(wordsOf(error)))
      return true
    },
    close() {
      waiting?.()
      waiting = null
    },
  }
}

function notNow(state: UpdateState): Result<never> {
  const message =
    state.is === 'unavailable'
      ? state.why
      : state.is === 'checking'
        ? 'It is being looked for already.'
        : state.is === 'downloading'
          ? 'It is being downloaded already.'
          : state.is === 'ready'
            ? 'It is downloaded already.'
            : 'Look for a newer version first.'
  return { ok: false, code: 'not_now', message }
}

const MOST_WORDS = 300

/** One line of whatever was thrown, as text for a terminal too: a feed's answer may stand in it, whole. */
function wordsOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const line = text
    .split('\n', 1)[0]!
    .replace(/\p{Cc}/gu, ' ')
    .trim()
  return line.length > MOST_WORDS ? `${line.slice(0, MOST_WORDS)}…` : line || 'no reason was given'
}
