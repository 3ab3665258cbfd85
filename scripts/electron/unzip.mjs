// Taking some files out of a zip. yauzl comes with the dependencies, so import this only after they are installed.
import { createWriteStream } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import yauzl from 'yauzl'

/**
 * @param {string} zipFile
 * @param {string} folder where the files go
 * @param {(name: string) => string | null} place the path a file gets inside `folder`; null leaves it out
 */
export async function unzip(zipFile, folder, place) {
  const zip = await promisify(yauzl.open)(zipFile, { lazyEntries: true })
  const open = promisify(zip.openReadStream.bind(zip))
  await new Promise((resolve, reject) => {
    zip.once('error', reject)
    zip.once('end', resolve)
    zip.on('entry', entry => {
      const to = entry.fileName.endsWith('/') ? null : place(entry.fileName)
      const taken = to === null ? Promise.resolve() : take(open, entry, path.join(folder, to))
      taken.then(() => zip.readEntry(), reject)
    })
    zip.readEntry()
  }).finally(() => zip.close())
}

async function take(open, entry, file) {
  await fs.mkdir(path.dirname(file), { recursive: true })
  const mode = (entry.externalFileAttributes >>> 16) & 0o777 || 0o644
  await pipeline(await open(entry), createWriteStream(file, { mode }))
}
