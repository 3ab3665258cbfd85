// The file itself, to be edited: what is wrong with it and where, whether its own tests hold, and what it would change. It is
// written only as a whole, over exactly what it started from.
import { Save, Undo2 } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { focusManager } from '../../keys/focus.ts'
import { useSlice } from '../../state/app-state.ts'
import { say } from '../../state/panel.ts'
import { checkWords, firstWrong, ownFaults, stands } from '../../state/policy-check.ts'
import { discard, edit, isBehind, isUnsaved, putBackDiscarded, save, usePolicyDraft } from '../../state/policy-draft.ts'
import { goToPlace, usePolicyPage } from '../../state/policy-page.ts'
import { offerUndo } from '../../state/undo-toast.ts'
import { Behind } from './behind.tsx'
import { Code, type CodeHandle, type Mark } from './code.tsx'
import { Findings } from './findings.tsx'
import { tabOf } from './parts.tsx'

export function FilePart() {
  const { managed } = useSlice('policy')
  const { platform } = useSlice('about')
  const draft = usePolicyDraft()
  const { text, check, busy, discarded, from } = draft
  const trouble = draft.trouble ?? draft.unread
  const unsaved = isUnsaved(draft)
  const behind = isBehind(draft)
  const code = useRef<CodeHandle>(null)
  useGoal(code)
  // An older text has its lines elsewhere.
  const current = check?.text === text ? check.value : null
  const marks: Mark[] = current ? wrongLines(current) : []
  const toFirst = () => {
    const { check: latest } = usePolicyDraft.getState()
    const wrong = latest && firstWrong(latest.value)
    if (wrong) goToPlace(wrong.line, wrong.column)
    say(latest ? `Not saved: ${checkWords(latest.value)}` : 'Not saved')
  }
  /** What was pressed may be gone with it. */
  const here = (run: () => void) => {
    run()
    code.current?.take()
  }
  const onSave = async () => {
    const done = await save()
    if (done === 'saved') offerUndo('Policy saved')
    else if (done === 'faulty') toFirst()
    else if (done === 'changed') say('Not saved: the policy was changed meanwhile')
  }
  const key = (event: KeyboardEvent) => {
    const { key: name, ctrlKey, metaKey, altKey, shiftKey } = event
    const mod = platform === 'darwin' ? metaKey && !ctrlKey : ctrlKey && !metaKey
    if (!mod || altKey || shiftKey || name.toLowerCase() !== 's') return
    event.preventDefault()
    event.stopPropagation()
    if (!managed) void onSave()
  }
  const can = unsaved && !busy && !behind && current !== null && stands(current)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the key that saves, wherever in the part
    <div className="file" onKeyDown={key}>
      {!managed && (
        <div className="tools">
          <span className="sp s12 t2" role="status">
            {unsaved
              ? from === null
                ? 'Unsaved. It counts once it is saved.'
                : `Unsaved: ${from}.`
              : 'Everything is saved.'}
          </span>
          {discarded !== null && !unsaved && (
            <button type="button" className="btn gh" onClick={() => here(putBackDiscarded)}>
              <Undo2 className="i i14" />
              Put back what was discarded
            </button>
          )}
          <button
            type="button"
            className="btn"
            aria-disabled={!unsaved || busy}
            onClick={() => unsaved && !busy && here(discard)}
          >
            Discard
          </button>
          <button
            type="button"
            className="btn pri"
            aria-disabled={!can}
            title={platform === 'darwin' ? 'Save, ⌘S' : 'Save, Ctrl+S'}
            onClick={() => can && void onSave()}
          >
            <Save className="i i14" />
            Save
          </button>
        </div>
      )}
      {trouble !== null && (
        <div className="warn" role="alert" aria-live="polite">
          {trouble}
        </div>
      )}
      {behind && <Behind onChosen={() => code.current?.take()} />}
      <div className="cols">
        <div className="col">
          <Code
            ref={code}
            text={text}
            label={managed ? 'The policy file, to be read' : 'The policy file'}
            describedBy="policy-findings"
            marks={marks}
            {...(managed ? {} : { onText: edit, onLeave: () => focusManager.element(tabOf('file')) })}
          />
          {!managed && <p className="s12 t3 hint">Tab indents. Escape leaves the text.</p>}
        </div>
        <div className="col findings">
          {check === null ? (
            <p className="t2">Checking…</p>
          ) : (
            <Findings check={check.value} text={check.text} current={current !== null} unsaved={unsaved} />
          )}
        </div>
      </div>
    </div>
  )
}

function wrongLines(check: NonNullable<ReturnType<typeof usePolicyDraft.getState>['check']>['value']): Mark[] {
  const lines = [...ownFaults(check), ...check.tests.filter(({ ok }) => !ok)].map(({ line }) => line)
  return [...new Set(lines)].map(line => ({ tone: 'wrong', from: line, to: line }))
}

/** A place that a person went to: from the list of faults, or from a rule. */
function useGoal(code: { readonly current: CodeHandle | null }): void {
  const goal = usePolicyPage(page => page.goal)
  const there = usePolicyDraft(draft => draft.base !== null)
  useEffect(() => {
    if (goal === null || !there) return
    code.current?.goTo(goal.line, goal.column)
    usePolicyPage.setState({ goal: null })
  }, [goal, there, code])
}
