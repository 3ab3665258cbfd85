// Waiting until a program that was given work is done with it, as far as can be known: idle, waiting for a person, or ended.
import type { WaitResult } from '../../gate/wait.ts'
import type { Call } from '../tools/tool.ts'

/** `unseen`: the wait was refused. It ends nothing but the wait, after `timeoutMs` at the latest. */
export async function untilItStands(
  { gate, agent, signal, progress }: Call,
  surface: string,
  timeoutMs: number,
): Promise<WaitResult['reason'] | 'unseen'> {
  const other = new AbortController()
  const either = AbortSignal.any([signal, other.signal])
  const what = { surface, timeoutMs, signal: either }
  const onProgress = progress && ((ms: number) => progress(`Waiting for ${surface}.`, Math.round(ms / 1000)))
  const first = await Promise.race([
    gate.wait(agent, { ...what, until: 'idle', onProgress }),
    gate.wait(agent, { ...what, until: 'needs_you' }),
  ])
  other.abort()
  return first.refused ? 'unseen' : first.reason
}
