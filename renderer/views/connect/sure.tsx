// A second yes in an agent's row, for what cannot be taken back. It stands still before it counts: the second click of a
// double click is no answer.
import { type KeyboardEvent, useId, useLayoutEffect, useRef } from 'react'
import { focusManager } from '../../keys/focus.ts'
import { useArmed } from '../../ui/use-armed.ts'

interface Props {
  /** what happens, one sentence */
  what: string
  yes: string
  stop?: boolean
  onYes(): void
  onNo(): void
}

export function Sure({ what, yes, stop = false, onYes, onNo }: Props) {
  const armed = useArmed(what)
  const no = useRef<HTMLButtonElement>(null)
  const id = useId()
  // Opened by a person's click or key on the button that it stands for.
  useLayoutEffect(() => focusManager.element(no.current), [])
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    onNo()
  }
  return (
    <div className="sure" role="alertdialog" aria-label={yes} aria-describedby={id} tabIndex={-1} onKeyDown={key}>
      <span className="s12 t2 what" id={id}>
        {what}
      </span>
      <button ref={no} type="button" className="btn sm gh" onClick={onNo}>
        Keep
      </button>
      <button
        type="button"
        className={`btn sm ${stop ? 'stopsolid' : 'pri'}`}
        aria-disabled={!armed}
        onClick={() => armed && onYes()}
      >
        <span className="tr">{yes}</span>
      </button>
    </div>
  )
}
