// A new agent, or one that comes from another program, while the person looks at the Connect page. It comes without the keyboard:
// what was typed goes on where it was going. Tab or F6 moves in, a click answers once it has stood still. Elsewhere, and while the
// Approvals sheet is open, the same question is a card there.
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef } from 'react'
import type { AnswerKind, ApprovalView } from '../../../preload/contract.ts'
import { confirm, perform } from '../../keys/approvals.ts'
import { focusManager } from '../../keys/focus.ts'
import { deedOf } from '../../state/approval-keys.ts'
import { answerMeans, answerWord, isNewcomer, primaryOf, programWords, whyOff } from '../../state/approval-words.ts'
import { approvalId, choose } from '../../state/approvals.ts'
import { begin, change, setMode, startOf, useDesk, useStanding } from '../../state/desk.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { AgentTile, GateMark } from '../../ui/marks.tsx'
import { Confirm } from '../approvals/confirm.tsx'
import { Facts, Reasons } from '../approvals/grounds.tsx'
import { Start } from '../approvals/start.tsx'
import { useArmedCard } from '../approvals/use-armed-card.ts'
import { usePress } from '../approvals/use-press.ts'

/** Whose question stands over the Connect page; null = none, or it stands in the sheet. */
export function useConsent(): ApprovalView | null {
  const sheet = useDesk(({ open }) => open)
  const waiting = useDesk(({ desk }) => desk.waiting)
  return sheet ? null : (waiting.find(isNewcomer) ?? null)
}

export function Consent({ view, onGone }: { view: ApprovalView; onGone(): void }) {
  const id = approvalId(view.ref)
  const armed = useArmedCard(view.ref)
  const mode = useDesk(state => (state.mode?.id === id ? state.mode : null))
  const fault = useDesk(state => (state.fault?.id === id ? state.fault.message : null))
  const busy = useDesk(({ desk }) => desk.sent.has(view.ref)) || view.busy
  const box = useRef<HTMLElement>(null)
  const named = useId()
  const told = useId()
  // Only what is in front takes an answer, and no card of another is drawn while the sheet is closed.
  useEffect(() => change(desk => choose(desk, id)), [id])
  /** the person was in it last: what had the keyboard may be gone before the rest is */
  const inside = useRef(false)
  // It may go away by itself: who was in it is given the page.
  useLayoutEffect(
    () => () => {
      if (inside.current) onGone()
    },
    [onGone],
  )
  const program = programWords(view)
  // The card's keys, but that Escape is "Not now".
  const key = (event: KeyboardEvent) => {
    const deed = deedOf(event, view)
    if (deed === null) return
    event.preventDefault()
    event.stopPropagation()
    if (event.repeat) return
    const began = begin(view.ref)
    if (mode?.kind !== 'confirm') perform(deed === 'leave' ? 'deny' : deed, began)
    else if (deed === 'leave') setMode(null)
    else if (deed === mode.how) confirm(mode, began)
  }
  return (
    <div className="ask-scrim consent-scrim">
      <section
        ref={box}
        className="ask-box consent"
        role="alertdialog"
        aria-labelledby={named}
        aria-describedby={told}
        tabIndex={-1}
        data-consent
        data-testid="consent"
        data-armed={armed}
        onKeyDown={key}
        onFocus={() => {
          inside.current = true
        }}
        onBlur={({ currentTarget, relatedTarget }) => {
          if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) inside.current = false
        }}
      >
        <header className="ask-head">
          <div className="ask-who" aria-hidden="true">
            <AgentTile id={view.agent} name={view.agentName} size="x36" />
            <span className="dash" />
            <span className="gl s x36 gate">
              <GateMark />
            </span>
          </div>
          <h2 className="title17" id={named}>
            {program === null
              ? `${view.agentName} wants to connect`
              : `${view.agentName} comes from another program now`}
          </h2>
          {program !== null && <p className="t2">{program}</p>}
        </header>
        <div className="ask-body" id={told}>
          {!busy && <Start view={view} />}
          <Facts view={view} />
          {program !== null && <Reasons reasons={view.reasons} />}
          {fault !== null && (
            <div className="warn" role="alert">
              {fault}
            </div>
          )}
        </div>
        {busy ? (
          <footer className="ask-foot" role="status">
            Sending…
          </footer>
        ) : mode?.kind === 'confirm' ? (
          <Confirm view={view} mode={mode} armed={armed} />
        ) : (
          <footer className="ask-foot" key={view.ref}>
            {view.answers.includes('block') && <Answer how="block" view={view} armed={armed} />}
            <span className="sp" />
            {view.answers.includes('deny') && <Answer how="deny" view={view} armed={armed} />}
            <Answer how={primaryOf(view) ?? 'once'} view={view} armed={armed} primary />
          </footer>
        )}
      </section>
    </div>
  )
}

function Answer(props: { how: AnswerKind; view: ApprovalView; armed: boolean; primary?: boolean }) {
  const { how, view, armed, primary = false } = props
  const level = useDesk(state => startOf(view, state.start).level)
  const press = usePress(view.ref, began => perform(how, began))
  const off = whyOff(how, view, useStanding(view))
  return (
    <button
      className={`btn lg ${primary ? 'pri' : how === 'block' ? 'gh no' : ''}`}
      // Not `disabled`: a click on a disabled button would move the focus.
      aria-disabled={!armed || off !== null}
      title={off ?? answerMeans(how, view, Date.now())}
      data-answer={how}
      {...press}
    >
      {answerWord(how, view, level)}
      {how === 'deny' && <Kbd keys="esc" />}
    </button>
  )
}

/** On a person's Tab on the page: into the question over it. */
export function enterConsent(): boolean {
  const box = document.querySelector<HTMLElement>('[data-consent]')
  if (!box) return false
  focusManager.element(box.querySelector<HTMLElement>('input:checked') ?? box)
  return true
}
