// Files that are either the old text or the new one, whatever happens in between. Who may write what is the callers'.
import { randomBytes } from 'node:crypto'
import { open, realpath, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { codeOf } from './failure.ts'

/**
 * Replaces the file's content with `text`, mode 0600: a new file in the same folder, synced, then renamed over the old
 * one. A link is followed, so that it stays a link. Throws the system's error; the old content is then still there.
 */
export function writeAtomic(file: string, text: string): Promise<void> {
  return writeAtomicBy(file, write => write(text))
}

/**
 * The same for what is too much to be held at once: `work` writes it piece by piece. `links: 'replace'`: a link is replaced by
 * the file, and what it led to stays. Throws also what `work` throws.
 */
export async function writeAtomicBy<T>(
  file: string,
  work: (write: (piece: string | Buffer) => Promise<void>) => Promise<T>,
  links: 'follow' | 'replace' = 'follow',
): Promise<T> {
  const target = links === 'replace' ? file : await followed(file)
  const folder = path.dirname(target)
  const fresh = path.join(folder, `.${path.basename(target)}.${process.pid}.${randomBytes(6).toString('hex')}.new`)
  let done: T
  try {
    const handle = await open(fresh, 'wx', 0o600)
    try {
      done = await work(piece => handle.appendFile(piece, 'utf8'))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(fresh, target)
  } catch (error) {
    await rm(fresh, { force: true })
    throw error
  }
  await syncFolder(folder)
  return done
}

async function followed(file: string): Promise<string> {
  return realpath(file).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return file
    throw error
  })
}

/** Makes the rename itself last through a power cut. Not every system can sync a folder; the content is safe anyway. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
