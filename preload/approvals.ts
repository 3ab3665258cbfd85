// What waits for a person, and what agents want a person to see, as the window shows it.
import { z } from 'zod'
import { callerIdSchema, INTENTS, levelSchema, noticeSchema, surfaceIdSchema } from './words.ts'

/** `id@rev`: an approval as a person saw it. Anything that changes what they would answer makes another revision. */
export const approvalRefSchema = z.string().regex(/^a_[a-z0-9]{4,16}@[1-9][0-9]{0,8}$/)

/**
 * What a person may answer. `once`: exactly this, now. `draft`: keep the text as a draft. `minutes`: a temporary rule for
 * this agent and surface, and this. `always`: a standing one. `edit`: another text instead. `deny_all`: all that wait from
 * this agent. `block`: deny, and lock the agent to reading here. `start`: what a new agent starts with.
 */
export const ANSWERS = ['once', 'draft', 'minutes', 'always', 'edit', 'start', 'deny', 'deny_all', 'block'] as const
export type AnswerKind = (typeof ANSWERS)[number]

/** Why something waits for a person. `code` is stable, `why` one sentence. */
const reasonSchema = z.object({ code: z.string(), why: z.string() })
export type AskReason = z.infer<typeof reasonSchema>

/** Something that waits for a person's answer. */
export const approvalSchema = z.object({
  ref: approvalRefSchema,
  /** `connect`: an agent that no rule names; `program`: its token came from another program than before */
  kind: z.enum(['send', 'read', 'open', 'access', 'connect', 'program']),
  agent: callerIdSchema,
  agentName: z.string(),
  surface: z.object({ id: surfaceIdSchema, name: z.string(), workspace: z.string() }).nullable(),
  intent: z.enum(INTENTS),
  /** the exact text; for `open` the command or first prompt; null = none */
  text: z.string().nullable(),
  keys: z.array(z.string()).nullable(),
  /** Enter goes in after the text */
  enter: z.boolean(),
  notices: z.array(noticeSchema),
  reasons: z.array(reasonSchema),
  rule: z.string().nullable(),
  lock: z.string().nullable(),
  /** what the agent has there now, and what "for 15 min" would give */
  level: levelSchema,
  wants: levelSchema,
  /** minutes a request asked for; null = it did not say */
  minutes: z.number().nullable(),
  /** the agent's own words; shown in quotes only */
  says: z.string().nullable(),
  /** what is known of the caller, a line each; `verified`: by us, not by its word */
  facts: z.array(z.object({ name: z.string(), value: z.string(), verified: z.boolean() })),
  /** the cursor's line as it was when this revision was made; null = nothing is written anywhere */
  lands: z.object({ line: z.string(), where: z.string() }).nullable(),
  /** what is different since this revision was made: not empty = look again before anything is allowed */
  changed: z.array(z.string()),
  /** ms since the epoch: asked, and when it ends unanswered */
  at: z.number(),
  ends: z.number(),
  /** when this revision came to be; answers arm 600 ms after it */
  since: z.number(),
  /** answered, and being delivered */
  busy: z.boolean(),
  answers: z.array(z.enum(ANSWERS)),
})
export type ApprovalView = z.infer<typeof approvalSchema>

/** One that is over, newest first. */
export const handledSchema = z.object({
  ref: approvalRefSchema,
  agentName: z.string(),
  surface: z.string().nullable(),
  text: z.string().nullable(),
  /** `Allowed once`, `Denied`, `No answer`, … */
  how: z.string(),
  good: z.boolean(),
  at: z.number(),
  /** of the record of what was asked; null = it could not be recorded */
  seq: z.number().nullable(),
})
export type HandledView = z.infer<typeof handledSchema>

/** Something an agent wants a person to see: `notify_person`, `show_surface`. Shown as "Cursor says: …". */
export const noticeViewSchema = z.object({
  id: z.number(),
  agent: callerIdSchema,
  agentName: z.string(),
  title: z.string(),
  body: z.string(),
  surface: surfaceIdSchema.nullable(),
  at: z.number(),
})
export type NoticeView = z.infer<typeof noticeViewSchema>
