// Sends with keys for the tests of idempotency: how they are made, and every answer that is kept.
import type { Agent, TextRequest } from '../../../main/gate/model.ts'
import { codex, cursor, type Rig, rule } from './rig.ts'

/** cursor may submit, codex may type. */
export const RULES = [rule('r1', 'cursor', 'submit'), rule('r2', 'codex', 'type')]

export const keyed = (key: string, text = 'one', signal?: AbortSignal): TextRequest => {
  return { intent: 'submit', surface: 'api', text, key, ...(signal ? { signal } : {}) }
}
export const typed = (key: string, text = 'one'): TextRequest => ({ intent: 'type', surface: 'api', text, key })

/** Every answer that is kept: who sends what, and how the surface is made to take it. */
export const KEPT: [outcome: string, agent: Agent, request: TextRequest, prepare?: (rigged: Rig) => void][] = [
  ['staged', codex, typed('k')],
  ['inserted', cursor, typed('k')],
  ['submitted', cursor, keyed('k')],
  ['unconfirmed', cursor, keyed('k'), ({ surface }) => Object.assign(surface, { seenToSubmit: false })],
  ['failed', cursor, keyed('k'), ({ surface }) => breakDelivery(surface)],
  ['unknown', cursor, keyed('k'), ({ surface }) => Object.assign(surface, { loses: 'unknown' })],
]

/** The next delivery fails after the text went in. */
function breakDelivery(surface: Rig['surface']): void {
  const deliver = surface.deliver.bind(surface)
  surface.deliver = async delivery => {
    surface.deliver = deliver
    await deliver({ ...delivery, enter: false })
    return { outcome: 'failed', bytes: 3, evidence: 'the program ended' }
  }
}
