// Who may draw with a graphics context: there are few in one page, and the browser takes the oldest away without asking. Pure.

export interface Leases<T> {
  /** `granted` runs at once or when one is free; asked twice, it stands as it was. */
  take(by: T, granted: () => void): void
  /** Gives back what it has, or waits for. The one that has waited longest gets it. */
  giveBack(by: T): void
  held(): number
}

export function createLeases<T>(most: number): Leases<T> {
  const holders = new Set<T>()
  const waiting = new Map<T, () => void>()
  return {
    take(by, granted) {
      if (holders.has(by) || waiting.has(by)) return
      if (holders.size >= most) {
        waiting.set(by, granted)
        return
      }
      holders.add(by)
      granted()
    },
    giveBack(by) {
      waiting.delete(by)
      if (!holders.delete(by)) return
      const next = waiting.entries().next()
      if (next.done) return
      const [other, granted] = next.value
      waiting.delete(other)
      holders.add(other)
      granted()
    },
    held: () => holders.size,
  }
}
