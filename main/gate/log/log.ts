// The record as something to look at: pages of rows, one entry in full, sums, and what can be filtered by. Nothing is read
// from disk before somebody looks; from then on it keeps up. It writes nothing, and no agent reaches it.
import type { ActivityDetail, ActivityFilter, ActivityRow, CallOutput } from '../../../preload/contract.ts'
import type { OpenActivity } from '../activity.ts'
import { type Verified, verifyActivity } from '../verify.ts'
import { type Around, detailOf } from './detail.ts'
import { createList, type List } from './find.ts'
import { createIndex, type LogIndex } from './index.ts'
import { breathe } from './pace.ts'
import { damaged, readEntries, readRows, type Shown } from './rows.ts'
import { createSearch, type Search } from './search.ts'
import { sumsOf } from './sums.ts'

export interface ActivityLog {
  page(query: {
    readonly filter: ActivityFilter
    readonly upTo: number | null
    readonly offset: number
    readonly limit: number
  }): Promise<CallOutput<'activity.page'>>
  /** Null = there is no such record. */
  get(seq: number, reveal: boolean): Promise<ActivityDetail | null>
  find(filter: ActivityFilter, upTo: number | null, seq: number): Promise<number | null>
  facets(): Promise<CallOutput<'activity.facets'>>
  sums(filter: ActivityFilter): Promise<CallOutput<'activity.sums'>>
  verify(): Promise<Verified>
  /** The entries that match, oldest first, once all is read: for the export. */
  all(filter: ActivityFilter): Promise<number[]>
  readonly index: LogIndex
  readonly shown: Shown
  close(): void
}

export interface LogOptions extends Around {
  /** the data folder */
  readonly dir: string
  /** null = nobody writes there now, or it is another program */
  readonly activity: Pick<OpenActivity, 'head' | 'onRecord'> | null
  readonly nameOf: (actor: string) => string
  readonly now: () => number
}

/** A page that is not done is answered after this long, in ms. */
const PATIENCE_MS = 150
const MOST_LISTS = 4

interface Kept {
  readonly key: string
  readonly list: List
  readonly search: Search | null
  asked: boolean
}

export function createLog({ dir, activity, nameOf: namedBy, now, ...around }: LogOptions): ActivityLog {
  const nameOf = (actor: string) => (actor === 'person' ? 'You' : actor === 'gatehouse' ? 'Gatehouse' : namedBy(actor))
  const shown: Shown = { nameOf, now, ranFrom: activity?.head() ?? 0 }
  const index = createIndex(dir, activity ? activity.head : undefined)
  let lists: Kept[] = []
  let search: { readonly query: string; readonly is: Search } | null = null
  let unhear = () => {}
  let begun: Promise<void> | null = null
  let closed = false

  function begin(): Promise<void> {
    if (begun) return begun
    unhear =
      activity?.onRecord(record => {
        index.add(record)
        search?.is.added(record.seq, record.entry)
        for (const { list } of lists) list.added(index.columns.entryOf(record.seq))
      }) ?? unhear
    begun = index.begin()
    return begun
  }

  function searchFor(query: string): Search {
    if (search?.query === query) return search.is
    search?.is.stop()
    lists = lists.filter(one => one.search === null)
    search = { query, is: createSearch(index, query, nameOf) }
    return search.is
  }

  function listOf(filter: ActivityFilter, upTo: number | null): Kept {
    const key = JSON.stringify([filter, upTo])
    const known = lists.find(one => one.key === key)
    if (known) {
      lists = [known, ...lists.filter(one => one !== known)]
      return known
    }
    const query = queryOf(filter)
    const its = query === '' ? null : searchFor(query)
    const kept = { key, search: its, list: createList(index, shown, filter, upTo, its), asked: false }
    lists = [kept, ...lists].slice(0, MOST_LISTS)
    return kept
  }

  /** All of it, however long that takes, and whatever else is looked for meanwhile. */
  async function whole(filter: ActivityFilter, upTo: number | null): Promise<List> {
    await begin()
    const query = queryOf(filter)
    const own = query === '' ? null : createSearch(index, query, nameOf)
    const list = own ? createList(index, shown, filter, upTo, own) : listOf(filter, upTo).list
    while (!closed && !(await list.advance(() => false, performance.now() + 1000))) await breathe()
    own?.stop()
    return list
  }

  return {
    index,
    shown,
    async page({ filter, upTo, offset, limit }) {
      await begin()
      const kept = listOf(filter, upTo)
      const { list } = kept
      // The first answer comes as soon as the rows are there; whoever asks again waits for more.
      const again = kept.asked
      kept.asked = true
      const done = await list.advance(() => !again && list.total() >= offset + limit, performance.now() + PATIENCE_MS)
      const head = Math.min(upTo ?? Number.MAX_SAFE_INTEGER, index.columns.head())
      const searched = list.searched()
      const total = list.total()
      const rows = await readRows(index, shown, list.slice(offset, limit))
      return { rows, total, head, done, searched, searchedAt: index.columns.at(searched) || null }
    },
    async get(seq, reveal) {
      await begin()
      while (!index.columns.has(seq) && !index.whole() && seq < index.from()) await index.more()
      if (!index.columns.has(seq)) return null
      const entry = index.columns.entryOf(seq)
      const [found] = await readEntries(index, shown, [entry])
      if (found) return detailOf(found, around, reveal)
      return index.columns.isEntry(entry) ? nothingOf(damaged(index, entry)) : null
    },
    async find(filter, upTo, seq) {
      await begin()
      const { list, search: its } = listOf(filter, upTo)
      const entry = index.columns.entryOf(seq)
      // Another search ends this one: nobody waits for its answer any more.
      while (!closed && !its?.stopped() && list.searched() > entry && !list.done()) {
        await list.advance(() => list.searched() <= entry, performance.now() + 1000)
        await breathe()
      }
      return list.offsetOf(entry)
    },
    async facets() {
      await begin()
      const actors = index.actors.list().slice(1)
      const surfaces = index.surfaces.list().slice(1)
      return {
        actors: byName(actors.filter(id => id !== '').map(id => ({ id, name: nameOf(id) }))),
        surfaces: byName(surfaces.map(id => ({ id, name: index.surfaceName(id), open: around.isOpen(id) }))),
      }
    },
    async sums(filter) {
      const list = await whole(filter, null)
      const entries = list.total()
      return { entries, sums: await sumsOf(index, shown, list.slice(0, entries)) }
    },
    verify: () => verifyActivity(dir, breathe),
    async all(filter) {
      const list = await whole(filter, activity ? activity.head() : null)
      return list.slice(0, list.total()).reverse()
    },
    close() {
      closed = true
      unhear()
      search?.is.stop()
      index.close()
    },
  }
}

const byName = <T extends { readonly name: string }>(list: T[]) => list.sort((a, b) => a.name.localeCompare(b.name))
const queryOf = ({ search }: ActivityFilter) => search?.trim() ?? ''

function nothingOf(row: ActivityRow): ActivityDetail {
  const none = {
    text: null,
    wrote: null,
    wanted: null,
    got: null,
    rule: null,
    decidedBy: null,
    draft: null,
    bytes: null,
  }
  return { row, ...none, onBehalfOf: [], steps: [], hash: '', open: false }
}
