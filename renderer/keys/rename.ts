// Giving a surface another name or workspace. What changes the grants of agents by it is asked about in its pane.
import { call } from '../api.ts'
import * as layout from '../state/layout.ts'
import { say, uncover } from '../state/panel.ts'
import { type RenameAsked, type RenamePart, useRename } from '../state/rename.ts'
import { focusManager } from './focus.ts'

type Renamed = { is: 'done' } | { is: 'asked' } | { is: 'refused'; message: string }

/** `asked`: it waits for a person's yes. `message` is for a person. */
export async function rename(surface: string, part: RenamePart, to: string, sure = false): Promise<Renamed> {
  const place = part === 'name' ? { name: to } : { workspace: to }
  const done = await call('surface.rename', { id: surface, ...place, sure })
  if (done.ok) return { is: 'done' }
  if (done.code !== 'grants_change') return { is: 'refused', message: done.message }
  uncover()
  layout.show(surface)
  useRename.setState({ asked: { surface, part, to, message: done.message } })
  return { is: 'asked' }
}

/** A person's answer to what was asked. The keyboard goes to the terminal it was asked in. */
export async function answerRename({ surface, part, to }: RenameAsked, yes: boolean): Promise<void> {
  useRename.setState({ asked: null })
  focusManager.surface(surface)
  const answer = yes ? await rename(surface, part, to, true) : null
  if (answer?.is === 'refused') say(answer.message)
}
