// An AppImage's file is replaced by a newer one: checked again as it is copied, put in place in one step, and the old one is kept
// until the new one runs. electron-updater's own way removes the old file first.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { constants } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'

export interface Replacement {
  /** the file that runs now, absolute */
  readonly old: string
  /** what was downloaded, absolute */
  readonly downloaded: string
  /** base64, as the feed had it */
  readonly sha512: string
  /** what the new one is started with */
  readonly args: readonly string[]
}

/**
 * Puts the new file in place and starts it. Returns its path. Throws a reason: then the old file is
 * where it was, or, where not even that could be done, beside it with `.old` at its end.
 */
export async function replaceAppImage({ old, downloaded, sha512, args }: Replacement): Promise<string> {
  const file = path.join(path.dirname(old), nameFor(path.basename(old), path.basename(downloaded)))
  await copyChecked(downloaded, `${file}.new`, sha512).catch(async error => {
    await fs.rm(`${file}.new`, { force: true })
    throw error
  })
  const kept = await keep(file)
  try {
    await fs.rename(`${file}.new`, file)
    await syncFolder(path.dirname(file))
    await start(file, args)
  } catch (error) {
    await fs.rm(`${file}.new`, { force: true })
    await putBack(kept, file)
    throw error
  }
  // From here on nothing is a failure: the new one runs.
  for (const one of [kept, file === old ? null : old])
    if (one !== null) await fs.rm(one, { force: true }).catch(() => {})
  return file
}

/** Rejects where `file` is not there, or is not what `sha512` (base64) says. */
export async function checkWhole(file: string, sha512: string): Promise<void> {
  await through(file, sha512, async () => {})
}

async function copyChecked(from: string, to: string, sha512: string): Promise<void> {
  await fs.rm(to, { force: true })
  const copy = await fs.open(to, 'wx', 0o755)
  try {
    await through(from, sha512, async bytes => void (await copy.writeFile(bytes)))
    await copy.chmod(0o755)
    await copy.sync()
  } finally {
    await copy.close()
  }
}

/** Reads it once: what is checked is what was handed on. */
async function through(file: string, sha512: string, take: (bytes: Buffer) => Promise<void>): Promise<void> {
  const from = await fs.open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(() => {
    throw new Error('the downloaded file is not there any more')
  })
  const hash = createHash('sha512')
  try {
    for await (const bytes of from.createReadStream({ autoClose: false })) {
      hash.update(bytes)
      await take(bytes)
    }
  } finally {
    await from.close()
  }
  if (hash.digest('base64') !== sha512) throw new Error('the downloaded file is not the one any more that was checked')
}

/** A name with a version in it is the new version's; another is the person's own. A feed may call its file anything. */
function nameFor(old: string, downloaded: string): string {
  return /\d+\.\d+\.\d+/.test(old) && /^\w[\w.+-]*\.AppImage$/i.test(downloaded) ? downloaded : old
}

/** What is at `file` now is also at the returned path. Null = nothing is. */
async function keep(file: string): Promise<string | null> {
  const kept = `${file}.old`
  await fs.rm(kept, { force: true })
  try {
    // Some file systems have no second name for a file.
    await fs.link(file, kept).catch(() => fs.copyFile(file, kept))
    return kept
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    await fs.rm(`${file}.new`, { force: true })
    throw error
  }
}

async function putBack(kept: string | null, file: string): Promise<void> {
  if (kept === null) return fs.rm(file, { force: true })
  await fs.rename(kept, file)
  // Two names of one file: the system then leaves both.
  await fs.rm(kept, { force: true })
}

async function syncFolder(folder: string): Promise<void> {
  const open = await fs.open(folder)
  await open.sync().finally(() => open.close())
}

/** Resolves when the system runs it; what it does then is its own. */
async function start(file: string, args: readonly string[]): Promise<void> {
  const child = spawn(file, args, {
    detached: true,
    stdio: 'ignore',
    // As electron-updater starts one: no questions of what some AppImages bring along.
    env: { ...process.env, APPIMAGE_SILENT_INSTALL: 'true' },
  })
  await once(child, 'spawn')
  child.unref()
}
