// Two changes of one text put together line by line, where they do not touch. Pure.
import { diffArrays } from 'diff'

interface Change {
  /** lines of the text both started from, counted from 0; `to` is the first after it */
  readonly from: number
  readonly to: number
  readonly lines: readonly string[]
}

/** As in lines.ts: more than this would take too long to match up. */
const MOST_EDITS = 1500

/** What `mine` and `theirs` both made of `base`; null = they changed the same lines, or lines beside each other. */
export function mergeTexts(base: string, mine: string, theirs: string): string | null {
  const lines = base.split('\n')
  const one = changesOf(lines, mine.split('\n'))
  const other = changesOf(lines, theirs.split('\n'))
  if (!one || !other) return null
  const same = (a: Change, b: Change) => JSON.stringify(a) === JSON.stringify(b)
  const fresh = other.filter(change => !one.some(mineToo => same(mineToo, change)))
  const touches = (a: Change, b: Change) => a.from <= b.to && b.from <= a.to
  if (fresh.some(change => one.some(mineToo => touches(mineToo, change)))) return null
  const merged = [...lines]
  for (const { from, to, lines: put } of [...one, ...fresh].sort((a, b) => b.from - a.from))
    merged.splice(from, to - from, ...put)
  return merged.join('\n')
}

function changesOf(base: string[], text: string[]): Change[] | null {
  const runs = diffArrays(base, text, { maxEditLength: MOST_EDITS })
  if (!runs) return null
  const changes: Change[] = []
  let at = 0
  let open: { from: number; to: number; lines: string[] } | null = null
  for (const { added, removed, value } of runs) {
    if (!added && !removed) {
      if (open) changes.push(open)
      open = null
      at += value.length
      continue
    }
    open ??= { from: at, to: at, lines: [] }
    if (added) open.lines.push(...value)
    else {
      at += value.length
      open.to = at
    }
  }
  return open ? [...changes, open] : changes
}
