// A PolicyLayer or Intercept document as rules of ours. What cannot be kept is named; the rest goes to the File part, unsaved.
import { FileUp, TriangleAlert } from 'lucide-react'
import { type DragEvent, useRef, useState } from 'react'
import { focusManager } from '../../keys/focus.ts'
import { byWorkspace, useSlice } from '../../state/app-state.ts'
import { isUnsaved, takeUp, usePolicyDraft } from '../../state/policy-draft.ts'
import { change, type Imported, tryImport, usePolicyImport } from '../../state/policy-import.ts'
import { choosePart } from '../../state/policy-page.ts'
import { count, workspaceName } from '../../state/words.ts'
import { tabOf } from './parts.tsx'

const MOST_BYTES = 1024 * 1024

export function ImportPart() {
  const { document: text, outcome, trouble, busy } = usePolicyImport()
  const unsaved = usePolicyDraft(isUnsaved)
  const [over, setOver] = useState(false)
  const [unread, setUnread] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const take = async (file: File | undefined) => {
    if (!file) return
    const read = file.size > MOST_BYTES ? null : await file.text().catch(() => null)
    setUnread(read === null ? `${file.name} cannot be read as a document of at most 1 MiB.` : null)
    if (read !== null) change({ document: read })
  }
  const drag = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setOver(true)
  }
  const can = text.trim() !== '' && !busy && !unsaved
  const start = async () => {
    if (!can) return
    const made = await tryImport()
    // Anything that could not be kept is read first.
    if (made?.text && made.faults.length === 0) toFile(made)
  }
  return (
    <div className="import">
      <p className="t2">
        Rules from PolicyLayer (JSON) or Intercept (YAML). They are put into the file as text you can look at; nothing
        counts until you save it there.
      </p>
      <div className="import-for">
        <Choices />
        <input
          ref={input}
          type="file"
          className="hidden"
          tabIndex={-1}
          aria-hidden="true"
          accept=".json,.jsonc,.yaml,.yml"
          data-testid="import-document"
          onChange={event => {
            void take(event.target.files?.[0])
            event.target.value = ''
          }}
        />
        <button type="button" className="btn" onClick={() => input.current?.click()}>
          <FileUp className="i i14" />
          Choose a file…
        </button>
      </div>
      <textarea
        className={over ? 'import-text over' : 'import-text'}
        aria-label="The document"
        placeholder="Paste the document here, or drop its file."
        spellCheck={false}
        value={text}
        onChange={event => change({ document: event.target.value })}
        onDragOver={drag}
        onDragLeave={() => setOver(false)}
        onDrop={event => {
          setOver(false)
          if (event.dataTransfer.files.length === 0) return
          event.preventDefault()
          void take(event.dataTransfer.files[0])
        }}
      />
      <div className="tools">
        <span className="sp s12 t2">
          {unsaved && 'What you wrote in File is not saved. Save or discard it first, so that nothing is lost.'}
        </span>
        {unsaved && (
          <button type="button" className="btn" onClick={() => showFile()}>
            Go to File
          </button>
        )}
        <button type="button" className="btn pri" aria-disabled={!can} onClick={() => void start()}>
          Import
        </button>
      </div>
      {(unread ?? trouble) !== null && (
        <div className="warn" role="alert" aria-live="polite">
          <TriangleAlert className="i i14" />
          {unread ?? trouble}
        </div>
      )}
      {outcome && <Outcome outcome={outcome} can={!unsaved} />}
    </div>
  )
}

/** Whom the imported rules are for. */
function Choices() {
  const { agents, workspace } = usePolicyImport()
  const known = useSlice('agents').filter(({ inside }) => inside === null)
  const workspaces = byWorkspace(useSlice('surfaces')).flatMap(group => (group.workspace ? [group.workspace] : []))
  return (
    <>
      <label className="pick">
        <span className="lab">For agents</span>
        <select className="fieldb" value={agents} onChange={event => change({ agents: event.target.value })}>
          <option value="*">Any agent</option>
          {known.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label className="pick">
        <span className="lab">On surfaces</span>
        <select
          className="fieldb"
          value={workspace ?? ''}
          onChange={event => change({ workspace: event.target.value || null })}
        >
          <option value="">Any surface</option>
          {workspaces.map(name => (
            <option key={name} value={name}>
              {workspaceName(name)}
            </option>
          ))}
        </select>
      </label>
    </>
  )
}

function Outcome({ outcome, can }: { outcome: Imported; can: boolean }) {
  const { text, faults, added } = outcome
  return (
    <section aria-label="What became of the document" className="import-out">
      {faults.length > 0 && (
        <>
          <div className="warn" role="alert" aria-live="polite">
            <TriangleAlert className="i i14" />
            {text === null ? 'Nothing was imported.' : 'Not all of it can be kept.'} {count(faults.length, 'part')} of
            the document {faults.length === 1 ? 'has' : 'have'} no meaning here:
          </div>
          <ul className="card finds" aria-label="What cannot be kept">
            {faults.map(({ path, message }) => (
              <li key={`${path} ${message}`} className="find-row sel">
                <span className="m s12">{path}</span>
                <span className="sp t2">{message}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {text !== null && faults.length > 0 && (
        <button type="button" className="btn" aria-disabled={!can} onClick={() => can && toFile(outcome)}>
          Put the {count(added, 'other rule')} into File
        </button>
      )}
      {text !== null && faults.length === 0 && (
        <p className="t2">
          {added === 0 ? 'The document gives nothing: it has no rule to add.' : `${count(added, 'rule')} went to File.`}
        </p>
      )}
    </section>
  )
}

function toFile({ text, hash, added }: Imported): void {
  const { accepted } = usePolicyDraft.getState()
  if (text === null || !accepted || text === accepted.text) return
  // The text names what it was put into; if that is another by now, saving says so.
  const base = accepted.hash === hash ? accepted : { text: accepted.text, hash }
  if (takeUp(base, text, `${count(added, 'rule')} of a document`)) showFile()
}

/** What was pressed goes with its part. */
function showFile(): void {
  choosePart('file', null)
  focusManager.element(tabOf('file'))
}
