#!/usr/bin/env node
// `npm start`: installs and builds where needed, then runs Gatehouse in its window, or without one where there can be
// none. stdout is Gatehouse's own, for its ready line.
import { ensureBuilt } from './build.mjs'
import { electronBinary, electronDist, electronSwitches } from './electron-dist.mjs'
import { ensureInstalled } from './install.mjs'
import { at, callersFolder, root } from './lib/paths.mjs'
import { become } from './lib/run.mjs'
import { say } from './lib/say.mjs'
import { hasDisplay, missingLibraries, remedy, sandboxHint } from './system.mjs'

const args = process.argv.slice(2)
await ensureInstalled()
await ensureBuilt()
const app = await window()
const cwd = callersFolder('start')
if (app === null) {
  const rest = args.filter(arg => arg !== '--headless')
  become(process.execPath, [at('out', 'main', 'headless.js'), ...rest], { cwd })
} else {
  const standIn = app.official ? {} : { GATEHOUSE_STAND_IN_ELECTRON: '1' }
  const env = { ...process.env, ...standIn }
  become(electronBinary(app.dir), [...electronSwitches(), root, ...args], { cwd, env })
}

/** The Electron to show a window with; null = none, having said why. Electron is fetched only where it will be used. */
async function window() {
  if (args.some(arg => ['--headless', '--help', '--version'].includes(arg))) return null
  if (!hasDisplay()) {
    say('No display (neither DISPLAY nor WAYLAND_DISPLAY is set): running headless, without a window.')
    return null
  }
  let dist
  try {
    dist = await electronDist()
  } catch (error) {
    say(`No Electron: ${error.message} Running headless, without a window.`)
    return null
  }
  const missing = missingLibraries(electronBinary(dist.dir))
  if (missing.length > 0) {
    say(`Electron lacks system libraries (${missing.join(', ')}): running headless, without a window.`)
    say(remedy({ tests: false }))
    return null
  }
  const hint = sandboxHint(dist.dir)
  if (hint) say(hint)
  return dist
}
