// Many surfaces at once, the app without a window in this process: `npm run bench load [ROUNDS]`. How long reads over MCP take and
// how late the main loop is while 25 programs redraw and two flood, beside none; what 100 that redraw cost, beside 10.
import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from '../../main/args.ts'
import { openHouse } from '../../main/house.ts'
import { plainSettings } from '../../main/store/settings.ts'
import type { PersonSurface } from '../../main/surfaces/surface.ts'
import { at, type Figure, interleaved, p50, p99, report, row, type Samples } from './support/measure.ts'

const ROUNDS = Number(process.argv[2] ?? 5)
const READS = Number(process.argv[3] ?? 200)
const FEW = 25
const MANY = 100
const CPU_MS = 3_000
const SUPPORT = path.resolve(import.meta.dirname, '../bench/support')

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-bench-'))
// Whatever a person's shell does when it starts is not measured.
process.env['HOME'] = folder
const pipe = path.join(folder, 'pipe-')
const token = 'bench-token'
const parsed = parseArgs([`--user-data-dir=${path.join(folder, 'data')}`, '--mcp-port=0', '--headless'], {
  ...{ env: process.env, platform: process.platform, home: folder, cwd: folder },
})
if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
fs.mkdirSync(path.join(folder, 'data'), { mode: 0o700 })
const hash = createHash('sha256').update(token).digest('hex')
const policy = {
  version: 1,
  agents: { cursor: { name: 'Cursor', token: `sha256:${hash}` } },
  rules: [{ id: 'r1', agents: 'cursor', surfaces: '*', level: 'read' }],
  locks: [],
}
fs.writeFileSync(path.join(folder, 'data/policy.json'), JSON.stringify(policy), { mode: 0o600 })
for (let nth = 0; nth < MANY; nth += 1) execFileSync('mkfifo', [`${pipe}${nth}`])

const opened = await openHouse({
  ...{ args: parsed.args, version: 'bench', settings: plainSettings, window: false, developmentElectron: false },
})
if (!opened.ok) throw new Error(opened.message)
const house = opened.value

async function open(name: string, command: string): Promise<PersonSurface> {
  const surface = await house.openSurface({ preset: 'shell', command, name, openedBy: 'person', cols: 120, rows: 40 })
  if (!surface.ok) throw new Error(surface.message)
  return surface.value
}

const redraws = fork(path.join(SUPPORT, 'redraws.mjs'), [String(MANY), pipe], { stdio: 'inherit' })
const reader = fork(path.join(SUPPORT, 'reader.mjs'), { stdio: 'inherit' })
const surfaces: string[] = []
for (let nth = 0; nth < FEW; nth += 1)
  surfaces.push((await open(`redraws ${nth}`, `exec cat '${pipe}${nth}'`)).facts.id)
const floods: { surface: PersonSurface; pid: number }[] = []
for (const nth of [1, 2]) {
  const file = path.join(folder, `flood-${nth}`)
  const line = Array.from({ length: 6 }, (_, part) => `\x1b[3${part + 1}mpart ${part} of it\x1b[0m`).join(' and ')
  const surface = await open(`flood ${nth}`, `echo $$ > '${file}'; read go; exec yes '${line}'`)
  while (!fs.existsSync(file) || fs.readFileSync(file, 'utf8').trim() === '') await wait(10)
  floods.push({ surface, pid: Number(fs.readFileSync(file, 'utf8')) })
}
const flooding = (on: boolean) => {
  for (const { surface, pid } of floods) {
    process.kill(pid, on ? 'SIGCONT' : 'SIGSTOP')
    // The first one starts it.
    if (on) surface.keys('\r')
  }
}

async function told<Answer>(child: ChildProcess, what: object): Promise<Answer> {
  const answered = once(child, 'message')
  child.send(what)
  const [answer] = (await answered) as [Answer & { error?: string }]
  if (answer.error) throw new Error(answer.error)
  return answer
}

interface Seen {
  readonly reads: number[]
  /** how long each turn of the loop took that was to take 1 ms, in ms */
  readonly loop: { readonly p99: number; readonly max: number }
  /** of one processor, in percent */
  readonly cpu: number
}

/** Reads the surfaces in turns while so many redraw and, maybe, two flood. */
async function seen(redrawing: number, isFlooding: boolean, which: readonly string[]): Promise<Seen> {
  redraws.send(redrawing)
  flooding(isFlooding)
  await wait(500)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const [before, start] = [process.cpuUsage(), performance.now()]
  delay.enable()
  const server = { url: house.mcpStatus().url, token }
  const { took } = await told<{ took: number[] }>(reader, { server, surfaces: which, calls: READS, gapMs: 3 })
  delay.disable()
  const { user, system } = process.cpuUsage(before)
  flooding(false)
  redraws.send(0)
  await wait(300)
  const loop = { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 }
  return { reads: took, loop, cpu: (user + system) / 10 / (performance.now() - start) }
}

async function cpu(redrawing: number): Promise<number> {
  redraws.send(redrawing)
  await wait(700)
  const [before, start] = [process.cpuUsage(), performance.now()]
  await wait(CPU_MS)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 10 / (performance.now() - start)
}

const loops: Record<string, Seen[]> = { idle: [], redrawing: [], flooding: [], flooded: [] }
const round =
  (name: string, redrawing: number, isFlooding: boolean, which: readonly string[]) => async (nth: number) => {
    const got = await seen(redrawing, isFlooding, which)
    if (nth >= 0) loops[name]?.push(got)
    return got.reads
  }
const ids = floods.map(({ surface }) => surface.facts.id)
const reads = await interleaved(
  {
    idle: round('idle', 0, false, [...surfaces, ...ids]),
    redrawing: round('redrawing', FEW, false, [...surfaces, ...ids]),
    flooding: round('flooding', FEW, true, [...surfaces, ...ids]),
    flooded: round('flooded', FEW, true, ids),
  },
  { rounds: ROUNDS, warmUp: 1 },
)
for (let nth = FEW; nth < MANY; nth += 1)
  surfaces.push((await open(`redraws ${nth}`, `exec cat '${pipe}${nth}'`)).facts.id)
const spent = await interleaved(
  { none: () => cpu(0), ten: () => cpu(10), hundred: () => cpu(MANY) },
  { rounds: ROUNDS, warmUp: 1 },
)

const figure = (name: string, of: (one: Seen) => number): Figure => {
  const rounds = loops[name]!.map(of)
  return { value: at(rounds, 0.5), rounds }
}
const loopOf = (name: string) => figure(name, one => one.loop.p99)
const longest = (name: string) => `longest ${Math.max(...loops[name]!.map(one => one.loop.max)).toFixed(1)} ms`
const read = (what: string, samples: Samples, goal?: 'read-flood-p99') => [
  row(`${what}, p50`, p50(samples), { unit: 'ms', reference: ['idle', p50(reads.idle)] }),
  row(`${what}, p99`, p99(samples), { unit: 'ms', reference: ['idle', p99(reads.idle)], ...(goal && { goal }) }),
]
report(
  'load',
  [
    ...read('read, nothing prints', reads.idle),
    ...read(`read, ${FEW} redraw`, reads.redrawing),
    ...read(`read, ${FEW} redraw and 2 flood`, reads.flooding, 'read-flood-p99'),
    ...read('read of those that flood', reads.flooded),
    row('main loop p99, nothing prints', loopOf('idle'), { unit: 'ms', note: longest('idle') }),
    row(`main loop p99, ${FEW} redraw`, loopOf('redrawing'), { unit: 'ms', note: longest('redrawing') }),
    row(`main loop p99, ${FEW} redraw and 2 flood`, loopOf('flooding'), {
      ...{ unit: 'ms', reference: ['none floods', loopOf('redrawing')], goal: 'loop-flood-p99' },
      note: longest('flooding'),
    }),
    row(
      'processor, 2 flood',
      figure('flooding', one => one.cpu),
      { unit: '%' },
    ),
    row('processor, none of 102 prints', p50(spent.none), { unit: '%' }),
    row('processor, 10 redraw', p50(spent.ten), { unit: '%' }),
    // Nothing else runs here, so that this is nearly how many times as many there are; the whole app is the case "many".
    row(`processor, ${MANY} redraw`, p50(spent.hundred), { unit: '%', reference: ['10 redraw', p50(spent.ten)] }),
  ],
  { how: `${ROUNDS} rounds of ${READS} reads, then of ${CPU_MS / 1000} s` },
)
redraws.disconnect()
reader.disconnect()
flooding(true)
await house.close()
fs.rmSync(folder, { recursive: true, force: true })
process.exit()
