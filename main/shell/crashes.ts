// Crash dumps: none, unless a person wants them, and then in the data folder alone. A dump is what stood in a process's memory, so
// terminals and tokens with it; few are kept, and they go when nobody wants them any more. Nothing here ever sends one.
import { chmodSync, mkdirSync } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { app, crashReporter } from 'electron'

/** The newest so many are kept. */
const MOST = 5

const folderIn = (dataDir: string) => path.join(dataDir, 'crashes')

/** From now on. Before Electron is ready, or processes that come from its first one leave none. */
export function keepDumps(dataDir: string): void {
  const folder = folderIn(dataDir)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    chmodSync(folder, 0o700)
    app.setPath('crashDumps', folder)
    crashReporter.start({ uploadToServer: false })
  } catch (error) {
    console.error('gatehouse: Crash dumps cannot be kept:', (error as Error).message)
  }
}

/** Takes away all but the newest, now and after each crash. `kept`: they are wanted in this run; else all go. */
export function tidyDumps(dataDir: string, kept: boolean): void {
  const folder = folderIn(dataDir)
  const report = (error: Error) => console.error('gatehouse: Old crash dumps could not be removed:', error.message)
  if (!kept) return void fs.rm(folder, { recursive: true, force: true }).catch(report)
  const tidy = () => void keepNewest(folder).catch(report)
  tidy()
  app.on('render-process-gone', tidy)
  app.on('child-process-gone', tidy)
}

async function keepNewest(folder: string): Promise<void> {
  const names = (await fs.readdir(folder, { recursive: true })).filter(name => name.endsWith('.dmp'))
  const files = await Promise.all(
    names.map(async name => {
      const file = path.join(folder, name)
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
