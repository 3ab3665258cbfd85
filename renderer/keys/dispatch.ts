// One listener for the app's keys, in the capture phase of the window: it hears them before any terminal does.
import { act } from './actions.ts'
import { heldFate } from './shortcuts.ts'
import { takenBy } from './taken.ts'

/** Starts listening. Returns the unsubscriber. */
export function listenForKeys(): () => void {
  const down = (event: KeyboardEvent) => {
    const action = takenBy(event)
    if (!action) {
      // Enter held on a button would press it again and again: Pause, Resume, Pause.
      if (event.repeat && event.key === 'Enter' && event.target instanceof HTMLButtonElement) event.preventDefault()
      return
    }
    const fate = event.repeat ? heldFate(action) : 'act'
    const taken = fate === 'act' ? act(action) : fate === 'swallow'
    if (!taken) return
    event.preventDefault()
    event.stopPropagation()
  }
  window.addEventListener('keydown', down, { capture: true })
  return () => window.removeEventListener('keydown', down, { capture: true })
}
