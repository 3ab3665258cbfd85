// A folder of this run alone, among the temporary ones and open to this user only, or one that stays. What stands in it is not
// its matter.
import { lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export interface RunFolder {
  /** Its path; it is made where it is not there. Throws when it cannot be. */
  path(): string
  /** Removes it with all that is in it. */
  close(): void
}

/** `prefix` begins its name. */
export function createRunFolder(prefix: string): RunFolder {
  let folder: string | null = null
  return {
    path() {
      // Looked at each time: systems clean their temporary folders, and then the name is anyone's.
      if (!folder || !isOurs(folder)) folder = mkdtempSync(path.join(tmpdir(), prefix))
      return folder
    },
    close() {
      if (folder) rmSync(folder, { recursive: true, force: true })
      folder = null
    },
  }
}

/** A folder that stays: `close` removes nothing. */
export function stayingFolder(folder: string): RunFolder {
  return {
    path() {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      return folder
    },
    close() {},
  }
}

/** Still there, and closed to everyone else. */
function isOurs(folder: string): boolean {
  try {
    const stat = lstatSync(folder)
    return stat.isDirectory() && stat.uid === process.getuid?.() && (stat.mode & 0o777) === 0o700
  } catch {
    return false
  }
}
