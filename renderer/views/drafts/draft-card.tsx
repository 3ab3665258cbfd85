// Drafts of a surface, docked over the last rows of its pane. Nothing here reached the program. Keys work only while the
// card has the focus; clicks leave the caret in the terminal.
import { type KeyboardEvent, type MouseEvent, useLayoutEffect, useRef, useState } from 'react'
import type { DraftView, Result, SurfaceSummary } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { focusManager } from '../../keys/focus.ts'
import { authorWords, besideDraft, draftId, leftWords, shownDraft, useAskedDraft } from '../../state/drafts.ts'
import { useArmed } from '../../ui/use-armed.ts'
import { DraftBody } from './draft-body.tsx'
import { DraftButtons, type DraftDeed, doable } from './draft-buttons.tsx'
import { DraftEditor } from './draft-editor.tsx'
import { DraftHead } from './draft-head.tsx'
import { DraftRow } from './draft-row.tsx'

interface Props {
  surface: SurfaceSummary
  drafts: readonly DraftView[]
  program: string
  /** what stands on the cursor's line */
  line: string
  /** px the card covers, each time it changes */
  onHeight(px: number): void
}

export function DraftCard({ surface, drafts, program, line, onHeight }: Props) {
  const [before, setBefore] = useState<string | null>(null)
  const draft = shownDraft(drafts, before)!
  if (before !== draftId(draft.ref)) setBefore(draftId(draft.ref))
  // Who came here for one must not find another one under their keys.
  const asked = useAskedDraft(({ id }) => id)
  const isHere = asked !== null && drafts.some(({ ref }) => draftId(ref) === asked)
  useLayoutEffect(() => {
    if (!isHere) return
    setBefore(asked)
    useAskedDraft.setState({ id: null })
  }, [asked, isHere])
  const card = useRef<HTMLElement>(null)
  useHeight(card, onHeight)
  // The surface too: a draft that was bound to another one is another question.
  const armed = useArmed(`${surface.id} ${draft.ref}`)
  const [busy, setBusy] = useState(false)
  /** the revision being changed; a newer one makes saving fail, and says so. `start`: what the editor begins with */
  const [edited, setEdited] = useState<{ draft: DraftView; start: string } | null>(null)
  const [fault, setFault] = useState<{ ref: string; message: string } | null>(null)

  const editing = edited && draftId(edited.draft.ref) === draftId(draft.ref) ? edited : null
  const faultOf = (ref: string) => (fault?.ref === ref ? fault.message : null)

  const attempt = async (ref: string, deed: Promise<Result<unknown>>) => {
    setBusy(true)
    setFault(null)
    const stayed = focusManager.staying(() => card.current?.contains(document.activeElement) ?? false)
    const answer = await deed
    setBusy(false)
    if (!answer.ok) return setFault({ ref, message: answer.message })
    setEdited(null)
    // The person may have gone on meanwhile: then the keyboard stays where they are.
    if (stayed()) focusManager.surface(surface.id)
  }
  const can = armed && !busy
  const ended = surface.exit !== null
  const act = (deed: DraftDeed) => {
    if (!can || !doable(deed, ended)) return
    if (deed === 'edit') return setEdited({ draft, start: draft.text })
    const { ref } = draft
    void attempt(ref, deed === 'discard' ? call('draft.discard', { ref }) : call('draft.release', { ref, how: deed }))
  }
  const showOther = (other: DraftView | null) => other && setBefore(draftId(other.ref))
  const key = (event: KeyboardEvent) => {
    if (event.target !== card.current) return
    const deed = deedOf(event)
    const by = stepOf(event)
    if (event.key === 'Escape') focusManager.surface(surface.id)
    else if (by) showOther(besideDraft(drafts, draft.ref, by))
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
        aria-keyshortcuts="Control+Enter I E Backspace J K Escape"
        data-testid="draft-card"
        data-draft-of={surface.id}
        data-draft={draft.ref}
        data-armed={armed}
        onKeyDown={key}
        onMouseDown={keepCaret}
      >
        <DraftHead draft={draft} to={surface} place={drafts.indexOf(draft) + 1} of={drafts.length} />
        {editing ? (
          <DraftEditor
            start={editing.start}
            notices={editing.draft.notices}
            preset={surface.preset}
            fault={faultOf(editing.draft.ref)}
            onSave={text => {
              const { ref } = editing.draft
              void attempt(ref, call('draft.edit', { ref, text }))
            }}
            onCancel={() => {
              setEdited(null)
              focusManager.element(card.current)
            }}
          />
        ) : (
          <>
            <DraftBody
              draft={draft}
              surface={surface}
              program={program}
              line={line}
              fault={faultOf(draft.ref)}
              off={!can}
              onClean={text => can && setEdited({ draft, start: text })}
            />
            <DraftButtons
              of={`${surface.id} ${draft.ref}`}
              armed={can}
              ended={ended}
              program={program}
              several={drafts.length > 1}
              onDeed={act}
            />
          </>
        )}
        {!editing && drafts.length > 1 && (
          <div className="dcs">
            {drafts
              .filter(other => other !== draft)
              .map(other => (
                <DraftRow key={other.ref} draft={other} onShow={() => showOther(other)} />
              ))}
          </div>
        )}
      </section>
      <span className="hidden" role="status">
        {draft.agentName} drafted {draft.text.length} characters for {surface.name}
        {draft.edited && ', you changed it'}. {leftWords(draft)} Not submitted.
      </span>
    </div>
  )
}

/** Clicks leave the caret in the terminal; only text that is selected, or changed, takes it. */
function keepCaret(event: MouseEvent): void {
  if (!(event.target as Element).closest('.pl')) event.preventDefault()
}

/** J and K, or down and up, as in Approvals. */
function stepOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): 1 | -1 | null {
  if (ctrlKey || metaKey || altKey || shiftKey) return null
  if (key === 'j' || key === 'ArrowDown') return 1
  return key === 'k' || key === 'ArrowUp' ? -1 : null
}

function deedOf(event: KeyboardEvent): DraftDeed | null {
  const mod = event.ctrlKey || event.metaKey
  if (event.key === 'Enter') return mod && !event.shiftKey && !event.altKey ? 'run' : null
  if (mod || event.altKey || event.shiftKey) return null
  const deeds: Record<string, DraftDeed> = { i: 'insert', e: 'edit', Backspace: 'discard' }
  return deeds[event.key] ?? null
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
