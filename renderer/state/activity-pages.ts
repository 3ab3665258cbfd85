// The rows of the record as the list holds them: pages of one filter as it stood at one record, so that no row is ever at
// another's place, with what is asked for and not answered yet. Pure; who asks is state/activity.ts.
import type { ActivityFilter, ActivityRow, CallOutput } from '../../preload/contract.ts'

/** Rows of one page. */
export const PAGE = 100
/** More pages than these are not kept; those furthest from where a person looks go first. */
export const MOST_PAGES = 24
/** More is not asked for at once. */
export const MOST_ASKED = 3
/** Rows beyond what is looked at that are asked for, too. */
const AROUND = 20
/** Waiting rows that are looked at again at once, at most. */
const MOST_ROWS = 8

export type PageAnswer = CallOutput<'activity.page'>

export interface Ask {
  readonly ticket: number
  /**
   * `fresh`: the list as it is now, in the place of this one. `page`: rows of this one. `more`: how far a search has come.
   * `count`: how many there are by now. `row`: one that waits, as it is now; `at` is its record then, else an offset.
   */
  readonly what: 'fresh' | 'page' | 'more' | 'count' | 'row'
  readonly filter: ActivityFilter
  readonly upTo: number | null
  readonly at: number
  readonly limit: number
  /** the newest record that was known when it was asked */
  readonly head: number
}

interface List {
  /** grows with each that takes another's place */
  readonly id: number
  readonly filter: ActivityFilter
  /** the last record it knows of; null = there was none */
  readonly upTo: number | null
  /** the newest record that was known when it was asked for */
  readonly head: number
  readonly total: number
  readonly done: boolean
  readonly searchedAt: number | null
  readonly pages: ReadonlyMap<number, readonly ActivityRow[]>
  /** what became of rows since, and the newest record known when each was looked at */
  readonly since: ReadonlyMap<number, { readonly row: ActivityRow; readonly head: number }>
}

export interface Pages {
  readonly filter: ActivityFilter
  /** null = nothing was answered yet */
  readonly list: List | null
  /** the list is of another filter, and stands until the new one is there */
  readonly stale: boolean
  /** the newest record there is */
  readonly head: number
  /** what is new comes in by itself */
  readonly follows: boolean
  /** rows that are looked at: from, and before */
  readonly look: { readonly from: number; readonly to: number }
  readonly asked: readonly Ask[]
  readonly tickets: number
  /** how many match that the list does not know of, and the newest record known when they were counted */
  readonly news: { readonly count: number; readonly head: number }
  readonly fault: string | null
}

export type PagesEvent =
  /** other rows from now on */
  | { readonly kind: 'filter'; readonly filter: ActivityFilter }
  /** the same, as time moves on */
  | { readonly kind: 'slide'; readonly filter: ActivityFilter }
  | { readonly kind: 'head'; readonly head: number }
  | { readonly kind: 'look'; readonly from: number; readonly to: number; readonly follows: boolean }
  | { readonly kind: 'answer'; readonly ticket: number; readonly answer: PageAnswer }
  | { readonly kind: 'row'; readonly ticket: number; readonly row: ActivityRow | null }
  | { readonly kind: 'failed'; readonly ticket: number; readonly message: string }
  | { readonly kind: 'again' }

const NO_NEWS = { count: 0, head: 0 }

export function noPages(filter: ActivityFilter, head: number): Pages {
  return {
    ...{ filter, list: null, stale: false, head, follows: true, look: { from: 0, to: 20 } },
    ...{ asked: [], tickets: 0, news: NO_NEWS, fault: null },
  }
}

/** The row at a place of the list; null = it is not here yet. */
export function rowAt({ list }: Pages, index: number): ActivityRow | null {
  const row = list?.pages.get(Math.floor(index / PAGE))?.[index % PAGE]
  return row ? (list?.since.get(row.seq)?.row ?? row) : null
}

/** Where the entry of a record stands among the rows that are here; null = not among those. */
export function indexOf({ list }: Pages, seq: number): number | null {
  for (const [page, rows] of list?.pages ?? []) {
    const at = rows.findIndex(row => row.seq === seq)
    if (at >= 0) return page * PAGE + at
  }
  return null
}

export function step(pages: Pages, event: PagesEvent): Pages {
  switch (event.kind) {
    case 'filter':
      // What was asked for the filter before is not heard any more.
      return { ...pages, filter: event.filter, stale: true, follows: true, asked: [], news: NO_NEWS, fault: null }
    case 'slide':
      return pages.follows ? { ...pages, filter: event.filter } : pages
    case 'head':
      return event.head === pages.head ? pages : { ...pages, head: event.head, fault: null }
    case 'look':
      return { ...pages, look: { from: event.from, to: event.to }, follows: event.follows }
    case 'again':
      return { ...pages, fault: null }
    case 'failed':
      return heard(pages, event.ticket, (left, ask) => (ask.what === 'row' ? left : { ...left, fault: event.message }))
    case 'row':
      return heard(pages, event.ticket, (left, ask) => (event.row ? withRow(left, ask, event.row) : left))
    case 'answer':
      return heard(pages, event.ticket, (left, ask) => answered(left, ask, event.answer))
  }
}

/** Nothing that is not waited for is taken up. */
function heard(pages: Pages, ticket: number, then: (left: Pages, ask: Ask) => Pages): Pages {
  const ask = pages.asked.find(one => one.ticket === ticket)
  return ask ? then({ ...pages, asked: pages.asked.filter(one => one !== ask) }, ask) : pages
}

function answered(pages: Pages, ask: Ask, answer: PageAnswer): Pages {
  const { list } = pages
  if (ask.what === 'fresh') {
    const id = (list?.id ?? 0) + 1
    const upTo = answer.head > 0 ? answer.head : null
    const head = Math.max(ask.head, answer.head)
    const empty = { id, filter: ask.filter, upTo, head, pages: new Map(), since: new Map() }
    const fresh = withAnswer({ ...empty, ...{ total: 0, done: false, searchedAt: null } }, 0, answer, pages)
    // Pages and rows of the list before are not heard any more.
    return { ...pages, list: fresh, stale: false, asked: [], news: { count: 0, head }, fault: null }
  }
  if (!list) return pages
  if (ask.what === 'count') {
    // A search that is not over yet is asked about again.
    if (!answer.done) return pages
    return { ...pages, news: { count: Math.max(0, answer.total - list.total), head: ask.head } }
  }
  const page = ask.at / PAGE
  // Else the same rows would be asked for again and again.
  const isShort = answer.done && answer.rows.length < Math.min(PAGE, answer.total - ask.at)
  const fault = isShort ? 'Rows of the record are missing.' : pages.fault
  return { ...pages, list: withAnswer(list, page, answer, pages), fault }
}

function withAnswer(list: List, page: number, answer: PageAnswer, { look }: Pages): List {
  const pages = new Map(list.pages)
  // An answer from earlier in a search may hold less of the page than there is already.
  if (answer.rows.length > (pages.get(page)?.length ?? 0)) pages.set(page, answer.rows)
  const middle = (look.from + look.to) / 2 / PAGE - 0.5
  while (pages.size > MOST_PAGES) {
    const [furthest] = [...pages.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle))
    pages.delete(furthest!)
  }
  // A search only finds more; its answers may come in another order than they were given.
  const further = answer.done || (!list.done && answer.total >= list.total)
  if (!further) return { ...list, pages }
  const { total, done, searchedAt = null } = answer
  return { ...list, pages, total, done, searchedAt }
}

function withRow(pages: Pages, ask: Ask, row: ActivityRow): Pages {
  const { list } = pages
  if (!list || row.seq !== ask.at) return pages
  return { ...pages, list: { ...list, since: new Map(list.since).set(row.seq, { row, head: ask.head }) } }
}

/** What is to be asked for now. It counts as asked from then on. */
export function take(pages: Pages): { pages: Pages; asks: readonly Ask[] } {
  const asks: Ask[] = []
  if (pages.fault === null) {
    for (const want of wants(pages)) {
      if (pages.asked.length + asks.length >= MOST_ASKED) break
      asks.push({ ...want, ticket: pages.tickets + asks.length, head: pages.head })
    }
  }
  if (asks.length === 0) return { pages, asks }
  return { pages: { ...pages, asked: [...pages.asked, ...asks], tickets: pages.tickets + asks.length }, asks }
}

type Want = Omit<Ask, 'ticket' | 'head'>

function* wants(pages: Pages): Generator<Want> {
  const { list, stale, follows, head, asked, news } = pages
  const isAsked = (what: Ask['what'], at: number) => asked.some(ask => ask.what === what && ask.at === at)
  const isLate = list !== null && (head > list.head || list.filter !== pages.filter)
  const fresh = list === null || stale || (follows && list.done && isLate)
  if (fresh && !isAsked('fresh', 0)) yield { what: 'fresh', filter: pages.filter, upTo: null, at: 0, limit: PAGE }
  if (!list || stale) return
  const { filter, upTo } = list
  for (const page of missing(pages, list)) {
    const at = page * PAGE
    if (!isAsked('page', at) && !isAsked('more', at)) yield { what: 'page', filter, upTo, at, limit: PAGE }
  }
  if (!list.done && !asked.some(({ what }) => what === 'more')) {
    yield { what: 'more', filter, upTo, at: Math.floor(list.total / PAGE) * PAGE, limit: PAGE }
  }
  if (follows) return
  if (list.done && head > news.head && !isAsked('count', 0))
    yield { what: 'count', filter, upTo: null, at: 0, limit: 1 }
  for (const seq of unsettled(pages, list)) {
    if (!isAsked('row', seq)) yield { what: 'row', filter, upTo: null, at: seq, limit: 1 }
  }
}

/** Pages that are looked at and not here, or not all of them, the nearest first. */
function missing({ look }: Pages, list: List): number[] {
  const { total } = list
  const first = Math.max(0, Math.floor((look.from - AROUND) / PAGE))
  const last = Math.floor(Math.min(total - 1, look.to + AROUND) / PAGE)
  const near = Math.floor((look.from + look.to) / 2 / PAGE)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n)
    .filter(page => lacksRows(list, page))
    .sort((a, b) => Math.abs(a - near) - Math.abs(b - near))
}

/** Rows in view that waited when they were looked at last, and of which there may be news. */
function unsettled(pages: Pages, list: List): number[] {
  const seqs: number[] = []
  for (let at = pages.look.from; at < pages.look.to && seqs.length < MOST_ROWS; at++) {
    const row = rowAt(pages, at)
    if (row?.decision !== 'waiting') continue
    if (pages.head > (list.since.get(row.seq)?.head ?? list.head)) seqs.push(row.seq)
  }
  return seqs
}

function lacksRows({ pages, total }: List, page: number): boolean {
  return (pages.get(page)?.length ?? 0) < Math.min(PAGE, total - page * PAGE)
}
