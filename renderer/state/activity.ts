// Activity as the window holds it: what a person chose to see, the rows that are here, the row the keyboard is on and the entry
// that is shown in full. Asks main for what activity-pages.ts says is missing.
import { create } from 'zustand'
import type { ActivityFilter } from '../../preload/contract.ts'
import { call } from '../api.ts'
import { type Chosen, chosenOf, FIRST, filterOf } from './activity-filter.ts'
import { type Ask, indexOf, noPages, type Pages, type PagesEvent, rowAt, step, take } from './activity-pages.ts'
import { now, useStore } from './app-state.ts'
import { usePanel } from './panel.ts'

/** New records are looked at no more often, ms. */
const CALM_MS = 150
/** A search begins when no key has come for this long, ms. */
const TYPED_MS = 150

interface ActivityState {
  readonly chosen: Chosen
  readonly pages: Pages
  /**
   * The row the keyboard is on; `seq` null = it is not here yet. `held`: a person went to it, so it stays on its entry; else it is
   * the first row, whichever that is.
   */
  readonly active: { readonly index: number; readonly seq: number | null; readonly held: boolean }
  /** the entry that is shown in full; null = none */
  readonly opened: number | null
  /** a row that is to be brought into view, once for each object */
  readonly goal: { readonly index: number } | null
  readonly sums: boolean
}

const first = { index: 0, seq: null, held: false }

export const useActivity = create<ActivityState>(() => ({
  ...{ chosen: FIRST, pages: noPages({}, 0), active: first },
  ...{ opened: null, goal: null, sums: false },
}))

/** what is shown in full becomes the active row once that is here */
let trails = false

function dispatch(event: PagesEvent): void {
  const before = useActivity.getState()
  const { pages, asks } = take(step(before.pages, event))
  const active = activeIn(before, pages)
  useActivity.setState({ pages, active })
  if (trails && active.seq !== null) {
    trails = false
    useActivity.setState(({ opened }) => ({ opened: opened === null ? null : active.seq }))
  }
  for (const ask of asks) void perform(ask)
  seek()
}

/** Stays on its entry, wherever that stands now. */
function activeIn({ active, pages: before }: ActivityState, pages: Pages): ActivityState['active'] {
  const { list } = pages
  if (!list || list.total === 0) return first
  if (active.seq === null || list.id === before.list?.id) {
    const seq = active.seq ?? rowAt(pages, active.index)?.seq ?? null
    return seq === active.seq ? active : { ...active, seq }
  }
  const index = active.held ? indexOf(pages, active.seq) : null
  return index === null
    ? { ...first, seq: rowAt(pages, 0)?.seq ?? null }
    : index === active.index
      ? active
      : { ...active, index }
}

async function perform(ask: Ask): Promise<void> {
  const { ticket, filter, upTo, at, limit } = ask
  if (ask.what === 'row') {
    const answer = await call('activity.get', { seq: at, reveal: false })
    return dispatch({ kind: 'row', ticket, row: answer.ok ? answer.value.row : null })
  }
  const answer = await call('activity.page', { filter, upTo, offset: at, limit })
  if (answer.ok) dispatch({ kind: 'answer', ticket, answer: answer.value })
  else dispatch({ kind: 'failed', ticket, message: answer.message })
}

let timer: number | undefined
let typing: number | undefined

/** Follows the record while the page is open. Returns what ends it. */
export function followRecord(): () => void {
  // The page opens where it was left.
  useActivity.setState(({ active }) => ({ goal: { index: active.index } }))
  takeAsked()
  look()
  let seen = now()?.activity
  const stops = [
    useStore.subscribe(({ state }) => {
      if (state?.activity === seen) return
      seen = state?.activity
      timer ??= window.setTimeout(look, CALM_MS)
    }),
    usePanel.subscribe(({ activity }) => activity && takeAsked()),
  ]
  return () => {
    for (const stop of stops) stop()
    window.clearTimeout(timer)
    timer = undefined
  }
}

/** Takes up what is new in the record, and what the clock made of the filter. */
function look(): void {
  timer = undefined
  const { chosen, pages } = useActivity.getState()
  const filter = filterOf(chosen, Date.now())
  if (JSON.stringify(filter) !== JSON.stringify(pages.filter)) {
    dispatch({ kind: pages.list ? 'slide' : 'filter', filter })
  }
  dispatch({ kind: 'head', head: now()?.activity.head ?? 0 })
}

/** Another filter, with the list at its top. A search waits until its letters have come. */
export function choose(change: Partial<Chosen>): void {
  const chosen = { ...useActivity.getState().chosen, ...change }
  useActivity.setState({ chosen })
  window.clearTimeout(typing)
  if (change.search === undefined) filtered()
  else typing = window.setTimeout(filtered, TYPED_MS)
}

function filtered(): void {
  trails = false
  useActivity.setState({ active: first, goal: { index: 0 } })
  dispatch({ kind: 'filter', filter: filterOf(useActivity.getState().chosen, Date.now()) })
}

export function clearFilters(): void {
  choose(FIRST)
  window.clearTimeout(typing)
  filtered()
}

/** The filter that the rows in view are of. */
export function filterNow(): ActivityFilter {
  return useActivity.getState().pages.filter
}

/** Rows in view, and whether what is new may come in above them. */
export function lookAt(from: number, to: number, follows: boolean): void {
  const { look: before, follows: did } = useActivity.getState().pages
  if (before.from === from && before.to === to && did === follows) return
  dispatch({ kind: 'look', from, to, follows })
}

export function tryAgain(): void {
  dispatch({ kind: 'again' })
}

/** The keyboard goes to a row; an entry that is shown in full is this one from then on. */
export function moveTo(index: number): void {
  const { pages, opened } = useActivity.getState()
  const total = pages.list?.total ?? 0
  if (total === 0) return
  const at = Math.min(Math.max(index, 0), total - 1)
  const seq = rowAt(pages, at)?.seq ?? null
  trails = seq === null
  useActivity.setState({
    active: { index: at, seq, held: at > 0 },
    goal: { index: at },
    opened: opened === null ? null : (seq ?? opened),
  })
}

/** Shows an entry in full; null = none. */
export function openEntry(seq: number | null): void {
  useActivity.setState(({ active }) => ({ opened: seq, active: { ...active, held: active.held || seq !== null } }))
}

export function toggleSums(): void {
  useActivity.setState(({ sums }) => ({ sums: !sums }))
}

let sought: number | null = null

/** What a person asked to see, elsewhere in the window. */
function takeAsked(): void {
  const { activity } = usePanel.getState()
  if (!activity) return
  usePanel.setState({ activity: null })
  useActivity.setState({ chosen: chosenOf(activity.filter), opened: activity.seq })
  sought = activity.seq
  window.clearTimeout(typing)
  filtered()
}

/** Finds the entry that was asked for, once its list is there, and goes to its row. */
function seek(): void {
  const { list, stale } = useActivity.getState().pages
  if (sought === null || !list || stale) return
  const seq = sought
  sought = null
  void call('activity.find', { filter: list.filter, upTo: list.upTo, seq }).then(answer => {
    const { pages } = useActivity.getState()
    if (!answer.ok || answer.value.offset === null || pages.list?.id !== list.id) return
    const { offset: index } = answer.value
    useActivity.setState({ active: { index, seq, held: true }, goal: { index } })
  })
}
