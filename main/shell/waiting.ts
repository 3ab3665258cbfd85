// Where a downloaded version waits: in the system's cache, a folder for each data folder, and in it one for each attempt. Whoever holds
// the data folder is alone in it, and an attempt that was given up can touch no other.
import { createHash } from 'node:crypto'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

/** A new folder for one attempt; those of earlier attempts on this data folder go. Throws the system's error. */
export async function attemptFolder(dataDir: string): Promise<string> {
  const mark = createHash('sha256')
    .update(await fs.realpath(dataDir))
    .digest('hex')
    .slice(0, 16)
  const folder = path.join(cache(), 'gatehouse-updater', mark)
  await fs.rm(folder, { recursive: true, force: true })
  await fs.mkdir(folder, { recursive: true, mode: 0o700 })
  return fs.mkdtemp(path.join(folder, 'attempt-'))
}

function cache(): string {
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches')
  if (process.platform === 'win32') return process.env['LOCALAPPDATA'] ?? path.join(os.homedir(), 'AppData', 'Local')
  const own = process.env['XDG_CACHE_HOME']
  return own && path.isAbsolute(own) ? own : path.join(os.homedir(), '.cache')
}
