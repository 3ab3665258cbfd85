// What tests of approvals share: a gate that asks, what waits in it, and a person who answers.
import type { ApprovalAnswer } from '../../../main/gate/gate-api.ts'
import type { Rule } from '../../../main/policy/model.ts'
import type { ApprovalView } from '../../../preload/contract.ts'
import { type Rig, rig, rule, settle } from './rig.ts'

export const asks = (more: Partial<Rule> = {}) => [rule('r1', '*', 'type', { ask: 'submit', ...more })]
export const room = (rules: Rule[] = asks()) => rig({ rules, people: true })

export function waiting(state: Rig): ApprovalView[] {
  return [...state.gate.approvals().waiting]
}

/** The one that waits, once it does. */
export async function asked(state: Rig): Promise<ApprovalView> {
  await settle()
  const [first, ...more] = waiting(state)
  if (!first || more.length > 0) throw new Error(`${waiting(state).length} wait`)
  return first
}

export async function answer(state: Rig, how: ApprovalAnswer['how'], more: Partial<ApprovalAnswer> = {}) {
  const { ref } = await asked(state)
  return state.gate.answer({ ref, how, ...more })
}

export const wrote = (state: Rig) => state.surface.bytes()
export const ofSends = (state: Rig) => state.records.filter(({ kind }) => kind === 'send')
export const story = (state: Rig) =>
  ofSends(state).map(({ actor, verdict, outcome, of, approval }) => [
    actor,
    verdict?.effect,
    outcome,
    of ?? null,
    approval !== null,
  ])
