#!/usr/bin/env node
// `npm test`: everything the tests need, then vitest under a virtual screen of its own. Arguments go to vitest.
// The last line on stdout is `N passed, N failed`.
import { spawn } from 'node:child_process'
import fs from 'node:fs/promises'
import { ensureBuilt } from './build.mjs'
import { openScreen } from './electron/screen.mjs'
import { electronBinary, electronDist } from './electron-dist.mjs'
import { ensureInstalled } from './install.mjs'
import { at, root } from './lib/paths.mjs'
import { ended, passSignals } from './lib/run.mjs'
import { say } from './lib/say.mjs'
import {
  aptInstall,
  hasProgram,
  isDebian,
  missingLibraries,
  missingPrograms,
  missingTargets,
  remedy,
} from './system.mjs'

const RESULTS = at('test', '.artifacts', 'results.json')

process.on('exit', code => {
  // Whatever ended us before vitest could count: that is a failure, and the last line says so.
  if (code !== 0 && !counted) console.log('0 passed, 1 failed')
})
let counted = false

await ensureInstalled()
await ensureBuilt()
const { dir, official } = await electronDist()
const binary = electronBinary(dir)
await ensureSystem(binary)
const screen = process.platform === 'linux' ? await openScreen() : null
const standIn = official ? {} : { GATEHOUSE_STAND_IN_ELECTRON: '1' }
let code = 1
try {
  code = await vitest({ ...process.env, ...screen?.env, ...standIn, GATEHOUSE_ELECTRON: binary })
} finally {
  await screen?.close()
}
await printCount(code)
process.exit(code)

/** Libraries, the virtual screen, tmux, ssh and the shells and programs typed into: installed where we may, else named. */
async function ensureSystem(binary) {
  if (process.platform !== 'linux') return
  const what = { tests: true }
  const lacks = () => [...missingLibraries(binary), ...missingPrograms()]
  const wanted = [...lacks(), ...missingTargets()]
  if (wanted.length === 0) return
  say(`The tests want what this system lacks: ${wanted.join(', ')}`)
  if (process.getuid() === 0 && isDebian() && hasProgram('apt-get')) await aptInstall(what)
  if ([...lacks(), ...missingTargets()].length > 0) say(remedy(what))
  if (lacks().length > 0) process.exit(1)
  if (missingTargets().length > 0) say(`Left out: the tests of ${missingTargets().join(', ')}.`)
}

async function vitest(env) {
  await fs.rm(RESULTS, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}`]
  const args = [at('node_modules', 'vitest', 'vitest.mjs'), 'run', ...reporters, ...process.argv.slice(2)]
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' })
  passSignals(child)
  return ended(child)
}

/** A test file that cannot even be loaded has no tests, and an error between tests belongs to none: each is a failure. */
async function printCount(code) {
  const text = await fs.readFile(RESULTS, 'utf8').catch(() => '{}')
  const { numPassedTests: passed = 0, numFailedTests = 0, testResults = [] } = JSON.parse(text)
  const broken = testResults.filter(file => file.status === 'failed' && !file.assertionResults.some(isFailed)).length
  const failed = Math.max(numFailedTests + broken, code === 0 ? 0 : 1)
  counted = true
  console.log(`${passed} passed, ${failed} failed`)
}

function isFailed(test) {
  return test.status === 'failed'
}
