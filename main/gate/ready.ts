// May these bytes go in right now? (pure) Only about the surface's state: who may do what is the policy's.
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
  /** what it answers */
  readonly answers?: DialogSeen
  /** it goes in only at a shell's prompt; never with Enter */
  readonly atPrompt?: true
}

/** What asks, as an answer to it found it first: another one is not what was answered. */
export interface DialogSeen {
  /** as `Dialog.id`; null = it has no name */
  readonly dialog: string | null
  /** the program reads whole lines */
  readonly lines: boolean
  readonly group: number | null
}

export function dialogSeen({ dialog, tty, group }: Readiness): DialogSeen {
  return { dialog: dialog.id, lines: tty?.canonical === true, group }
}

/** Nothing asks now, or something else does. */
export function answerGone(state: Readiness, asked: DialogSeen): Trouble | null {
  const now = dialogSeen(state)
  const same = now.dialog === asked.dialog && now.lines === asked.lines && now.group === asked.group
  return same && state.dialog.open !== 'no' ? null : { code: 'dialog_gone', why: say.dialogGone() }
}

/** What the sender may do beyond submit, asked only where it comes to that. Null = a person, who may do all of it. */
export type Beyond = ((intent: 'answer' | 'secret') => Verdict) | null

/**
 * Everything that speaks against it, in the order in which it is asked. Empty = go. `person_typing` may pass by itself. `nameOf` turns an author into what people call it.
 */
export function ready(
  state: Readiness,
  gesture: Gesture,
  nameOf: (author: string) => string,
  beyond: Beyond,
): Trouble[] {
  const away = notThere(state)
  if (away) return [away]
  return present([
    beyond && personTyping(state),
    lineProblem(state, gesture, nameOf),
    // A person sees the terminal and may answer what it asks.
    beyond && secretProblem(state, beyond),
    beyond && dialogProblem(state, beyond),
    textProblem(state, gesture.text),
  ])
}

/** Nobody is asked about what cannot be sent whatever they say. */
export function notThere({ alive, unreached }: Pick<Readiness, 'alive' | 'unreached'>): Trouble | null {
  if (!alive) return { code: 'surface_exited', why: say.exited() }
  if (!unreached) return null
  const { why, retryMs } = unreached
  const retry = retryMs === null ? {} : { retryAfterMs: Math.max(1, Math.ceil(retryMs)) }
  return { code: 'not_connected', why: say.notConnected(why), ...retry }
}

/** Without the empty ones. */
export function present(found: readonly (Trouble | null)[]): Trouble[] {
  return found.filter(one => one !== null)
}

/** Whole lines without echo: what is typed now is meant to be a secret. */
export function secretProblem({ tty }: Readiness, beyond: NonNullable<Beyond>): Trouble | null {
  if (!tty?.canonical || tty.echo) return null
  const { effect, rule, lock, why } = beyond('secret')
  if (effect === 'allow') return null
  return { code: 'secret_prompt', effect, rule, lock, why: say.secret(why, effect), reason: say.askSecret() }
}

/** One key may answer it, so yes and unknown both need the sub-grant. */
export function dialogProblem({ dialog }: Readiness, beyond: NonNullable<Beyond>): Trouble | null {
  if (dialog.open === 'no') return null
  const { effect, rule, lock, why } = beyond('answer')
  if (effect === 'allow') return null
  const sentence = say.dialog(dialog.why)
  const reason = say.askDialog(dialog.why)
  return { code: 'dialog_open', effect, rule, lock, why: effect === 'deny' ? `${sentence} ${why}` : sentence, reason }
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

export function personTyping(state: Readiness): Trouble | null {
  const isBusy = state.composing || (state.sincePersonKey !== null && state.sincePersonKey < PERSON_QUIET_MS)
  return isBusy ? { code: 'person_typing', why: say.personTyping(), reason: say.askPersonTyping() } : null
}

/** Somebody else has something on the line. */
export function lineTaken({ line }: Readiness, sender: string, nameOf: (author: string) => string): Trouble | null {
  const others = line.by.filter(author => author !== sender || sender === 'person')
  if (others.length === 0) return null
  const names = others.map(nameOf)
  return { code: 'line_not_empty', why: say.lineTaken(names), reason: say.askLineTaken(names) }
}

function lineProblem(state: Readiness, gesture: Gesture, nameOf: (author: string) => string): Trouble | null {
  const { by } = state.line
  const taken = lineTaken(state, gesture.by, nameOf)
  if (taken) return taken
  if (gesture.text === '' && by.length === 0) {
    return { code: 'bad_arguments', why: say.nothingOfYours(), field: 'text', fix: say.giveText() }
  }
  // A program that reads keys has taken those of the answer before this one.
  if (gesture.answers?.lines === false) return null
  // The caller's own leftover and a new text would run as one line.
  if (gesture.text === '' || !gesture.enter || by.length === 0) return null
  return { code: 'line_not_empty', why: say.ownLeftover(), reason: say.askOwnLeftover() }
}
