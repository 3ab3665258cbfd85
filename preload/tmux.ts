// tmux servers and hosts, as the window shows them, and the calls around adopting their panes. A part of the contract. All
// names, titles, folders and commands come from programs and from tmux: never trusted.
import { z } from 'zod'
import { nameSchema, surfaceIdSchema } from './words.ts'

/** ssh's own name of a host, as in ~/.ssh/config. It becomes an argument, so it never looks like a flag. */
export const hostSchema = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.@:-]{0,254}$/)

/** One tmux server. `host` null = this computer; `socket` null = tmux's default one there, else an absolute path. */
export const tmuxPlaceSchema = z.strictObject({
  host: hostSchema.nullable(),
  socket: z
    .string()
    .regex(/^\/\P{Cc}*$/u)
    .max(4096)
    .nullable(),
})
export type TmuxPlace = Readonly<z.infer<typeof tmuxPlaceSchema>>

/** Is it the same server, as far as its name tells? */
export function samePlace(one: TmuxPlace, other: TmuxPlace): boolean {
  return one.host === other.host && one.socket === other.socket
}

/** tmux's own name of a pane, unique while its server runs. */
const paneIdSchema = z.string().regex(/^%\d{1,9}$/)

/** How a pane is reached. Times in ms since the epoch. */
export const linkSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('connecting'), since: z.number() }),
  z.object({ is: z.literal('live'), since: z.number() }),
  /** `retryAt` null = it is being tried right now */
  z.object({ is: z.literal('lost'), since: z.number(), why: z.string(), retryAt: z.number().nullable() }),
  /** for good: the tmux server, or the pane, is gone */
  z.object({ is: z.literal('ended'), since: z.number(), why: z.string() }),
])
export type Link = z.infer<typeof linkSchema>

/** Where a surface is in tmux. `ours`: it was started for Gatehouse, so closing it ends it; else it is let go of. */
export const panePlaceSchema = z.object({
  place: tmuxPlaceSchema,
  session: z.string(),
  window: z.string(),
  pane: paneIdSchema,
  ours: z.boolean(),
  /** the preset of the agent that seems to run in it now; null = none is seen. A look at names of programs: no rule goes by it */
  agent: z.string().nullable(),
})
export type PanePlace = z.infer<typeof panePlaceSchema>

const paneSchema = z.object({
  id: paneIdSchema,
  index: z.number(),
  title: z.string(),
  command: z.string(),
  cwd: z.string(),
  cols: z.number(),
  rows: z.number(),
  /** its program has ended, and tmux keeps the pane */
  dead: z.boolean(),
  /** the process that was started in it, on its own computer; absent = not known */
  pid: z.number().optional(),
  /** the preset of the agent that runs in it; null = none that is known to */
  agent: z.string().nullable(),
  /** it is this surface already */
  surface: surfaceIdSchema.nullable(),
})
export type TmuxPane = z.infer<typeof paneSchema>
const windowSchema = z.object({ id: z.string(), index: z.number(), name: z.string(), panes: z.array(paneSchema) })
export type TmuxWindow = z.infer<typeof windowSchema>
/** A window that is linked to several sessions stands in each of them. Sessions of Gatehouse itself are left out. */
const sessionSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** terminals that show it now, without ours */
  attached: z.number(),
  windows: z.array(windowSchema),
})
export type TmuxSession = z.infer<typeof sessionSchema>

/** A tmux server that is there, or a host where one may be. */
const tmuxServerSchema = z.object({
  place: tmuxPlaceSchema,
  /** `tmux`, `tmux (work)` for another socket, `build` for a host */
  title: z.string(),
  /** null = nothing connects to it now */
  link: linkSchema.nullable(),
  /** how many of its panes are surfaces here */
  adopted: z.number(),
})
export type TmuxServerView = z.infer<typeof tmuxServerSchema>

const nothing = z.object({}).strict()
const place = tmuxPlaceSchema

export const tmuxCalls = {
  /**
   * The tmux servers of this computer and the hosts of ~/.ssh/config. It connects to none of them. `warnings`: what of the
   * config could not be read, in sentences; `missing`: why there is no tmux here to talk to, in a sentence.
   */
  'tmux.places': {
    in: nothing,
    out: z.object({
      servers: z.array(tmuxServerSchema),
      hosts: z.array(tmuxServerSchema),
      warnings: z.array(z.string()),
      missing: z.string().nullable(),
    }),
  },
  /** Connects where nothing does yet. Failures: `no_tmux`, `no_server`, `old_tmux`, `no_login`, `not_reached`, `bad_host`. */
  'tmux.list': {
    in: z.object({ place }).strict(),
    out: z.object({ version: z.string(), sessions: z.array(sessionSchema) }),
  },
  /** One result per pane, in their order. Failures of one: `no_such_pane`, `adopted` (by whom), and those of `tmux.list`. */
  'tmux.adopt': {
    in: z
      .object({
        place,
        panes: z.array(paneIdSchema).min(1).max(500),
        workspace: nameSchema.or(z.literal('')).optional(),
      })
      .strict(),
    out: z.object({
      results: z.array(
        z.object({
          pane: paneIdSchema,
          id: surfaceIdSchema.nullable(),
          code: z.string().nullable(),
          message: z.string(),
        }),
      ),
    }),
  },
  /** The surface goes from the list; its program lives on in tmux. Failures: `no_such_surface`, `not_tmux`. */
  'tmux.letGo': { in: z.object({ id: surfaceIdSchema }).strict(), out: nothing },
  /** Tries a lost connection now. */
  'tmux.reconnect': { in: z.object({ place }).strict(), out: nothing },
  /**
   * A preset in a session of its own on that host's tmux, which outlives Gatehouse. `cwd`: a folder there, '' = the home folder.
   * Failures: those of `tmux.list` without `no_server`, `no_such_preset`, `no_such_folder`, `not_installed`, `launch_failed`.
   */
  'tmux.start': {
    in: z
      .object({
        host: hostSchema,
        preset: z.string().max(31),
        cwd: z.string().max(4096).optional(),
        name: nameSchema.optional(),
        workspace: nameSchema.or(z.literal('')).optional(),
      })
      .strict(),
    out: z.object({ id: surfaceIdSchema }),
  },
  /** A terminal with `ssh HOST`. Failures: those of `surface.open`, `bad_host`. */
  'ssh.open': {
    in: z.object({ host: hostSchema, workspace: nameSchema.or(z.literal('')).optional() }).strict(),
    out: z.object({ id: surfaceIdSchema }),
  },
} as const
