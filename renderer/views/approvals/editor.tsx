// Another text instead of the agent's. Only Ctrl+Enter or the button sends it, Shift+Enter keeps
// it as a draft; plain Enter is a line end.
import { CornerDownLeft, FileText, Pencil } from 'lucide-react'
import { type KeyboardEvent, useLayoutEffect, useRef } from 'react'
import type { ApprovalView } from '../../../preload/contract.ts'
import { focusIfOpened, give } from '../../keys/approvals.ts'
import { focusManager } from '../../keys/focus.ts'
import { useSurface } from '../../state/app-state.ts'
import { approvalId } from '../../state/approvals.ts'
import { begin, resolve, setMode, useStanding } from '../../state/desk.ts'
import { exactTokens, type Token } from '../../state/exact-text.ts'
import { promptsFor } from '../../state/habits.ts'
import { count } from '../../state/words.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { Habit } from '../drafts/habit.tsx'
import { Risks, useRisks } from '../drafts/risks.tsx'
import { Unseen } from './card-text.tsx'
import { Look } from './look.tsx'
import { usePress } from './use-press.ts'

const MAX_ROWS = 12

/** Sends or keeps the person's text, if the card it was written for is still the one in front and has stood still. */
function send(ref: string, text: string, how: 'edit' | 'draft' = 'edit'): void {
  const press = begin(ref)
  const view = press && resolve(press)
  if (view && canSend(view, text) && view.answers.includes(how)) void give(view, how, { text })
}

function canSend(view: ApprovalView, text: string): boolean {
  return text !== '' && view.changed.length === 0
}

function cancel(element: Element | null): void {
  setMode(null)
  focusManager.element(element?.closest<HTMLElement>('[data-approvals]') ?? null)
}

export function Editor({ view, text }: { view: ApprovalView; text: string }) {
  const here = useSurface(view.surface?.id ?? '')
  const field = useRef<HTMLTextAreaElement>(null)
  const id = approvalId(view.ref)
  const preset = promptsFor(view, here?.preset)
  const risks = useRisks(text, preset)
  useLayoutEffect(() => focusIfOpened(id, field.current), [id])
  const key = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') cancel(field.current)
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      if (!event.repeat) send(view.ref, text)
    } else if (event.key === 'Enter' && event.shiftKey && view.answers.includes('draft')) {
      if (!event.repeat) send(view.ref, text, 'draft')
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <>
      <textarea
        ref={field}
        className="pl"
        aria-label="Your version of the text"
        spellCheck={false}
        rows={Math.min(MAX_ROWS, text.split('\n').length + 1)}
        value={text}
        onChange={event => setMode({ id, kind: 'edit', text: event.target.value })}
        onKeyDown={key}
      />
      <Unseen view={view} tokens={exactTokens(text, [], view.notices)} />
      <Habit text={text} preset={preset} />
      <Risks risks={risks} />
      <p className="row s12 t3 changes">
        <Pencil className="i i12" />
        {changesWord(view, text)}
      </p>
    </>
  )
}

function changesWord(view: ApprovalView, text: string): string {
  if (text === view.text) return 'Not changed yet.'
  const before = chips(exactTokens(view.text ?? '', view.notices))
  const after = chips(exactTokens(text, []))
  const gone = before > after ? `, ${count(before - after, 'invisible or special character')} removed` : ''
  return `Changed by you${gone}. Activity keeps both.`
}

const chips = (tokens: readonly Token[]) => tokens.filter(token => token.kind === 'chip').length

export function EditAnswers({ view, text, armed }: { view: ApprovalView; text: string; armed: boolean }) {
  const { paused } = useStanding(view)
  const press = usePress(view.ref, began => began && resolve(began) && send(view.ref, text))
  const pressKeep = usePress(view.ref, began => began && resolve(began) && send(view.ref, text, 'draft'))
  return (
    <footer className="apf">
      {view.changed.length > 0 ? (
        <Look view={view} armed={armed} />
      ) : (
        <button
          className="btn lg pri"
          aria-disabled={!armed || paused !== false || !canSend(view, text)}
          aria-keyshortcuts="Control+Enter"
          data-answer="edit"
          {...press}
        >
          <CornerDownLeft className="i i14" />
          {view.enter ? 'Submit my version' : 'Send my version'}
          <span className="sp" />
          <span className="ak">
            <Kbd keys="mod enter" />
          </span>
        </button>
      )}
      {view.answers.includes('draft') && view.changed.length === 0 && (
        <button
          className="btn lg"
          aria-disabled={!armed || !canSend(view, text)}
          aria-keyshortcuts="Shift+Enter"
          data-answer="draft"
          {...pressKeep}
        >
          <FileText className="i i14" />
          Keep mine as draft
          <span className="sp" />
          <span className="ak">
            <Kbd keys="shift enter" />
          </span>
        </button>
      )}
      <button type="button" className="btn lg gh" onClick={event => cancel(event.currentTarget)}>
        Back without sending
        <span className="sp" />
        <span className="ak">
          <Kbd keys="esc" />
        </span>
      </button>
    </footer>
  )
}
