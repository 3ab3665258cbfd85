// What a surface's state says, 50 ms by 50 ms, beside what is true: what the script of a life did and saw last. From these
// samples come the confusion table and how long a state was wrong at a stretch.
import type { SurfaceState } from '../../../preload/contract.ts'

export const EVERY_MS = 50
/** Nobody needs it to be right sooner after a change, in ms. */
export const GRACE_MS = 2000

/** `sent`: Enter was pressed, and the model has not been asked yet: it has begun to work, or not. */
export type Truth = 'starting' | 'idle' | 'sent' | 'working' | 'needs_you' | 'exited'
type Said = SurfaceState['is']

export const RIGHT: Readonly<Record<Truth, readonly Said[]>> = {
  starting: ['starting'],
  idle: ['idle', 'done_unseen'],
  sent: ['idle', 'done_unseen', 'working'],
  working: ['working'],
  needs_you: ['needs_you'],
  exited: ['exited'],
}

/** What is true from `at` on, and what made it so. */
interface Change {
  readonly at: number
  readonly truth: Truth
  readonly why: string
}

interface Sample {
  readonly at: number
  readonly said: Said
  readonly evidence: string
}

export interface Wrong {
  readonly ms: number
  readonly truth: Truth
  readonly said: Said
  readonly evidence: string
  /** what had made it true */
  readonly after: string
}

export interface Told {
  /** ms for each truth and what was said of it, from the first right word after a change on, or from the end of its grace */
  readonly table: Record<Truth, Partial<Record<Said, number>>>
  /** the same before that */
  readonly early: Record<Truth, Partial<Record<Said, number>>>
  /** stretches in which it was wrong, the longest first */
  readonly wrong: readonly Wrong[]
  /** ms from each change to the first right word on it, for those that were said at all */
  readonly delays: readonly number[]
  /** changes that were never said: the next came before, or it was "unknown" to the end */
  readonly unsaid: readonly string[]
}

export interface Watch {
  /** From now on this is true. */
  now(truth: Truth, why: string): void
  /** Waits until it has been said rightly for `ms`, at most a little longer than the grace. */
  linger(ms?: number): Promise<void>
  latest(): SurfaceState
  stop(): Told
}

export function watchState(state: () => SurfaceState): Watch {
  const changes: Change[] = []
  const samples: Sample[] = []
  let latest = state()
  const take = () => {
    latest = state()
    samples.push({ at: performance.now(), said: latest.is, evidence: latest.evidence })
  }
  const timer = setInterval(take, EVERY_MS)
  const isRight = () => RIGHT[changes.at(-1)!.truth].includes(latest.is)
  return {
    now(truth, why) {
      changes.push({ at: performance.now(), truth, why })
    },
    async linger(ms = 400) {
      const start = performance.now()
      let since: number | null = null
      while (performance.now() - start < GRACE_MS + 700) {
        await new Promise(resolve => setTimeout(resolve, EVERY_MS))
        since = isRight() ? (since ?? performance.now()) : null
        if (since !== null && performance.now() - since >= ms) return
      }
    },
    latest: () => latest,
    stop() {
      clearInterval(timer)
      take()
      return told(changes, samples)
    },
  }
}

function told(changes: readonly Change[], samples: readonly Sample[]): Told {
  const empty = () => ({ starting: {}, idle: {}, sent: {}, working: {}, needs_you: {}, exited: {} }) as Told['table']
  const [table, early] = [empty(), empty()]
  const wrong: Wrong[] = []
  const delays: number[] = []
  const unsaid: string[] = []
  for (const [index, change] of changes.entries()) {
    const end = changes[index + 1]?.at ?? samples.at(-1)?.at ?? change.at
    const own = samples.filter(({ at }) => at >= change.at && at < end)
    const right = (said: Said) => RIGHT[change.truth].includes(said)
    const first = own.find(({ said }) => right(said))
    if (first) delays.push(Math.round(first.at - change.at))
    else unsaid.push(`${change.truth} after ${change.why}`)
    let stretch: { readonly from: number; readonly sample: Sample } | null = null
    const close = (at: number) => {
      if (!stretch) return
      const { said, evidence } = stretch.sample
      wrong.push({ ms: Math.round(at - stretch.from), truth: change.truth, said, evidence, after: change.why })
      stretch = null
    }
    for (const [place, sample] of own.entries()) {
      const until = own[place + 1]?.at ?? end
      const settled = sample.at - change.at > GRACE_MS || (first && sample.at >= first.at)
      const counted = settled ? table : early
      const row = counted[change.truth]
      row[sample.said] = (row[sample.said] ?? 0) + (until - sample.at)
      if (right(sample.said) || sample.said === 'unknown') close(sample.at)
      else stretch ??= { from: sample.at, sample }
    }
    close(end)
  }
  return { table, early, wrong: wrong.toSorted((a, b) => b.ms - a.ms), delays, unsaid }
}
