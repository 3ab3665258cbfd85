// What the app takes of a key press, now: by this platform, a person's own keys, what the keyboard is in. Asked for every press.
import type { CommandId } from '../../preload/contract.ts'
import { getsAllKeys } from '../state/all-keys.ts'
import { now } from '../state/app-state.ts'
import { focusManager } from './focus.ts'
import { actionOf, isPauseKey, type KeyPress } from './shortcuts.ts'

/** fields that hear the next press, whatever it is */
let recording = 0

/** Until the answer is called, a press is what a person sets as a key: only the Pause key acts. */
export function recordKeys(): () => void {
  recording += 1
  return () => {
    recording -= 1
  }
}

/** The command of a press; null = it is the program's, or the page's own. */
export function takenBy(press: KeyPress): CommandId | null {
  if (recording > 0) return isPauseKey(press) ? 'pause' : null
  const state = now()
  const command = actionOf(press, state?.about.platform ?? '', state?.settings.values.keys)
  return command === null || command === 'pause' || !inAllKeys() ? command : null
}

/** The keyboard is in a terminal whose program gets every key. */
export function inAllKeys(): boolean {
  const surface = focusManager.lastSurface()
  if (surface === null || !getsAllKeys(surface)) return false
  return document.activeElement?.classList.contains('xterm-helper-textarea') ?? false
}
