// Below the setting that says whether a newer version is looked for: how it stands, and what to do about it.
import { useState } from 'react'
import { call } from '../../api.ts'
import { told } from '../../keys/actions.ts'
import { useSlice } from '../../state/app-state.ts'
import { noteLines, type UpdateDeed, updateWords } from '../../state/updates.ts'
import { useNow } from '../../ui/use-now.ts'

export function UpdateRow() {
  const state = useSlice('updates')
  const now = useNow(10_000)
  const [asked, setAsked] = useState(false)
  const { line, deeds } = updateWords(state, now)
  const notes = noteLines(state)
  const act = async ({ call: name }: UpdateDeed) => {
    setAsked(true)
    await told(call(name, {}))
    setAsked(false)
  }
  return (
    <div className="set-row" data-testid="update">
      <div className="set-words">
        <p className="s12 t2 sel" role="status">
          {line}
        </p>
        {notes.length > 0 && (
          <details className="set-notes">
            <summary className="s12">What is new</summary>
            {/* Whoever publishes it wrote this: it is text and stays text. */}
            <pre className="m s12 t2 sel">{notes.join('\n')}</pre>
          </details>
        )}
      </div>
      {deeds.length > 0 && (
        <div className="set-control">
          {deeds.map(deed => (
            <button key={deed.call} type="button" className="btn" disabled={asked} onClick={() => void act(deed)}>
              {deed.title}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
