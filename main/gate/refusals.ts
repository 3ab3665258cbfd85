// A "no" on its way: what went wrong (`Trouble`), with the rule and effect it is answered with (`Refusal`). Values
// only; the sentences are in sentences.ts.
import type { Failure, Level, Verdict } from '../../preload/contract.ts'
import type { Refusal, RefusalCode } from './model.ts'

/** `cancelled` and the codes for a person's failures never reach an agent under that name. */
export interface Trouble {
  readonly code: RefusalCode | 'cancelled' | 'approval_gone' | 'approval_changed' | 'look_again' | 'managed'
  /** `why` in words for the person who is asked about it */
  readonly reason?: string
  /** what a person is asked about, where one code stands for several things */
  readonly asks?: 'program' | 'policy' | 'unseen' | 'others_draft' | 'not_own_line'
  readonly why: string
  readonly effect?: 'deny' | 'ask'
  readonly rule?: string | null
  readonly lock?: string | null
  readonly retryAfterMs?: number
  readonly index?: number
  readonly codePoint?: string
  readonly field?: string
  readonly fix?: string
}

/** These become asks where somebody can answer. */
const ASKS: readonly string[] = ['no_answer', 'person_typing', 'line_not_empty', 'dialog_open']

export function effectOf(trouble: Trouble): 'deny' | 'ask' {
  return trouble.effect ?? (ASKS.includes(trouble.code) ? 'ask' : 'deny')
}

/** The caller of what was cancelled is gone, so the name is nobody's to see; the record says `cancelled`. */
function isForAgents(code: Trouble['code']): code is RefusalCode {
  return !['cancelled', 'approval_gone', 'approval_changed', 'look_again', 'managed'].includes(code)
}

/** What is asked, so that consent to one thing is none to another. */
export function askedOf(trouble: Trouble): string {
  return trouble.asks ?? trouble.code
}

/** `verdict` and `allowed` are what the policy says there; null where the agent may not know. */
export function toRefusal(trouble: Trouble, verdict: Verdict | null, allowed: Level | null): Refusal {
  const { code, why, retryAfterMs, index, codePoint, field, fix } = trouble
  return {
    refused: true,
    code: isForAgents(code) ? code : 'no_answer',
    effect: effectOf(trouble),
    rule: trouble.rule ?? verdict?.rule ?? null,
    lock: trouble.lock ?? verdict?.lock ?? null,
    why,
    allowed,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(index === undefined ? {} : { index }),
    ...(codePoint === undefined ? {} : { codePoint }),
    ...(field === undefined ? {} : { field }),
    ...(fix === undefined ? {} : { fix }),
  }
}

export function toFailure(trouble: Trouble): Failure {
  return { ok: false, code: trouble.code, message: trouble.why }
}
