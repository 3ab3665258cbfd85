// What opens `file:line`: an editor with a name, or a program and arguments of a person's own.
import { useState } from 'react'
import { changeSettings, useSetting } from '../../state/settings.ts'
import { argvFrom, argvText, EDITORS, editorPlace } from '../../state/settings-text.ts'
import { Field, type Told } from './field.tsx'

const OTHER = 'other'

export function EditorControl({ label, describedBy }: Told) {
  const argv = useSetting('editor')
  const place = editorPlace(argv)
  // Another program is chosen, but not yet written.
  const [asked, setAsked] = useState(false)
  const other = asked || place < 0
  const choose = (value: string) => {
    setAsked(value === OTHER)
    if (value !== OTHER) void changeSettings({ editor: [...EDITORS[Number(value)]!.argv] })
  }
  return (
    <span className="set-field">
      <select
        className="fieldb wide"
        aria-label={label}
        aria-describedby={describedBy}
        value={other ? OTHER : String(place)}
        onChange={event => choose(event.target.value)}
      >
        {EDITORS.map(({ name }, i) => (
          <option key={name} value={String(i)}>
            {name}
          </option>
        ))}
        <option value={OTHER}>Another program</option>
      </select>
      {other ? (
        <>
          <Field
            wide
            text={argvText(argv)}
            read={argvFrom}
            write={argvText}
            onValue={next => void changeSettings({ editor: [...next] })}
            placeholder="code -g {file}:{line}:{column}"
            label="Program and arguments of the editor"
            describedBy="editor-argv-help"
          />
          <span className="s12 t3" id="editor-argv-help">
            {'{file}, {line} and {column} are put in. Quotes hold words together; no shell reads it.'}
          </span>
        </>
      ) : (
        argv.length > 0 && <span className="s12 t3 m">{argvText(argv)}</span>
      )}
    </span>
  )
}
