// From the start of the program to a shell's prompt in the shown terminal, beside an empty window of the same Electron: `npm run bench
// start [ROUNDS]`. Each start has a data folder of its own; what happens is noted from outside the app (start-hook.mjs). What is judged
// is a start like most: both programs have run before, so each finds the caches that its last run left. The first start of all, which
// finds none, has a row of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { ROOT, until } from '../helpers/app.ts'
import { at, type Figure, interleaved, report, row } from './support/measure.ts'

const ROUNDS = Number(process.argv[2] ?? 7)
const KEPT = 20
const PATIENCE_MS = 30_000

type Marks = Record<string, number>

const electron = process.env['GATEHOUSE_ELECTRON']!
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-bench-start-'))
const hook = path.join(ROOT, 'test/bench/start-hook.mjs')
const switches = process.getuid?.() === 0 ? ['--no-sandbox', '--log-level=3'] : ['--log-level=3']

/** An app's folder that runs the hook before `main`. */
function appFolder(name: string, main: string): string {
  const folder = path.join(scratch, name)
  fs.mkdirSync(folder)
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, type: 'module', main: 'main.mjs' }))
  fs.writeFileSync(path.join(folder, 'main.mjs'), `import ${JSON.stringify(hook)}\n${main}\n`)
  return folder
}

const hello = appFolder(
  'hello',
  `import { app, BrowserWindow } from 'electron'
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1440, height: 900, show: false })
  window.once('ready-to-show', () => window.show())
  window.loadFile('index.html')
})`,
)
fs.writeFileSync(path.join(hello, 'index.html'), '<!doctype html><title>Hello</title><body>Hello, world</body>')
const gatehouse = appFolder('gatehouse', `import ${JSON.stringify(path.join(ROOT, 'out/main/index.js'))}`)

let count = 0
function freshFolder(like?: string): string {
  const folder = path.join(scratch, `data-${++count}`)
  if (like) fs.cpSync(like, folder, { recursive: true })
  else fs.mkdirSync(folder, { mode: 0o700 })
  return folder
}

let runs = 0
/** The prompt is another one in each run: what the run before left on the screen is none. */
function environment(out: string, prompt: boolean) {
  const home = path.join(scratch, 'home')
  const now = `bench${++runs}$`
  fs.mkdirSync(home, { recursive: true })
  for (const file of ['.bashrc', '.bash_profile']) fs.writeFileSync(path.join(home, file), `PS1='${now} '\n`)
  const own = { HOME: home, TMUX_TMPDIR: home, SHELL: '/bin/bash', BENCH_OUT: out }
  return { ...process.env, ...own, ...(prompt && { BENCH_PROMPT: now }) }
}

/** Starts it and waits for its end. Marks in ms since the start. */
async function run(app: string, folder: string, ...args: string[]): Promise<Marks> {
  const out = path.join(scratch, `marks-${count}.json`)
  const start = performance.timeOrigin + performance.now()
  const child = spawn(electron, [...switches, app, `--user-data-dir=${folder}`, ...args], {
    ...{ env: environment(out, app === gatehouse), stdio: 'ignore' },
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  await once(child, 'exit')
  clearTimeout(timer)
  if (!fs.existsSync(out))
    throw new Error(`${path.basename(app)} did not come to its end within ${PATIENCE_MS / 1000} s`)
  const marks = JSON.parse(fs.readFileSync(out, 'utf8')) as Marks
  return Object.fromEntries(Object.entries(marks).map(([name, time]) => [name, time - start]))
}

/** The same in a folder of which nothing is left. */
async function started(app: string, folder: string, ...args: string[]): Promise<Marks> {
  const marks = await run(app, folder, ...args)
  fs.rmSync(folder, { recursive: true, force: true })
  return marks
}

const SHELL = ['--mcp-port=0', '--open=shell'] as const

/** A folder in which the program has run before, so that Chromium has what it keeps from one start to the next. */
async function usedFolder(app: string, ...args: string[]): Promise<string> {
  const folder = freshFolder()
  for (let nth = 0; nth < 2; nth += 1) await run(app, folder, ...args)
  // Nothing of a terminal comes back.
  for (const left of ['layout.json', 'scrollback']) fs.rmSync(path.join(folder, left), { recursive: true, force: true })
  return folder
}

/** A data folder whose last run ended with twenty shells. */
async function keptFolder(like: string): Promise<string> {
  const folder = freshFolder(like)
  const args = [...switches, ROOT, `--user-data-dir=${folder}`, '--mcp-port=0']
  const child = spawn(electron, [...args, ...Array.from({ length: KEPT }, () => '--open=shell')], {
    ...{ env: environment('', false), stdio: 'ignore' },
  })
  await until('the run before', () => fs.existsSync(path.join(folder, 'endpoint.json')), PATIENCE_MS)
  child.kill('SIGTERM')
  await once(child, 'exit')
  return folder
}

const marks: Record<'hello' | 'one' | 'first' | 'helloFirst' | 'kept', Marks[]> = {
  ...{ hello: [], one: [], first: [], helloFirst: [], kept: [] },
}
const usedHello = await usedFolder(hello)
const used = await usedFolder(gatehouse, ...SHELL)
const kept = await keptFolder(used)
const noted = async (name: keyof typeof marks, round: number, made: Promise<Marks>) => {
  const found = await made
  if (round >= 0) marks[name].push(found)
  return 0
}
await interleaved(
  {
    hello: round => noted('hello', round, started(hello, freshFolder(usedHello))),
    one: round => noted('one', round, started(gatehouse, freshFolder(used), ...SHELL)),
    helloFirst: round => noted('helloFirst', round, started(hello, freshFolder())),
    first: round => noted('first', round, started(gatehouse, freshFolder(), ...SHELL)),
    kept: round => noted('kept', round, started(gatehouse, freshFolder(kept), '--mcp-port=0')),
  },
  { rounds: ROUNDS, warmUp: 1 },
)
const figure = (name: keyof typeof marks, what: string): Figure => {
  const rounds = marks[name].map(one => one[what] ?? Number.NaN)
  return { value: at(rounds, 0.5), rounds }
}
const reference = ['an empty window, ready to show', figure('hello', 'ready to show')] as const
const firstReference = ['an empty window on its first start', figure('helloFirst', 'ready to show')] as const
const line = (name: keyof typeof marks) =>
  Object.fromEntries(Object.keys(marks[name][0]!).map(what => [what, Math.round(figure(name, what).value)]))
report(
  'start',
  [
    row(reference[0], reference[1], { unit: 'ms' }),
    row('Gatehouse, a prompt in the shown terminal', figure('one', 'prompt'), { unit: 'ms', reference, goal: 'start' }),
    row('Gatehouse, the window shown', figure('one', 'shown'), { unit: 'ms', reference }),
    row('Gatehouse on its first start of all, a prompt', figure('first', 'prompt'), {
      unit: 'ms',
      reference: firstReference,
    }),
    row(`Gatehouse with ${KEPT} shells of the last run, a prompt`, figure('kept', 'prompt'), { unit: 'ms', reference }),
  ],
  {
    how: `${ROUNDS} starts of each, in turns, data folders of their own, used before`,
    more: { hello: line('hello'), one: line('one'), first: line('first'), kept: line('kept') },
  },
)
console.log(
  `\nmedians since the start, ms\nempty window  ${JSON.stringify(line('hello'))}\nGatehouse     ${JSON.stringify(line('one'))}`,
)
fs.rmSync(scratch, { recursive: true, force: true })
process.exit()
