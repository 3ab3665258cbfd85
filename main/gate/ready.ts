// May these bytes go in right now? (pure) Only about the surface's state: who may do what is the policy's. `wait` means
// the same question may have another answer soon; everything else is a refusal with its own code.
import type { Verdict } from '../../preload/contract.ts'
import type { KeyList, Readiness } from '../surfaces/surface.ts'
import type { Trouble } from './refusals.ts'
import { say } from './sentences.ts'
import { type BadText, firstBeyondLine, firstControl, firstUnpasted } from './text-filter.ts'

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
  /** instead of text and Enter: keys-ready.ts */
  readonly keys?: KeyList
}

/** What the sender may do beyond submit, asked only where it comes to that. Null = a person, who may do all of it. */
export type Beyond = ((intent: 'answer' | 'secret') => Verdict) | null

/** Null = go. `nameOf` turns an author into what people call it. */
export function ready(
  state: Readiness,
  gesture: Gesture,
  nameOf: (author: string) => string,
  beyond: Beyond,
): Trouble | 'wait' | null {
  if (!state.alive) return { code: 'surface_exited', why: say.exited() }
  if (beyond && personIsBusy(state)) return 'wait'
  const line = lineProblem(state, gesture, nameOf)
  if (line) return line
  // A person sees the terminal and may answer what it asks.
  const asked = beyond && (secretProblem(state, beyond) ?? dialogProblem(state, beyond))
  return asked ?? textProblem(state, gesture.text)
}

/** Whole lines without echo: what is typed now is meant to be a secret. */
export function secretProblem({ tty }: Readiness, beyond: NonNullable<Beyond>): Trouble | null {
  if (!tty?.canonical || tty.echo) return null
  const { effect, rule, lock, why } = beyond('secret')
  return effect === 'allow' ? null : { code: 'secret_prompt', effect, rule, lock, why: say.secret(why, effect) }
}

/** One key may answer it, so yes and unknown both need the sub-grant. */
export function dialogProblem({ dialog }: Readiness, beyond: NonNullable<Beyond>): Trouble | null {
  if (dialog.open === 'no') return null
  const { effect, rule, lock, why } = beyond('answer')
  if (effect === 'allow') return null
  const sentence = say.dialog(dialog.why)
  return { code: 'dialog_open', effect, rule, lock, why: effect === 'deny' ? `${sentence} ${why}` : sentence }
}

/** What this program, or the terminal in its present modes, would act on. */
function textProblem({ tty, bracketedPaste }: Readiness, text: string): Trouble | null {
  const loose = bracketedPaste ? null : firstUnpasted(text)
  if (loose) return { code: 'bad_text', why: say.unpasted(loose.name), index: loose.index, codePoint: loose.codePoint }
  if (!tty) return null
  const acted = firstControl(text, tty.control)
  if (acted)
    return { code: 'bad_text', why: say.controlHere(acted.name, acted.codePoint, acted.index), ...place(acted) }
  const long = tty.canonical ? firstBeyondLine(text) : null
  return long && { code: 'bad_text', why: say.lineTooLong(long.index), ...place(long) }
}

function place({ index, codePoint }: BadText) {
  return { index, codePoint }
}

export function personIsBusy(state: Readiness): boolean {
  return state.composing || (state.sincePersonKey !== null && state.sincePersonKey < PERSON_QUIET_MS)
}

/** Somebody else has something on the line. */
export function lineTaken({ line }: Readiness, sender: string, nameOf: (author: string) => string): Trouble | null {
  const others = line.by.filter(author => author !== sender || sender === 'person')
  return others.length === 0 ? null : { code: 'line_not_empty', why: say.lineTaken(others.map(nameOf)) }
}

function lineProblem(state: Readiness, gesture: Gesture, nameOf: (author: string) => string): Trouble | null {
  const { by } = state.line
  const taken = lineTaken(state, gesture.by, nameOf)
  if (taken) return taken
  if (gesture.text === '' && by.length === 0) {
    return { code: 'bad_arguments', why: say.nothingOfYours(), field: 'text', fix: say.giveText() }
  }
  // The caller's own leftover and a new text would run as one line.
  if (gesture.text !== '' && gesture.enter && by.length > 0) return { code: 'line_not_empty', why: say.ownLeftover() }
  return null
}
