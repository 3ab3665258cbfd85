// Which rows of the mirror an agent typed on, so that whoever reads them can tell. Rows that scrolled away are forgotten.
import type { Screen } from './screen.ts'

const MOST = 500

export interface TypedRows {
  /** Marks rows from the cursor's row on; the returned function marks up to where the cursor is then. */
  begin(by: string): () => void
  /** absolute row to agent */
  now(): ReadonlyMap<number, string>
}

interface Stretch {
  readonly by: string
  readonly first: { row(): number; drop(): void }
  last: { row(): number; drop(): void }
}

export function createTypedRows(screen: Screen): TypedRows {
  const stretches: Stretch[] = []
  return {
    begin(by) {
      const first = screen.mark()
      if (!first) return () => {}
      const stretch: Stretch = { by, first, last: first }
      stretches.push(stretch)
      if (stretches.length > MOST) drop(stretches.shift()!)
      return () => {
        stretch.last = screen.mark() ?? first
      }
    },
    now() {
      const rows = new Map<number, string>()
      for (const stretch of [...stretches]) {
        const last = stretch.last.row()
        if (last < 0) {
          stretches.splice(stretches.indexOf(stretch), 1)
          drop(stretch)
          continue
        }
        // The beginning may have scrolled away before the end.
        const first = stretch.first.row() < 0 ? last : stretch.first.row()
        for (let row = first; row <= last; row += 1) rows.set(row, stretch.by)
      }
      return rows
    },
  }
}

function drop(stretch: Stretch): void {
  stretch.first.drop()
  stretch.last.drop()
}
