// A small JSON file that is read once at the start and written after that, always whole. It lags by a moment. When it cannot
// be understood it is set aside, and says so. What it means is its callers' business.
import { readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import type { z } from 'zod'
import { writeAtomic } from './atomic.ts'
import { codeOf, reasonOf } from './failure.ts'

export interface Kept<T> {
  /** As it was at the start; null = there was none, or it could not be understood. */
  readonly left: T | null
  /** Why nothing is left although there was a file, in plain words; null where it was read, or there was none. */
  readonly why: string | null
  /** This is all there is now. Several in a row are written as one, in order. A failure is said once. */
  save(value: T): void
  /** Writes what is pending; what is saved later is not written. */
  close(): Promise<void>
}

export interface KeptOptions<T> {
  readonly shape: z.ZodType<T>
  /** begins a sentence: "Programs that agents called from" */
  readonly what: string
  /** Hears, in plain words, that it cannot be written. */
  readonly warn?: ((message: string) => void) | undefined
}

/** Opens `file`, mode 0600 once it is written. */
export async function openKept<T>(file: string, { shape, what, warn = complain }: KeptOptions<T>): Promise<Kept<T>> {
  const { left, why } = await load(file, shape, what)
  let pending: { value: T } | null = null
  let writing: Promise<void> | null = null
  let closed = false
  let warned = false

  async function writeAll(): Promise<void> {
    while (pending) {
      const { value } = pending
      pending = null
      try {
        await writeAtomic(file, `${JSON.stringify(value)}\n`)
        warned = false
      } catch (error) {
        if (!warned) warn(`${what} would not survive a restart: ${file} cannot be written (${reasonOf(error)}).`)
        warned = true
      }
    }
    writing = null
  }

  return {
    left,
    why,
    save(value) {
      if (closed) return
      pending = { value }
      writing ??= writeAll()
    },
    async close() {
      closed = true
      await writing
    },
  }
}

function complain(message: string): void {
  console.error(`gatehouse: ${message}`)
}

async function load<T>(file: string, shape: z.ZodType<T>, what: string): Promise<Pick<Kept<T>, 'left' | 'why'>> {
  try {
    return { left: shape.parse(JSON.parse(await readFile(file, 'utf8'))), why: null }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { left: null, why: null }
    const reason = codeOf(error) || 'it is not what Gatehouse writes'
    const aside = path.join(path.dirname(file), `${path.basename(file, '.json')}.broken.json`)
    const kept = await rename(file, aside).then(
      () => `it is kept as ${aside}`,
      (fault: unknown) => `it could not be set aside (${reasonOf(fault)})`,
    )
    const why = `${what} from before this start are gone: ${file} cannot be understood (${reason}); ${kept}.`
    return { left: null, why }
  }
}
