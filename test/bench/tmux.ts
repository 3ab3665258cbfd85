// What 200 adopted panes cost, ten of them busy: `npm run bench tmux [PANES]`. Processor time and memory of the process, and how
// long a text takes from the gate to the screen, beside a terminal of our own and beside `tmux send-keys`, in one run.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from '../../main/args.ts'
import { type House, openHouse } from '../../main/house.ts'
import { plainSettings } from '../../main/store/settings.ts'
import type { PersonSurface } from '../../main/surfaces/surface.ts'
import { interleaved, p50, p99, type Row, report, row, once as single } from './support/measure.ts'

const PANES = Number(process.argv[2] ?? 200)
const WINDOWS = 10
const BUSY = 10
const ROUNDS = 5
const SENDS = 20
const WATCH_MS = 6_000
/** About as much as a CLI that draws its screen anew: 24 rows, 20 times a second. */
const BUSY_PROGRAM = 'while :; do seq -s " row of a busy program " 1 60; sleep 0.05; done'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-bench-'))
const socket = path.join(folder, 'tmux')
const agent = { id: 'cursor', name: 'Cursor' }
const rule = { id: 'r1', agents: 'cursor', surfaces: '*', level: 'submit', answer: 'allow' }
const tmux = (...args: string[]) =>
  execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], { encoding: 'utf8' })

interface Spent {
  /** of one processor, in percent */
  readonly cpu: number
  readonly serverCpu: number
  readonly rssMb: number
}

function serverPid(): number {
  return Number(tmux('display-message', '-p', '#{pid}'))
}

/** CPU time of another process, in ms. */
function cpuOf(pid: number): number {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

async function spent(): Promise<Spent> {
  const pid = serverPid()
  const [own, server, start] = [process.cpuUsage(), cpuOf(pid), performance.now()]
  await wait(WATCH_MS)
  const took = performance.now() - start
  const { user, system } = process.cpuUsage(own)
  globalThis.gc?.()
  return {
    cpu: (user + system) / 10 / took,
    serverCpu: (100 * (cpuOf(pid) - server)) / took,
    rssMb: process.memoryUsage().rss / 1_048_576,
  }
}

/** How long until the surface shows `text`, in ms, once `send` was called. */
async function untilShown(surface: PersonSurface, text: string, send: () => unknown): Promise<number> {
  const start = performance.now()
  const shown = new Promise<number>(resolve => {
    const unhear = surface.onNews(async () => {
      const read = await surface.read({ what: 'screen' })
      if (!read.ok || !read.value.lines.some(line => line.includes(text))) return
      unhear()
      resolve(performance.now() - start)
    })
  })
  const sent = send()
  const took = await shown
  await sent
  return took
}

let count = 0
/** Through the gate: recorded, checked, delivered. The line is sent off, so that the next one finds an empty line. */
function throughGate(house: House, surface: PersonSurface): Promise<number> {
  const text = `: bench ${++count} end`
  return untilShown(surface, text, async () => {
    const sent = await house.gate.send(agent, { intent: 'submit', surface: surface.facts.id, text })
    if (sent.refused || sent.outcome === 'failed') throw new Error(JSON.stringify(sent))
  })
}

/** What tools do that have no connection: one process for each send. */
function byProcess(surface: PersonSurface): Promise<number> {
  const text = `: bench ${++count} end`
  const { pane } = surface.summary().tmux!
  return untilShown(surface, text, () =>
    once(
      spawn('tmux', ['-S', socket, 'send-keys', '-t', pane, '-l', '--', text, ';', 'send-keys', '-t', pane, 'Enter']),
      'exit',
    ),
  )
}

const ms = (value: number) => `${value.toFixed(1)} ms`

/** How long a text takes each way, in rows. */
async function latencies(when: string): Promise<Row[]> {
  const many = async (way: () => Promise<number>) => {
    const took: number[] = []
    for (let nth = 0; nth < SENDS; nth += 1) took.push(await way())
    return took
  }
  const took = await interleaved(
    {
      'tmux send-keys, a process each': () => many(() => byProcess(quiet)),
      'through the gate, adopted': () => many(() => throughGate(house, quiet)),
      'through the gate, our own terminal': () => many(() => throughGate(house, ours)),
    },
    { rounds: ROUNDS },
  )
  const reference = p50(took['tmux send-keys, a process each'])
  return Object.entries(took).map(([name, samples]) =>
    row(`${when}: ${name}`, p50(samples), {
      ...{ unit: 'ms', note: `p99 ${ms(p99(samples).value)}`, reference: ['a process each', reference] },
    }),
  )
}

function startPanes(): void {
  tmux('new-session', '-d', '-s', 'bench-0', '-x', '120', '-y', '40', 'sh')
  for (let nth = 1; nth < PANES; nth += 1) {
    const session = `bench-${Math.floor(nth / WINDOWS)}`
    if (nth % WINDOWS === 0) tmux('new-session', '-d', '-s', session, '-x', '120', '-y', '40', 'sh')
    else tmux('new-window', '-d', '-t', `=${session}:`, 'sh')
  }
}

const parsed = parseArgs([`--user-data-dir=${path.join(folder, 'data')}`, '--mcp-port=0', '--headless'], {
  env: process.env,
  platform: process.platform,
  home: folder,
  cwd: folder,
})
if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
fs.mkdirSync(path.join(folder, 'data'), { mode: 0o700 })
const policy = {
  version: 1,
  agents: { cursor: { name: 'Cursor', token: `sha256:${'0'.repeat(64)}` } },
  rules: [rule],
  locks: [],
}
fs.writeFileSync(path.join(folder, 'data/policy.json'), JSON.stringify(policy), { mode: 0o600 })

startPanes()
const version = tmux('display-message', '-p', '#{version}').trim()
const opened = await openHouse({
  ...{ args: parsed.args, version: 'bench', settings: plainSettings, window: false, developmentElectron: false },
})
if (!opened.ok) throw new Error(opened.message)
const house = opened.value
const own = await house.openSurface({ preset: 'shell', command: 'sh', name: 'own', openedBy: 'person' })
if (!own.ok) throw new Error(own.message)
const ours = own.value
const before = await spent()

const place = { host: null, socket }
const ids = tmux('list-panes', '-a', '-F', '#{pane_id}').trim().split('\n').filter(Boolean)
const start = performance.now()
const surfaces: PersonSurface[] = []
for (const id of ids) {
  const adopted = await house.openSurface({ preset: 'tmux', pane: { place, id }, openedBy: 'person' })
  if (!adopted.ok) throw new Error(adopted.message)
  surfaces.push(adopted.value)
}
const adoptMs = performance.now() - start
const idle = await spent()
const quiet = surfaces.at(-1)!
const whileIdle = await latencies('idle')
for (const one of surfaces.slice(0, BUSY)) one.keys(`${BUSY_PROGRAM}\r`)
await wait(1000)
const busy = await spent()
const whileBusy = await latencies(`${BUSY} busy`)

const costs = (when: string, { cpu, serverCpu, rssMb }: Spent) => [
  row(`${when}: processor`, single(cpu), { unit: '%' }),
  row(`${when}: tmux server's processor`, single(serverCpu), { unit: '%' }),
  row(`${when}: memory`, single(rssMb), { unit: 'MB' }),
]
report(
  'tmux',
  [
    ...costs('no pane adopted', before),
    ...costs(`${PANES} adopted`, idle),
    ...costs(`${PANES} adopted, ${BUSY} busy`, busy),
    row('adopting a pane', single(adoptMs / ids.length), { unit: 'ms' }),
    row('memory of an adopted pane', single((idle.rssMb - before.rssMb) / ids.length), { unit: 'MB' }),
    ...whileIdle,
    ...whileBusy,
  ],
  {
    how: `${PANES} panes; from the call to the text on the screen, ${ROUNDS} rounds of ${SENDS}`,
    versions: { tmux: version },
  },
)

await house.close()
tmux('kill-server')
fs.rmSync(folder, { recursive: true, force: true })
process.exit()
