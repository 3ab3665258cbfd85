// The field for a surface's name or workspace, where that stands. Enter saves; Escape and leaving it cancel.
import { useLayoutEffect, useRef, useState } from 'react'
import type { SurfaceSummary } from '../../preload/contract.ts'
import { focusManager } from '../keys/focus.ts'
import { rename } from '../keys/rename.ts'
import { say } from '../state/panel.ts'
import { closeField, nameFault, type RenameField, useRename } from '../state/rename.ts'
import { NameInput } from '../ui/name-input.tsx'

export function RenameInput({ surface, field }: { surface: SurfaceSummary; field: RenameField }) {
  const before = surface[field.part]
  const [text, setText] = useState(before)
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  // Opened by a person's click or key; one that is gone from the page is not waiting to come back and take the focus.
  useLayoutEffect(() => {
    focusManager.element(input.current)
    input.current?.select()
    return () => closeField(field)
  }, [field])

  const leave = () => {
    closeField(field)
    focusManager.back()
  }
  const save = async () => {
    const to = text.trim()
    if (to === before) return leave()
    const wrong = nameFault(to)
    if (wrong !== null) return setFault(wrong)
    setBusy(true)
    const answer = await rename(surface.id, field.part, to)
    setBusy(false)
    const left = useRename.getState().field !== field
    if (answer.is === 'refused') return left ? say(answer.message) : setFault(answer.message)
    if (left) return
    if (answer.is === 'done') return leave()
    closeField(field)
    focusManager.surface(surface.id)
  }
  const write = (next: string) => {
    setText(next)
    setFault(null)
  }
  return (
    <NameInput
      input={input}
      label={field.part === 'name' ? `Name of ${surface.name}` : `Workspace of ${surface.name}`}
      text={text}
      fault={fault}
      onText={write}
      onSave={() => !busy && void save()}
      onCancel={leave}
      onLeave={() => closeField(field)}
    />
  )
}
