// What a person does with what ran when the app last ended: starts it again, takes up its conversation, or lets it go.
import { call } from '../api.ts'
import { now, shownIds } from '../state/app-state.ts'
import * as layout from '../state/layout.ts'
import { say } from '../state/panel.ts'
import { startingIds, useRestore } from '../state/restore.ts'
import { focusManager } from './focus.ts'
import { focusLauncher } from './launch.ts'

export function isDormant(id: string): boolean {
  return now()?.dormant.some(one => one.id === id) ?? false
}

/** Starts it as a new surface in the same pane. What keeps it from starting is said there. */
export async function startDormant(id: string, resume: boolean): Promise<void> {
  if (startingIds().includes(id)) return
  const preset = now()?.dormant.find(one => one.id === id)?.preset
  useRestore.setState(({ starting, faults }) => ({
    starting: [...starting, id],
    faults: { ...faults, [id]: undefined },
  }))
  const started = await call('dormant.start', { id, resume })
  // The person may have gone on meanwhile: then the keyboard stays where it is.
  const isHere = layout.focusedSurface() === id
  if (started.ok) layout.replaceSurface(id, started.value.id)
  useRestore.setState(({ starting }) => ({ starting: starting.filter(one => one !== id) }))
  if (started.ok) {
    if (isHere) focusManager.surface(started.value.id)
    return
  }
  const fault = { message: started.message, copy: null }
  useRestore.setState(({ faults }) => ({ faults: { ...faults, [id]: fault } }))
  if (started.code !== 'not_installed') return
  const list = await call('preset.list', { again: false })
  const copy = (list.ok && list.value.presets.find(one => one.id === preset)?.install?.command) || null
  useRestore.setState(({ faults }) => ({ faults: { ...faults, [id]: { ...fault, copy } } }))
}

/** It does not come back. */
export async function closeDormant(id: string): Promise<void> {
  const had = layout.focusedSurface() === id
  const closed = await call('dormant.close', { id })
  if (!closed.ok) return say(closed.message)
  takeAway(id, had)
}

/** What is closed is shown no more. `had`: it had the keyboard, which goes to its neighbour. */
export function takeAway(id: string, had: boolean): void {
  // Main's own word of it may still be on the way.
  const state = now()
  if (state) layout.follow(shownIds(state).filter(other => other !== id))
  if (!had) return
  const next = layout.focusedSurface()
  if (next === null) focusLauncher()
  else focusManager.surface(next)
}
