// May these keys go in right now? (pure) The same order of questions as ready.ts asks of a text. Which sub-grants their
// classes need always is keys.ts; here is what depends on the line, the dialog and the terminal.
import type { KeyClass, KeyList, Readiness } from '../surfaces/surface.ts'
import { type Beyond, dialogProblem, lineTaken, notThere, personTyping, present, secretProblem } from './ready.ts'
import type { Trouble } from './refusals.ts'
import { say } from './sentences.ts'

/** These never stand for anything but the caller's own text, unless the caller may answer. */
const OWN_ONLY: readonly KeyClass[] = ['submit', 'edit']

/** What terminals act on as they come, each known to its key's class: C-c C-d Backspace C-o C-q C-r C-s C-u C-v C-w C-z C-\ */
const USUAL: readonly number[] = [3, 4, 8, 15, 17, 18, 19, 21, 22, 23, 26, 28, 127]

/** Empty = go, as in ready.ts. `by` is the agent; `beyond` says what it may do beyond submit. */
export function keysReady(
  state: Readiness,
  { by, keys }: { readonly by: string; readonly keys: KeyList },
  nameOf: (author: string) => string,
  beyond: Beyond,
): Trouble[] {
  const away = notThere(state)
  if (away) return [away]
  return present([
    beyond && personTyping(state),
    lineTaken(state, by, nameOf),
    beyond && secretProblem(state, beyond),
    beyond && answerProblem(state, keys, beyond),
    actingProblem(state, keys),
  ])
}

function answerProblem(state: Readiness, { keys, classes }: KeyList, beyond: NonNullable<Beyond>): Trouble | null {
  // The grant to interrupt is for whatever runs, and what runs may be asking.
  const dialog = classes.every(one => one === 'interrupt') ? null : dialogProblem(state, beyond)
  if (dialog) return dialog
  // Nobody else is on the line by now.
  if (state.line.by.length > 0 || !classes.some(one => OWN_ONLY.includes(one))) return null
  const { effect, rule, lock, why } = beyond('answer')
  if (effect === 'allow') return null
  const names = keys.map(({ name }) => name).join(' ')
  const trouble = { effect, rule, lock, why: say.notYourLine(names, why), reason: say.askNotYourLine(names) }
  return { ...trouble, code: effect === 'ask' ? 'no_answer' : 'denied', asks: 'not_own_line' }
}

/** A key that this terminal has been told to act on is not what its class says. */
function actingProblem({ tty }: Readiness, { keys, codes }: KeyList): Trouble | null {
  const at = codes.findIndex(code => code !== null && !USUAL.includes(code) && tty?.control.includes(code))
  if (at < 0) return null
  const name = keys[at]!.name
  return { code: 'bad_arguments', why: say.actingKey(at, name), field: 'keys', fix: say.leaveOut(name) }
}
