#!/usr/bin/env node
// `npm run bench [NAME [ARGUMENTS]]`: one case of test/bench, or all of them and one table in the end. Not part of any test run: a busy
// machine would fail it. `npm run bench -- --table` prints the table of what was measured last, `--docs` writes it into
// docs/performance.md, `--install` installs the terminals that `cat` compares with.
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { ensureBuilt } from '../../scripts/build.mjs'
import { openScreen } from '../../scripts/electron/screen.mjs'
import { electronBinary, electronDist } from '../../scripts/electron-dist.mjs'
import { ensureInstalled } from '../../scripts/install.mjs'
import { at, root } from '../../scripts/lib/paths.mjs'
import { ended, passSignals } from '../../scripts/lib/run.mjs'
import { say, since } from '../../scripts/lib/say.mjs'
import { installPeers } from './peers.mjs'

const NAMES = readdirSync(import.meta.dirname)
  .filter(file => file.endsWith('.ts'))
  .map(file => file.slice(0, -3))
const MOST_MS = 400_000

const [name, ...more] = process.argv.slice(2)
if (name === '--install') process.exit((await installPeers()) ? 0 : 1)
if (name !== undefined && name !== '--table' && name !== '--docs' && !NAMES.includes(name)) {
  console.error(`Usage: npm run bench [NAME [ARGUMENTS]], NAME one of ${NAMES.join(' ')}`)
  console.error('       npm run bench -- --table | --docs | --install')
  process.exit(2)
}
process.exit(name?.startsWith('--') ? await run('support/summary', [name]) : await measure())

async function measure() {
  await ensureInstalled()
  await ensureBuilt()
  const { dir } = await electronDist()
  const screen = process.platform === 'linux' ? await openScreen() : null
  const env = { ...process.env, ...screen?.env, GATEHOUSE_ELECTRON: electronBinary(dir) }
  try {
    return name === undefined ? await all(env) : await run(name, more, env)
  } finally {
    await screen?.close()
  }
}

async function all(env) {
  const failed = []
  for (const one of NAMES) {
    const start = performance.now()
    if ((await run(one, [], env)) !== 0) failed.push(one)
    say(`${one} took ${since(start)}.`)
  }
  await run('support/summary', ['--table'])
  if (failed.length > 0) console.log(`\nA goal missed, or an error: ${failed.join(', ')}`)
  return failed.length > 0 ? 1 : 0
}

/** Builds a case as the app is built, into one file, and runs that in a Node of its own. */
async function run(file, args, env = process.env) {
  const { build } = await import('vite')
  const output = `bench-${path.basename(file)}.mjs`
  const outDir = at('test', '.artifacts')
  // They load binaries, or files of their own, from beside themselves.
  const external = ['node-pty', 'koffi', 'playwright-core', 'electron']
  await build({
    ...{ configFile: false, root, logLevel: 'warn', ssr: { noExternal: true, external } },
    build: {
      ...{ ssr: path.join(import.meta.dirname, `${file}.ts`), outDir, emptyOutDir: false },
      ...{ copyPublicDir: false, target: 'node20', minify: false },
      rolldownOptions: { external, output: { entryFileNames: output, codeSplitting: false } },
    },
  })
  const child = spawn(process.execPath, ['--expose-gc', path.join(outDir, output), ...args], {
    ...{ cwd: root, env, stdio: 'inherit' },
  })
  passSignals(child)
  const timer = setTimeout(() => {
    say(`${file} was ended after ${MOST_MS / 1000} s.`)
    child.kill('SIGKILL')
  }, MOST_MS)
  const code = await ended(child)
  clearTimeout(timer)
  return code
}
