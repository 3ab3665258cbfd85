// What the app takes of a key press, now: by this platform, a person's own keys and the terminal the press is for.
import type { CommandId } from '../../preload/contract.ts'
import { now } from '../state/app-state.ts'
import { actionOf, type KeyPress } from './shortcuts.ts'

/** The command of a press; null = it is the program's, or the page's own. */
export function takenBy(press: KeyPress): CommandId | null {
  const state = now()
  return actionOf(press, state?.about.platform ?? '', state?.settings.values.keys)
}
