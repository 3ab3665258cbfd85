// The record as a person looks at it: rows, one entry in full, sums, export, the check of its chain. A part of the contract.
import { z } from 'zod'
import { type callerIdSchema, INTENTS, levelSchema, type surfaceIdSchema } from './words.ts'

/** The records' kinds (contract: activity). */
const ACTIVITY_KINDS = ['send', 'read', 'policy', 'pause', 'agent', 'surface'] as const

/**
 * What came of an entry, in the words of its row. One table in main makes it of the recorded outcomes
 * (`main/gate/log/decisions.ts`), the same that agents' answers are made by.
 */
export const DECISIONS = [
  ...(['allowed', 'you_allowed', 'draft', 'denied', 'you_denied', 'rate_limited', 'waiting', 'no_answer'] as const),
  ...(['you_ran', 'you_inserted', 'you_discarded', 'unconfirmed', 'failed', 'unknown', 'cancelled'] as const),
  ...(['refused_paused', 'paused', 'resumed', 'policy', 'agent', 'surface'] as const),
  /** a person changed a draft; a line of the record that cannot be read */
  ...(['you_changed', 'damaged'] as const),
] as const
export type Decision = (typeof DECISIONS)[number]

/** What a row's text may be drawn of, in UTF-16 code units. */
export const ROW_TEXT = 240

/** One entry: a record with the records of what came of it (`of`). */
export const activityRowSchema = z.object({
  /** of its first record */
  seq: z.number(),
  /** ms since the epoch */
  at: z.number(),
  kind: z.enum(ACTIVITY_KINDS),
  decision: z.enum(DECISIONS),
  /** `person`, `gatehouse` or an agent's id */
  actor: z.string(),
  /** as the policy names it now, else its id; `You` for a person */
  actorName: z.string(),
  surface: z.object({ id: z.string(), name: z.string() }).nullable(),
  intent: z.enum(INTENTS).nullable(),
  /** the start of what was sent, secrets masked; for other kinds what happened, in a sentence; null = neither */
  text: z.string().nullable(),
  /** keys instead of a text */
  keys: z.array(z.string()).nullable(),
  /** the rule or the reason, in a sentence */
  note: z.string(),
  /** whether Enter went in: `enter`, `none` = text without it, `not_sent` = nothing went in; null = does not apply */
  enter: z.enum(['enter', 'none', 'not_sent']).nullable(),
  /** null = not over, or not measured */
  tookMs: z.number().nullable(),
  /** waits for a person: ms since the epoch when that ends; null = it does not wait */
  ends: z.number().nullable(),
  /** how many reads this row stands for */
  count: z.number(),
  /** secrets were found in its text, and are masked here */
  masked: z.boolean(),
})
export type ActivityRow = z.infer<typeof activityRowSchema>

/** All that is given must hold. Empty = everything. */
export const activityFilterSchema = z
  .object({
    decisions: z.array(z.enum(DECISIONS)).max(DECISIONS.length).optional(),
    kinds: z.array(z.enum(ACTIVITY_KINDS)).max(ACTIVITY_KINDS.length).optional(),
    /** ids, `person` and `gatehouse` among them */
    actors: z.array(z.string().max(128)).max(200).optional(),
    /** ids */
    surfaces: z.array(z.string().max(64)).max(200).optional(),
    enter: z.enum(['enter', 'none', 'not_sent']).optional(),
    /** ms since the epoch: not before, and before */
    from: z.number().optional(),
    to: z.number().optional(),
    /** in texts, keys, names, rules and reasons, whatever the case */
    search: z.string().max(200).optional(),
  })
  .strict()
export type ActivityFilter = z.infer<typeof activityFilterSchema>

/** One line of what happened, oldest first. */
const stepSchema = z.object({
  seq: z.number().nullable(),
  /** null = it has not happened yet */
  at: z.number().nullable(),
  text: z.string(),
  tone: z.enum(['plain', 'good', 'bad', 'type', 'next']),
})
export type ActivityStep = z.infer<typeof stepSchema>

/** One entry in full. */
export const activityDetailSchema = z.object({
  row: activityRowSchema,
  /** the exact text, secrets masked unless they were asked for; null = none */
  text: z.string().nullable(),
  /** what the agent wrote, where a person sent something else; null = the same */
  wrote: z.string().nullable(),
  /** `Asked for` and `Got`, where levels are meant */
  wanted: levelSchema.nullable(),
  got: levelSchema.nullable(),
  /** the rule's or lock's id */
  rule: z.string().nullable(),
  /** why it was so decided, as it was recorded then; null = nothing was to decide */
  why: z.string().nullable().optional(),
  /** who decided, in a sentence; null = nothing was to decide */
  decidedBy: z.string().nullable(),
  /** whose sends into the caller's own surface led to this */
  onBehalfOf: z.array(z.string()),
  /** the draft that it staged or released, `id@rev`; `waits`: it is still there */
  draft: z.object({ ref: z.string(), waits: z.boolean() }).nullable(),
  bytes: z.number().nullable(),
  steps: z.array(stepSchema),
  /** of its first record, `sha256:…` */
  hash: z.string(),
  /** the surface is open, and the place where it landed may be looked for there */
  open: z.boolean(),
})
export type ActivityDetail = z.infer<typeof activityDetailSchema>

/** What the window holds all the time: that there is something new. The rows it asks for. */
export const activitySliceSchema = z.object({
  /** the last record's seq; 0 = none yet */
  head: z.number(),
  /** entries since midnight, local time */
  today: z.number(),
})

/** Per agent and surface, in the order of how much was sent. */
const sumSchema = z.object({
  actor: z.string(),
  actorName: z.string(),
  surface: z.object({ id: z.string(), name: z.string() }),
  sends: z.number(),
  refused: z.number(),
  asked: z.number(),
  reads: z.number(),
  /** sends in each of the last 60 minutes, oldest first */
  minutes: z.array(z.number()),
})
export type ActivitySum = z.infer<typeof sumSchema>

const seq = z.number().int().min(1)

export const activityCalls = {
  /**
   * Rows that match, newest first, from `offset`. `upTo`: as if nothing had been recorded after that seq, so that a list
   * that is looked at stands still; null = up to now. A search through texts takes time: `done: false` = `total` counts what
   * was found so far down to record `searched`; ask again for more. A newer call with another filter ends the older one.
   */
  'activity.page': {
    in: z
      .object({
        filter: activityFilterSchema,
        upTo: seq.nullable(),
        offset: z.number().int().min(0),
        limit: z.number().int().min(1).max(200),
      })
      .strict(),
    out: z.object({
      rows: z.array(activityRowSchema),
      total: z.number(),
      /** the last record that was looked at */
      head: z.number(),
      done: z.boolean(),
      searched: z.number(),
      /** when that record was written, ms since the epoch; null = not known */
      searchedAt: z.number().nullable().optional(),
    }),
  },
  /** `reveal`: with its secrets, as it was sent. Failure `no_such_record`. */
  'activity.get': { in: z.object({ seq, reveal: z.boolean() }).strict(), out: activityDetailSchema },
  /** At which offset the entry of this record stands among those that match; null = it does not. */
  'activity.find': {
    in: z.object({ filter: activityFilterSchema, upTo: seq.nullable(), seq }).strict(),
    out: z.object({ offset: z.number().nullable() }),
  },
  /** Whom and what can be filtered by: everything that stands in the record. */
  'activity.facets': {
    in: z.object({}).strict(),
    out: z.object({
      actors: z.array(z.object({ id: z.string(), name: z.string() })),
      surfaces: z.array(z.object({ id: z.string(), name: z.string(), open: z.boolean() })),
    }),
  },
  'activity.sums': {
    in: z.object({ filter: activityFilterSchema }).strict(),
    out: z.object({ sums: z.array(sumSchema), entries: z.number() }),
  },
  /** Checks the chain of all records. Takes as long as reading them does. */
  'activity.verify': {
    in: z.object({}).strict(),
    out: z.object({
      records: z.number(),
      /** null = the chain is whole */
      broken: z.object({ file: z.string(), line: z.number(), seq: z.number(), why: z.string() }).nullable(),
    }),
  },
  /**
   * Asks where to, and writes what matches there. `text`: `masked` without the secrets that were found, `exact` as it was sent,
   * `none` without texts. `file: null` = the person chose none. Failure `not_written`.
   */
  'activity.export': {
    in: z
      .object({
        filter: activityFilterSchema,
        format: z.enum(['jsonl', 'csv']),
        text: z.enum(['masked', 'exact', 'none']),
      })
      .strict(),
    out: z.object({ file: z.string().nullable(), entries: z.number() }),
  },
} as const

/** Where what an agent sent stands in a terminal: rows below the top of the screen, below 0 in the scrollback. */
export interface SendPlace {
  readonly row: number
  /** of the record that was written before it went in */
  readonly seq: number
  readonly by: z.infer<typeof callerIdSchema> | 'person'
  readonly surface: z.infer<typeof surfaceIdSchema>
}
