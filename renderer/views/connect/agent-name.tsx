// An agent's name in the list. A click or Enter on it opens a field; Enter there saves, Escape and leaving it cancel.
import { Pencil } from 'lucide-react'
import { useLayoutEffect, useRef, useState } from 'react'
import type { AgentSummary } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { focusManager } from '../../keys/focus.ts'
import { say } from '../../state/panel.ts'
import { nameFault } from '../../state/rename.ts'
import { NameInput } from '../../ui/name-input.tsx'

/** `fixed`: the policy cannot be changed now. */
export function AgentName({ agent, fixed }: { agent: AgentSummary; fixed: boolean }) {
  const [open, setOpen] = useState(false)
  const [back, setBack] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  // The field a person has left by a key had the keyboard: it goes to what opened it.
  useLayoutEffect(() => {
    if (!back) return
    setBack(false)
    focusManager.element(button.current)
  }, [back])
  const close = (byKey: boolean) => {
    setOpen(false)
    setBack(byKey)
  }
  if (open) return <NameField agent={agent} onClose={close} />
  if (fixed) return <span className="b tr">{agent.name}</span>
  return (
    <button
      ref={button}
      type="button"
      className="agent-name b"
      title={`Rename ${agent.name}`}
      aria-label={`Rename ${agent.name}`}
      onClick={() => setOpen(true)}
    >
      <span className="tr">{agent.name}</span>
      <Pencil className="i i12" />
    </button>
  )
}

/** Also in the row of Grants. */
export function NameField({ agent, onClose }: { agent: AgentSummary; onClose(byKey: boolean): void }) {
  const [text, setText] = useState(agent.name)
  const [fault, setFault] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const busy = useRef(false)
  const left = useRef(false)
  useLayoutEffect(() => {
    left.current = false
    focusManager.element(input.current)
    input.current?.select()
    return () => {
      left.current = true
    }
  }, [])

  const save = async () => {
    const name = text.trim()
    if (name === agent.name) return onClose(true)
    const wrong = nameFault(name)
    if (wrong !== null) return setFault(wrong)
    busy.current = true
    const answer = await call('agent.rename', { id: agent.id, name })
    busy.current = false
    if (!answer.ok) return left.current ? say(answer.message) : setFault(answer.message)
    if (!left.current) onClose(true)
  }
  const write = (next: string) => {
    setText(next)
    setFault(null)
  }
  return (
    <NameInput
      input={input}
      label={`Name of ${agent.name}`}
      text={text}
      fault={fault}
      onText={write}
      onSave={() => !busy.current && void save()}
      onCancel={() => onClose(true)}
      onLeave={() => onClose(false)}
    />
  )
}
