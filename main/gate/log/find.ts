// Which entries match a filter, newest first: found by walking the columns in slices, kept, and carried on with what is
// recorded and what is read meanwhile. A list for `upTo` stands still; the others move with the record.
import type { ActivityFilter } from '../../../preload/contract.ts'
import { MASK } from './columns.ts'
import { decisionNow } from './decisions.ts'
import { isLater } from './facts.ts'
import type { LogIndex } from './index.ts'
import { breathe, createPace } from './pace.ts'
import type { Search } from './search.ts'

/** So many records are walked between two looks at the time. */
const AT_ONCE = 2000

export interface Clocked {
  /** ms since the epoch */
  now(): number
  /** records up to this seq were written by an earlier run */
  readonly ranFrom: number
}

export interface List {
  /** how many match, as far as it was walked */
  total(): number
  /** The entries from `offset` on, newest first. */
  slice(offset: number, limit: number): number[]
  /** Walks until `enough`, the end of what is here, or `until` (ms, as performance.now). Resolves with whether it is done. */
  advance(enough: () => boolean, until: number): Promise<boolean>
  /** it is walked down to here */
  searched(): number
  done(): boolean
  /** At which offset this entry stands; null = it does not. */
  offsetOf(entry: number): number | null
  /** A record was added: `entry` is new, or has one more record. */
  added(entry: number): void
}

/** `search`: what its text has to hold; null = whatever. `upTo` null = up to now, whatever comes. */
export function createList(
  index: LogIndex,
  clocked: Clocked,
  filter: ActivityFilter,
  upTo: number | null,
  search: Search | null,
): List {
  const { columns } = index
  const matches = matcher(index, clocked, filter)
  const limit = upTo ?? Number.MAX_SAFE_INTEGER
  const start = Math.min(limit, columns.head())
  /** oldest first: what came after it began */
  const live: number[] = []
  /** newest first */
  const found: number[] = []
  let next = start

  const isIn = (entry: number) => matches(entry, limit) && (search === null || search.hits(entry))

  function placeIn(list: readonly number[], entry: number, rising: boolean): number {
    let low = 0
    let high = list.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (rising ? list[middle]! < entry : list[middle]! > entry) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    total: () => live.length + found.length,
    slice(offset, count) {
      const newest: number[] = []
      for (let at = live.length - 1 - offset; at >= 0 && newest.length < count; at -= 1) newest.push(live[at]!)
      const rest = Math.max(0, offset - live.length)
      return [...newest, ...found.slice(rest, rest + count - newest.length)]
    },
    async advance(enough, until) {
      const pace = createPace()
      while (next > 0) {
        // What is read from the files comes newest first, and so does what was searched.
        const down = Math.max(index.from(), search?.down() ?? 0)
        while (next > 0 && next >= down) {
          const block = columns.blockOf(next)
          const end = Math.max(1, down, next - (next & MASK), block ? next - AT_ONCE : 0)
          for (; block && next >= end; next -= 1) {
            const fact = block.fact[next & MASK]!
            if (fact !== 0 && !isLater(fact) && isIn(next)) found.push(next)
          }
          next = end - 1
          if (enough()) return next === 0
          if (!pace.over()) continue
          if (performance.now() >= until) return next === 0
          await breathe()
        }
        if (next === 0 || enough() || performance.now() >= until) break
        const here = index.from() > 0 && index.from() > next ? index.more() : (search?.more() ?? Promise.resolve())
        await sooner(here, until)
        if (performance.now() >= until) break
      }
      return next === 0
    },
    searched: () => Math.min(next + 1, Math.max(1, start)),
    done: () => next === 0,
    offsetOf(entry) {
      const isLive = entry > start
      const list = isLive ? live : found
      const place = placeIn(list, entry, isLive)
      if (list[place] !== entry) return null
      return isLive ? live.length - 1 - place : live.length + place
    },
    added(entry) {
      if (upTo !== null || entry <= next) return
      const isLive = entry > start
      const list = isLive ? live : found
      const place = placeIn(list, entry, isLive)
      const is = list[place] === entry
      const should = isIn(entry)
      if (should && !is) list.splice(place, 0, entry)
      else if (is && !should) list.splice(place, 1)
    },
  }
}

async function sooner(one: Promise<unknown>, until: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise(resolve => {
    timer = setTimeout(resolve, Math.max(1, until - performance.now()))
  })
  await Promise.race([one, late])
  clearTimeout(timer)
  // What was told at once must not keep everything else from running.
  await breathe()
}

/** Whether an entry matches all but the search, with its records up to `upTo`. */
function matcher(
  { columns, actors, surfaces }: LogIndex,
  { now, ranFrom }: Clocked,
  { decisions, kinds, actors: actorIds, surfaces: surfaceIds, enter, from = -Infinity, to = Infinity }: ActivityFilter,
): (entry: number, upTo: number) => boolean {
  const kindSet = kinds && new Set<string>(kinds)
  const decisionSet = decisions && new Set<string>(decisions)
  // An id may come up for the first time after the filter was made.
  const wanted = (ids: readonly string[] | undefined, names: LogIndex['actors']) => {
    const asked = new Set(ids)
    const known: boolean[] = []
    return ids && ((number: number) => (known[number] ??= asked.has(names.list()[number] ?? '')))
  }
  const actorIs = wanted(actorIds, actors)
  const surfaceIs = wanted(surfaceIds, surfaces)
  const plain = !kindSet && !decisionSet && enter === undefined
  /** by the number of a standing: 1 = it matches, 2 = it does not, 3 = it depends on the time */
  const known = new Uint8Array(0x10000)

  function judge(number: number): number {
    const { kind, decision, enter: went, open } = columns.standing(number)
    // A damaged line is shown among the sends: nobody knows what it was.
    if (kindSet && !kindSet.has(kind === 'damaged' ? 'send' : kind)) return 2
    if (enter !== undefined && went !== enter) return 2
    if (!decisionSet) return 1
    return open === null ? (decisionSet.has(decision) ? 1 : 2) : 3
  }
  return (entry, upTo) => {
    const block = columns.blockOf(entry)
    if (!block) return false
    const place = entry & MASK
    const at = block.at[place]!
    if (at < from || at >= to) return false
    if (actorIs && !actorIs(block.actor[place]!)) return false
    if (surfaceIs && !surfaceIs(block.surface[place]!)) return false
    if (plain) return true
    const kept = block.link[place]! <= upTo ? block.standing[place]! : 0
    const number = kept === 0 ? columns.standingOf(entry, upTo) : kept - 1
    let judged = known[number]!
    if (judged === 0) {
      judged = judge(number)
      known[number] = judged
    }
    if (judged !== 3) return judged === 1
    return decisionSet!.has(decisionNow(columns.standing(number), entry > ranFrom, now() - at))
  }
}
