// The Approvals sheet: what waits for the person, over the canvas. It never opens by itself, takes no focus and resizes
// nothing; its keys work only while it has the focus.
import { Ban } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { confirm, leaveApprovals, perform, showApproval } from '../../keys/approvals.ts'
import { useSlice } from '../../state/app-state.ts'
import { type CardDeed, deedOf } from '../../state/approval-keys.ts'
import { approvalId, frontView } from '../../state/approvals.ts'
import { begin, setMode, useDesk } from '../../state/desk.ts'
import { ActionKeys, Kbd } from '../../ui/kbd.tsx'
import { keepFocus } from '../../ui/keep-focus.ts'
import { Card } from './card.tsx'
import { Handled } from './handled.tsx'
import { AllKeys } from './keys.tsx'
import { QueueRow } from './queue-row.tsx'
import { usePress } from './use-press.ts'

export function ApprovalsSheet() {
  const open = useDesk(desk => desk.open)
  return open ? <Sheet /> : null
}

function Sheet() {
  const { handled } = useSlice('approvals')
  const desk = useDesk(state => state.desk)
  const [keys, setKeys] = useState(false)
  const front = frontView(desk)
  const key = (event: KeyboardEvent) => {
    if (isField(event.target)) return
    const deed = deedOf(event, front)
    if (!deed) return
    event.preventDefault()
    event.stopPropagation()
    if (event.repeat) return
    if (deed === 'keys') setKeys(!keys)
    else press(deed, front?.ref ?? null)
  }
  return (
    <section
      className="sheet"
      tabIndex={-1}
      aria-label={`Waiting for you, ${desk.waiting.length}`}
      data-approvals
      data-testid="approvals"
      onKeyDown={key}
    >
      <Head count={desk.waiting.length} />
      <div className="sheet-body">
        {front === null ? (
          <p className="sheet-none">Nothing waiting.</p>
        ) : (
          <Card key={approvalId(front.ref)} view={front} />
        )}
        {desk.waiting
          .filter(view => view !== front)
          .map(view => (
            <QueueRow key={approvalId(view.ref)} view={view} onShow={() => showApproval(approvalId(view.ref))} />
          ))}
        {handled.length > 0 && <Handled handled={handled} />}
      </div>
      {keys && <AllKeys />}
      <Foot onKeys={() => setKeys(!keys)} />
    </section>
  )
}

/** `drawn`: the revision in front as it was drawn. Once something was begun on its card, the answers are not there. */
function press(deed: CardDeed, drawn: string | null): void {
  const { mode, desk } = useDesk.getState()
  const began = drawn === null ? null : begin(drawn)
  if (mode === null || mode.id !== desk.front || deed === 'next' || deed === 'previous') perform(deed, began)
  else if (deed === 'leave') setMode(null)
  else if (mode.kind === 'confirm' && deed === mode.how) confirm(mode, began)
}

function isField(target: EventTarget): boolean {
  const { tagName, type = '' } = target as HTMLInputElement
  return tagName === 'TEXTAREA' || (tagName === 'INPUT' && !['radio', 'checkbox'].includes(type))
}

function Head({ count }: { count: number }) {
  const front = useDesk(state => frontView(state.desk))
  return (
    <header className="sheet-head">
      <h1 className="h2">Waiting for you</h1>
      {count > 0 && <span className="pill num">{count}</span>}
      <span className="sp grow" />
      {front?.answers.includes('deny_all') && <DenyAll key={front.ref} who={front.agentName} reference={front.ref} />}
      <button type="button" className="btn sm gh back" onMouseDown={keepFocus} onClick={leaveApprovals}>
        <span className="focused-only">Back to terminal</span>
        <span className="unfocused-only">Close</span>
        <span className="focused-only">
          <Kbd keys="esc" />
        </span>
      </button>
    </header>
  )
}

function DenyAll({ who, reference }: { who: string; reference: string }) {
  const press = usePress(reference, began => perform('deny_all', began))
  return (
    <button className="btn sm gh deny-all" {...press}>
      <Ban className="i i12" />
      <span className="tr">Deny all from {who}</span>
      <Kbd keys="X" />
    </button>
  )
}

function Foot({ onKeys }: { onKeys(): void }) {
  return (
    <footer className="sheet-foot s12 t3">
      <span className="focused-only">
        <Kbd keys="J K" /> next, previous
      </span>
      <button type="button" className="focused-only" onMouseDown={keepFocus} onClick={onKeys}>
        <Kbd keys="?" /> all keys
      </button>
      <span className="unfocused-only">
        <ActionKeys action="approvals" quiet={false} /> to answer by key
      </span>
    </footer>
  )
}
