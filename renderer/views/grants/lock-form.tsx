// A lock for the selected cell: at most which level, and why. It applies when it is sent off, not before.
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import type { Level } from '../../../preload/contract.ts'
import { focusManager } from '../../keys/focus.ts'
import { toMatrix } from '../../keys/grants.ts'
import { setLock } from '../../keys/grants-change.ts'
import { useSlice } from '../../state/app-state.ts'
import { ANY } from '../../state/grants.ts'
import { useGrantsView } from '../../state/grants-view.ts'
import { lockHere, nameOfAgent, nameOfSurface } from '../../state/grants-words.ts'
import { LEVEL_WORD } from '../../state/words.ts'
import { Seg } from '../../ui/seg.tsx'

const CAPS: readonly Level[] = ['none', 'read', 'type']

export function LockForm({ agent, surface }: { agent: string; surface: string }) {
  const before = lockHere(useSlice('grants').rules, agent, surface)
  const [level, setLevel] = useState<Level>(before?.level ?? 'read')
  const [reason, setReason] = useState(before?.reason ?? '')
  const form = useRef<HTMLFormElement>(null)
  const who = nameOfAgent(agent, useSlice('agents'))
  const where = nameOfSurface(surface, useSlice('surfaces'))
  // A person has asked for it, by a click or a key.
  useLayoutEffect(
    () => focusManager.element(form.current?.querySelector<HTMLElement>('[aria-checked="true"]') ?? null),
    [],
  )
  const close = () => {
    useGrantsView.setState({ locking: null })
    toMatrix()
  }
  const save = async () => {
    if (await setLock({ agent, surface }, { level, ask: null }, reason)) close()
  }
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    close()
  }
  return (
    <form
      ref={form}
      className="lock-form"
      aria-label={`Limit ${who} in ${where}`}
      onKeyDown={key}
      onSubmit={event => {
        event.preventDefault()
        void save()
      }}
    >
      <div className="lab">
        {who} {surface === ANY ? 'on every surface' : `in ${where}`} gets at most
      </div>
      <Seg
        label="At most"
        wide
        value={level}
        choices={CAPS.map(cap => ({ value: cap, tone: cap, label: LEVEL_WORD[cap] }))}
        onChoose={cap => setLevel(cap)}
      />
      <input
        className="fieldb"
        aria-label="Reason for the lock"
        placeholder="Why, for you and in refusals"
        maxLength={200}
        spellCheck={false}
        value={reason}
        onChange={event => setReason(event.target.value)}
      />
      <div className="row">
        <span className="t3 s11 sp">A lock caps every rule and never raises.</span>
        <button type="button" className="btn sm gh" onClick={close}>
          Cancel
        </button>
        <button type="submit" className="btn sm pri">
          Lock
        </button>
      </div>
    </form>
  )
}
