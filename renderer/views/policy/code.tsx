// A text with line numbers, to be read or edited: a plain text field that is as large as its text, in a box that scrolls.
import { type KeyboardEvent, type Ref, useImperativeHandle, useLayoutEffect, useMemo, useRef } from 'react'
import { focusManager } from '../../keys/focus.ts'
import { editFor, lineTotal, offsetAt } from '../../state/policy-text.ts'

/** px, as in code.css */
const LINE = 20
const ABOVE = 8

export interface Mark {
  readonly tone: 'wrong' | 'chosen'
  /** first and last line, from 1 */
  readonly from: number
  readonly to: number
}

export interface CodeHandle {
  /** On a person's gesture: the caret goes there, and the keyboard with it. */
  goTo(line: number, column: number): void
  /** On a person's gesture: the keyboard goes there. */
  take(): void
}

interface Props {
  text: string
  label: string
  marks: readonly Mark[]
  /** the line to be brought into view; null = none */
  shown?: number | null
  describedBy?: string
  /** absent = it can only be read */
  onText?(text: string): void
  /** Escape, which gives the keyboard away: Tab writes here */
  onLeave?(): void
  ref?: Ref<CodeHandle>
}

export function Code({ text, label, marks, shown = null, describedBy, onText, onLeave, ref }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const total = lineTotal(text)
  const numbers = useMemo(() => Array.from({ length: total }, (_, index) => index + 1).join('\n'), [total])
  useLayoutEffect(() => {
    if (shown !== null) scrollToLine(box.current, shown)
  }, [shown])
  useImperativeHandle(ref, () => ({
    goTo(line, column) {
      const at = offsetAt(field.current?.value ?? '', line, column)
      focusManager.element(field.current)
      field.current?.setSelectionRange(at, at)
      scrollToLine(box.current, line)
    },
    take: () => focusManager.element(field.current),
  }))
  const key = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (!onText || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      return onLeave?.()
    }
    const { value, selectionStart, selectionEnd } = event.currentTarget
    const change = editFor({ text: value, start: selectionStart, end: selectionEnd }, event)
    if (!change) return
    event.preventDefault()
    event.currentTarget.setSelectionRange(change.from, change.to)
    // The browser's own command: what it does can be taken back with its Undo, as everything typed can.
    if (change.insert !== value.slice(change.from, change.to)) {
      document.execCommand(change.insert === '' ? 'delete' : 'insertText', false, change.insert)
    }
    event.currentTarget.setSelectionRange(...change.select)
  }
  return (
    <div ref={box} className="code">
      <div className="code-in">
        <pre className="code-no" aria-hidden="true">
          {numbers}
        </pre>
        <div className="code-area">
          {marks.map(({ tone, from, to }) => (
            <span
              key={`${tone} ${from}`}
              className={`code-mark ${tone}`}
              style={{ top: (from - 1) * LINE + ABOVE, height: (to - from + 1) * LINE }}
            />
          ))}
          <textarea
            ref={field}
            aria-label={label}
            aria-describedby={describedBy}
            aria-invalid={marks.some(({ tone }) => tone === 'wrong')}
            readOnly={onText === undefined}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            wrap="off"
            value={text}
            onChange={event => onText?.(event.target.value)}
            onKeyDown={key}
          />
        </div>
      </div>
    </div>
  )
}

/** To about a third of its height. */
function scrollToLine(box: HTMLElement | null, line: number): void {
  box?.scrollTo({ top: Math.max(0, (line - 1) * LINE + ABOVE - box.clientHeight / 3), left: 0 })
}
