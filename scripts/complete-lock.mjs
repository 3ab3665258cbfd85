#!/usr/bin/env node
// After `npm install`: completes package-lock.json with the platform packages a registry mirror did not have. npm leaves
// out what it cannot look up, and `npm ci` then refuses the lock on every machine. Nothing is downloaded.
import fs from 'node:fs/promises'
import { at } from './lib/paths.mjs'
import { say } from './lib/say.mjs'

const OS = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32', 'aix']
const CPU = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']
const FILE = at('package-lock.json')

const lock = JSON.parse(await fs.readFile(FILE, 'utf8'))
const { packages } = lock
let added = 0
for (const [place, entry] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const found = resolve(place, name)
    const platform = platformOf(name)
    if (!platform || !/^\d/.test(version) || packages[found]?.version === version) continue
    const top = `node_modules/${name}`
    const shared = packages[top] === undefined || packages[top].version === version
    const development = entry.dev ? { dev: true } : {}
    packages[shared ? top : `${place}/node_modules/${name}`] = { version, ...platform, ...development, optional: true }
    added += 1
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)))
await fs.writeFile(FILE, `${JSON.stringify(lock, null, 2)}\n`)
say(`${added} platform packages added to package-lock.json.`)

/** The entry that `name` means for the package at `place`, as Node would look for it; undefined where there is none. */
function resolve(place, name) {
  for (let folder = place; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('node_modules/') - 1, 0))) {
    const key = `${folder && `${folder}/`}node_modules/${name}`
    if (packages[key]) return key
    if (folder === '') return undefined
  }
}

function platformOf(name) {
  const words = name.split(/[/-]/)
  const os = words.find(word => OS.includes(word))
  const cpu = words.find(word => CPU.includes(word))
  return os && cpu ? { os: [os], cpu: [cpu] } : null
}
