// What ran when the app last ended and was not started again by itself: how the window shows it, and the calls about it. A part
// of the contract.
import { z } from 'zod'
import { surfaceIdSchema } from './words.ts'

const dormantSchema = z.object({
  /** of the run in which it was open */
  id: surfaceIdSchema,
  name: z.string(),
  workspace: z.string(),
  preset: z.string(),
  /** what ran, as a person calls it: `Claude Code`, or the line of a command */
  title: z.string(),
  cwd: z.string(),
  /** a line that the shell ran; null = a preset */
  command: z.string().nullable(),
  /** its conversation can be taken up */
  conversation: z.boolean(),
  /** what stood in its terminal last, as plain text; '' = nothing was kept */
  lines: z.string(),
  /** when it stood there, in ms since the epoch; null = nothing was kept */
  at: z.number().nullable(),
})
export type Dormant = z.infer<typeof dormantSchema>
export const dormantSliceSchema = z.array(dormantSchema)

/** Text of an earlier run, for the window alone: `lines` without control characters, `at` in ms since the epoch. */
export interface Before {
  readonly lines: readonly string[]
  readonly at: number
}

const id = surfaceIdSchema
export const restoreCalls = {
  /**
   * Starts it as a new surface. `resume`: with its conversation. Failures: `no_such_surface`, and those of `surface.open`; it then
   * stays as it is.
   */
  'dormant.start': { in: z.object({ id, resume: z.boolean() }).strict(), out: z.object({ id }) },
  /** It does not come back. */
  'dormant.close': { in: z.object({ id }).strict(), out: z.object({}).strict() },
} as const
