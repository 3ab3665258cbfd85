// The difference of two texts, line by line, with a few lines around each change. Pure.
import { diffArrays } from 'diff'

export type DiffLine =
  | {
      readonly kind: 'same' | 'added' | 'removed'
      readonly text: string
      /** its number in each text, from 1; null = it is not in it */
      readonly before: number | null
      readonly after: number | null
    }
  /** lines that are the same and far from any change */
  | { readonly kind: 'gap'; readonly lines: number }

interface Difference {
  readonly lines: readonly DiffLine[]
  readonly added: number
  readonly removed: number
}

const AROUND = 3
/** More changed lines than this are not matched up: it would take too long. Counted as diffArrays does. */
const MOST_EDITS = 1500

interface Run {
  readonly kind: 'same' | 'added' | 'removed'
  readonly lines: readonly string[]
}

/** `around`: how many lines that are the same stand on each side of a change. */
export function difference(before: string, after: string, around = AROUND): Difference {
  const lines: DiffLine[] = []
  const sums = { same: 0, added: 0, removed: 0 }
  const runs = runsOf(splitPair(before, after))
  for (const [index, { kind, lines: texts }] of runs.entries()) {
    const ahead = kind === 'same' && index > 0 ? around : 0
    const behind = kind === 'same' && index < runs.length - 1 ? around : 0
    const gap = kind === 'same' && texts.length > ahead + behind + 1
    for (let at = 0; at < texts.length; at++) {
      if (gap && at === ahead) {
        const skipped = texts.length - ahead - behind
        lines.push({ kind: 'gap', lines: skipped })
        sums.same += skipped
        at += skipped
        if (at >= texts.length) break
      }
      sums[kind] += 1
      lines.push({
        kind,
        text: texts[at]!,
        before: kind === 'added' ? null : sums.same + sums.removed,
        after: kind === 'removed' ? null : sums.same + sums.added,
      })
    }
  }
  return { lines, added: sums.added, removed: sums.removed }
}

/** Text that ends a line has an empty last line, which counts only where the other has none. */
function splitPair(before: string, after: string): { old: string[]; fresh: string[] } {
  const pair = { old: before.split('\n'), fresh: after.split('\n') }
  if (pair.old.at(-1) === '' && pair.fresh.at(-1) === '') {
    pair.old.pop()
    pair.fresh.pop()
  }
  return pair
}

function runsOf({ old, fresh }: { old: string[]; fresh: string[] }): Run[] {
  const found = diffArrays(old, fresh, { maxEditLength: MOST_EDITS })
  const runs = found
    ? found.map(({ added, removed, value }): Run => {
        return { kind: added ? 'added' : removed ? 'removed' : 'same', lines: value }
      })
    : endsOf(old, fresh)
  return runs.filter(run => run.lines.length > 0)
}

/** What both begin and end with; all between is changed. */
function endsOf(old: string[], fresh: string[]): Run[] {
  const most = Math.min(old.length, fresh.length)
  let head = 0
  while (head < most && old[head] === fresh[head]) head++
  let tail = 0
  while (tail < most - head && old.at(-1 - tail) === fresh.at(-1 - tail)) tail++
  return [
    { kind: 'same', lines: old.slice(0, head) },
    { kind: 'removed', lines: old.slice(head, old.length - tail) },
    { kind: 'added', lines: fresh.slice(head, fresh.length - tail) },
    { kind: 'same', lines: old.slice(old.length - tail) },
  ]
}
