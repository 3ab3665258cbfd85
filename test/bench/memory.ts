// What a surface costs in memory, in the app without a window: idle, and after so much output that it keeps all it ever does.
// `npm run bench memory [ROUNDS]`. Each round is a process of its own, collected before each look: resident memory beyond the empty
// app's, divided by the number of surfaces.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from '../../main/args.ts'
import { openHouse } from '../../main/house.ts'
import { plainSettings } from '../../main/store/settings.ts'
import type { PersonSurface } from '../../main/surfaces/surface.ts'
import { type Figure, p50, report, row } from './support/measure.ts'

const SURFACES = 20
const LINES = 12_000
/** Lines as a build prints them: 100 characters, three colours. */
const PROGRAM = `printf 'it waits'; read go; awk 'BEGIN { for (i = 1; i <= ${LINES}; i++) printf "\\033[3%dmline %d\\033[0m of \\033[1mwhat a program prints\\033[0m and \\033[36msays\\033[0m, a hundred characters in all or nearly so, number %d\\n", i % 8, i, i }'; printf 'the end'; read go`

interface Round {
  /** MB */
  readonly empty: number
  readonly idle: number
  readonly full: number
  /** rows that can be read of one, when it is full */
  readonly rows: number
}

async function collected(): Promise<number> {
  for (let nth = 0; nth < 4; nth += 1) {
    await wait(250)
    globalThis.gc?.()
  }
  return process.memoryUsage().rss / 1e6
}

async function shows(surface: PersonSurface, text: string) {
  for (;;) {
    const read = await surface.read({ what: 'screen' })
    if (read.ok && read.value.lines.some(line => line.includes(text))) return
    await wait(20)
  }
}

async function round(): Promise<Round> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-bench-'))
  // Whatever a person's shell does when it starts is not measured.
  process.env['HOME'] = folder
  const parsed = parseArgs([`--user-data-dir=${path.join(folder, 'data')}`, '--mcp-port=0', '--headless'], {
    ...{ env: process.env, platform: process.platform, home: folder, cwd: folder },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  const opened = await openHouse({
    ...{ args: parsed.args, version: 'bench', settings: plainSettings, window: false, developmentElectron: false },
  })
  if (!opened.ok) throw new Error(opened.message)
  const open = async (command: string) => {
    const surface = await opened.value.openSurface({
      ...{ preset: 'shell', command, openedBy: 'person', cols: 120, rows: 40 },
    })
    if (!surface.ok) throw new Error(surface.message)
    return surface.value
  }
  // What the first one loads is the app's.
  const first = await open(PROGRAM)
  await shows(first, 'it waits')
  first.keys('\r')
  await shows(first, 'the end')
  await first.read({ what: 'scrollback', maxLines: 10_000 })
  await opened.value.registry.remove(first.facts.id)
  const empty = await collected()
  const surfaces: PersonSurface[] = []
  for (let nth = 0; nth < SURFACES; nth += 1) surfaces.push(await open(PROGRAM))
  for (const surface of surfaces) await shows(surface, 'it waits')
  const idle = await collected()
  for (const surface of surfaces) surface.keys('\r')
  for (const surface of surfaces) await shows(surface, 'the end')
  const full = await collected()
  const read = await surfaces[0]!.read({ what: 'scrollback', maxLines: 20_000 })
  const rows = read.ok ? read.value.lines.length : 0
  await opened.value.close()
  fs.rmSync(folder, { recursive: true, force: true })
  return { empty, idle: (idle - empty) / SURFACES, full: (full - empty) / SURFACES, rows }
}

if (process.send) {
  process.send(await round())
  process.exit()
}
const ROUNDS = Number(process.argv[2] ?? 5)
const rounds: Round[] = []
for (let nth = 0; nth < ROUNDS; nth += 1) {
  const child = fork(fileURLToPath(import.meta.url), { execArgv: ['--expose-gc'] })
  const [got] = (await once(child, 'message')) as [Round]
  rounds.push(got)
}
const figure = (of: (one: Round) => number): Figure => p50(rounds.map(one => [of(one)]))
report(
  'memory',
  [
    row(
      'memory of the app without a window',
      figure(one => one.empty),
      { unit: 'MB' },
    ),
    row(
      'memory of an idle surface',
      figure(one => one.idle),
      { unit: 'MB', goal: 'memory-idle' },
    ),
    row(
      'memory of a surface with full history',
      figure(one => one.full),
      {
        ...{ unit: 'MB', goal: 'memory-full', note: `${rounds[0]?.rows} lines can be read` },
      },
    ),
  ],
  { how: `${ROUNDS} processes with ${SURFACES} surfaces each, 120 columns, ${LINES} lines printed` },
)
