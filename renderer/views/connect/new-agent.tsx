// The form for a new agent: a name and the level it starts with.
import { Plus, TriangleAlert } from 'lucide-react'
import { type FormEvent, useLayoutEffect, useRef, useState } from 'react'
import { LEVELS, type Level } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { focusManager } from '../../keys/focus.ts'
import type { ShownToken } from '../../state/agents.ts'
import { useSlice } from '../../state/app-state.ts'
import { isLocked } from '../../state/policy.ts'
import { LEVEL_MEANS, LEVEL_WORD } from '../../state/words.ts'
import { Ladder } from '../../ui/ladder.tsx'

export function NewAgent({ onAdded }: { onAdded(shown: ShownToken): void }) {
  const policy = useSlice('policy')
  const locked = isLocked(policy)
  const [name, setName] = useState('')
  const [level, setLevel] = useState<Level>('read')
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  // Opened by a person's click, and it may be below what is seen.
  useLayoutEffect(() => {
    field.current?.form?.scrollIntoView({ block: 'nearest' })
    focusManager.element(field.current)
  }, [])
  const add = async (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '' || busy) return
    setBusy(true)
    const answer = await call('agent.add', { name: name.trim(), level })
    setBusy(false)
    if (answer.ok) onAdded({ ...answer.value, name: name.trim(), renewed: false })
    else setFault(answer.message)
  }
  return (
    <form className="card block" onSubmit={add}>
      <label className="lab" htmlFor="agent-name">
        Name
      </label>
      <input
        ref={field}
        id="agent-name"
        className="fieldb"
        style={{ marginTop: -7, height: 32 }}
        maxLength={64}
        placeholder="Claude Code"
        autoComplete="off"
        disabled={locked}
        value={name}
        onChange={event => setName(event.target.value)}
      />
      <fieldset style={{ border: 0 }} disabled={locked}>
        <legend className="lab" style={{ marginBottom: 5 }}>
          It starts with this level on every surface
        </legend>
        <div className="radios">
          {LEVELS.map(option => (
            <label key={option} className={`radio ${option} ${option === level ? 'on' : ''}`}>
              <input
                type="radio"
                name="level"
                value={option}
                checked={option === level}
                onChange={() => setLevel(option)}
              />
              <span className="knob" />
              <span className="b">{LEVEL_WORD[option]}</span>
              <span className="t2 s12">{LEVEL_MEANS[option]}</span>
              <Ladder level={option} ask={null} />
            </label>
          ))}
        </div>
      </fieldset>
      {fault !== null && (
        <div className="warn" role="alert" aria-live="polite" style={{ margin: 0 }}>
          <TriangleAlert className="i i14" />
          {fault}
        </div>
      )}
      <div className="row">
        <span className="s12 t3 sp">
          {locked
            ? 'The policy cannot be changed here, so no agent can be added.'
            : 'You get a token to paste into its config. Change its level in Grants at any time.'}
        </span>
        <button type="submit" className="btn pri lg" disabled={locked || busy || name.trim() === ''}>
          <Plus className="i i14" />
          Add agent
        </button>
      </div>
    </form>
  )
}
