// What the window, and whoever may read, is told of a surface. A part of the contract.
import { z } from 'zod'
import { linkSchema, panePlaceSchema } from './tmux.ts'
import { surfaceIdSchema } from './words.ts'

export const SURFACE_STATES = [
  'starting',
  'working',
  'needs_you',
  'idle',
  'failed',
  'done_unseen',
  'exited',
  'unknown',
] as const
const stateSchema = z.object({
  is: z.enum(SURFACE_STATES),
  /** ms since the epoch */
  since: z.number(),
  evidence: z.string(),
  /** open by what its preset's hooks say; `id` is what an answer names, null = it has no name. Absent = none known */
  dialog: z.object({ id: z.string().nullable(), why: z.string() }).optional(),
})
export type SurfaceState = z.infer<typeof stateSchema>

const exitSchema = z.object({ code: z.number().nullable(), signal: z.string().nullable() })
export type Exit = z.infer<typeof exitSchema>

/** What a program says of its progress (OSC 9;4); `percent` null = of unknown length. */
export const progressSchema = z.object({
  is: z.enum(['busy', 'error', 'waiting']),
  percent: z.number().min(0).max(100).nullable(),
})
export type Progress = z.infer<typeof progressSchema>

/** A process that outlived the program it was started from. */
export const leftSchema = z.object({ pid: z.number(), program: z.string() })
export type LeftProcess = z.infer<typeof leftSchema>

/** What anyone may be told of a surface. `title`, `cwd` and `alias` come from programs and agents: never trusted. */
export const surfaceSchema = z.object({
  id: surfaceIdSchema,
  name: z.string(),
  workspace: z.string(),
  preset: z.string(),
  backend: z.enum(['pty', 'tmux']),
  /** ssh's name of the computer it runs on; null = this one */
  host: z.string().nullable(),
  /** where it is in tmux; null = it is not */
  tmux: panePlaceSchema.nullable(),
  /** how it is reached; null = it is our own terminal, which cannot be lost */
  link: linkSchema.nullable(),
  /** 'person' or an agent's id */
  openedBy: z.string(),
  alias: z.string().nullable(),
  title: z.string(),
  cwd: z.string(),
  cols: z.number(),
  rows: z.number(),
  state: stateSchema,
  exit: exitSchema.nullable(),
  /** what still runs from here although the program has ended; closing the surface ends it */
  left: z.array(leftSchema),
  /** what its program could not be given at its start, in one plain sentence; null = nothing is missing */
  lacks: z.string().nullable(),
  /** the last line with text on it, shortened */
  lastLine: z.string(),
  /** who wrote last, while that is fresh (1.5 s); 'person' or an agent's id */
  typing: z.string().nullable(),
  /** it rang, finished, failed or ended, and nobody has looked since */
  unread: z.boolean(),
  /** its last bell that nobody has looked at since, in ms since the epoch; null = none */
  rang: z.number().nullable(),
  /** null = it tells of none that goes on */
  progress: progressSchema.nullable(),
})
export type SurfaceSummary = z.infer<typeof surfaceSchema>
