// Pieces of schemas that several tools share, in the contract's names.
import { z } from 'zod'
import { draftRefSchema, levelSchema, SURFACE_STATES } from '../../../preload/contract.ts'
import { listedAs } from './listed.ts'

export const surfaceArgument = z.string().min(1).max(200).describe('id, or exact name if unique')

/** The gate checks the same, for callers other than this server. */
export const keyArgument = z
  .string()
  .regex(/^[\x20-\x7e]{1,128}$/)
  .optional()
  .describe('idempotency key: a repeat within 10 min sends nothing')

export const draftArgument = draftRefSchema.meta(listedAs('string', 'id@revision, such as d_ab12@1'))

export const level = levelSchema
export const ask = levelSchema.nullable()

export const state = z
  .object({
    is: z.enum(SURFACE_STATES),
    /** ms since 1970 */
    since: z.number(),
    /** what this was seen by */
    evidence: z.string(),
    /** a dialog that is open there; absent = none is known of */
    dialog: z.object({ id: z.string().nullable(), why: z.string() }).optional(),
  })
  .meta(listedAs('object'))

export const drafts = z
  .array(z.object({ draft: draftRefSchema, by: z.string(), bytes: z.number() }))
  .meta(listedAs('array'))

const found = z.string().min(1).max(1000)

export const until = z.union(
  [z.enum(['idle', 'needs_you', 'exit']), z.strictObject({ text: found }), z.strictObject({ regex: found })],
  { error: 'must be "idle", "needs_you", "exit", {"text": …} or {"regex": …}.' },
)
export const seconds = z.number().min(0.1).max(600).optional().describe('60 unless said, at most 600')
export const REASONS = ['idle', 'needs_you', 'exit', 'text', 'timeout'] as const

/** What an agent says to a person. */
export const words = (most: number) => z.string().min(1).max(most)
