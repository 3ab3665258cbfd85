// What a terminal's pane asks about files: those its text names, and the picture on the clipboard. A part of the contract.
import { z } from 'zod'
import { surfaceIdSchema } from './words.ts'

const pathSchema = z.string().min(1).max(1024)
const placeSchema = z.int().min(1).max(10_000_000).nullable()

/** How many paths one question may name. */
const MOST_PATHS = 64

/** One that is there, as the surface's folder makes it whole. */
const foundSchema = z.object({ path: z.string(), folder: z.boolean() })
export type FoundFile = z.infer<typeof foundSchema>

export const fileCalls = {
  /** In the order asked; null = it is not there, or not on this computer. Relative ones begin in the surface's folder. */
  'file.exists': {
    in: z.object({ surface: surfaceIdSchema, paths: z.array(pathSchema).max(MOST_PATHS) }).strict(),
    out: z.object({ files: z.array(foundSchema.nullable()) }),
  },
  /**
   * In the person's editor, else by the system's own program; `shown` = in the file manager, because it is a folder or could be
   * run. Failures: `no_such_file`, `no_editor`, `not_opened`.
   */
  'file.open': {
    in: z.object({ surface: surfaceIdSchema, path: pathSchema, line: placeSchema, column: placeSchema }).strict(),
    out: z.object({ shown: z.boolean() }),
  },
  /** The clipboard's picture as a file of the data folder; null = it holds none. Failures: `too_large`, `not_written`. */
  'clipboard.image': { in: z.object({}).strict(), out: z.object({ path: z.string().nullable() }) },
} as const
