// The words that the window, the gate and the policy share, with their schemas: levels, intents, verdicts, ids.
import { z } from 'zod'
import { MOST_NAME, NAME } from './patterns.ts'

/** The ladder, lowest first. The index is the rank. */
export const LEVELS = ['none', 'read', 'type', 'submit'] as const
export const levelSchema = z.enum(LEVELS)
export type Level = z.infer<typeof levelSchema>

export const INTENTS = ['read', 'type', 'submit', 'interrupt', 'answer', 'secret', 'open', 'close'] as const
export type Intent = (typeof INTENTS)[number]

export const EFFECTS = ['allow', 'ask', 'deny'] as const
export type Effect = (typeof EFFECTS)[number]

/** One answer of the policy: what happens, which rule and lock decided, and one sentence why. */
export const verdictSchema = z.object({
  effect: z.enum(EFFECTS),
  rule: z.string().nullable(),
  lock: z.string().nullable(),
  level: levelSchema,
  ask: levelSchema.nullable(),
  why: z.string(),
})
export type Verdict = z.infer<typeof verdictSchema>

/** An expected refusal is a value. `code` is stable; `message` is for a person. */
export type Failure = { ok: false; code: string; message: string; field?: string }
export type Result<T> = { ok: true; value: T } | Failure

export const agentIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
export const surfaceIdSchema = z.string().regex(/^s_[a-z0-9]{4,16}$/)
/** An agent that runs inside a surface: `preset@surface`. No policy can hold it as an agent's id. */
export const insideIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}@s_[a-z0-9]{4,16}$/)
/** Whoever may call: an agent of the policy, or one that runs inside a surface. */
export const callerIdSchema = z.union([agentIdSchema, insideIdSchema])
/** A name a person gives to a surface, a workspace or an agent: one line, no control characters. */
export const nameSchema = z.string().trim().min(1).max(MOST_NAME).regex(NAME)
/** `id@rev`: one immutable revision of a draft. */
export const draftRefSchema = z.string().regex(/^d_[a-z0-9]{4,16}@[1-9][0-9]{0,8}$/)

/** One character of a text that acts or deceives. */
export const noticeSchema = z.object({ index: z.number(), codePoint: z.string(), name: z.string() })
