// The list: a grid with one tab stop. It keeps the keyboard and names the row it is on, so that rows may come and go beneath it.
/* biome-ignore-all lint/a11y/useSemanticElements: a virtual list is no table */
/* biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the row it is on */
import { ArrowUp } from 'lucide-react'
import { useCallback, useLayoutEffect, useRef } from 'react'
import { focusManager } from '../../keys/focus.ts'
import { lookAt, moveTo, openEntry, useActivity } from '../../state/activity.ts'
import { rowAt } from '../../state/activity-pages.ts'
import { ROW, reaching } from '../../state/activity-window.ts'
import { many, otherDay } from '../../state/activity-words.ts'
import { Nothing } from './nothing.tsx'
import { Row } from './row.tsx'
import { drawn, useWindow } from './use-window.ts'

const COLUMNS = ['Time', 'Decision', 'Agent and surface', 'Text and rule', 'Enter', 'Took']
/** px from the top at which the list still follows */
const AT_TOP = 4

const rowId = (index: number) => `act-row-${index}`

export function List() {
  const pages = useActivity(state => state.pages)
  const active = useActivity(state => state.active)
  const opened = useActivity(state => state.opened)
  const goal = useActivity(state => state.goal)
  const box = useRef<HTMLDivElement>(null)
  const total = pages.list?.total ?? 0
  const shown = useWindow(box, total)
  const { from, to, origin, place, extent, scrollTo } = shown

  // The row a person is on is not pushed out of view by what is new.
  const holds = active.held && active.index >= Math.floor(extent.view / ROW) - 2
  const follows = place.at < AT_TOP && !holds
  useLayoutEffect(() => lookAt(from, to, follows), [from, to, follows])

  const latest = useRef({ place, extent })
  latest.current = { place, extent }
  const measured = extent.view > 0
  useLayoutEffect(() => {
    if (!goal || !measured) return
    scrollTo(reaching(goal.index, latest.current.place, latest.current.extent))
  }, [goal, measured, scrollTo])

  const pick = useCallback((index: number, seq: number) => {
    moveTo(index)
    openEntry(seq)
    focusManager.element(box.current)
  }, [])
  const now = Date.now()
  return (
    <div className="act-list">
      <News />
      <div
        ref={box}
        className={`act-grid ${pages.stale ? 'stale' : ''}`}
        role="grid"
        aria-label="Entries"
        aria-rowcount={total + 1}
        aria-colcount={COLUMNS.length}
        aria-busy={pages.stale}
        aria-activedescendant={total > 0 ? rowId(active.index) : undefined}
        tabIndex={0}
        data-activity-list=""
        data-testid="activity-grid"
      >
        <div className="act-cols lab" role="row" aria-rowindex={1}>
          {COLUMNS.map(name => (
            <span key={name} role="columnheader">
              {name}
            </span>
          ))}
        </div>
        <div className="act-rows" role="rowgroup" style={{ height: extent.high }}>
          {drawn(shown, active.index).map(index => {
            const row = rowAt(pages, index)
            return (
              <Row
                key={row?.seq ?? `at ${index}`}
                id={rowId(index)}
                row={row}
                index={index}
                top={index * ROW + origin}
                active={index === active.index}
                opened={row !== null && row.seq === opened}
                past={row && otherDay(row.at, now)}
                onPick={pick}
              />
            )
          })}
        </div>
      </div>
      <Nothing />
    </div>
  )
}

/** What came in while a person looks further down, and the way to it. */
function News() {
  const { count } = useActivity(state => state.pages.news)
  const follows = useActivity(state => state.pages.follows)
  if (follows || count === 0) return null
  return (
    <button type="button" className="btn sm act-news" data-testid="activity-news" onClick={() => moveTo(0)}>
      <ArrowUp className="i i12" />
      {many(count)} new
    </button>
  )
}
