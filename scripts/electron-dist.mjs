#!/usr/bin/env node
// Which Electron to run. The official binary always wins where it is or can be had; the stand-in is for the rest.
//   1. ELECTRON_OVERRIDE_DIST_PATH, if set
//   2. the official binary of the `electron` package, if it is there
//   3. the same, downloaded; not tried again for a day where that failed, nor with GATEHOUSE_NO_OFFICIAL=1
//   4. linux-x64 only: the stand-in (scripts/electron/stand-in.mjs)
// Run by itself it prints the dist folder.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { downloadOfficial, knownUnreachable, officialDir, officialVersion } from './electron/official.mjs'
import { hasStandIn, makeStandIn, standInDir, WARNING } from './electron/stand-in.mjs'
import { ensureInstalled } from './install.mjs'
import { oneAtATime } from './lib/lock.mjs'
import { cacheDir } from './lib/paths.mjs'
import { fail, say } from './lib/say.mjs'

/**
 * The dist folder of an Electron that runs here. The dependencies must be installed. Throws where there is none.
 * @returns {Promise<{dir: string, official: boolean, version: string}>} `official`: it may be packaged and shipped
 */
export async function electronDist() {
  const own = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (own) return described(own, false)
  const dir = officialDir()
  if (dir !== null) return described(dir, true)
  if (await settled()) return standIn()
  // One process fetches; the others wait, and find it there.
  await oneAtATime(path.join(cacheDir(), 'electron.lock'), 'obtaining Electron', async () => {
    if (officialDir() !== null || (await settled())) return
    if ((await mayDownload()) && (await downloadOfficial())) return
    if (standInDir() === null) {
      throw new Error(
        `There is no Electron ${officialVersion()} for ${process.platform}-${process.arch} without its download.`,
      )
    }
    if (!hasStandIn()) await makeStandIn()
  })
  const got = officialDir()
  return got === null ? standIn() : described(got, true)
}

/** @param {string} dir a dist folder @returns {string} the program in it */
export function electronBinary(dir) {
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }
  return path.join(dir, names[process.platform] ?? 'electron')
}

/** Switches that this system needs, to stand before the app's path. */
export function electronSwitches() {
  if (process.platform !== 'linux') return []
  // Chromium refuses its sandbox to root; --log-level=3 keeps lines about a missing dbus off the terminal.
  return [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--log-level=3']
}

/** Is the stand-in here, and is the official download not to be tried now? */
async function settled() {
  return hasStandIn() && !(await mayDownload())
}

async function mayDownload() {
  // Where there is no stand-in the download is the only way: then it is always worth a try.
  if (standInDir() === null) return true
  return process.env.GATEHOUSE_NO_OFFICIAL !== '1' && !(await knownUnreachable())
}

function standIn() {
  say(WARNING)
  return described(standInDir(), false)
}

function described(dir, official) {
  const version = readFileSync(path.join(dir, 'version'), 'utf8').trim().replace(/^v/, '')
  return { dir, official, version }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await ensureInstalled()
  const { dir } = await electronDist().catch(error => fail(error.message))
  process.stdout.write(`${dir}\n`)
}
