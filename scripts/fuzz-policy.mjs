#!/usr/bin/env node
// `npm run test:fuzz`: the long campaign of damaged policy files (test/policy/fuzz.test.ts). The same seed gives the same
// files. Needs the dependencies, and no window. The last line on stdout says how it ended.
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { at, root } from './lib/paths.mjs'
import { ended, passSignals } from './lib/run.mjs'
import { fail, since } from './lib/say.mjs'

const USAGE = 'Usage: npm run test:fuzz -- [--count N] [--seed N] [--from N]   (100000 files of seed 1, from file 0)'
const { count, seed, from } = options()
const start = performance.now()
console.log(`Fuzzing the policy parser: ${count} files of seed ${seed}, from file ${from}.`)
const vitest = [at('node_modules', 'vitest', 'vitest.mjs'), 'run', 'test/policy/fuzz.test.ts', '--project=unit']
const child = spawn(process.execPath, [...vitest, '--disable-console-intercept'], {
  cwd: root,
  env: { ...process.env, GATEHOUSE_FUZZ: count, GATEHOUSE_FUZZ_SEED: seed, GATEHOUSE_FUZZ_FROM: from },
  stdio: 'inherit',
})
passSignals(child)
const code = await ended(child)
const which = `${count} files of seed ${seed} in ${since(start)}`
console.log(
  code === 0 ? `Fuzz passed: ${which}, no throw, no hang, nothing opened.` : `Fuzz FAILED: ${which}; see above.`,
)
process.exit(code)

function options() {
  const whole = { type: 'string' }
  try {
    const { values } = parseArgs({ options: { count: whole, seed: whole, from: whole } })
    const all = { count: '100000', seed: '1', from: '0', ...values }
    for (const [name, value] of Object.entries(all)) {
      if (!/^\d{1,9}$/.test(value)) fail(`--${name} must be a whole number.\n${USAGE}`, 2)
    }
    return all
  } catch (error) {
    return fail(`${error.message}\n${USAGE}`, 2)
  }
}
