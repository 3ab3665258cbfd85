// Pieces of schemas that several tools share, in the contract's names.
import { z } from 'zod'
import { draftRefSchema, levelSchema, SURFACE_STATES } from '../../../preload/contract.ts'
import { listedAs } from './listed.ts'

export const surfaceArgument = z.string().min(1).max(200).describe('id, or exact unique name')

/** The gate checks the same, for callers other than this server. */
export const keyArgument = z
  .string()
  .regex(/^[\x20-\x7e]{1,128}$/)
  .optional()
  .describe('to repeat safely: within 10 min the same call sends nothing again')

export const draftArgument = draftRefSchema.meta(listedAs('string', 'id@revision, such as d_ab12@1'))

export const level = levelSchema
export const ask = levelSchema.nullable()

export const STATE = `{is: ${SURFACE_STATES.join('|')}, since, evidence, dialog?: {id, why}}`
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
  .meta(listedAs('object', 'as in list_surfaces'))

export const drafts = z
  .array(z.object({ draft: draftRefSchema, by: z.string(), bytes: z.number() }))
  .meta(listedAs('array', '[{draft, by, bytes}]: staged, not seen by the program'))

const found = z.string().min(1).max(1000)

export const until = z.union([
  z.enum(['idle', 'needs_you', 'exit']),
  z.strictObject({ text: found }),
  z.strictObject({ regex: found }),
])
export const seconds = z.number().min(0.1).max(600).optional()
export const REASONS = ['idle', 'needs_you', 'exit', 'text', 'timeout'] as const

/** What an agent says to a person. */
export const words = (most: number) => z.string().min(1).max(most)
