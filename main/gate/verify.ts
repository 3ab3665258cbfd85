// Checks the whole activity chain from the first record on, over all segments. Reads only.
import { join } from 'node:path'
import { FIRST_PREV, follow, isTorn, type Link } from './chain.ts'
import { activityFolder, firstSeqOf, linesOf, listSegments } from './segments.ts'

export type Verified =
  | { readonly ok: true; readonly records: number }
  /** `line` counts from 1; `seq` is the record that should stand there. */
  | { readonly ok: false; readonly file: string; readonly line: number; readonly seq: number; readonly why: string }

/**
 * `dir` is the data folder. An unfinished last line of the last segment is what a crash leaves and counts as nothing;
 * everything else that is not the next record is named. `breathe` is awaited now and then: it may take long.
 */
export async function verifyActivity(dir: string, breathe?: () => Promise<void>): Promise<Verified> {
  const folder = activityFolder(dir)
  let names: string[]
  try {
    names = await listSegments(folder)
  } catch {
    return { ok: false, file: folder, line: 0, seq: 1, why: 'there is no activity folder here' }
  }
  let at: Link = { seq: 0, hash: FIRST_PREV }
  for (const name of names) {
    const file = join(folder, name)
    if (firstSeqOf(name) !== at.seq + 1) {
      return { ok: false, file, line: 1, seq: at.seq + 1, why: `record ${at.seq + 1} is missing before this file` }
    }
    let line = 0
    try {
      for await (const { bytes, whole } of linesOf(file)) {
        line += 1
        const next = follow(bytes, at)
        if (typeof next === 'string') {
          if (!whole && name === names.at(-1) && isTorn(bytes)) break
          return { ok: false, file, line, seq: at.seq + 1, why: next }
        }
        at = next
        if (breathe && line % 256 === 0) await breathe()
      }
    } catch (error) {
      const why = `it cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`
      return { ok: false, file, line: line + 1, seq: at.seq + 1, why }
    }
  }
  return { ok: true, records: at.seq }
}
