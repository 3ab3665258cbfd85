// What stands in the place of the list: it is being read, there is nothing, nothing matches, or it cannot be read.
import { TriangleAlert } from 'lucide-react'
import { focusList } from '../../keys/activity.ts'
import { choose, clearFilters, tryAgain, useActivity } from '../../state/activity.ts'
import { isNarrowed } from '../../state/activity-filter.ts'
import { entries, many } from '../../state/activity-words.ts'
import { useSlice } from '../../state/app-state.ts'
import { clockTime } from '../../state/words.ts'

/** Null where there are rows. */
export function Nothing() {
  const { list, fault, stale } = useActivity(state => state.pages)
  const chosen = useActivity(state => state.chosen)
  const { head } = useSlice('activity')
  if (list && list.total > 0) return null
  if (fault !== null) return null
  if (!list) return <p className="act-none late t3">Reading the record…</p>
  if (stale || !list.done) return <div className="act-none" />
  if (head === 0 || (!isNarrowed(chosen) && chosen.time === 'all')) {
    return <p className="act-none t2">Nothing yet. Every send and every refusal is listed here.</p>
  }
  const toAll = () => {
    choose({ time: 'all' })
    focusList()
  }
  const clear = () => {
    clearFilters()
    focusList()
  }
  return (
    <div className="act-none t2">
      <p>{isNarrowed(chosen) ? 'No match.' : chosen.time === 'today' ? 'Nothing today.' : 'Nothing in this time.'}</p>
      {isNarrowed(chosen) && (
        <button type="button" className="btn sm" onClick={clear}>
          Clear filters
        </button>
      )}
      {chosen.time !== 'all' && (
        <button type="button" className="btn sm" onClick={toAll}>
          Look at all times
        </button>
      )}
    </div>
  )
}

export function Fault() {
  const fault = useActivity(state => state.pages.fault)
  if (fault === null) return null
  return (
    <div className="warn act-fault" role="alert" aria-live="polite">
      <TriangleAlert className="i i14" />
      <span className="sel sp">Activity could not be read. {fault}</span>
      <button type="button" className="btn sm" onClick={tryAgain}>
        Try again
      </button>
    </div>
  )
}

/** How far a search through the texts has come; and for who hears it, how many there are after a filter was changed. */
export function Progress() {
  const { list, stale } = useActivity(state => state.pages)
  const narrowed = useActivity(state => isNarrowed(state.chosen))
  if (!list || stale) return null
  if (list.done) {
    return (
      <span className="hidden" role="status">
        {narrowed ? `${entries(list.total)} match` : ''}
      </span>
    )
  }
  const { searchedAt, total } = list
  return (
    <p className="act-progress t3 s12 num" data-testid="activity-progress">
      {searchedAt === null ? 'Searching' : `Searched back to ${clockTime(searchedAt, false)}`}, {many(total)} found so
      far
    </p>
  )
}
