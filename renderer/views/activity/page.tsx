// The record: what every agent sent, read and was refused, newest first.
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { activityKey } from '../../keys/activity.ts'
import { focusManager } from '../../keys/focus.ts'
import { followRecord, useActivity } from '../../state/activity.ts'
import { useMedia } from '../../ui/use-media.ts'
import { CheckLine, useCheck } from './check.tsx'
import { Detail } from './detail.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { Filters } from './filters.tsx'
import { Head } from './head.tsx'
import { List } from './list.tsx'
import { Fault, Progress } from './nothing.tsx'
import { Sums } from './sums.tsx'

/** Below this width an entry in full lies over the list. */
const NARROW = '(max-width: 1199px)'

export function ActivityPage() {
  const page = useRef<HTMLElement>(null)
  const sheet = useMedia(NARROW)
  const sums = useActivity(state => state.sums)
  const check = useCheck()
  /** what had the keyboard when the export was asked for; null = it is not asked for */
  const [exporting, setExporting] = useState<{ readonly from: Element | null } | null>(null)
  useEffect(followRecord, [])
  // Opened by a person's key or click.
  useLayoutEffect(() => focusManager.element(page.current), [])
  const key = (event: KeyboardEvent) => {
    if (!activityKey(event, sheet)) return
    event.preventDefault()
    event.stopPropagation()
  }
  const close = () => {
    const from = exporting?.from
    setExporting(null)
    // Nothing under a dialog takes the focus until it is drawn without it.
    requestAnimationFrame(() => focusManager.element(from instanceof HTMLElement ? from : page.current))
  }
  return (
    <>
      <section
        ref={page}
        className="page activity"
        aria-label="Activity"
        tabIndex={-1}
        inert={exporting !== null}
        onKeyDown={key}
      >
        <div className="act-main">
          <Head
            checking={check.busy}
            onCheck={check.start}
            onExport={() => setExporting({ from: document.activeElement })}
          />
          <Filters />
          <CheckLine check={check} />
          {sums && <Sums />}
          <Fault />
          <Progress />
          <List />
        </div>
        <Detail sheet={sheet} />
      </section>
      {exporting && <ExportDialog onClose={close} />}
    </>
  )
}
