// Crash dumps: none, unless a person wants them, and then in the data folder alone. A dump is what stood in a process's memory, so
// terminals and tokens with it; few are kept, and they go when nobody wants them any more. Nothing here ever sends one.
import { chmodSync, lstatSync, mkdirSync } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { app, crashReporter } from 'electron'

/** The newest so many are kept. */
const MOST = 5

/** Where Crashpad puts them; which of these depends on the system. */
const ROOMS = ['new', 'pending', 'completed', 'reports']
/** What Crashpad keeps beside them, for itself. */
const ITS_OWN = ['settings.dat', 'metadata']
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const DUMP = new RegExp(`^${UUID}\\.dmp$`, 'i')
const OF_A_DUMP = new RegExp(`^${UUID}\\.(?:dmp|meta|lock)$`, 'i')
const ATTACHED = new RegExp(`^${UUID}$`, 'i')

const folderIn = (dataDir: string) => path.join(dataDir, 'crashes')

/** From now on. Before Electron is ready, or processes that come from its first one leave none; after the data folder is known to be ours. */
export function keepDumps(dataDir: string): void {
  const folder = folderIn(dataDir)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (!isOurs(folder)) throw new Error(`${folder} is not a folder of yours`)
    chmodSync(folder, 0o700)
    app.setPath('crashDumps', folder)
    crashReporter.start({ uploadToServer: false })
  } catch (error) {
    console.error('gatehouse: Crash dumps cannot be kept:', (error as Error).message)
  }
}

/** Takes away all but the newest, now and after each crash. `kept`: they are wanted in this run; else all go. Resolves after the first time. */
export async function tidyDumps(dataDir: string, kept: boolean): Promise<void> {
  const folder = folderIn(dataDir)
  const tidy = () =>
    (kept ? keepNewest(folder) : removeAll(folder)).catch(error =>
      console.error('gatehouse: Old crash dumps could not be removed:', error.message),
    )
  if (kept) {
    app.on('render-process-gone', tidy)
    app.on('child-process-gone', tidy)
  }
  await tidy()
}

/** A folder itself, no link to one elsewhere, and nobody else's. */
function isOurs(folder: string): boolean {
  const at = lstatSync(folder, { throwIfNoEntry: false })
  if (!at?.isDirectory()) return false
  return process.platform === 'win32' || at.uid === process.getuid?.()
}

/** Of a folder that Crashpad made; in a link, or where there is none, there is nothing of it. */
async function namesIn(folder: string, like: RegExp): Promise<string[]> {
  if (!isOurs(folder)) return []
  return (await fs.readdir(folder)).filter(name => like.test(name)).map(name => path.join(folder, name))
}

/** What Crashpad made goes, and the folders if nothing else is in them: whatever somebody put there is theirs. */
async function removeAll(folder: string): Promise<void> {
  if (!isOurs(folder)) return
  for (const room of ROOMS) {
    for (const file of await namesIn(path.join(folder, room), OF_A_DUMP)) await fs.rm(file, { force: true })
  }
  const attached = await namesIn(path.join(folder, 'attachments'), ATTACHED)
  for (const one of attached) await fs.rm(one, { recursive: true, force: true })
  for (const name of ITS_OWN) await fs.rm(path.join(folder, name), { force: true })
  for (const room of [...ROOMS, 'attachments', '']) await fs.rmdir(path.join(folder, room)).catch(() => {})
}

async function keepNewest(folder: string): Promise<void> {
  const dumps = (await Promise.all(ROOMS.map(room => namesIn(path.join(folder, room), DUMP)))).flat()
  const files = await Promise.all(
    dumps.map(async file => {
      // Another crash may have moved it meanwhile.
      const at = await fs.stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      )
      return { file, at }
    }),
  )
  files.sort((a, b) => b.at - a.at)
  for (const { file } of files.slice(MOST)) {
    await fs.rm(file, { force: true })
    await fs.rm(file.replace(/\.dmp$/, '.meta'), { force: true })
  }
}
