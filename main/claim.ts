// The first thing of a start: the data folder is made ours alone, and held, so that one Gatehouse runs on it. Small on purpose: the
// window comes after it, and everything else after the window.
import type { Failure, Result } from '../preload/contract.ts'
import { openDataDir } from './store/data-dir.ts'
import { failure, reasonOf } from './store/failure.ts'
import { type HeldLock, takeLock } from './store/lock.ts'

/**
 * Takes the folder. Error values: `already_running` (the one that runs was asked to come to the front; exit 0), and what keeps it
 * from being ours, in words.
 */
export async function claimFolder(dataDir: string): Promise<Result<HeldLock>> {
  const folder = await openDataDir(dataDir)
  if (!folder.ok) return folder
  try {
    const lock = await takeLock(dataDir)
    if (lock.mine) return { ok: true, value: lock }
    await lock.raise()
    return failure('already_running', `Gatehouse already runs on this folder (pid ${lock.pid}).`)
  } catch (error) {
    return failure('no_lock', `Gatehouse cannot tell whether it already runs on ${dataDir} (${reasonOf(error)}).`)
  }
}

/** Says why nothing was started. Returns the exit code. */
export function sayWhyNot({ code, message }: Failure): number {
  process.stderr.write(`gatehouse: ${message}\n`)
  return code === 'already_running' ? 0 : 1
}
