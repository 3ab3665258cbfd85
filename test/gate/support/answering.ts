// Answers for the tests of answer_prompt: a surface where something asks, and how an answer is given.
import type { AnswerRequest, SendRequest } from '../../../main/gate/model.ts'
import type { Rule } from '../../../main/policy/model.ts'
import type { Dialog, TtyState } from '../../../main/surfaces/surface.ts'
import { cursor, type Rig, rig, rule, settle, short } from './rig.ts'

export const answering = (choice: string, more: Partial<AnswerRequest> = {}): AnswerRequest => {
  return { intent: 'answer', surface: 'api', choice, ...more }
}
export const allowed = { answer: 'allow' } as const
export const all = { answer: 'allow', interrupt: 'allow' } as const

export const asks = (id: string | null): Dialog => ({ open: 'yes', why: 'It asks.', id })
export const runs: Dialog = { open: 'unknown', why: 'a script runs', id: null }
export const none: Dialog = { open: 'no', why: 'the shell is at its prompt', id: null }
const raw: TtyState = { canonical: false, echo: false, signals: true, control: [3] }
export const lines: TtyState = { canonical: true, echo: true, signals: true, control: [3, 4, 26, 28] }
export const never = () => new Promise<void>(() => {})

/** Something runs that reads keys. */
export function asking(more: Partial<Rule> = allowed, options: Parameters<typeof rig>[0] = {}): Rig {
  const state = rig({ rules: [rule('r1', '*', 'submit', more)], ...options })
  Object.assign(state.surface, { dialog: runs, tty: raw, bracketedPaste: false })
  return state
}
/** What the surface says of a dialog, from now on. */
export const says = ({ surface }: Pick<Rig, 'surface'>, dialog: Dialog) => Object.assign(surface, { dialog })
export const agentBytes = ({ surface }: Rig) =>
  surface.writes.filter(({ by }) => by !== 'person').map(({ data }) => data)

/** Lets the time pass that a send may wait. */
export async function ended<T>(state: Rig, sending: Promise<T>): Promise<T> {
  for (let waited = 0; waited < 12; waited++) {
    await settle()
    state.clock.advance(1000)
  }
  return sending
}
export const give = async (state: Rig, request: SendRequest) =>
  short(await ended(state, state.gate.send(cursor, request)))
