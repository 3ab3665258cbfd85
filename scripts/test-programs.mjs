#!/usr/bin/env node
// `npm run test:programs [-- --count N]`: delivery into real programs, all rows, and the long campaign of submits (N into
// each shell) and of four senders beside a person (2 N rounds). As root on Debian it installs the programs that are
// missing; elsewhere it names them, and their rows are skipped. Prints the programs' versions and the figures.
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { at, root } from './lib/paths.mjs'
import { ended, passSignals, runQuietly } from './lib/run.mjs'
import { fail, say, since } from './lib/say.mjs'
import { hasProgram, isDebian } from './system.mjs'

const USAGE = 'Usage: npm run test:programs -- [--count N] [--seed N]   (500 submits into each shell, texts of seed 1)'
/** program → Debian package */
const PACKAGES = JSON.parse(fs.readFileSync(at('test', 'programs', 'packages.json'), 'utf8'))
/** where the rows look for programs: not among the shims of version managers, which need the person’s own home */
const PATH = '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:/opt/homebrew/bin'

const { count, seed } = options()
await installMissing()
const start = performance.now()
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-figures-'))
const figures = path.join(folder, 'figures')
console.log(`Real programs: all rows, ${count} submits into each shell, ${2 * count} rounds of senders, seed ${seed}.`)
const vitest = [at('node_modules', 'vitest', 'vitest.mjs'), 'run', 'test/programs/', '--project=unit']
const child = spawn(process.execPath, [...vitest, '--reporter=verbose'], {
  cwd: root,
  env: {
    ...process.env,
    GATEHOUSE_PROGRAMS_COUNT: String(count),
    GATEHOUSE_PROGRAMS_SEED: String(seed),
    GATEHOUSE_PROGRAMS_FIGURES: figures,
  },
  stdio: 'inherit',
})
passSignals(child)
const code = await ended(child)
printVersions()
printFigures()
fs.rmSync(folder, { recursive: true, force: true })
console.log(
  code === 0 ? `Real programs passed in ${since(start)}.` : `Real programs FAILED in ${since(start)}; see above.`,
)
process.exit(code)

function options() {
  try {
    const { values } = parseArgs({ options: { count: { type: 'string' }, seed: { type: 'string' } } })
    const all = { count: '500', seed: '1', ...values }
    for (const [name, value] of Object.entries(all)) {
      if (!/^[1-9]\d{0,5}$/.test(value)) fail(`--${name} must be a whole number from 1.\n${USAGE}`, 2)
    }
    return { count: Number(all.count), seed: Number(all.seed) }
  } catch (error) {
    return fail(`${error.message}\n${USAGE}`, 2)
  }
}

async function installMissing() {
  const missing = () => Object.keys(PACKAGES).filter(program => !hasProgram(program))
  if (missing().length === 0) return
  const packages = [...new Set(missing().map(program => PACKAGES[program]))]
  if (process.getuid?.() === 0 && isDebian() && hasProgram('apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    say(`Installing ${packages.join(' ')} …`)
    const apt = args => runQuietly('apt-get', args, { env })
    if ((await apt(['update', '-qq'])) === 0)
      await apt(['install', '-y', '-qq', '--no-install-recommends', ...packages])
  }
  if (missing().length > 0)
    say(`Not here, so their rows are skipped: ${missing().join(', ')} (Debian: ${packages.join(' ')})`)
}

function printVersions() {
  console.log(`\n${os.type()} ${os.release()}, ${os.cpus().length} processors, Node ${process.versions.node}`)
  for (const [program, name] of Object.entries(PACKAGES)) console.log(`  ${program}: ${version(program, name)}`)
}

/** Debian knows; elsewhere the program is asked. */
function version(program, name) {
  const ask = (command, args) =>
    spawnSync(command, args, { encoding: 'utf8', timeout: 5000, env: { ...process.env, PATH } }).stdout ?? ''
  const known = ask('dpkg-query', ['-W', '-f', '$'.concat('{Version}'), name])
  return known || ask(program, ['--version']).trim().split('\n')[0] || 'unknown'
}

function printFigures() {
  if (!fs.existsSync(figures)) return
  console.log('')
  for (const line of fs.readFileSync(figures, 'utf8').trim().split('\n')) {
    const { what, figures: numbers } = JSON.parse(line)
    const said = Object.entries(numbers).map(([name, value]) => `${name} ${value}`)
    console.log(`  ${what}: ${said.join(', ')}`)
  }
}
