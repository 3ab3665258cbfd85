// Whether an agent may open surfaces, and how many of its own may be open at once: the open rule for it alone.
import { useState } from 'react'
import { toMatrix } from '../../keys/grants.ts'
import { setOpen } from '../../keys/grants-change.ts'
import { useSlice } from '../../state/app-state.ts'
import { opening, openPart } from '../../state/open-part.ts'
import { say } from '../../state/panel.ts'
import { Seg } from '../../ui/seg.tsx'
import { AskMe } from './level-part.tsx'

const LABELS = { any: 'As any agent', no: 'No', ask: <AskMe />, allow: 'Allow' } as const

/** As many as the contract takes. */
const MOST = 100

export function OpenPart({ agent, fixed }: { agent: string; fixed: boolean }) {
  const part = openPart(useSlice('grants').rules, agent)
  const counts = part.is === 'ask' || part.is === 'allow'
  const [text, setText] = useState<string | null>(null)
  const save = () => {
    if (text === null || (part.is !== 'ask' && part.is !== 'allow')) return
    setText(null)
    const max = text.trim() === '' ? null : Number(text)
    if (max !== null && !(Number.isInteger(max) && max >= 1 && max <= MOST)) {
      return say(`At most so many surfaces at once: a whole number from 1 to ${MOST}.`)
    }
    if (max !== part.max) void setOpen(agent, part.is, max)
  }
  return (
    <div>
      <div className="row">
        <span className="sp">Open surfaces</span>
        <Seg
          label="Open surfaces"
          value={part.is}
          disabled={fixed}
          choices={part.choices.map(value => ({ value, label: LABELS[value] }))}
          onChoose={to => {
            const { grant, max } = opening(part, to)
            void setOpen(agent, grant, max)
          }}
        />
      </div>
      {part.says.map(says => (
        <div key={says} className="s12 t3 of-ask">
          {says}
        </div>
      ))}
      {counts && (
        <div className="row s12 t3 of-ask">
          <span className="sp">At most so many of its own at once</span>
          <span className="fieldb rate num">
            <input
              aria-label="At most so many surfaces at once"
              inputMode="numeric"
              maxLength={3}
              placeholder="any"
              disabled={fixed}
              value={text ?? (part.max === null ? '' : String(part.max))}
              onChange={event => setText(event.target.value)}
              onBlur={save}
              onKeyDown={event => {
                if (event.key !== 'Enter' && event.key !== 'Escape') return
                if (event.key === 'Enter') save()
                else setText(null)
                event.preventDefault()
                event.stopPropagation()
                toMatrix()
              }}
            />
          </span>
        </div>
      )}
    </div>
  )
}
