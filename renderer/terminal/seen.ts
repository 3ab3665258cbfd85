// Whether a person has surely seen where a link leads before they open it: what a program printed over it may be anything. Pure.

/** How long it has to be shown, in ms. */
const SEEN_MS = 700
/** A row that is drawn again takes its link away for a moment, in ms. */
const GAP_MS = 100

export interface Seen {
  /** The pointer rests on a link that leads there, and that is shown. */
  rests(on: string): void
  /** The pointer is on no link. */
  leaves(): void
  /** A click. False: where it leads is to be said now; the next click may open it. */
  mayOpen(link: string): boolean
}

/**
 * `now`: ms of a clock that never jumps. Not the time of a mouse event: a link that comes under a pointer that lies still is told
 * with the event that put it there.
 */
export function createSeen(now: () => number): Seen {
  let shown: { readonly link: string; readonly since: number } | null = null
  let left: number | null = null
  return {
    rests(on) {
      const goesOn = shown?.link === on && (left === null || now() - left <= GAP_MS)
      if (!goesOn) shown = { link: on, since: now() }
      left = null
    },
    leaves() {
      left ??= now()
    },
    mayOpen(link) {
      if (shown?.link === link && left === null && now() - shown.since >= SEEN_MS) return true
      shown = { link, since: now() - SEEN_MS }
      left = null
      return false
    },
  }
}
