// drafts.json: the drafts that were shown last, kept across restarts. It lags by a moment (each text is in the activity
// record before an agent is answered). When it cannot be understood the drafts are gone, it is set aside and says why.
// Which of them still hold, and on what surface, is the gate's.
import { readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { agentIdSchema, draftRefSchema, insideIdSchema, surfaceIdSchema } from '../../preload/contract.ts'
import { writeAtomic } from './atomic.ts'
import { codeOf, reasonOf } from './failure.ts'

const MAX_TEXT = 65_536
const keptSchema = z.strictObject({
  /** `id@rev` */
  ref: draftRefSchema,
  agent: z.union([agentIdSchema, insideIdSchema]),
  text: z.string().min(1).max(MAX_TEXT),
  /** ms since the epoch */
  at: z.number(),
  bytes: z.number().int().min(1).max(MAX_TEXT),
  edited: z.boolean(),
  /** the surface it was for, as a person knew it; the id is of the run in which it was staged */
  target: z.strictObject({ id: surfaceIdSchema, name: z.string().max(4096), workspace: z.string().max(4096) }),
})
const idOf = ({ ref }: { readonly ref: string }) => ref.slice(0, ref.indexOf('@'))
const shape = z.strictObject({
  version: z.literal(1),
  drafts: z.array(keptSchema).refine(drafts => new Set(drafts.map(idOf)).size === drafts.length, 'an id twice'),
})

export type KeptDraft = Readonly<z.infer<typeof keptSchema>>

export interface DraftsFile {
  /** As they were when the app ended. */
  readonly left: readonly KeptDraft[]
  /** Why nothing is left although there was a file, in plain words; null where it was read, or there was none. */
  readonly why: string | null
  /** These are all that are shown now. Several in a row are written as one, in order. A failure is said once. */
  save(drafts: readonly KeptDraft[]): void
  /** Writes what is pending; what is saved later is not written. */
  close(): Promise<void>
}

/** Opens `file`; one that is not there yet means no drafts. `warn` hears, in plain words, that it cannot be written. */
export async function openDraftsFile(
  file: string,
  warn: (message: string) => void = message => console.error(`gatehouse: ${message}`),
): Promise<DraftsFile> {
  const { left, why } = await load(file)
  let pending: readonly KeptDraft[] | null = null
  let writing: Promise<void> | null = null
  let closed = false
  let warned = false

  async function writeAll(): Promise<void> {
    while (pending) {
      const drafts = pending
      pending = null
      try {
        await writeAtomic(file, `${JSON.stringify({ version: 1, drafts })}\n`)
        warned = false
      } catch (error) {
        if (!warned) warn(`Drafts would not survive a restart: ${file} cannot be written (${reasonOf(error)}).`)
        warned = true
      }
    }
    writing = null
  }

  return {
    left,
    why,
    save(drafts) {
      if (closed) return
      pending = drafts
      writing ??= writeAll()
    },
    async close() {
      closed = true
      await writing
    },
  }
}

async function load(file: string): Promise<Pick<DraftsFile, 'left' | 'why'>> {
  try {
    return { left: shape.parse(JSON.parse(await readFile(file, 'utf8'))).drafts, why: null }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { left: [], why: null }
    const reason = codeOf(error) || 'it is not what Gatehouse writes'
    const aside = path.join(path.dirname(file), 'drafts.broken.json')
    const kept = await rename(file, aside).then(
      () => `it is kept as ${aside}`,
      (fault: unknown) => `it could not be set aside (${reasonOf(fault)})`,
    )
    const why = `Drafts from before this start are gone: ${file} cannot be understood (${reason}); ${kept}.`
    return { left: [], why }
  }
}
