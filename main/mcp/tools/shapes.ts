// Pieces of schemas that several tools share, in the contract's names.
import { z } from 'zod'
import { draftRefSchema, levelSchema, SURFACE_STATES } from '../../../preload/contract.ts'

export const surfaceArgument = z
  .string()
  .min(1)
  .max(200)
  .describe('the id of a surface from list_surfaces, or its exact name where no other has it')

/** The gate checks the same, for callers other than this server. */
export const keyArgument = z
  .string()
  .regex(/^[\x20-\x7e]{1,128}$/)
  .optional()
  .describe(
    'to repeat a send safely when its answer was lost: 1 to 128 printable ASCII characters of your choice. For 10 minutes ' +
      'the same key and arguments give the first result and send nothing',
  )

export const level = levelSchema.describe('what you may do there: none, read, type, submit; each includes those before')
export const ask = levelSchema
  .nullable()
  .describe('a higher level for which a person is asked, instead of a plain no; null = none')

export const state = z.object({
  is: z.enum(SURFACE_STATES),
  since: z.number().describe('ms since 1970'),
  evidence: z.string().describe('what this was seen by'),
})

export const drafts = z
  .array(z.object({ draft: draftRefSchema, by: z.string(), bytes: z.number() }))
  .describe('text staged there that the program has not seen: id@revision, whose, how long')
