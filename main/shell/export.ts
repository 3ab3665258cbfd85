// The record into a file that a person chooses. What is written is gate/log's; the file is either whole or not there.
import path from 'node:path'
import { app, type BrowserWindow, dialog } from 'electron'
import type { CallOutput, CallParsed, Result } from '../../preload/contract.ts'
import { exportFrom } from '../activity-calls.ts'
import type { House } from '../house.ts'
import { writeAtomicBy } from '../store/atomic.ts'
import { codeOf, failure, reasonOf } from '../store/failure.ts'

const KINDS = {
  jsonl: { name: 'JSON Lines', extensions: ['jsonl'] },
  csv: { name: 'CSV', extensions: ['csv'] },
} as const

const PLAIN: Readonly<Partial<Record<string, string>>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'the folder may not be written',
  EPERM: 'the folder may not be written',
}

/** Asks where to. Error: `not_written`. */
export async function exportWithDialog(
  house: House,
  options: CallParsed<'activity.export'>,
  window: BrowserWindow | null,
): Promise<Result<CallOutput<'activity.export'>>> {
  const { name, extensions } = KINDS[options.format]
  const day = new Date().toISOString().slice(0, 10)
  const dialogOptions = {
    title: 'Export activity',
    defaultPath: path.join(app.getPath('documents'), `gatehouse-activity-${day}.${options.format}`),
    filters: [{ name, extensions: [...extensions] }],
  }
  const chosen = await (window ? dialog.showSaveDialog(window, dialogOptions) : dialog.showSaveDialog(dialogOptions))
  if (chosen.canceled || !chosen.filePath) return { ok: true, value: { file: null, entries: 0 } }
  const file = chosen.filePath
  try {
    // Its name can be guessed: a link that somebody put there leads nowhere.
    const { entries } = await writeAtomicBy(file, write => wholeFrom(house, options, write), 'replace')
    return { ok: true, value: { file, entries } }
  } catch (error) {
    const why = PLAIN[codeOf(error)] ?? reasonOf(error)
    return failure('not_written', `${path.basename(file)} could not be written: ${why}. Nothing was left there.`)
  }
}

/** A file that looks whole and is not would be worse than none. */
async function wholeFrom(...[house, options, write]: Parameters<typeof exportFrom>): ReturnType<typeof exportFrom> {
  const done = await exportFrom(house, options, write)
  if (done.unread.length > 0) throw new Error(`${done.unread.join(', ')} of the record cannot be read`)
  return done
}
