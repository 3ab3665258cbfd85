// May these bytes go in right now? (pure) Only about the surface's state: who may do what is the policy's. `wait` means
// the same question may have another answer soon; everything else is a refusal with its own code.
import type { Readiness } from '../surfaces/surface.ts'
import type { Trouble } from './refusals.ts'
import { say } from './sentences.ts'
import { firstUnpasted } from './text-filter.ts'

/** A send waits this long after a person's last key. */
const PERSON_QUIET_MS = 1500

/** What is about to go in. No text and `enter` = Enter alone. */
export interface Gesture {
  /** 'person' or an agent's id */
  readonly by: string
  /** whose text a person releases */
  readonly author?: string
  readonly text: string
  readonly enter: boolean
}

/** Null = go. `nameOf` turns an author into what people call it. */
export function ready(state: Readiness, gesture: Gesture, nameOf: (author: string) => string): Trouble | 'wait' | null {
  if (!state.alive) return { code: 'surface_exited', why: say.exited() }
  const byPerson = gesture.by === 'person'
  if (!byPerson && personIsBusy(state)) return 'wait'
  const line = lineProblem(state, gesture, nameOf)
  if (line) return line
  // A person sees the terminal and may answer what it asks.
  if (!byPerson && state.dialog.open !== 'no') return { code: 'dialog_open', why: say.dialog(state.dialog.why) }
  const loose = state.bracketedPaste ? null : firstUnpasted(gesture.text)
  if (loose) return { code: 'bad_text', why: say.unpasted(loose.name), index: loose.index, codePoint: loose.codePoint }
  return null
}

function personIsBusy(state: Readiness): boolean {
  return state.composing || (state.sincePersonKey !== null && state.sincePersonKey < PERSON_QUIET_MS)
}

function lineProblem(state: Readiness, gesture: Gesture, nameOf: (author: string) => string): Trouble | null {
  const { by } = state.line
  const others = by.filter(author => author !== gesture.by || gesture.by === 'person')
  if (others.length > 0) return { code: 'line_not_empty', why: say.lineTaken(others.map(nameOf)) }
  if (gesture.text === '' && by.length === 0) {
    return { code: 'bad_arguments', why: say.nothingOfYours(), field: 'text', fix: say.giveText() }
  }
  // The caller's own leftover and a new text would run as one line.
  if (gesture.text !== '' && gesture.enter && by.length > 0) return { code: 'line_not_empty', why: say.ownLeftover() }
  return null
}
