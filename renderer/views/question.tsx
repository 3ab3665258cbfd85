// A small question in a pane, for a person alone. It does not take the focus; its buttons do not either.
import { keepFocus } from '../ui/keep-focus.ts'
import { useArmed } from '../ui/use-armed.ts'

interface Props {
  readonly what: string
  readonly yes: string
  readonly stop?: boolean
  /** what can be done instead */
  readonly other?: { readonly label: string; act(): void }
  onAnswer(yes: boolean): void
}

export function Question(props: Props) {
  const armed = useArmed(props.what)
  return (
    <div className="ask" role="alertdialog" aria-label={props.what}>
      <span className="what">{props.what}</span>
      <button type="button" className="btn gh" onMouseDown={keepFocus} onClick={() => props.onAnswer(false)}>
        Cancel
      </button>
      {props.other && (
        <button
          type="button"
          className="btn"
          aria-disabled={!armed}
          onMouseDown={keepFocus}
          onClick={() => armed && props.other?.act()}
        >
          {props.other.label}
        </button>
      )}
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
