#!/usr/bin/env node
// `npm run package [-- [--test[=N]] [--prepare] [TARGET…]]`: packages for this system, into release/, with their checksums. Only the
// official Electron goes into a package for users; with --test any does, and the package says in every place what it is.
// With --prepare it installs, downloads and builds what they are made with, and stops: that needs no certificate.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ensureBuilt } from './build.mjs'
import { namesIn } from './electron/asar.mjs'
import { readFuses } from './electron/fuses.mjs'
import { officialVersion } from './electron/official.mjs'
import { electronDist } from './electron-dist.mjs'
import { ensureInstalled } from './install.mjs'
import { at, root } from './lib/paths.mjs'
import { npm, run } from './lib/run.mjs'
import { fail, say, since } from './lib/say.mjs'
import { readPackageArgs, refusal, strangers, takeSigning, unpublished } from './package/guard.mjs'
import { hasProgram } from './system.mjs'

const TARGETS = {
  linux: ['deb', 'rpm', 'AppImage', 'tar.gz', 'dir'],
  darwin: ['dmg', 'zip', 'dir'],
  win32: ['nsis', 'zip', 'dir'],
}
const FLAG = { linux: '--linux', darwin: '--mac', win32: '--win' }
/** Packages, and what the app reads to find a newer one. */
const PUBLISHED = /\.(deb|rpm|AppImage|tar\.gz|dmg|zip|exe)$|^latest[\w-]*\.yml$/
const MADE = at('out', 'packaging')
const start = performance.now()

const signing = takeSigning(process.env)
const { test, prepare, targets } = arguments_()
await ensureInstalled()
const dist = await electronDist().catch(error => fail(error.message))
const no = refusal(dist, { test, wanted: officialVersion() })
if (no !== null) fail(no)
for (const [target, program, bring] of [
  ['rpm', 'rpmbuild', 'rpm'],
  ['tar.gz', '7za', 'p7zip-full'],
]) {
  if (process.platform === 'linux' && targets.includes(target) && !hasProgram(program))
    fail(`${target} needs ${program} (on Debian: apt-get install ${bring}).`)
}
await ensureBuilt()
await ensurePackager()
if (prepare) {
  say(`Prepared in ${since(start)}.`)
  process.exit()
}
const { makeConfig } = await import('./package/config.mjs')
const config = await makeConfig({ dist, test, folder: MADE })
const later =
  test === null ? unpublished({ homepage: config.extraMetadata.homepage, maintainer: config.linux.maintainer }) : null
if (later) say(later)
await fs.rm(at('release'), { recursive: true, force: true })
await build()
await checkBuilt()
await writeSums()
say(`Packaged in ${since(start)}: release/`)

function arguments_() {
  const known = TARGETS[process.platform]
  if (!known) fail(`There are no packages for ${process.platform}.`)
  try {
    const read = readPackageArgs(process.argv.slice(2), known)
    // All of them means all that a person would install.
    return read.targets.length === known.length ? { ...read, targets: known.filter(target => target !== 'dir') } : read
  } catch (error) {
    fail(error.message, 2)
  }
}

/** electron-builder has its own package.json and lock: 279 packages that neither `npm start` nor `npm test` needs. None has to run anything to be installed. */
async function ensurePackager() {
  const folder = at('packaging')
  const lock = createHash('sha256')
    .update(await fs.readFile(path.join(folder, 'package-lock.json')))
    .digest('hex')
  const stamp = path.join(folder, 'node_modules', '.stamp')
  if ((await fs.readFile(stamp, 'utf8').catch(() => '')) === lock) return
  say('Installing electron-builder (npm ci, in packaging/) …')
  const { command, args, options } = npm('ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error')
  // npm would take the folder of the project that runs this script for its own.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|config_local_prefix)/.test(name)),
  )
  const code = await run(command, args, { cwd: folder, env, ...options })
  if (code !== 0) fail(`npm ci in packaging/ failed with exit code ${code}; its message is above.`)
  await fs.writeFile(stamp, lock)
}

async function build() {
  const file = path.join(MADE, 'electron-builder.json')
  await fs.writeFile(file, JSON.stringify(config, null, 2))
  const builder = at('packaging', 'node_modules', 'electron-builder', 'cli.js')
  const args = [
    builder,
    FLAG[process.platform],
    ...targets,
    '--publish',
    'never',
    '--config',
    file,
    '--projectDir',
    root,
  ]
  const tools = hasProgram('7za') ? { ELECTRON_BUILDER_7ZIP_PATH: programPath('7za') } : {}
  const quick = test === null ? {} : { ELECTRON_BUILDER_COMPRESSION_LEVEL: '1' }
  const env = { ...process.env, ...signing, ...tools, ...quick, CUSTOM_FPM_PATH: at('scripts', 'package', 'fpm.mjs') }
  const code = await run(process.execPath, args, { cwd: root, env })
  if (code !== 0) fail(`electron-builder failed with exit code ${code}; its message is above.`)
}

function programPath(name) {
  const folder = (process.env.PATH ?? '').split(path.delimiter).find(part => hasProgram(name, part))
  return path.join(folder ?? '', name)
}

/** What was asked for is in the binary, and nothing else in the archive, or there is no package. */
async function checkBuilt() {
  const unpacked = (await fs.readdir(at('release'), { withFileTypes: true })).filter(entry => entry.isDirectory())
  for (const { name } of unpacked) {
    const binary = await binaryIn(at('release', name))
    if (binary === null) continue
    const found = await readFuses(binary)
    for (const [fuse, wanted] of Object.entries(config.electronFuses)) {
      if (found[fuse] !== wanted)
        fail(`The fuse ${fuse} of ${path.relative(root, binary)} is ${found[fuse]}, not ${wanted}.`)
    }
    say(`Fuses read back from ${path.relative(root, binary)}: as set.`)
    const archive = await archiveIn(at('release', name))
    const foreign = strangers(await namesIn(archive))
    if (foreign.length > 0)
      fail(`${path.relative(root, archive)} holds what it must not: ${foreign.slice(0, 10).join(', ')}`)
  }
}

async function binaryIn(folder) {
  const product = config.productName
  const places = [
    'gatehouse',
    `${product}.exe`,
    `${product}.app/Contents/Frameworks/Electron Framework.framework/Electron Framework`,
  ]
  for (const place of places) {
    const file = path.join(folder, place)
    if ((await fs.stat(file).catch(() => null))?.isFile()) return file
  }
  return null
}

async function archiveIn(folder) {
  const files = await fs.readdir(folder, { recursive: true })
  return path.join(folder, files.find(file => path.basename(file) === 'app.asar') ?? 'app.asar')
}

async function writeSums() {
  const files = (await fs.readdir(at('release'), { withFileTypes: true })).filter(entry => entry.isFile())
  const names = files.map(({ name }) => name).filter(name => PUBLISHED.test(name))
  const lines = []
  for (const name of names.sort()) {
    const hash = createHash('sha256')
    await pipeline(createReadStream(at('release', name)), hash)
    lines.push(`${hash.digest('hex')}  ${name}\n`)
  }
  await fs.writeFile(at('release', 'SHA256SUMS'), lines.join(''))
  say(lines.join('').trimEnd())
}
