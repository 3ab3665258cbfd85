// Refusals as agents get them: one table of which fields go out under which name. No words are made here; the gate
// says why.
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
  draft: 'draft',
} as const satisfies Record<Exclude<keyof Refusal, 'refused'>, string>

export function refused(refusal: Refusal): Answer {
  return { isError: true, result: named(refusal) }
}

/** A refusal in the contract's names. */
export function named(refusal: Refusal): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const [ours, theirs] of Object.entries(NAMES)) {
    const value = refusal[ours as keyof typeof NAMES]
    if (value !== undefined) result[theirs] = value
  }
  return result
}
