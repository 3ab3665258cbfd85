// Drafts of a surface, docked over the last rows of its pane. Nothing here reached the program. Keys work only while the
// card has the focus; clicks leave the caret in the terminal.
import { History, StickyNote, TriangleAlert } from 'lucide-react'
import { type KeyboardEvent, type MouseEvent, useLayoutEffect, useRef, useState } from 'react'
import type { DraftView, Result, SurfaceSummary } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { focusManager } from '../../keys/focus.ts'
import { useSlice } from '../../state/app-state.ts'
import { authorWords, draftId, leftWords, shownDraft } from '../../state/drafts.ts'
import { exactTokens, warningLine } from '../../state/exact-text.ts'
import { clockTime, shortFolder } from '../../state/words.ts'
import { AgentTile } from '../../ui/marks.tsx'
import { useArmed } from '../../ui/use-armed.ts'
import { DraftButtons, type DraftDeed } from './draft-buttons.tsx'
import { DraftEditor } from './draft-editor.tsx'
import { DraftRow } from './draft-row.tsx'
import { ExactText } from './exact-text.tsx'
import { Habit } from './habit.tsx'

interface Props {
  surface: SurfaceSummary
  drafts: readonly DraftView[]
  program: string
  /** px the card covers, each time it changes */
  onHeight(px: number): void
}

export function DraftCard({ surface, drafts, program, onHeight }: Props) {
  const [before, setBefore] = useState<string | null>(null)
  const draft = shownDraft(drafts, before)!
  if (before !== draftId(draft.ref)) setBefore(draftId(draft.ref))
  const card = useRef<HTMLElement>(null)
  useHeight(card, onHeight)
  // The surface too: a draft that was bound to another one is another question.
  const armed = useArmed(`${surface.id} ${draft.ref}`)
  const [busy, setBusy] = useState(false)
  /** the revision being changed; a newer one makes saving fail, and says so */
  const [edited, setEdited] = useState<DraftView | null>(null)
  const [fault, setFault] = useState<{ ref: string; message: string } | null>(null)

  const editing = edited && draftId(edited.ref) === draftId(draft.ref) ? edited : null
  const faultOf = (ref: string) => (fault?.ref === ref ? fault.message : null)

  const attempt = async (ref: string, deed: Promise<Result<unknown>>) => {
    setBusy(true)
    setFault(null)
    const hadFocus = card.current?.contains(document.activeElement) ?? false
    const answer = await deed
    setBusy(false)
    if (!answer.ok) return setFault({ ref, message: answer.message })
    setEdited(null)
    if (hadFocus) focusManager.surface(surface.id)
  }
  const can = armed && !busy
  const act = (deed: DraftDeed) => {
    if (!can) return
    if (deed === 'edit') return setEdited(draft)
    const { ref } = draft
    void attempt(ref, deed === 'discard' ? call('draft.discard', { ref }) : call('draft.release', { ref, how: deed }))
  }
  const key = (event: KeyboardEvent) => {
    if (event.target !== card.current) return
    const deed = deedOf(event)
    if (event.key === 'Escape') focusManager.surface(surface.id)
    else if (deed && !event.repeat) act(deed)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="dcw">
      <section
        ref={card}
        className="dc"
        tabIndex={-1}
        aria-label={`Draft from ${authorWords(draft)}, not in the program`}
        aria-keyshortcuts="Control+Enter I E Backspace Escape"
        data-testid="draft-card"
        data-draft-of={surface.id}
        data-draft={draft.ref}
        data-armed={armed}
        onKeyDown={key}
        onMouseDown={keepCaret}
      >
        <Head draft={draft} to={surface.name} />
        {editing ? (
          <DraftEditor
            draft={editing}
            preset={surface.preset}
            fault={faultOf(editing.ref)}
            onSave={text => void attempt(editing.ref, call('draft.edit', { ref: editing.ref, text }))}
            onCancel={() => {
              setEdited(null)
              focusManager.element(card.current)
            }}
          />
        ) : (
          <>
            <Body draft={draft} surface={surface} program={program} fault={faultOf(draft.ref)} />
            <DraftButtons armed={can} program={program} onDeed={act} />
          </>
        )}
        {!editing &&
          drafts
            .filter(other => other !== draft)
            .map(other => <DraftRow key={other.ref} draft={other} onShow={() => setBefore(draftId(other.ref))} />)}
      </section>
      <span className="hidden" role="status">
        {draft.agentName} drafted {draft.text.length} characters for {surface.name}
        {draft.edited && ', you changed it'}. {leftWords(draft)} Not in the program.
      </span>
    </div>
  )
}

/** Clicks leave the caret in the terminal; only text that is selected, or changed, takes it. */
function keepCaret(event: MouseEvent): void {
  if (!(event.target as Element).closest('.pl')) event.preventDefault()
}

function deedOf(event: KeyboardEvent): DraftDeed | null {
  const mod = event.ctrlKey || event.metaKey
  if (event.key === 'Enter') return mod && !event.shiftKey && !event.altKey ? 'run' : null
  if (mod || event.altKey || event.shiftKey) return null
  const deeds: Record<string, DraftDeed> = { i: 'insert', e: 'edit', Backspace: 'discard' }
  return deeds[event.key] ?? null
}

function Head({ draft, to }: { draft: DraftView; to: string }) {
  return (
    <header className="dch">
      <AgentTile id={draft.agent} name={draft.agentName} />
      <span className="tr">
        <b>{draft.agentName}</b> {draft.edited ? 'drafted this, you changed it, for' : 'drafted this for'} <b>{to}</b>
      </span>
      <i className="mid" />
      <span className="nin">
        <StickyNote className="i i12" />
        not in the program yet
      </span>
      <i className="mid when" />
      <span className="t3 num when">{clockTime(draft.at, true)}</span>
    </header>
  )
}

function Body(props: { draft: DraftView; surface: SurfaceSummary; program: string; fault: string | null }) {
  const { draft, surface } = props
  const { home } = useSlice('about')
  const tokens = exactTokens(draft.text, draft.notices)
  const warning = warningLine(tokens)
  const left = leftWords(draft)
  return (
    <div className="dcb">
      {left !== null && (
        <div className="dleft" data-testid="draft-left">
          <History className="i i14" />
          <span>{left}</span>
        </div>
      )}
      <ExactText tokens={tokens} />
      {warning !== null && (
        <div className="warn">
          <TriangleAlert className="i i14" />
          <span>{warning}</span>
        </div>
      )}
      <Habit text={draft.text} preset={surface.preset} />
      {props.fault !== null && (
        <div className="warn" role="alert" aria-live="polite">
          <TriangleAlert className="i i14" />
          <span>{props.fault}</span>
        </div>
      )}
      <div className="dl">
        <span className="t3">Lands at</span>
        {surface.lastLine !== '' && <span className="m tr">{surface.lastLine}</span>}
        <span>{props.program},</span>
        <span className="m tr">{shortFolder(surface.cwd, home)}</span>
      </div>
    </div>
  )
}

/** Tells the pane how much of it the card covers, the fade above it not counted. */
function useHeight(card: { readonly current: HTMLElement | null }, tell: (px: number) => void): void {
  useLayoutEffect(() => {
    const element = card.current
    if (!element) return
    const measure = () => tell(element.offsetHeight + 8)
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(element)
    return () => watch.disconnect()
  }, [card, tell])
}
