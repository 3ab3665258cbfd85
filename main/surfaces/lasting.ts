// What is made for surfaces whose programs run in tmux and outlive us: the files of their presets, the script of their hooks and
// what those told, and how each was started, so that the next run knows it again. In a folder that only the person can open. A
// surface's part goes when the surface ends. It starts and ends no program.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { surfaceIdSchema } from '../../preload/contract.ts'
import { type AgentFolders, createAgentFolders } from './agents/folder.ts'
import { createIntegration, type Integration } from './integration/integration.ts'
import { readProcess } from './process-table.ts'
import { stayingFolder } from './run-folder.ts'

const startSchema = z.strictObject({
  /** the file it was started from */
  file: z.string(),
  interactiveShell: z.boolean(),
  /** of its prompt marks; null = it makes none that we know */
  nonce: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable(),
  lacks: z.string().nullable(),
  /** the process that was started, where it is one of this computer's; null = not known */
  root: z.strictObject({ pid: z.int().positive(), born: z.string() }).nullable(),
  /** its folder on the other computer; absent = it has none, or runs here */
  folder: z.string().optional(),
})
/** How one program was started. */
export type LastingStart = Readonly<z.infer<typeof startSchema>>

export interface Lasting {
  readonly folders: AgentFolders
  readonly integration: Integration
  /** Throws where it cannot be written. */
  keep(surface: string, start: LastingStart): void
  /** Null = nothing is kept of it, or it cannot be understood. */
  read(surface: string): LastingStart | null
  /** Where its hooks leave what they tell; null = there is no such folder, and none can be made. */
  events(surface: string): string | null
  /** Does what was started for it run? Where that cannot be known: as long as anything is kept of it. */
  lives(surface: string): boolean
  /** Nobody listens to it any more, but its program runs on, and its hooks still call what stands here. */
  letGo(surface: string): void
  drop(surface: string): void
  /** Drops what is kept of surfaces that nobody has and from which nothing runs. */
  sweep(isKept: (surface: string) => boolean): void
}

/** `folder` is made when it is needed. */
export function createLasting(folder: string): Lasting {
  const root = stayingFolder(folder)
  const folders = createAgentFolders(root)
  const shells = path.join(folder, 'shells')
  const fileOf = (surface: string) => path.join(folder, `${surface}.json`)
  const nonceOf = (surface: string) => path.join(shells, `nonce-${surface}`)

  function read(surface: string): LastingStart | null {
    try {
      return startSchema.parse(JSON.parse(readFileSync(fileOf(surface), 'utf8')))
    } catch {
      return null
    }
  }

  function drop(surface: string): void {
    for (const one of [fileOf(surface), nonceOf(surface), path.join(folder, surface)])
      rmSync(one, { recursive: true, force: true })
  }

  function lives(surface: string): boolean {
    const start = read(surface)
    if (!start) return false
    if (!start.root) return true
    const now = readProcess(start.root.pid)
    return now !== null && !now.dead && now.born === start.root.born
  }

  return {
    folders,
    integration: createIntegration(stayingFolder(shells)),
    keep(surface, start) {
      root.path()
      writeFileSync(fileOf(surface), `${JSON.stringify(start)}\n`, { mode: 0o600 })
    },
    read,
    events(surface) {
      const events = path.join(folder, surface, 'events')
      try {
        mkdirSync(events, { recursive: true, mode: 0o700 })
        return events
      } catch {
        return null
      }
    },
    lives,
    letGo(surface) {
      // A hook whose script is missing fails, and some CLIs take that for a "no": only what it would write goes.
      rmSync(path.join(folder, surface, 'events'), { recursive: true, force: true })
      rmSync(nonceOf(surface), { force: true })
    },
    drop,
    sweep(isKept) {
      if (!existsSync(folder)) return
      const names = readdirSync(folder).map(name => name.replace(/\.json$/, ''))
      for (const surface of new Set(names)) {
        if (!surfaceIdSchema.safeParse(surface).success || isKept(surface)) continue
        const start = read(surface)
        if (!start?.root || !lives(surface)) drop(surface)
      }
    },
  }
}
