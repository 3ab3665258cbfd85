// The tabs of the policy page. Arrows walk along them; those that are off say why beneath.
import { type KeyboardEvent, useId } from 'react'
import type { PolicyStatus } from '../../../preload/contract.ts'
import { focusManager } from '../../keys/focus.ts'
import { choosePart } from '../../state/policy-page.ts'
import { type PagePart, type Part, partAt, partsOf, whyOff } from '../../state/policy-parts.ts'

const TAB = 'policy-tab-'
export const PANEL = 'policy-part'

/** The tab of a part. */
export function tabOf(part: PagePart): HTMLElement | null {
  return document.getElementById(TAB + part)
}

export function Parts({ policy, shown, unsaved }: { policy: PolicyStatus; shown: PagePart; unsaved: boolean }) {
  const parts = partsOf(policy)
  const why = whyOff(policy)
  const reason = useId()
  const held = policy.held?.hash ?? null
  const choose = ({ id, off }: Part) => off || choosePart(id, held)
  const key = (event: KeyboardEvent, from: PagePart) => {
    const to = partAt(parts, from, event.key)
    if (!to || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    choose(to)
    focusManager.element(tabOf(to.id))
  }
  return (
    <>
      <div className="parts" role="tablist" aria-label="Parts of the policy">
        {parts.map(part => (
          <button
            key={part.id}
            id={TAB + part.id}
            type="button"
            role="tab"
            aria-selected={part.id === shown}
            aria-controls={part.id === shown ? PANEL : undefined}
            aria-disabled={part.off}
            aria-describedby={part.off ? reason : undefined}
            tabIndex={part.id === shown ? 0 : -1}
            title={part.off ? (why ?? undefined) : undefined}
            onClick={() => choose(part)}
            onKeyDown={event => key(event, part.id)}
          >
            {part.label}
            {part.id === 'file' && unsaved && (
              <>
                <span className="dirty" aria-hidden="true" />
                <span className="hidden">unsaved</span>
              </>
            )}
          </button>
        ))}
      </div>
      {why !== null && (
        <p className="parts-why s12 t3" id={reason}>
          {why}
          {unsaved && policy.held !== null && ' What you wrote in File and did not save is kept.'}
        </p>
      )}
    </>
  )
}

export const labelledBy = (part: PagePart): string => TAB + part
