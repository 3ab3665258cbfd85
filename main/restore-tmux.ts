// The start's first step: what an earlier run left in tmux is taken up again, under the ids that it had. It waits for nobody: what
// takes longer comes when it comes. Nothing is started here.
import type { Result } from '../preload/contract.ts'
import { inTmux, isGone, startsAnew } from './restore-kept.ts'
import type { KeptSurface } from './store/layout-file.ts'
import type { PersonSurface, Registry } from './surfaces/surface.ts'

/** A start is not held up for longer, in ms. */
const MOST_MS = 2000

export interface Left {
  /** taken up, or on the way: nothing else is to be done about them */
  readonly done: ReadonlySet<string>
  /** those that are certainly gone */
  readonly gone: readonly KeptSurface[]
  /** those that are still on the way: they are kept as they were */
  readonly late: ReadonlySet<KeptSurface>
}

export interface TakingUp {
  readonly registry: Pick<Registry, 'takeUp'>
  taken(surface: PersonSurface, kept: KeptSurface): void
  /** It is there or certainly gone now, after the start had gone on. */
  later(kept: KeptSurface, isGone: boolean): void
}

/** `all` that may be taken up by itself. */
export async function takeUpAll(all: readonly KeptSurface[], { registry, taken, later }: TakingUp): Promise<Left> {
  const done = new Set<string>()
  const gone: KeptSurface[] = []
  const late = new Set<KeptSurface>()
  const settle = (kept: KeptSurface, got: Result<PersonSurface>) => {
    if (got.ok) {
      done.add(kept.id)
      taken(got.value, kept)
    } else if (isGone(got)) {
      gone.push(kept)
      if (!startsAnew(kept)) done.add(kept.id)
    }
  }
  await Promise.all(
    all.map(async kept => {
      const was = inTmux(kept)
      if (!was) return
      const taking = registry.takeUp(was)
      const got = await soon(taking)
      if (got) return settle(kept, got)
      done.add(kept.id)
      late.add(kept)
      void taking.then(result => {
        late.delete(kept)
        if (result.ok) taken(result.value, kept)
        later(kept, isGone(result))
      })
    }),
  )
  return { done, gone, late }
}

/** Null = not soon. */
async function soon<T>(coming: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>(resolve => {
    timer = setTimeout(resolve, MOST_MS, null)
  })
  return Promise.race([coming, late]).finally(() => clearTimeout(timer))
}
