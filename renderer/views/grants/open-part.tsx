// Whether an agent may open surfaces, and how many of its own may be open at once: the open rule for it alone.
import { useState } from 'react'
import { toMatrix } from '../../keys/grants.ts'
import { setOpen } from '../../keys/grants-change.ts'
import { useSlice } from '../../state/app-state.ts'
import { say } from '../../state/panel.ts'
import { Seg } from '../../ui/seg.tsx'
import { AskMe } from './level-part.tsx'

/** As many as the contract takes. */
const MOST = 100

export function OpenPart({ agent, fixed }: { agent: string; fixed: boolean }) {
  const line = useSlice('grants').rules.find(one => one.kind === 'open' && one.cell?.agent === agent)
  const open = line?.open ?? null
  const [text, setText] = useState<string | null>(null)
  const save = () => {
    if (text === null || open === null) return
    setText(null)
    const max = text.trim() === '' ? null : Number(text)
    if (max !== null && !(Number.isInteger(max) && max >= 1 && max <= MOST)) {
      return say(`At most so many surfaces at once: a whole number from 1 to ${MOST}.`)
    }
    if (max !== open.max) void setOpen(agent, open.grant, max)
  }
  return (
    <div>
      <div className="row">
        <span className="sp">Open surfaces</span>
        <Seg
          label="Open surfaces"
          value={open?.grant ?? 'no'}
          disabled={fixed}
          choices={[
            { value: 'no', label: 'No' },
            { value: 'ask', label: <AskMe /> },
            { value: 'allow', label: 'Allow' },
          ]}
          onChoose={to => void setOpen(agent, to === 'no' ? null : to, to === 'no' ? null : (open?.max ?? null))}
        />
      </div>
      {open !== null && (
        <div className="row s12 t3 of-ask">
          <span className="sp">At most so many of its own at once</span>
          <span className="fieldb rate num">
            <input
              aria-label="At most so many surfaces at once"
              inputMode="numeric"
              maxLength={3}
              placeholder="any"
              disabled={fixed}
              value={text ?? (open.max === null ? '' : String(open.max))}
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
