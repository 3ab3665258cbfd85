// The build: `vite build`, only when what it is made from has changed. Needs the dependencies.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { oneAtATime } from './lib/lock.mjs'
import { at, root } from './lib/paths.mjs'
import { runQuietly } from './lib/run.mjs'
import { fail, say, since } from './lib/say.mjs'

const SOURCES = ['main', 'preload', 'renderer', 'vite.config.ts', 'package.json', 'package-lock.json']
const RESULTS = ['main/index.js', 'main/headless.js', 'main/cli.js', 'preload/bridge.cjs', 'renderer/index.html']
const STAMP = at('out', '.stamp')

/** Builds, unless out/ is what these sources give. Ends the process where the build fails. */
export async function ensureBuilt() {
  if (await upToDate()) return
  await oneAtATime(at('out', '.build.lock'), 'building', async () => {
    if (await upToDate()) return
    const start = performance.now()
    // Of the sources as they are now: a change during the build makes the next start build again.
    const hash = await sourceHash()
    await forgetBuild()
    say('Building …')
    const vite = at('node_modules', 'vite', 'bin', 'vite.js')
    const code = await runQuietly(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], { cwd: root })
    if (code !== 0) fail('The build failed; its message is above.')
    await fs.writeFile(STAMP, hash)
    say(`Built in ${since(start)}.`)
  })
}

/** Something else writes into out/ now (the development server): the next start builds. */
export async function forgetBuild() {
  await fs.rm(STAMP, { force: true })
}

async function upToDate() {
  if (!RESULTS.every(file => existsSync(at('out', file)))) return false
  return (await fs.readFile(STAMP, 'utf8').catch(() => null)) === (await sourceHash())
}

/** Over names and contents: times say nothing after a checkout. */
async function sourceHash() {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    for (const file of await filesUnder(at(source))) {
      const bytes = await fs.readFile(file)
      hash.update(`${path.relative(root, file)}\0${bytes.length}\0`).update(bytes)
    }
  }
  return hash.digest('hex')
}

async function filesUnder(file) {
  if (!(await fs.stat(file)).isDirectory()) return [file]
  const entries = await fs.readdir(file, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name))
    .sort()
}
