// What was answered or ended, the newest first. A click shows it in Activity.
import { Ban, CircleCheck } from 'lucide-react'
import type { HandledView } from '../../../preload/contract.ts'
import { leaveApprovals } from '../../keys/approvals.ts'
import { firstLine } from '../../state/drafts.ts'
import { exactTokens } from '../../state/exact-text.ts'
import { showActivity } from '../../state/panel.ts'
import { clockTime } from '../../state/words.ts'
import { Tokens } from '../drafts/exact-text.tsx'

const SHOWN = 3

export function Handled({ handled }: { handled: readonly HandledView[] }) {
  return (
    <div className="handled">
      <h2 className="lab">Handled</h2>
      <ul aria-label="Handled">
        {handled.slice(0, SHOWN).map(one => (
          <li key={one.ref} data-testid="handled">
            <Row one={one} seq={one.seq} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Row({ one, seq }: { one: HandledView; seq: number | null }) {
  const show = (entry: number) => {
    leaveApprovals()
    showActivity({}, entry)
  }
  if (seq === null) return <Words one={one} />
  return (
    <button type="button" className="row s12" title="Show in Activity" onClick={() => show(seq)}>
      <Words one={one} />
    </button>
  )
}

function Words({ one }: { one: HandledView }) {
  return (
    <span className="words s12">
      {one.good ? <CircleCheck className="i i14" color="var(--ok)" /> : <Ban className="i i14" color="var(--stop)" />}
      <span className="t2">{one.how}</span>
      <span className="t3 tr who">
        {one.agentName}
        {one.surface !== null && ` in ${one.surface}`}
      </span>
      <span className="m s11 t3 tr sp">
        {one.text !== null && <Tokens tokens={exactTokens(firstLine(one.text), [])} />}
      </span>
      <span className="num t3">{clockTime(one.at, false)}</span>
    </span>
  )
}
