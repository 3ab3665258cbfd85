// The official Electron: there already, or downloaded by the `electron` package's own installer (which checks it).
// Where the download cannot be reached, that is remembered for a day, so that not every start waits for it.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { at, cacheDir } from '../lib/paths.mjs'
import { say, since } from '../lib/say.mjs'

const PACKAGE = at('node_modules', 'electron')
const MARKER_HOURS = 24
/** A host that does not answer within this is not there. */
const REACH_MS = 20_000
/** The whole download, about 110 MB, on a slow line. */
const DOWNLOAD_MS = 15 * 60_000

/** The version package.json asks for. */
export function officialVersion() {
  return JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8')).version
}

/** The dist folder of the official binary; null where it is not (wholly) there. path.txt is written last. */
export function officialDir() {
  const dist = path.join(PACKAGE, 'dist')
  try {
    const binary = readFileSync(path.join(PACKAGE, 'path.txt'), 'utf8')
    const version = readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
    return version === officialVersion() && existsSync(path.join(dist, binary)) ? dist : null
  } catch {
    return null
  }
}

/** Was the official download found unreachable within the last day? */
export async function knownUnreachable(now = Date.now()) {
  const written = await fs.stat(marker()).catch(() => null)
  if (written === null) return false
  const age = now - written.mtimeMs
  return age >= 0 && age < MARKER_HOURS * 3_600_000
}

/** Downloads it. False where that fails, having said why; the next day may try again. */
export async function downloadOfficial() {
  const start = performance.now()
  say(`Downloading the official Electron ${officialVersion()} …`)
  const failure = await install()
  if (failure === null && officialDir() !== null) {
    await fs.rm(marker(), { force: true })
    say(`Electron ${officialVersion()} downloaded in ${since(start)}.`)
    return true
  }
  say(`The official Electron cannot be had here: ${failure ?? 'its installer left no binary'}.`)
  await fs.mkdir(cacheDir(), { recursive: true })
  await fs.writeFile(marker(), `${new Date().toISOString()}\n`)
  return false
}

function marker() {
  return path.join(cacheDir(), `electron-${officialVersion()}-unreachable`)
}

/** @returns {Promise<string | null>} why it failed, in one line */
async function install() {
  const child = spawn(process.execPath, [path.join(PACKAGE, 'install.js')], { stdio: ['ignore', 2, 'pipe'] })
  let errors = ''
  child.stderr.on('data', data => {
    errors += data
  })
  const ended = new Promise(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('close', code => resolve(code === 0 ? null : reason(errors)))
  })
  // The installer also finds a zip in a cache of its own, so it runs in any case; but it waits long for a dead host.
  const end = Date.now() + REACH_MS
  const probing = probe()
  const unreachable = await Promise.race([ended.then(() => null), probing])
  const limit = unreachable === null ? DOWNLOAD_MS : Math.max(1000, end - Date.now())
  const failure = await Promise.race([ended, later(limit, `no answer within ${Math.round(limit / 1000)} s`)])
  child.kill('SIGKILL')
  return failure && ((await probing) ?? failure)
}

function later(ms, failure) {
  return new Promise(resolve => setTimeout(resolve, ms, failure).unref())
}

/**
 * Asks the download host, in the way the installer does. A proxy or mirror of the machine's own is trusted to answer.
 * @returns {Promise<string | null>} why it cannot be reached; null = it can
 */
async function probe() {
  const env = Object.keys(process.env).join(' ')
  if (/electron_(custom_dir|mirror)|https?_proxy/i.test(env)) return null
  const url = `https://github.com/electron/electron/releases/download/v${officialVersion()}/SHASUMS256.txt`
  return fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(REACH_MS) }).then(
    answer => (answer.ok ? null : `${url} answers ${answer.status}`),
    error =>
      error.name === 'TimeoutError' ? `${new URL(url).host} does not answer` : (error.cause?.message ?? error.message),
  )
}

function reason(errors) {
  const lines = errors.split('\n').map(line => line.trim())
  return lines.find(line => /Error/.test(line)) ?? 'its installer failed'
}
