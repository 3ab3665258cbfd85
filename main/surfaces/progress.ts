// What a program tells of its progress (OSC 9;4), read from the body of its sequence. How long that is believed is not decided here.
import type { Progress } from '../../preload/contract.ts'

/** by the number that OSC 9;4 gives: none, a share, an error, of unknown length, paused */
const KINDS: readonly (Progress['is'] | null)[] = [null, 'busy', 'error', 'busy', 'waiting']
const UNKNOWN_LENGTH = 3

/**
 * What the body of an OSC 9 tells: a value of its own for each telling, null = nothing goes on any more, undefined = it is about
 * something else. An error or a pause without a share keeps the one before.
 */
export function readProgress(body: string, before: Progress | null): Progress | null | undefined {
  const [, kind, share] = /^4;([0-4])(?:;(\d{1,3})?.*)?$/.exec(body) ?? []
  if (kind === undefined) return undefined
  const number = Number(kind)
  const is = KINDS[number]
  if (!is) return null
  if (number === UNKNOWN_LENGTH) return { is, percent: null }
  const kept = is === 'busy' ? null : (before?.percent ?? null)
  return { is, percent: share === undefined ? kept : Math.min(100, Number(share)) }
}
