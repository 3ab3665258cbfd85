#!/usr/bin/env node
// `npm run test:agents`: the campaign against real coding agents (test/agents). Installs exactly the versions it names
// from the npm registry into this user's cache, once, then runs them against a stub model server on loopback, with
// made-up keys and a home of their own. Needs the dependencies; its part `waiting` runs the app with its window, and needs
// what `npm test` does. The last line on stdout says how it ended.
import { spawn } from 'node:child_process'
import fs from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuilt } from './build.mjs'
import { openScreen } from './electron/screen.mjs'
import { electronBinary, electronDist } from './electron-dist.mjs'
import { oneAtATime } from './lib/lock.mjs'
import { at, cacheDir, root } from './lib/paths.mjs'
import { ended, passSignals, runQuietly } from './lib/run.mjs'
import { fail, say, since } from './lib/say.mjs'

/** Which agents there are, and exactly which versions, so that the figures can be had again. All but `screens` take the first. */
const VERSIONS = JSON.parse(await fs.readFile(at('test', 'agents', 'versions.json'), 'utf8'))

const PARTS = ['without-enter', 'enter-once', 'waiting', 'tool-lists', 'lives', 'opens', 'team']
/** It writes test/fixtures/screens, so it runs only when it is asked for. */
const RENEWS = 'screens'

const USAGE = `Usage: npm run test:agents -- [--agents claude,codex] [--part ${[...PARTS, RENEWS].join('|')}] [--count N] [--tap]
  --agents  some of ${Object.keys(VERSIONS).join(', ')} (all of them)
  --part    one part only; copilot is not in the first two, gemini not in lives; team takes claude and codex; ${RENEWS} is in no
            other run
  --count   submits per agent and way in enter-once, lives per agent in lives (20)
  --tap     write down every byte in enter-once too, to look into a loss`

const { agents, part, count, tap } = options()
const start = performance.now()
const folders = {}
for (const agent of agents) {
  const sources = part === RENEWS ? VERSIONS[agent] : VERSIONS[agent].slice(0, 1)
  folders[agent] = []
  for (const source of sources) folders[agent].push(await installed(source))
}
const vitest = [at('node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', 'test/agents/vitest.config.ts']
const window = part === undefined || part === 'waiting' ? await windowed() : null
const child = spawn(process.execPath, [...vitest, ...(part ? [part] : PARTS), '--disable-console-intercept'], {
  cwd: root,
  env: {
    ...process.env,
    ...window?.env,
    GATEHOUSE_AGENTS: JSON.stringify(folders),
    GATEHOUSE_AGENTS_ONLY: agents.join(','),
    GATEHOUSE_AGENTS_COUNT: count,
    GATEHOUSE_AGENTS_TAP: tap ? '1' : '',
  },
  stdio: 'inherit',
})
passSignals(child)
const code = await ended(child)
await window?.close()
console.log(
  `Agents ${code === 0 ? 'passed' : 'FAILED'}: ${agents.join(', ')} in ${since(start)}; figures in test/.artifacts.`,
)
process.exit(code)

/** One package and the folder it is installed in, alone: its own dependencies, nothing of ours. */
async function installed(source) {
  const name = source.slice(source.lastIndexOf('/') + 1).replace('@', '-')
  const folder = path.join(cacheDir(), 'agents', name)
  const done = path.join(folder, '.installed')
  await oneAtATime(`${folder}.lock`, `installing ${source}`, async () => {
    if (await fs.stat(done).catch(() => null)) return
    say(`Installing ${source} …`)
    await fs.mkdir(folder, { recursive: true })
    const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--no-save', source]
    if ((await runQuietly('npm', args)) !== 0)
      fail(`${source} could not be installed. Is the npm registry reachable?`, 1)
    await fs.writeFile(done, '')
  })
  return { source, version: source.slice(source.lastIndexOf('@') + 1), folder }
}

/** The built app, an Electron and, on Linux, a virtual screen. */
async function windowed() {
  await ensureBuilt()
  const { dir, official } = await electronDist()
  const screen = process.platform === 'linux' ? await openScreen() : null
  const standIn = official ? {} : { GATEHOUSE_STAND_IN_ELECTRON: '1' }
  return {
    env: { ...screen?.env, ...standIn, GATEHOUSE_ELECTRON: electronBinary(dir) },
    close: async () => screen?.close(),
  }
}

function options() {
  const text = { type: 'string' }
  const all = { agents: text, part: text, count: text, tap: { type: 'boolean' } }
  try {
    const { agents, part, count = '20', tap = false } = parseArgs({ options: all }).values
    const wanted = agents?.split(',') ?? Object.keys(VERSIONS)
    const strange = wanted.find(name => !Object.hasOwn(VERSIONS, name))
    if (strange !== undefined) fail(`--agents has no "${strange}".\n${USAGE}`, 2)
    if (part !== undefined && ![...PARTS, RENEWS].includes(part)) fail(`--part has no "${part}".\n${USAGE}`, 2)
    if (!/^\d{1,5}$/.test(count)) fail(`--count must be a whole number.\n${USAGE}`, 2)
    return { agents: wanted, part, count, tap }
  } catch (error) {
    return fail(`${error.message}\n${USAGE}`, 2)
  }
}
