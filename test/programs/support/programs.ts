// Which programs are here, as a surface finds them, and which Debian package brings each that is not.
import { accessSync, constants, readFileSync } from 'node:fs'
import path from 'node:path'

/** Only what the system installed: shims of version managers need the person's own home. */
const FOLDERS = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin', '/opt/homebrew/bin']
export const PATH = FOLDERS.join(':')

/** program → Debian package; scripts/test-programs.mjs installs the same list */
export const PACKAGES: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../packages.json'), 'utf8'),
)

/** Where it is, or null. Node is the one that runs the tests. */
export function findProgram(name: string): string | null {
  if (name === 'node') return process.execPath
  for (const folder of FOLDERS) {
    const file = path.join(folder, name)
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {
      // not in this folder
    }
  }
  return null
}

/** What to add to the name of a row whose program is not here, and whether it is skipped. */
export function missing(program: string): { readonly skip: boolean; readonly note: string } {
  const skip = findProgram(program) === null
  return { skip, note: skip ? ` (${program} is not here: package ${PACKAGES[program] ?? program})` : '' }
}
