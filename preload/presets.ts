// What a person can open by name, as the window shows it, and the calls around opening and looking.
import { z } from 'zod'
import { PRESET_ID } from './patterns.ts'
import { nameSchema, surfaceIdSchema } from './words.ts'

/** `own`: from the person's settings.json. */
const presetSchema = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(['shell', 'agent', 'own']),
  /** where its program is; null = not on this computer */
  file: z.string().nullable(),
  /** as the program says itself, one short line; null = it was not asked, or did not say */
  version: z.string().nullable(),
  install: z.object({ command: z.string(), page: z.string() }).nullable(),
  /** the folder it starts in by itself; null = wherever it is opened */
  cwd: z.string().nullable(),
})
export type PresetView = z.infer<typeof presetSchema>

/** By preset. `leading`: what a text does beside being a prompt, by its first character: `runs a shell command`. */
export const programsSchema = z.record(
  z.string(),
  z.object({ title: z.string(), leading: z.record(z.string(), z.string()) }),
)

/** The shape of a preset's id; whether there is one of that name is the house's to say. */
export const presetIdSchema = z.string().regex(PRESET_ID)
/** A CLI's own name of a conversation. It becomes an argument, so it never looks like a flag. */
export const conversationSchema = z.string().regex(/^[A-Za-z0-9][\w.:-]{0,199}$/)

export const presetCalls = {
  /** `again`: the login shell is asked anew, for something was installed. */
  'preset.list': {
    in: z.object({ again: z.boolean() }).strict(),
    out: z.object({
      presets: z.array(presetSchema),
      /** what of settings.json could not be used, in sentences */
      warnings: z.array(z.string()),
    }),
  },
  /**
   * `resume`: a conversation to take up again, for agents. Failures: `no_such_preset`, `not_installed`, `no_such_folder`,
   * `cannot_resume`, `no_shell`, `launch_failed`.
   */
  'surface.open': {
    in: z
      .object({
        preset: presetIdSchema,
        name: nameSchema.optional(),
        /** '' = none, and no folder's name either */
        workspace: nameSchema.or(z.literal('')).optional(),
        cwd: z.string().max(4096).optional(),
        resume: conversationSchema.optional(),
      })
      .strict(),
    out: z.object({ id: surfaceIdSchema }),
  },
  /** The surface a person has before their eyes: what it finished is seen. Null = none. */
  'surface.watch': { in: z.object({ surface: surfaceIdSchema.nullable() }).strict(), out: z.object({}).strict() },
} as const
