// policy.outside.json: what somebody else had written into the policy file, kept when a person puts the accepted text
// back over it. When that happens is policy-file.ts.
import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { chmod, copyFile, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { codeOf } from './failure.ts'

/**
 * Copies the file's bytes, whatever they are and however many, to `outside`, mode 0600, in place of an older copy. Where
 * there is no regular file there is nothing to keep. Throws the system's error; an older copy is then still there.
 */
export async function keepAside(file: string, outside: string): Promise<void> {
  if (!(await isFile(file))) return
  const folder = path.dirname(outside)
  const fresh = path.join(folder, `.${path.basename(outside)}.${process.pid}.${randomBytes(6).toString('hex')}.new`)
  try {
    await copyFile(file, fresh, constants.COPYFILE_EXCL)
    await chmod(fresh, 0o600)
    const handle = await open(fresh, 'r+')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(fresh, outside)
  } catch (error) {
    await rm(fresh, { force: true })
    throw error
  }
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}
