// Changing a draft before it is run. What is saved is a new revision; it still has not reached the program.
import { TriangleAlert } from 'lucide-react'
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { focusManager } from '../../keys/focus.ts'
import { exactTokens, type Notice } from '../../state/exact-text.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { keepFocus } from '../../ui/keep-focus.ts'
import { Habit } from './habit.tsx'
import { Risks, useRisks } from './risks.tsx'
import { Unseen } from './unseen.tsx'

const MAX_ROWS = 8

export function DraftEditor(props: {
  /** what the field holds first */
  start: string
  /** of what it was made of */
  notices: readonly Notice[]
  /** of the surface it is for */
  preset: string
  fault: string | null
  onSave(text: string): void
  onCancel(): void
}) {
  const [text, setText] = useState(props.start)
  const risks = useRisks(text, props.preset)
  const field = useRef<HTMLTextAreaElement>(null)
  // Opened by a person's click or key on Edit.
  useLayoutEffect(() => focusManager.element(field.current), [])
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') props.onCancel()
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat) props.onSave(text)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <>
      <div className="dcb">
        <textarea
          ref={field}
          className="pl"
          aria-label="Draft text"
          spellCheck={false}
          rows={Math.min(MAX_ROWS, text.split('\n').length + 1)}
          value={text}
          onChange={event => setText(event.target.value)}
          onKeyDown={key}
        />
        <Unseen tokens={exactTokens(text, [], props.notices)} onClean={setText} />
        <Habit text={text} preset={props.preset} />
        <Risks risks={risks} />
        {props.fault !== null && (
          <div className="warn" role="alert" aria-live="polite">
            <TriangleAlert className="i i14" />
            <span>{props.fault}</span>
          </div>
        )}
      </div>
      <footer className="dcf">
        <button
          type="button"
          className="btn pri"
          disabled={text === ''}
          onMouseDown={keepFocus}
          onClick={() => props.onSave(text)}
        >
          Keep the change
          <Kbd keys="mod enter" />
        </button>
        <button type="button" className="btn gh" onMouseDown={keepFocus} onClick={props.onCancel}>
          Cancel
          <Kbd keys="esc" />
        </button>
        <span className="sp" />
        <span className="hint s12 t3">Still not in the program</span>
      </footer>
    </>
  )
}
