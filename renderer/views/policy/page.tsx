// The policy as somebody else left it, beside what was accepted last. A person accepts exactly what is shown or puts the
// accepted one back; nothing else does either.
import { FileDiff, TriangleAlert, X } from 'lucide-react'
import { type KeyboardEvent, useLayoutEffect, useRef } from 'react'
import type { PolicyStatus } from '../../../preload/contract.ts'
import { leavePanel } from '../../keys/actions.ts'
import { focusManager } from '../../keys/focus.ts'
import { useSlice } from '../../state/app-state.ts'
import { sentence } from '../../state/policy.ts'
import { ago, shortFolder } from '../../state/words.ts'
import { useNow } from '../../ui/use-now.ts'
import { Changes } from './changes.tsx'
import { Decide } from './decide.tsx'
import { Difference } from './difference.tsx'
import { type Held, useHeld } from './use-held.ts'

export function PolicyPage() {
  const policy = useSlice('policy')
  const held = useHeld()
  const page = useRef<HTMLElement>(null)
  // Opened by a person's click.
  useLayoutEffect(() => focusManager.element(page.current), [])
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    leavePanel()
  }
  return (
    <section ref={page} className="page policy" aria-label="Policy" tabIndex={-1} onKeyDown={key}>
      <div className="page-in">
        <Head policy={policy} />
        {policy.held === null && <p className="t2">The policy is as it was accepted.</p>}
        {held && !held.ok && (
          <div className="warn" role="alert" aria-live="polite">
            <TriangleAlert className="i i14" />
            {held.message}
          </div>
        )}
        {held?.ok && <Body policy={policy} held={held.value} />}
      </div>
      {held?.ok && <Decide policy={policy} held={held.value} onDone={() => focusManager.element(page.current)} />}
    </section>
  )
}

function Head({ policy }: { policy: PolicyStatus }) {
  const { home } = useSlice('about')
  const now = useNow(5000)
  return (
    <div className="page-head">
      <div>
        <h1 className="title21">{policy.held ? 'The policy was changed outside Gatehouse' : 'Policy'}</h1>
        <p className="t2 where">
          {policy.held && <FileDiff className="i i14" />}
          <span className="m s12 tr sel" title={policy.file}>
            {shortFolder(policy.file, home)}
          </span>
          {policy.held && <span className="when">found {ago(policy.held.at, now)}</span>}
        </p>
      </div>
      <button type="button" className="ib" title="Close" aria-label="Close the policy" onClick={leavePanel}>
        <X className="i" />
      </button>
    </div>
  )
}

function Body({ policy, held }: { policy: PolicyStatus; held: Held }) {
  const { fault, ruling } = policy
  return (
    <>
      <h2 className="h2">What agents may do differently</h2>
      {fault && (
        <div className="warn fault-line" role="alert" aria-live="polite">
          <TriangleAlert className="i i14" />
          <span className="sel">
            Line {fault.line}, column {fault.column}: {sentence(fault.message)}
            {!held.acceptable && ' It cannot be accepted until this is right.'}
          </span>
        </div>
      )}
      {held.acceptable && <Changes changes={held.changes} notes={held.notes} />}
      <h2 className="h2">{ruling === 'nothing' ? 'What the file says' : 'The text'}</h2>
      {held.found === null ? (
        <p className="t2">The file cannot be read as text.</p>
      ) : (
        <Difference key={held.hash} before={held.accepted} after={held.found} />
      )}
    </>
  )
}
