// Which surface a process runs in, from what is known of it and of what it descends from. (pure) Found as ending a surface
// finds its processes: by descent, by session, by the mark in the environment. One that left all three is in none.
import type { Process } from './process-table.ts'

export interface Holder {
  readonly id: string
  /** the program we started, as it was then */
  readonly root: Process
}

/** What the system says now. */
export interface Facts {
  process(pid: number): Process | null
  /** the surface that a process says it was started in; null = none, or not known */
  mark(pid: number): string | null
}

/**
 * The surface that holds one of these processes; `pids` has the nearest first, so that of two the inner one counts. The
 * tree comes before the mark: a program may give its children any environment.
 */
export function surfaceHolding(pids: readonly number[], holders: readonly Holder[], facts: Facts): string | null {
  for (const pid of pids) {
    const one = facts.process(pid)
    const holder = one && holders.find(({ root }) => belongs(one, root, facts))
    if (holder) return holder.id
  }
  for (const pid of pids) {
    const mark = facts.mark(pid)
    if (mark !== null && holders.some(({ id }) => id === mark)) return mark
  }
  return null
}

/** How long an answer stands while nobody opens, closes or adopts a surface, in ms. */
const STANDS_MS = 1000
const MOST = 64

/**
 * `surfaceHolding` for who asks often of the same processes. A process comes into no surface after its start but by one that
 * is adopted, which is another list of holders: so an answer that is a moment old is right, or still names the one that was left.
 */
export function rememberHolding(facts: Facts, mono: () => number) {
  const known = new Map<string, { readonly id: string | null; readonly at: number }>()
  let by: readonly Holder[] = []
  return (pids: readonly number[], holders: readonly Holder[]): string | null => {
    if (!areSame(by, holders)) known.clear()
    by = holders
    const key = pids.join()
    const found = known.get(key)
    if (found && mono() - found.at < STANDS_MS) return found.id
    const id = surfaceHolding(pids, holders, facts)
    known.delete(key)
    known.set(key, { id, at: mono() })
    if (known.size > MOST) known.delete(known.keys().next().value!)
    return id
  }
}

function areSame(some: readonly Holder[], others: readonly Holder[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ id, root }, at) => {
      const other = others[at]!
      return id === other.id && root.pid === other.root.pid && root.born === other.root.born
    })
  )
}

/** While anything of its session is left, the root's number is given to nobody else. */
function belongs(one: Process, root: Process, facts: Facts): boolean {
  if (one.pid === root.pid) return one.born === root.born
  if (one.session !== root.pid) return false
  const now = facts.process(root.pid)
  return now === null || now.born === root.born
}
