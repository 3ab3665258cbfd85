// The head of the page: what it is, whether what is new comes in, and what can be done with all of it.
import { ChartNoAxesColumn, Download, ShieldCheck } from 'lucide-react'
import { toggleSums, useActivity } from '../../state/activity.ts'
import { many } from '../../state/activity-words.ts'
import { useSlice } from '../../state/app-state.ts'

export function Head({ checking, onCheck, onExport }: { checking: boolean; onCheck(): void; onExport(): void }) {
  const { today } = useSlice('activity')
  const follows = useActivity(state => state.pages.follows)
  const sums = useActivity(state => state.sums)
  return (
    <header className="act-head">
      <h1 className="h1">Activity</h1>
      <span className="t3 s12 num">{many(today)} today</span>
      <span className="sp" />
      <span
        className="row s12 t3 act-live"
        title={follows ? 'What is new comes in at the top' : 'The list stands still'}
      >
        <svg width="8" height="8" aria-hidden="true">
          {follows ? (
            <circle cx="4" cy="4" r="3.5" fill="var(--ok)" />
          ) : (
            <circle cx="4" cy="4" r="3" fill="none" stroke="var(--tx-3)" strokeWidth="1.5" />
          )}
        </svg>
        {follows ? 'Live' : 'Not live'}
      </span>
      <button
        type="button"
        className={`ib x24 ${sums ? 'on' : ''}`}
        title="Sums"
        aria-label="Sums"
        aria-pressed={sums}
        onClick={toggleSums}
      >
        <ChartNoAxesColumn className="i i14" />
      </button>
      <button
        type="button"
        className="ib x24"
        title="Check the record"
        aria-label="Check the record"
        aria-disabled={checking}
        onClick={() => !checking && onCheck()}
      >
        <ShieldCheck className="i i14" />
      </button>
      <button type="button" className="btn sm" onClick={onExport}>
        <Download className="i i14" />
        Export
      </button>
    </header>
  )
}
