// The stand-in's default app: what makes `electron FOLDER` load the app in that folder. The official binary has one of
// its own; this does the part of it that Gatehouse needs. It is packed as resources/default_app.asar (an asar, because a
// resources/app folder would win over a packaged app).
import fs from 'node:fs'
import Module from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const ask = readArguments(process.argv.slice(1))
if (ask.version) {
  console.log(`v${process.versions.electron}`)
  process.exit(0)
} else if (ask.target === null) {
  fail('usage: electron PATH-TO-APP [arguments]')
} else if (/^(https?|file):/.test(ask.target)) {
  fail('This stand-in opens the folder of an app, not a URL.')
} else {
  // Awaited, as Electron's own does: 'ready' waits for the app's main module.
  await load(path.resolve(ask.target))
}

/** Switches of Chromium may stand before the path; all after it is the app's. */
function readArguments(args) {
  for (const arg of args) {
    if (arg === '-v' || arg === '--version') return { version: true, target: null }
    if (arg.startsWith('--app=')) return { version: false, target: arg.slice('--app='.length) }
    if (!arg.startsWith('-')) return { version: false, target: arg }
  }
  return { version: false, target: null }
}

async function load(folder) {
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true })
  const hasManifest = takeNames(path.join(folder, 'package.json'))
  let file
  try {
    file = Module._resolveFilename(folder, null, true)
  } catch (error) {
    fail(`There is no Electron app at ${folder}\n\n${error.message}`)
  }
  app.setAppPath(hasManifest ? folder : path.dirname(file))
  await import(pathToFileURL(file).toString()).catch(error => {
    console.error('The app threw an error while loading')
    console.error(error?.stack ?? error)
    process.exit(1)
  })
}

function takeNames(manifest) {
  if (!fs.existsSync(manifest)) return false
  let names
  try {
    names = JSON.parse(fs.readFileSync(manifest, 'utf8'))
  } catch (error) {
    fail(`${manifest} cannot be read\n\n${error.message}`)
  }
  if (names.version) app.setVersion(names.version)
  if (names.productName || names.name) app.setName(names.productName || names.name)
  app.setDesktopName?.(names.desktopName || `${app.getName()}.desktop`)
  return true
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
