// One mutant on trial: a copy of the policy and its tests in a folder of its own, with one change, and the tests run there.
import { spawn } from 'node:child_process'
import fs from 'node:fs/promises'
import path from 'node:path'
import { at } from '../lib/paths.mjs'
import { ended } from '../lib/run.mjs'

const NEEDED = ['package.json', 'tsconfig.json', 'main/policy', 'preload', 'test/policy']
/** What is quick comes first: most mutants never get to the second stage. */
const STAGES = [['test/policy/verdicts', 'test/policy/explain', 'test/policy/unnamed'], ['test/policy/laws']]
/** Fewer runs than usual, from a fixed seed: the same mutants are killed each time. */
const SETTINGS = { GATEHOUSE_RUNS: '400', GATEHOUSE_SEED: '20261121' }
const TEST = { environment: 'node', testTimeout: 30_000, pool: 'threads', isolate: false }
const CONFIG = `export default ${JSON.stringify({ cacheDir: '.cache', test: TEST })}\n`

const children = new Set()
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

/** Why a mutant cannot be made, as a sentence, or null. @param {import('./list.mjs').Mutant} mutant */
export async function faultOf({ file, from, to, breaks }) {
  const text = await fs.readFile(at(file), 'utf8')
  const times = text.split(from).length - 1
  if (times !== 1) return `${file}: ${breaks}: the fragment stands there ${times} times, not once: ${from}`
  return from === to ? `${file}: ${breaks}: the mutant changes nothing` : null
}

/**
 * `killed`: a test failed, the first of them is named. `survived`: all passed. `broken`: they could not be run.
 * @param {import('./list.mjs').Mutant | null} mutant null = the policy as it is
 * @returns {Promise<{verdict: 'killed' | 'survived' | 'broken', by: string}>}
 */
export async function judged(mutant, folder) {
  await copy(folder)
  if (mutant) await change(path.join(folder, mutant.file), mutant)
  try {
    for (const files of STAGES) {
      const { code, printed, results } = await vitest(folder, files)
      const failed = results?.testResults.flatMap(file => file.assertionResults).find(one => one.status === 'failed')
      if (failed) return { verdict: 'killed', by: failed.fullName }
      if (code !== 0) return { verdict: 'broken', by: printed }
    }
    return { verdict: 'survived', by: '' }
  } finally {
    await fs.rm(folder, { recursive: true, force: true })
  }
}

async function copy(folder) {
  await fs.mkdir(folder)
  for (const name of NEEDED) await fs.cp(at(name), path.join(folder, name), { recursive: true })
  await fs.symlink(at('node_modules'), path.join(folder, 'node_modules'), 'junction')
  await fs.writeFile(path.join(folder, 'vitest.config.mjs'), CONFIG)
}

async function change(file, { from, to }) {
  const text = await fs.readFile(file, 'utf8')
  await fs.writeFile(
    file,
    text.replace(from, () => to),
  )
}

async function vitest(folder, files) {
  const outcome = path.join(folder, 'results.json')
  await fs.rm(outcome, { force: true })
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${outcome}`]
  const args = [at('node_modules', 'vitest', 'vitest.mjs'), 'run', '--bail=1', ...reporters, ...files]
  const env = { ...process.env, ...SETTINGS, NO_COLOR: '1' }
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  children.add(child)
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', data => {
      printed += data
    })
  }
  const code = await ended(child)
  children.delete(child)
  const results = await fs.readFile(outcome, 'utf8').then(JSON.parse, () => null)
  return { code, printed, results }
}
