// An agent's name in the list. A click or Enter on it opens a field; Enter there saves, Escape and leaving it cancel.
import { Pencil } from 'lucide-react'
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import type { AgentSummary } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { focusManager } from '../../keys/focus.ts'
import { say } from '../../state/panel.ts'
import { nameFault } from '../../state/rename.ts'

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

function NameField({ agent, onClose }: { agent: AgentSummary; onClose(byKey: boolean): void }) {
  const [text, setText] = useState(agent.name)
  const [fault, setFault] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const busy = useRef(false)
  const left = useRef(false)
  const faultId = useId()
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
  const key = (event: KeyboardEvent) => {
    // Enter and Escape of an input method are not ours.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') onClose(true)
    else if (event.key === 'Enter') {
      if (!event.repeat && !busy.current) void save()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <span className="rn">
      <input
        ref={input}
        className="fieldb rn-in"
        aria-label={`Name of ${agent.name}`}
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : faultId}
        maxLength={64}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={event => {
          setText(event.target.value)
          setFault(null)
        }}
        onKeyDown={key}
        onBlur={() => onClose(false)}
      />
      {fault !== null && (
        <span className="rn-fault" role="alert" id={faultId}>
          {fault}
        </span>
      )}
    </span>
  )
}
