// What is written to a file: the form, and whether the texts are in it. Masked unless a person says otherwise, twice.
import { Download, TriangleAlert } from 'lucide-react'
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import type { CallOutput, Result } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { focusManager } from '../../keys/focus.ts'
import { filterNow, useActivity } from '../../state/activity.ts'
import { entries } from '../../state/activity-words.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { Seg } from '../../ui/seg.tsx'
import { useArmed } from '../../ui/use-armed.ts'

type Text = 'masked' | 'none' | 'exact'
type Written = Result<CallOutput<'activity.export'>>

const TEXTS: readonly { value: Text; label: string; means: string }[] = [
  {
    value: 'masked',
    label: 'Texts, secrets masked',
    means: 'What looks like a key, a token or a password is covered.',
  },
  { value: 'none', label: 'No texts', means: 'Who, where, when and what came of it.' },
  { value: 'exact', label: 'Texts as they were sent', means: 'With every secret that was typed.' },
]

export function ExportDialog({ onClose }: { onClose(): void }) {
  const [format, setFormat] = useState<'jsonl' | 'csv'>('jsonl')
  const [text, setText] = useState<Text>('masked')
  /** the second yes is asked for */
  const [sure, setSure] = useState(false)
  // The second click of a double one is no second yes.
  const armed = useArmed(`${sure}`) || !sure
  const [busy, setBusy] = useState(false)
  const [written, setWritten] = useState<Written | null>(null)
  const total = useActivity(state => state.pages.list?.total ?? 0)
  const body = useRef<HTMLDivElement>(null)
  const named = useId()
  useLayoutEffect(() => focusManager.element(body.current), [])
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    onClose()
  }
  const write = async () => {
    setBusy(true)
    const answer = await call('activity.export', { filter: filterNow(), format, text })
    setBusy(false)
    // No file was chosen: the question stands.
    if (answer.ok && answer.value.file === null) return
    setWritten(answer)
    // The button that was pressed goes with the question.
    if (answer.ok) focusManager.element(body.current)
  }
  const done = written?.ok ? written.value : null
  return (
    <div className="ask-scrim">
      <section className="ask-box act-export" role="dialog" aria-labelledby={named} tabIndex={-1} onKeyDown={key}>
        <header className="ask-head">
          <h2 className="title17" id={named}>
            {done ? 'Exported' : `Export ${entries(total)}`}
          </h2>
          <p className="t2">{done ? `${entries(done.entries)} written.` : exportWords(busy)}</p>
        </header>
        <div ref={body} className="ask-body" tabIndex={-1}>
          {done?.file ? (
            <div className="row act-file">
              <span className="m s12 sel">{done.file}</span>
              <CopyButton text={done.file} label="Copy its path" />
            </div>
          ) : (
            <>
              <Seg<'jsonl' | 'csv'>
                label="Format"
                value={format}
                choices={[
                  { value: 'jsonl', label: 'JSON Lines' },
                  { value: 'csv', label: 'CSV' },
                ]}
                onChoose={setFormat}
              />
              <fieldset className="act-texts">
                <legend className="hidden">Which texts</legend>
                {TEXTS.map(one => (
                  <label key={one.value} className="act-choice">
                    <input
                      type="radio"
                      name={named}
                      checked={text === one.value}
                      onChange={() => {
                        setText(one.value)
                        setSure(false)
                      }}
                    />
                    <span>
                      <span className="b">{one.label}</span>
                      <span className="s12 t3">{one.means}</span>
                    </span>
                  </label>
                ))}
              </fieldset>
              {sure && (
                <div className="warn" role="alert" aria-live="polite">
                  <TriangleAlert className="i i14" />
                  <span>Whoever has the file has the secrets in it.</span>
                </div>
              )}
              {written && !written.ok && (
                <div className="warn" role="alert" aria-live="polite">
                  <TriangleAlert className="i i14" />
                  <span className="sel">{written.message}</span>
                </div>
              )}
            </>
          )}
        </div>
        <footer className="ask-foot">
          <span className="sp" />
          <button type="button" className="btn lg" onClick={onClose}>
            {done || busy ? 'Close' : 'Cancel'}
            <Kbd keys="esc" />
          </button>
          {!done && (
            <button
              type="button"
              className={`btn lg ${sure ? 'stopsolid' : 'pri'}`}
              aria-disabled={busy || !armed}
              onClick={() => {
                if (busy || !armed) return
                if (text === 'exact' && !sure) setSure(true)
                else void write()
              }}
            >
              <Download className="i i14" />
              {sure ? 'Export with secrets…' : 'Export…'}
            </button>
          )}
        </footer>
      </section>
    </div>
  )
}

function exportWords(busy: boolean): string {
  return busy ? 'It is written where you choose. To close this does not stop it.' : 'Only what the filters show now.'
}
