// `gatehouse activity export`: a data folder's record on standard output, a piece at a time, as fast as it is read there.
import { stat } from 'node:fs/promises'
import { type ExportOptions, exportActivity } from '../gate/log/export.ts'
import { createLog } from '../gate/log/log.ts'
import { activityFolder } from '../gate/segments.ts'
import { type Io, NOT_IN_ORDER, OK, USAGE } from './io.ts'

export const FORMATS = ['jsonl', 'csv'] as const
export const TEXTS = ['masked', 'exact', 'none'] as const

/** `dir` is the data folder. Resolves with the exit code. */
export async function exportFolder(dir: string, options: Omit<ExportOptions, 'filter'>, io: Io): Promise<number> {
  const folder = activityFolder(dir)
  const isThere = await stat(folder).then(
    found => found.isDirectory(),
    () => false,
  )
  if (!isThere) {
    io.err(`gatehouse activity: ${folder}: there is no activity folder here\n`)
    return USAGE
  }
  const log = createLog({
    ...{ dir, activity: null, now: Date.now, draftEnds: () => null, isOpen: () => false },
    nameOf: id => id,
  })
  const rest = new TextDecoder('utf-8')
  try {
    const { damaged, unread } = await exportActivity(log, { ...options, filter: {} }, async piece => {
      io.out(typeof piece === 'string' ? piece : rest.decode(piece, { stream: true }))
      await io.drained?.()
    })
    if (damaged > 0) io.err(`gatehouse activity: ${damaged} lines could not be read; \`verify\` names the first\n`)
    for (const name of unread) io.err(`gatehouse activity: ${name} could not be read, and is left out\n`)
    return unread.length > 0 ? NOT_IN_ORDER : OK
  } finally {
    log.close()
  }
}
