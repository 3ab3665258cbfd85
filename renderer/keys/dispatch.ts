// One listener for the app's keys, in the capture phase of the window: it hears them before any terminal does.
import { now } from '../state/app-state.ts'
import { act } from './actions.ts'
import { actionOf } from './shortcuts.ts'

/** Starts listening. Returns the unsubscriber. */
export function listenForKeys(): () => void {
  const down = (event: KeyboardEvent) => {
    const action = actionOf(event, now()?.about.platform ?? '')
    if (!action) return
    // A held key acts once; a held Pause must never resume. Its repeats are not the program's either.
    const taken = event.repeat ? action !== 'copy' && action !== 'paste' : act(action)
    if (!taken) return
    event.preventDefault()
    event.stopPropagation()
  }
  window.addEventListener('keydown', down, { capture: true })
  return () => window.removeEventListener('keydown', down, { capture: true })
}
