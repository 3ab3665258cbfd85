// Schemes out of files of other programs: chosen with a button, or dropped on the section.
import { FileUp, TriangleAlert, X } from 'lucide-react'
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import type { Scheme } from '../../../preload/contract.ts'
import { importSchemes } from '../../state/scheme-import.ts'
import { changeSettings, setting } from '../../state/settings.ts'

const MOST_BYTES = 1024 * 1024

interface Outcome {
  readonly imported: readonly string[]
  readonly faults: readonly string[]
}

/** Its children, as a place to drop files on, then the button, where it is `shown`, and what became of the last files. */
export function ImportArea({ shown, children }: { shown: boolean; children: ReactNode }) {
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const take = async (files: readonly File[]) => setOutcome(await importFiles(files))
  const drag = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setOver(true)
  }
  const drop = (event: DragEvent) => {
    setOver(false)
    if (event.dataTransfer.files.length === 0) return
    event.preventDefault()
    void take([...event.dataTransfer.files])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button below does the same by keyboard
    <div
      className={over ? 'set-drop over' : 'set-drop'}
      onDragOver={drag}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {children}
      {(shown || outcome) && (
        <div className="set-row set-import">
          <div className="set-words">
            <h3 className="b" id="import-title">
              Import a scheme
            </h3>
            <p className="s12 t2" id="import-help">
              From iTerm2 (.itermcolors), Windows Terminal (a scheme or its settings.json) or Gatehouse (JSON). Files
              can be dropped here too.
            </p>
          </div>
          <div className="set-control">
            <input
              ref={input}
              type="file"
              className="hidden"
              tabIndex={-1}
              aria-hidden="true"
              multiple
              accept=".itermcolors,.json,.jsonc,.xml,.plist"
              data-testid="import-file"
              onChange={event => {
                void take([...(event.target.files ?? [])])
                event.target.value = ''
              }}
            />
            <button type="button" className="btn" aria-describedby="import-help" onClick={() => input.current?.click()}>
              <FileUp className="i i14" />
              Import…
            </button>
          </div>
          {outcome && <Said outcome={outcome} onClose={() => setOutcome(null)} />}
        </div>
      )}
    </div>
  )
}

function Said({ outcome: { imported, faults }, onClose }: { outcome: Outcome; onClose(): void }) {
  return (
    <div className="set-said">
      <div className="sp">
        {imported.length > 0 && (
          <p className="s12" role="status">
            Imported: {imported.join(', ')}. Choose it above.
          </p>
        )}
        {faults.map(fault => (
          <p key={fault} className="set-fault s12 sel" role="alert" aria-live="polite">
            <TriangleAlert className="i i14" />
            {fault}
          </p>
        ))}
      </div>
      <button
        type="button"
        className="ib x24"
        title="Close"
        aria-label="Close what became of the import"
        onClick={onClose}
      >
        <X className="i i14" />
      </button>
    </div>
  )
}

async function importFiles(files: readonly File[]): Promise<Outcome> {
  const faults: string[] = []
  const schemes: Scheme[] = []
  const before = setting('schemes')
  for (const file of files) {
    if (file.size > MOST_BYTES) {
      faults.push(`${file.name}: it is larger than 1 MiB, which no scheme is.`)
      continue
    }
    const text = await file.text().catch(() => null)
    if (text === null) {
      faults.push(`${file.name}: it could not be read.`)
      continue
    }
    const found = importSchemes(text, file.name, [...before, ...schemes])
    schemes.push(...found.schemes)
    faults.push(...found.faults)
  }
  const kept = schemes.length === 0 || (await changeSettings({ schemes: [...before, ...schemes] }))
  return { imported: kept ? schemes.map(({ name }) => name) : [], faults }
}
