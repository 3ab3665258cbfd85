// What still runs from surfaces of an earlier run that could not end them, because it was killed. It looks until nothing of it is
// left, and ends it when a person says so. Which surfaces those are is kept by store/surface-tokens.ts.
import type { Clock } from './clock.ts'
import { type LeftBehind, orphaned } from './left-behind.ts'
import { endOrphans } from './processes.ts'

/** What has just lost its terminal takes a moment to end by itself, in ms. */
const FIRST_AFTER_MS = 500
const LOOK_EVERY_MS = 5_000

export interface EarlierLeft {
  readonly surface: string
  readonly preset: string
  readonly left: readonly LeftBehind[]
}

export interface Earlier {
  /** Empty until it was looked. Surfaces from which nothing runs are not in it. */
  list(): readonly EarlierLeft[]
  /** Ends what is in the list. Throws SurfaceFault `still_running`. */
  end(): Promise<void>
  /** Looks no more. */
  close(): void
}

export interface EarlierOptions {
  readonly surfaces: readonly { readonly surface: string; readonly preset: string }[]
  /** Nothing runs from that one, or it is alive elsewhere. */
  readonly forget: (surface: string) => void
  /** The list is another. */
  readonly changed: () => void
}

export function watchEarlier({ surfaces, forget, changed }: EarlierOptions, clock: Clock): Earlier {
  let watched = surfaces
  let list: readonly EarlierLeft[] = []
  let stop = surfaces.length > 0 ? clock.after(FIRST_AFTER_MS, lookAgain) : () => {}
  let ending: Promise<void> | null = null

  function look(): void {
    const before = pidsOf(list)
    const found = watched.map(one => ({ ...one, left: orphaned(one.surface) }))
    for (const { surface, left } of found) if (left.length === 0) forget(surface)
    list = found.filter(({ left }) => left.length > 0)
    watched = list.map(({ surface, preset }) => ({ surface, preset }))
    if (pidsOf(list) !== before) changed()
  }
  function lookAgain(): void {
    look()
    if (watched.length > 0) stop = clock.after(LOOK_EVERY_MS, lookAgain)
  }
  async function endAll(): Promise<void> {
    const ends = await Promise.allSettled(list.map(({ surface }) => endOrphans(surface, clock)))
    look()
    const failed = ends.find(end => end.status === 'rejected')
    if (failed) throw failed.reason
  }

  return {
    list: () => list,
    end() {
      ending ??= endAll().finally(() => {
        ending = null
      })
      return ending
    },
    close: () => stop(),
  }
}

function pidsOf(list: readonly EarlierLeft[]): string {
  return list.flatMap(({ left }) => left.map(({ pid }) => pid)).join()
}
