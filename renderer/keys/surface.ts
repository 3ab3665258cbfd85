// What a person does to one surface by a command, a menu or the palette: another name, another workspace, every key to its program.

import { getsAllKeys, toggleAllKeys } from '../state/all-keys.ts'
import { now } from '../state/app-state.ts'
import * as layout from '../state/layout.ts'
import { say, uncover } from '../state/panel.ts'
import { openField, type RenamePart } from '../state/rename.ts'
import { focusManager } from './focus.ts'

/** Opens the field in its pane. False: there is no such surface. */
export function changeName(id: string | null, part: RenamePart): boolean {
  const surface = found(id)
  if (!surface) return false
  uncover()
  layout.show(surface.id)
  // Where the keyboard is once the field is left.
  focusManager.surface(surface.id)
  openField({ surface: surface.id, part, at: 'pane' })
  return true
}

/** Every key to its program, or no longer. False: there is no such surface. */
export function switchAllKeys(id: string | null): boolean {
  const surface = found(id)
  if (!surface) return false
  toggleAllKeys(surface.id)
  say(
    getsAllKeys(surface.id)
      ? `Every key goes to the program in ${surface.name}, but the keys that pause. Click the words in its header to end that.`
      : `${surface.name} leaves Gatehouse its keys again.`,
  )
  return true
}

const found = (id: string | null) => now()?.surfaces.find(surface => surface.id === id) ?? null
