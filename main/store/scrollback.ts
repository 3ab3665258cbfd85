// scrollback/ID.txt: the last lines of a person's terminals as plain text, for the next start. It may lag; one that cannot be
// read or written is no text, and is said once. Which surfaces have one is not decided here.
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { surfaceIdSchema } from '../../preload/contract.ts'
import { writeAtomic } from './atomic.ts'
import { codeOf, reasonOf } from './failure.ts'
import { readBounded } from './policy-found.ts'

/** A text, or what was left of writing one. */
const OURS = /^(?:s_\w+\.txt|\.s_\w+\.txt\.[\w.]+\.new)$/
/** of one terminal */
export const MOST_BYTES = 1024 * 1024

export interface KeptText {
  readonly lines: readonly string[]
  /** when it stood on the screen, in ms since the epoch */
  readonly at: number
}

export interface Scrollback {
  /** Null = there is none. */
  read(id: string): Promise<KeptText | null>
  /** No lines: as `drop`. What is over the bound goes, the oldest first. */
  save(id: string, lines: readonly string[]): Promise<void>
  /** The text of one run's surface is another one's from now on, with the time it has. */
  move(id: string, to: string): Promise<void>
  drop(id: string): Promise<void>
  /** Drops all but these. */
  keep(ids: ReadonlySet<string>): Promise<void>
}

/** `folder` is made, mode 0700, on the first write. `warn` hears, in plain words, that something cannot be kept. */
export function createScrollback(
  folder: string,
  warn: (message: string) => void = message => console.error(`gatehouse: ${message}`),
): Scrollback {
  let warned = false
  const fileOf = (id: string) => path.join(folder, `${surfaceIdSchema.parse(id)}.txt`)
  const drop = (id: string) => rm(fileOf(id), { force: true }).catch(told)
  function told(fault: unknown) {
    if (!warned) warn(`Text of terminals is not kept as it should be: ${folder} (${reasonOf(fault)}).`)
    warned = true
  }

  return {
    async read(id) {
      const file = fileOf(id)
      try {
        // Nothing we wrote is longer, or anything but a file.
        const lines = (await readBounded(file, MOST_BYTES)).toString('utf8').replace(/\n$/, '').split('\n')
        return { lines, at: (await stat(file)).mtimeMs }
      } catch (fault) {
        if (codeOf(fault) !== 'ENOENT') told(fault)
        return null
      }
    },
    async save(id, lines) {
      const file = fileOf(id)
      const kept = bounded(lines)
      if (kept.length === 0) return drop(id)
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await writeAtomic(file, `${kept.join('\n')}\n`)
      } catch (fault) {
        told(fault)
      }
    },
    move: (id, to) =>
      rename(fileOf(id), fileOf(to)).catch((fault: unknown) => {
        if (codeOf(fault) !== 'ENOENT') told(fault)
      }),
    drop,
    async keep(ids) {
      const names = await readdir(folder).catch(() => [])
      // Nothing is taken away that we cannot have written.
      const gone = names.filter(name => OURS.test(name) && !ids.has(name.replace(/\.txt$/, '')))
      await Promise.all(gone.map(name => rm(path.join(folder, name), { force: true }).catch(told)))
    },
  }
}

/** The newest lines that fit. */
function bounded(lines: readonly string[]): readonly string[] {
  let bytes = 0
  let from = lines.length
  while (from > 0) {
    bytes += Buffer.byteLength(lines[from - 1]!) + 1
    if (bytes > MOST_BYTES) break
    from -= 1
  }
  return lines.slice(from)
}
