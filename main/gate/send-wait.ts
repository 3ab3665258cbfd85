// A submit that also waits for what comes of it: the wait begins at the place where the surface stood right before the
// first byte, so that nothing printed since is missed. Sending and waiting are decided as they are one by one.
import { refuse, startCall } from './call.ts'
import type { Core } from './core.ts'
import type { Agent, Refusal, SendOutcome, SendRequest } from './model.ts'
import { resolve } from './resolve.ts'
import { wait, waitTrouble } from './wait.ts'

/**
 * What cannot be waited for is refused before anything is sent. Once it is sent the answer says so, whatever becomes of
 * the wait: one that is refused is left out. Throws what `send` and reading throw.
 */
export async function sendAndWait(
  core: Core,
  agent: Agent,
  request: SendRequest,
  send: () => Promise<SendOutcome | Refusal>,
): Promise<SendOutcome | Refusal> {
  if (request.intent !== 'submit' || !request.wait) return send()
  const { text = null, draft = null, key = null, signal, wait: wanted } = request
  const found = core.broken() ? null : resolve(core, agent, request.surface)
  const target = found && 'surface' in found ? found : null
  const trouble = waitTrouble(core, agent, wanted.until)
  if (trouble) {
    const call = startCall(core, agent, { intent: 'submit', text, draft, key })
    return refuse(core, call, target?.surface.facts ?? null, trouble, target && { level: target.grant.level })
  }
  const sent = await send()
  if (sent.refused || (sent.outcome !== 'submitted' && sent.outcome !== 'unconfirmed')) return sent
  const { cursor } = sent
  const { until, timeoutMs, onProgress } = wanted
  // By its id: a person may have renamed it meanwhile.
  const surface = target?.surface.facts.id ?? request.surface
  const waited = await wait(core, agent, { surface, until, timeoutMs, cursor, signal, onProgress })
  return waited.refused ? sent : { ...sent, wait: waited }
}
