// The terminals' font: any name, and a list of common ones that are on this computer.
import { useEffect, useId, useState } from 'react'
import { changeSettings, useSetting } from '../../state/settings.ts'
import { fontFrom } from '../../state/settings-text.ts'
import { Field, type Told } from './field.tsx'
import { commonFonts, fontNote } from './fonts.ts'

export function FontControl({ label, describedBy }: Told) {
  const family = useSetting('fontFamily')
  const [fonts, setFonts] = useState<readonly string[]>([])
  const list = useId()
  const noteId = useId()
  // Measuring some thirty fonts takes a moment: not while the page is drawn.
  useEffect(() => {
    const timer = window.setTimeout(() => setFonts(commonFonts()))
    return () => window.clearTimeout(timer)
  }, [])
  const note = fontNote(family)
  return (
    <span className="set-field">
      <Field
        wide
        text={family}
        read={fontFrom}
        write={next => next}
        onValue={next => void changeSettings({ fontFamily: next })}
        placeholder="JetBrains Mono"
        list={list}
        label={label}
        describedBy={note === null ? describedBy : `${describedBy} ${noteId}`}
      />
      <datalist id={list}>
        {fonts.map(font => (
          <option key={font} value={font} />
        ))}
      </datalist>
      {note !== null && (
        <span className="s12 t2" role="status" id={noteId}>
          {note}
        </span>
      )}
    </span>
  )
}
