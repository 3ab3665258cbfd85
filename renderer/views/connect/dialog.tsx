// The frame of a question on the Connect page: over the page and nothing else, so that Pause is never covered. It opens on
// a person's click alone, and takes the keyboard; Escape is no.
import { TriangleAlert } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { focusManager } from '../../keys/focus.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { AgentTile, GateMark } from '../../ui/marks.tsx'

interface Props {
  id: string
  label: string
  title: string
  lead: ReactNode
  /** its answers */
  foot: ReactNode
  children: ReactNode
  /** two columns, where there is room */
  wide?: boolean
  onNo(): void
}

export function Dialog({ id, label, title, lead, foot, wide = false, children, onNo }: Props) {
  const body = useRef<HTMLDivElement>(null)
  const named = useId()
  // The part that may be longer than the window: arrow keys scroll it.
  useLayoutEffect(() => focusManager.element(body.current), [])
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    onNo()
  }
  return (
    <div className="ask-scrim">
      <section
        className={`ask-box ${wide ? 'wide' : ''}`}
        role="dialog"
        aria-labelledby={named}
        tabIndex={-1}
        data-testid="connect-dialog"
        onKeyDown={key}
      >
        <header className="ask-head">
          <div className="ask-who" aria-hidden="true">
            <AgentTile id={id} name={label} size="x36" />
            <span className="dash" />
            <span className="gl s x36 gate">
              <GateMark />
            </span>
          </div>
          <h2 className="title17" id={named}>
            {title}
          </h2>
          <p className="t2">{lead}</p>
        </header>
        <div ref={body} className="ask-body" tabIndex={-1}>
          {children}
        </div>
        <footer className="ask-foot">{foot}</footer>
      </section>
    </div>
  )
}

interface AnswersProps {
  no: string
  yes: string
  off: boolean
  onNo(): void
  onYes(): void
}

/** Off, and seen to be off, until what is asked has stood still. */
export function Answers({ no, yes, off, onNo, onYes }: AnswersProps) {
  return (
    <>
      <span className="sp" />
      <button type="button" className="btn lg" onClick={onNo}>
        {no}
        <Kbd keys="esc" />
      </button>
      <button type="button" className="btn lg pri" aria-disabled={off} onClick={() => !off && onYes()}>
        {yes}
      </button>
    </>
  )
}

export function Warning({ text }: { text: string }) {
  return (
    <div className="warn" role="alert" aria-live="polite">
      <TriangleAlert className="i i14" />
      <span className="sel">{text}</span>
    </div>
  )
}
