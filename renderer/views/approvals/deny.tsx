// Denying with a reason, which goes to the agent. Enter in the field denies; nothing here can allow.
import { Ban } from 'lucide-react'
import { type KeyboardEvent, useLayoutEffect, useRef } from 'react'
import type { ApprovalView } from '../../../preload/contract.ts'
import { focusIfOpened, give } from '../../keys/approvals.ts'
import { focusManager } from '../../keys/focus.ts'
import { approvalId } from '../../state/approvals.ts'
import { begin, resolve, setMode } from '../../state/desk.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { keepFocus } from '../../ui/keep-focus.ts'
import { usePress } from './use-press.ts'

const OFTEN = ['Wrong surface', 'Too risky', 'Ask me first', 'I will do it']
const MOST = 500

export function Deny({ view, reason, armed }: { view: ApprovalView; reason: string; armed: boolean }) {
  const field = useRef<HTMLInputElement>(null)
  const id = approvalId(view.ref)
  useLayoutEffect(() => focusIfOpened(id, field.current), [id])
  const write = (text: string) => setMode({ id, kind: 'deny', reason: text })
  const send = () => {
    const press = begin(view.ref)
    const meant = press && resolve(press)
    if (meant) void give(meant, 'deny', reason.trim() === '' ? {} : { reason: reason.trim() })
  }
  const back = () => {
    setMode(null)
    focusManager.element(field.current?.closest<HTMLElement>('[data-approvals]') ?? null)
  }
  const key = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') back()
    else if (event.key === 'Enter') {
      if (!event.repeat) send()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const press = usePress(view.ref, began => began && resolve(began) && send())
  return (
    <footer className="apf deny">
      <label className="row" htmlFor="deny-reason">
        <span className="b">Deny and tell {view.agentName} why</span>
        <span className="sp" />
        <span className="t3 s12">Optional</span>
      </label>
      <div className="row often">
        {OFTEN.map(word => (
          <button
            key={word}
            type="button"
            className={`btn sm ${reason.startsWith(word) ? 'on' : ''}`}
            onMouseDown={keepFocus}
            onClick={() => write(word)}
          >
            {word}
          </button>
        ))}
      </div>
      <input
        id="deny-reason"
        ref={field}
        className="fieldb"
        maxLength={MOST}
        autoComplete="off"
        value={reason}
        onChange={event => write(event.target.value)}
        onKeyDown={key}
      />
      <div className="row">
        <button className="btn lg stopsolid" aria-disabled={!armed} data-answer="deny" {...press}>
          <Ban className="i i14" />
          Deny
          <Kbd keys="enter" />
        </button>
        <span className="sp" />
        <button type="button" className="btn lg gh" onMouseDown={keepFocus} onClick={back}>
          Back
          <Kbd keys="esc" quiet />
        </button>
      </div>
    </footer>
  )
}
