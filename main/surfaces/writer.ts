// Who writes into a surface, and for how long that is fresh enough to be shown. (pure but for the clock)
import type { Clock } from './clock.ts'
import type { Author } from './surface.ts'

const TYPING_MS = 1_500

export interface Writer {
  /** Bytes of this author go in. */
  wrote(by: Author): void
  /** who wrote last; null = nobody */
  last(): Author | null
  /** who wrote within the last 1.5 s; null = nobody */
  typing(): Author | null
}

/** `changed`: `typing` is another than before. */
export function createWriter(clock: Clock, changed: () => void): Writer {
  let writer: { readonly by: Author; readonly at: number } | null = null
  const typing = () => (writer && clock.mono() - writer.at <= TYPING_MS ? writer.by : null)
  return {
    wrote(by) {
      const before = typing()
      const now = { by, at: clock.mono() }
      writer = now
      if (before !== by) changed()
      clock.after(TYPING_MS + 1, () => {
        if (writer === now) changed()
      })
    },
    last: () => writer?.by ?? null,
    typing,
  }
}
