#!/usr/bin/env node
// Dependencies: `npm ci` when they are missing or are not those of package-lock.json.
// Nothing outside Node may be imported here: this runs on a fresh clone.
import { createHash } from 'node:crypto'
import fs from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { oneAtATime } from './lib/lock.mjs'
import { at, root } from './lib/paths.mjs'
import { npm, run } from './lib/run.mjs'
import { fail, say, since } from './lib/say.mjs'

const NEEDED = [20, 19]
const SYSTEM = `${process.platform}-${process.arch}`
const STAMP = at('node_modules', '.gatehouse-lock')

/** Ends with a sentence where this Node is too old. */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return
  fail(`Gatehouse needs Node ${NEEDED.join('.')} or newer; this is Node ${version} (${process.execPath}).`)
}

/** Installs what package-lock.json names, unless that is what is there. Ends the process where it cannot. */
export async function ensureInstalled() {
  checkNode()
  if (await upToDate()) return
  await oneAtATime(at('out', '.install.lock'), 'npm ci', async () => {
    if (await upToDate()) return
    const start = performance.now()
    say('Installing dependencies (npm ci) …')
    const { command, args, options } = npm('ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error')
    const code = await run(command, args, { cwd: root, ...options })
    if (code !== 0) fail(`npm ci failed with exit code ${code}; its message is above.`)
    await fs.writeFile(STAMP, await lockHash())
    say(`Dependencies installed in ${since(start)}.`)
  })
}

async function upToDate() {
  const [stamp, hash] = await Promise.all([fs.readFile(STAMP, 'utf8').catch(() => null), lockHash()])
  if (stamp === hash) return true
  // Native modules of another system are no use to this one, even where the versions are right.
  if (stamp !== null && stamp.split(' ')[0] !== SYSTEM) return false
  if (!(await installedByHand())) return false
  await fs.writeFile(STAMP, hash)
  return true
}

/** Did `npm install` bring exactly what package-lock.json names? npm writes what it installed into a lock of its own. */
async function installedByHand() {
  const [wanted, there] = await Promise.all([
    readPackages(at('package-lock.json')),
    readPackages(at('node_modules', '.package-lock.json')),
  ])
  if (wanted === null || there === null) return false
  const same = Object.entries(there).every(([name, p]) => wanted[name]?.version === p.version)
  return same && Object.entries(wanted).every(([name, p]) => name === '' || p.optional || name in there)
}

async function readPackages(file) {
  const text = await fs.readFile(file, 'utf8').catch(() => null)
  return text === null ? null : JSON.parse(text).packages
}

async function lockHash() {
  const text = await fs.readFile(at('package-lock.json'))
  return `${SYSTEM} ${createHash('sha256').update(text).digest('hex')}`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await ensureInstalled()
