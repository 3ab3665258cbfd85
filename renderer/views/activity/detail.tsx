// One entry in full, beside the list; in a narrow window over it.
import { X } from 'lucide-react'
import { useState } from 'react'
import type { ActivityDetail } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { told } from '../../keys/actions.ts'
import { closeEntry } from '../../keys/activity.ts'
import { useActivity } from '../../state/activity.ts'
import { decisionLong } from '../../state/activity-words.ts'
import { DecisionWords } from './decision.tsx'
import { DetailFoot } from './detail-foot.tsx'
import { DetailText } from './detail-text.tsx'
import { Facts } from './facts.tsx'
import { Steps } from './steps.tsx'
import { useDetail } from './use-detail.ts'

/** `sheet`: it lies over the list, and is not there while nothing is chosen. */
export function Detail({ sheet }: { sheet: boolean }) {
  const opened = useActivity(state => state.opened)
  if (opened !== null) return <Opened key={opened} seq={opened} sheet={sheet} />
  if (sheet) return null
  return (
    <aside className="act-detail" aria-label="Entry" tabIndex={-1} data-activity-detail="">
      <p className="act-none t3">Choose an entry to see all of it.</p>
    </aside>
  )
}

function Opened({ seq, sheet }: { seq: number; sheet: boolean }) {
  const result = useDetail(seq)
  // Of this entry alone, for as long as it is shown: a person asked for it by a click.
  const [bare, setBare] = useState<ActivityDetail | null>(null)
  const reveal = async () => {
    if (bare) return setBare(null)
    setBare(await told(call('activity.get', { seq, reveal: true })))
  }
  const detail = result?.ok ? result.value : null
  return (
    <aside
      className={`act-detail ${sheet ? 'sheet-over' : ''}`}
      aria-label={detail ? `Entry: ${decisionLong(detail.row.decision)}` : 'Entry'}
      tabIndex={-1}
      data-activity-detail=""
      data-testid="activity-detail"
    >
      {result && !result.ok && <p className="act-none t2">{result.message}</p>}
      <header className="act-dh">
        {detail && <DecisionWords decision={detail.row.decision} long />}
        <span className="sp" />
        {detail && (
          <span className="m t3 s11 sel" title={detail.hash}>
            {shortHash(detail.hash)}
          </span>
        )}
        {sheet && (
          <button type="button" className="ib x24" title="Close" aria-label="Close the entry" onClick={closeEntry}>
            <X className="i i14" />
          </button>
        )}
      </header>
      {detail && (
        <>
          <div className="act-db">
            <DetailText
              detail={bare ? { ...detail, text: bare.text, wrote: bare.wrote } : detail}
              bare={bare !== null}
              onReveal={() => void reveal()}
            />
            <Facts detail={detail} />
            <Steps detail={detail} />
          </div>
          <DetailFoot detail={detail} />
        </>
      )}
    </aside>
  )
}

/** `#8f21c0` of `sha256:8f21c0…` */
function shortHash(hash: string): string {
  return `#${hash.replace(/^sha256:/, '').slice(0, 6)}`
}
