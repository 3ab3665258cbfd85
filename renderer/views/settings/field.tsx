// A text field that saves what is right, on Enter and when it is left. What is wrong stays as it was typed, with the reason.
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import type { Typed } from '../../state/settings-text.ts'
import { keepFocus } from '../../ui/keep-focus.ts'

/** What a control is called, and the id of the text that describes it. */
export interface Told {
  readonly label: string
  readonly describedBy: string
}

interface FieldProps<T> extends Told {
  /** what is saved now, as text */
  readonly text: string
  read(text: string): Typed<T>
  onValue(value: T): void
  /** What `read` reads as the value again. */
  write(value: T): string
  /** The value one step on; absent = there are no steps. */
  readonly step?: (value: T, by: 1 | -1) => T
  readonly wide?: boolean
  readonly placeholder?: string
  /** the id of a datalist */
  readonly list?: string
  readonly inputMode?: 'decimal' | 'numeric'
  /** beside the field */
  readonly after?: ReactNode
}

export function Field<T>(props: FieldProps<T>) {
  const { label, describedBy, text, read, write } = props
  /** null = what is saved is shown */
  const [typed, setTyped] = useState<string | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  /** on its way to main */
  const [sent, setSent] = useState<string | null>(null)
  const [saved, setSaved] = useState(text)
  const faultId = useId()
  if (saved !== text) {
    setSaved(text)
    // Reset, or the file was edited: what was typed before is about another value. What we sent ends nothing that was typed since,
    // and later steps of ours are still to come.
    if (sent === null || (sent === text && typed === sent)) {
      setTyped(null)
      setFault(null)
    }
    if (sent === text) setSent(null)
  }

  const put = (value: T) => {
    const next = write(value)
    setFault(null)
    setTyped(next === text ? null : next)
    setSent(next === text ? null : next)
    props.onValue(value)
  }
  const save = () => {
    if (typed === null || typed === sent) return
    const found = read(typed)
    if (found.ok) put(found.value)
    else setFault(found.fault)
  }
  const step = (by: 1 | -1) => {
    const found = read(typed ?? text)
    if (!found.ok) setFault(found.fault)
    else if (props.step) put(props.step(found.value, by))
  }
  const key = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') save()
    else if (event.key === 'Escape' && typed !== null && typed !== sent) {
      setTyped(null)
      setFault(null)
    } else if (props.step && (event.key === 'ArrowUp' || event.key === 'ArrowDown'))
      step(event.key === 'ArrowUp' ? 1 : -1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <span className="set-field">
      <span className="set-line">
        {props.step && <Step by={-1} of={label} onStep={step} />}
        <input
          className={`fieldb ${props.wide ? 'wide' : 'num'}`}
          aria-label={label}
          aria-describedby={fault === null ? describedBy : `${faultId} ${describedBy}`}
          aria-invalid={fault !== null}
          value={typed ?? text}
          placeholder={props.placeholder}
          list={props.list}
          inputMode={props.inputMode}
          spellCheck={false}
          autoComplete="off"
          onChange={event => {
            setTyped(event.target.value)
            setFault(null)
          }}
          onKeyDown={key}
          onBlur={save}
        />
        {props.step && <Step by={1} of={label} onStep={step} />}
        {props.after}
      </span>
      {fault !== null && (
        <span className="set-fault s12" role="alert" aria-live="polite" id={faultId}>
          {fault}
        </span>
      )}
    </span>
  )
}

/** For a pointer; by keyboard the arrow keys do it in the field. */
function Step({ by, of, onStep }: { by: 1 | -1; of: string; onStep(by: 1 | -1): void }) {
  return (
    <button
      type="button"
      className="btn set-step"
      tabIndex={-1}
      aria-label={`${of}, ${by === 1 ? 'more' : 'less'}`}
      onMouseDown={keepFocus}
      onClick={() => onStep(by)}
    >
      {by === 1 ? '+' : '−'}
    </button>
  )
}
