// The field of a name that is changed where it stands, with its fault and its keys. What Enter saves is the caller's.
import { type KeyboardEvent, type RefObject, useId } from 'react'

export interface NameInputProps {
  readonly input: RefObject<HTMLInputElement | null>
  readonly label: string
  readonly text: string
  readonly fault: string | null
  onText(text: string): void
  /** Enter, and not its repetition */
  onSave(): void
  /** Escape */
  onCancel(): void
  /** the focus went elsewhere */
  onLeave(): void
}

export function NameInput({ input, label, text, fault, onText, onSave, onCancel, onLeave }: NameInputProps) {
  const faultId = useId()
  const key = (event: KeyboardEvent) => {
    // Enter and Escape of an input method are not ours.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') onCancel()
    else if (event.key === 'Enter') {
      if (!event.repeat) onSave()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <span className="rn">
      <input
        ref={input}
        className="fieldb rn-in"
        aria-label={label}
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : faultId}
        maxLength={64}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={event => onText(event.target.value)}
        onKeyDown={key}
        onBlur={onLeave}
      />
      {fault !== null && (
        <span className="rn-fault" role="alert" aria-live="polite" id={faultId}>
          {fault}
        </span>
      )}
    </span>
  )
}
