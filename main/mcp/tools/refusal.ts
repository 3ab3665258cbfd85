// Refusals as agents get them: one table of which fields go out under which name. No words are made here; the gate
// says why.
import { z } from 'zod'
import { levelSchema } from '../../../preload/contract.ts'
import type { Refusal } from '../../gate/model.ts'
import type { Answer } from './tool.ts'

const NAMES = {
  code: 'code',
  effect: 'effect',
  rule: 'rule',
  lock: 'lock',
  why: 'why',
  allowed: 'allowed',
  retryAfterMs: 'retry_after_ms',
  index: 'index',
  codePoint: 'code_point',
  field: 'field',
  fix: 'fix',
} as const satisfies Record<Exclude<keyof Refusal, 'refused'>, string>

/** How a refusal looks, for output schemas. */
export const refusalShape = z.looseObject({
  code: z.string().describe('which refusal: denied, paused, no_answer, bad_arguments, …'),
  effect: z.enum(['deny', 'ask']),
  rule: z.string().nullable(),
  lock: z.string().nullable(),
  why: z.string(),
  allowed: levelSchema.nullable().describe('what you may do there'),
})

export function refused(refusal: Refusal): Answer {
  const result: Record<string, unknown> = {}
  for (const [ours, theirs] of Object.entries(NAMES)) {
    const value = refusal[ours as keyof typeof NAMES]
    if (value !== undefined) result[theirs] = value
  }
  return { isError: true, result }
}
