// A small question in a pane, for a person alone. It does not take the focus; its buttons do not either.
import { keepFocus } from '../ui/keep-focus.ts'
import { useArmed } from '../ui/use-armed.ts'

export function Question(props: { what: string; yes: string; stop?: boolean; onAnswer(yes: boolean): void }) {
  const armed = useArmed(props.what)
  return (
    <div className="ask" role="alertdialog" aria-label={props.what}>
      <span className="what">{props.what}</span>
      <button type="button" className="btn gh" onMouseDown={keepFocus} onClick={() => props.onAnswer(false)}>
        Cancel
      </button>
      <button
        type="button"
        className={`btn ${props.stop ? 'stopsolid' : 'pri'}`}
        aria-disabled={!armed}
        onMouseDown={keepFocus}
        onClick={() => armed && props.onAnswer(true)}
      >
        {props.yes}
      </button>
    </div>
  )
}
