// Reads, gathered: equal reads within a second become one record with a count. It writes nothing itself.
import type { Clock } from './clock.ts'
import type { ActivityEntry } from './model.ts'

const WINDOW_MS = 1000

/** Hands each gathered record to `write` a second after its first read; `flush` hands over all that wait. */
export function gatherReads(clock: Clock, write: (entry: ActivityEntry) => void) {
  const waiting = new Map<string, { entry: ActivityEntry; count: number; cancel: () => void }>()

  function release(key: string): void {
    const found = waiting.get(key)
    if (!found) return
    waiting.delete(key)
    found.cancel()
    write({ ...found.entry, count: found.count })
  }

  return {
    note(entry: ActivityEntry): void {
      const key = JSON.stringify([entry.actor, entry.surface, entry.intent, entry.text, entry.verdict, entry.outcome])
      const found = waiting.get(key)
      if (found) found.count += 1
      else waiting.set(key, { entry, count: 1, cancel: clock.later(WINDOW_MS, () => release(key)) })
    },
    flush(): void {
      for (const key of [...waiting.keys()]) release(key)
    },
  }
}
