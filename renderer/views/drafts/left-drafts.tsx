// Drafts left before a restart whose surface was not opened again: a button in the status strip with a list above it. They
// can be copied and discarded; they are run from the card they get when a surface of that name and workspace is opened.
import { Popover } from '@base-ui/react/popover'
import { History, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { DraftView } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { told } from '../../keys/actions.ts'
import { focusManager } from '../../keys/focus.ts'
import { authorWords, firstLine } from '../../state/drafts.ts'
import { exactTokens, lineCount } from '../../state/exact-text.ts'
import { clockTime, count, workspaceName } from '../../state/words.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { layers } from '../../ui/layers.ts'
import { AgentTile } from '../../ui/marks.tsx'
import { useArmed } from '../../ui/use-armed.ts'
import { Tokens } from './exact-text.tsx'

export function LeftDrafts({ drafts }: { drafts: readonly DraftView[] }) {
  const words = `${count(drafts.length, 'draft')} left before restart`
  return (
    <Popover.Root
      onOpenChange={(open, { reason }) => {
        if (!open && reason === 'escape-key') focusManager.back()
      }}
    >
      <Popover.Trigger className="x left-open" title="What they were for, with Copy and Discard">
        <History className="i i12" />
        {words}
      </Popover.Trigger>
      <Popover.Portal container={layers}>
        <Popover.Positioner positionMethod="fixed" className="menu-layer" side="top" align="end" sideOffset={6}>
          <Popover.Popup className="menu left-list" aria-label={words} finalFocus={false} data-testid="left-drafts">
            <p className="left-how">
              Left before restart, not in any program. Open a surface of the same name and workspace to run one.
            </p>
            <List drafts={drafts} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function List({ drafts }: { drafts: readonly DraftView[] }) {
  // One that goes moves the others under the pointer.
  const armed = useArmed(drafts.map(draft => draft.ref).join())
  return (
    <ul>
      {drafts.map(draft => (
        <LeftRow key={draft.ref} draft={draft} armed={armed} last={drafts.length === 1} />
      ))}
    </ul>
  )
}

function LeftRow({ draft, armed, last }: { draft: DraftView; armed: boolean; last: boolean }) {
  const [busy, setBusy] = useState(false)
  const { left } = draft
  const can = armed && !busy
  const lines = lineCount(draft.text)
  const discard = async () => {
    if (!can) return
    setBusy(true)
    const done = await told(call('draft.discard', { ref: draft.ref }))
    setBusy(false)
    // The list goes with its last row.
    if (done && last) focusManager.back()
  }
  return (
    <li data-draft={draft.ref} data-armed={armed}>
      <AgentTile id={draft.agent} name={draft.agentName} />
      <div className="what">
        <div className="who tr">
          <b>{authorWords(draft)}</b>
          <i className="mid" />
          <span className="t2 tr">
            for {left?.name} in {workspaceName(left?.workspace ?? '')}
          </span>
          <i className="mid" />
          <span className="t3 num">{clockTime(draft.at, true)}</span>
          {lines > 1 && (
            <>
              <i className="mid" />
              <span className="t3">{count(lines, 'line')}</span>
            </>
          )}
        </div>
        <div className="m tr t2">
          <Tokens tokens={exactTokens(firstLine(draft.text), draft.notices)} />
        </div>
      </div>
      <CopyButton text={draft.text} label="Copy" words />
      <button
        type="button"
        className="btn sm gh"
        aria-disabled={!can}
        aria-label={`Discard the draft from ${draft.agentName}`}
        onClick={() => void discard()}
      >
        <Trash2 className="i i14" />
        Discard
      </button>
    </li>
  )
}
