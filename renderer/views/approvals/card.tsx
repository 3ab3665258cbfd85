// The approval in front: who wants what where, the exact text, why it is asked, and the answers.
import { RotateCw, TriangleAlert } from 'lucide-react'
import type { ApprovalView } from '../../../preload/contract.ts'
import { isNewcomer, pausedWords, programWords } from '../../state/approval-words.ts'
import { approvalId } from '../../state/approvals.ts'
import { useDesk, useStanding } from '../../state/desk.ts'
import { Answers } from './answers.tsx'
import { CardHead } from './card-head.tsx'
import { CardText } from './card-text.tsx'
import { Confirm } from './confirm.tsx'
import { Deny } from './deny.tsx'
import { Editor } from './editor.tsx'
import { Facts, Grounds, Reasons, Says } from './grounds.tsx'
import { Start } from './start.tsx'
import { useArmedCard } from './use-armed-card.ts'

export function Card({ view }: { view: ApprovalView }) {
  const still = useArmedCard(view.ref)
  const id = approvalId(view.ref)
  const mode = useDesk(state => (state.mode?.id === id ? state.mode : null))
  const fault = useDesk(state => (state.fault?.id === id ? state.fault.message : null))
  const busy = useDesk(({ desk }) => desk.sent.has(view.ref)) || view.busy
  // What has been answered takes no second answer, however long it has stood still.
  const armed = still && !busy
  const pausing = pausedWords(view, useStanding(view).paused)
  const program = programWords(view)
  return (
    <article
      className="apc"
      aria-label={`${view.agentName}, ${view.surface?.name ?? 'no surface'}`}
      data-testid="approval-card"
      data-approval={view.ref}
      data-armed={armed}
    >
      <CardHead view={view} />
      <div className="apb">
        {mode?.kind === 'edit' && !busy ? <Editor view={view} text={mode.text} /> : <CardText view={view} />}
        <Says view={view} />
        {program !== null && <p className="t2 sel">{program}</p>}
        {isNewcomer(view) && !busy && <Start view={view} />}
        <Facts view={view} />
        <Reasons reasons={view.reasons} />
        <Grounds view={view} />
        {view.changed.length > 0 && (
          <Note
            icon={<RotateCw className="i i14" />}
            text={`It changed since this was asked. ${sentences(view.changed)}`}
          />
        )}
        {pausing !== null && !busy && <Note text={pausing} />}
        {fault !== null && <Note text={fault} alert />}
      </div>
      {busy ? (
        <footer className="apf busy" role="status">
          Sending…
        </footer>
      ) : mode?.kind === 'deny' ? (
        <Deny view={view} reason={mode.reason} armed={armed} />
      ) : mode?.kind === 'confirm' ? (
        <Confirm view={view} mode={mode} armed={armed} />
      ) : (
        // Another revision has buttons of its own: a click that began on the old ones ends on nothing.
        <Answers key={view.ref} view={view} armed={armed} editing={mode?.kind === 'edit' ? mode.text : null} />
      )}
    </article>
  )
}

const sentences = (texts: readonly string[]) => texts.map(text => (/[.!?]$/.test(text) ? text : `${text}.`)).join(' ')

function Note(props: { text: string; icon?: React.ReactNode; alert?: boolean }) {
  return (
    <div className="warn" {...(props.alert ? { role: 'alert' } : {})}>
      {props.icon ?? <TriangleAlert className="i i14" />}
      <span className="sel">{props.text}</span>
    </div>
  )
}
