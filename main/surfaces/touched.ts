// Which is the topmost row written to since some moment: what makes `since` report a redraw above the place a reader had
// reached. (pure, no clock) Rows are absolute: they keep their number when older lines scroll away.

export interface Touched {
  /** A chunk was parsed; it wrote at `row` or below. */
  note(row: number): void
  /** The moment now. */
  stamp(): number
  /** The topmost row touched after that moment; Infinity when nothing was. */
  since(stamp: number): number
  /** Rows above `row` no longer exist. */
  forget(row: number): void
  clear(): void
}

export function createTouched(): Touched {
  let now = 0
  // Rising in stamp and in row: an older touch of a lower row says nothing a newer, higher one does not.
  let marks: { stamp: number; row: number }[] = []
  return {
    note(row) {
      now += 1
      while (marks.length > 0 && marks[marks.length - 1]!.row >= row) marks.pop()
      marks.push({ stamp: now, row })
    },
    stamp: () => now,
    since: stamp => marks.find(mark => mark.stamp > stamp)?.row ?? Number.POSITIVE_INFINITY,
    forget(row) {
      const firstLive = marks.findIndex(mark => mark.row >= row)
      // One mark above the edge stays: it still says that something up there changed.
      const keepFrom = firstLive < 0 ? marks.length - 1 : firstLive - 1
      if (keepFrom > 0) marks = marks.slice(keepFrom)
    },
    clear() {
      marks = []
    },
  }
}
