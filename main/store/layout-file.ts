// layout.json: how the window was arranged, which surfaces a person had open and which run on in tmux, for the next start. It lags
// by a moment. When it cannot be understood the window starts as at first, the file is set aside and says why. What is opened again
// is not decided here.
import { createHash } from 'node:crypto'
import { rename } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import {
  callerIdSchema,
  DEFAULT_LAYOUT,
  hostSchema,
  type Layout,
  layoutSchema,
  presetIdSchema,
  surfaceIdSchema,
  tmuxPlaceSchema,
} from '../../preload/contract.ts'
import { writeAtomic } from './atomic.ts'
import { codeOf, reasonOf } from './failure.ts'
import { readBounded } from './policy-found.ts'

const boundsSchema = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().min(100).max(100_000),
  height: z.int().min(100).max(100_000),
  maximized: z.boolean(),
})
/** Of the window, in the screen's own pixels. */
export type Bounds = Readonly<z.infer<typeof boundsSchema>>

/** Names or ids that are kept of one surface. */
export const MOST_FORMER = 1000

const inTmuxSchema = z.strictObject({
  /** null = it is gone from there; it may be started there anew */
  place: tmuxPlaceSchema.nullable(),
  /** it was started for this surface, not adopted */
  ours: z.boolean(),
  /** a person gave it its name */
  named: z.boolean(),
  alias: z.string().max(4096).nullable(),
  openedBy: z.union([z.literal('person'), callerIdSchema]),
})
const keptSchema = z.strictObject({
  /** of the run that wrote it: the layout names it */
  id: surfaceIdSchema,
  name: z.string().max(4096),
  /** what it was called and which ids it had before: locks go by them */
  formerNames: z.array(z.string().max(4096)).max(MOST_FORMER).default([]),
  formerIds: z.array(surfaceIdSchema).max(MOST_FORMER).default([]),
  workspace: z.string().max(4096),
  preset: presetIdSchema,
  /** the line of `--open-command`; null = the preset as it is */
  command: z.string().max(65_536).nullable(),
  cwd: z.string().max(4096),
  /** the CLI's own name of its conversation; null = none is known */
  conversation: z.string().max(200).nullable(),
  /** something else than Gatehouse wrote it, and no person has started it since */
  held: z.boolean().default(false),
  /** of a terminal on another computer, ssh's name of that; null = this one */
  host: hostSchema.nullable().default(null),
  /** its program runs in tmux, and on when Gatehouse does not; null = it does not */
  tmux: inTmuxSchema.nullable().default(null),
})
/** A surface that a person had open, or one that runs on in tmux. */
export type KeptSurface = Readonly<z.infer<typeof keptSchema>>
const KEPT_FIELDS = Object.keys(keptSchema.omit({ host: true, tmux: true }).shape) as (keyof KeptSurface)[]
const TMUX_FIELDS = Object.keys(inTmuxSchema.omit({ place: true }).shape) as (keyof z.infer<typeof inTmuxSchema>)[]
/** Nothing we wrote is longer. */
const MOST_BYTES = 64 * 1_048_576

const shape = z.strictObject({
  version: z.literal(1),
  window: boundsSchema.nullable(),
  layout: layoutSchema,
  surfaces: z.array(keptSchema).max(1000),
  /** of `surfaces`; shows that something else wrote them, not who */
  mark: z.string().optional(),
})
export interface KeptLayout {
  readonly window: Bounds | null
  readonly layout: Layout
  readonly surfaces: readonly KeptSurface[]
}

export interface LayoutFile {
  /** As it is now; at first as the last run left it. */
  readonly kept: KeptLayout
  /** Why it is as at first although there was a file, in plain words; null where it was read, or there was none. */
  readonly why: string | null
  /** The surfaces it found are not as Gatehouse wrote them: their names and workspaces may be nobody's. */
  readonly strange: boolean
  /** Several in a row are written as one, in order. A failure is said once. */
  save(part: Partial<KeptLayout>): void
  /** Writes what is pending; what is saved later is not written. */
  close(): Promise<void>
}

/** Opens `file`; one that is not there yet means the first start. `warn` hears, in plain words, that it cannot be written. */
export async function openLayoutFile(
  file: string,
  warn: (message: string) => void = message => console.error(`gatehouse: ${message}`),
): Promise<LayoutFile> {
  const found = await load(file)
  const { why, strange } = found
  let { kept } = found
  let pending = false
  let writing: Promise<void> | null = null
  let closed = false
  let warned = false

  async function writeAll(): Promise<void> {
    while (pending) {
      pending = false
      try {
        await writeAtomic(file, `${JSON.stringify({ version: 1, ...kept, mark: markOf(kept.surfaces) })}\n`)
        warned = false
      } catch (error) {
        if (!warned) warn(`The layout would not survive a restart: ${file} cannot be written (${reasonOf(error)}).`)
        warned = true
      }
    }
    writing = null
  }

  return {
    get kept() {
      return kept
    },
    why,
    strange,
    save(part) {
      if (closed) return
      const next = { ...kept, ...part }
      if (JSON.stringify(next) === JSON.stringify(kept)) return
      kept = next
      pending = true
      writing ??= writeAll()
    },
    async close() {
      closed = true
      await writing
    },
  }
}

async function load(file: string): Promise<Pick<LayoutFile, 'kept' | 'why' | 'strange'>> {
  const first: KeptLayout = { window: null, layout: DEFAULT_LAYOUT, surfaces: [] }
  try {
    const text = (await readBounded(file, MOST_BYTES)).toString('utf8')
    const { window, layout, surfaces, mark } = shape.parse(JSON.parse(text))
    return { kept: { window, layout, surfaces }, why: null, strange: mark !== markOf(surfaces) }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { kept: first, why: null, strange: false }
    const reason = codeOf(error) || 'it is not what Gatehouse writes'
    const aside = path.join(path.dirname(file), 'layout.broken.json')
    const there = await rename(file, aside).then(
      () => `it is kept as ${aside}`,
      (fault: unknown) => `it could not be set aside (${reasonOf(fault)})`,
    )
    const why = `The window starts as at first: ${file} cannot be understood (${reason}); ${there}.`
    return { kept: first, why, strange: false }
  }
}

/** Every field by its place, whatever the order of the keys in the file. What is neither in tmux nor elsewhere has none of those. */
function markOf(surfaces: readonly KeptSurface[]): string {
  const rows = surfaces.map(one => {
    const { host, tmux } = one
    const row = [...KEPT_FIELDS.map(field => one[field]), ...(host === null ? [] : [{ host }])]
    if (!tmux) return row
    return [...row, ...TMUX_FIELDS.map(field => tmux[field]), tmux.place && [tmux.place.host, tmux.place.socket]]
  })
  return `sha256:${createHash('sha256').update(JSON.stringify(rows)).digest('hex')}`
}
