// Looking for a text on the screens of all surfaces, for a person. A part of the contract.
import { z } from 'zod'
import { surfaceIdSchema } from './words.ts'

/** Most lines of one answer. */
export const MOST_HITS = 50

const hitSchema = z.object({
  surface: surfaceIdSchema,
  /** as it stands there, at most 300 characters of it, the text within */
  line: z.string(),
})
export type TextHit = z.infer<typeof hitSchema>

export const searchCalls = {
  /** The newest lines that hold the text, whatever the case of its letters: of every surface its newest first. */
  'surface.search': {
    in: z.object({ text: z.string().min(1).max(200) }).strict(),
    out: z.object({ hits: z.array(hitSchema).max(MOST_HITS) }),
  },
} as const
