// What many agents at work cost the main process of the whole app, four of them shown, one more reading all the time: `npm run bench many
// [ROUNDS]`. With 100 that redraw beside 10, in one app that has all of them.
import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openApp } from './support/app.ts'
import { interleaved, p50, report, row } from './support/measure.ts'

const ROUNDS = Number(process.argv[2] ?? 5)
const [FEW, MANY] = [10, 100]
const CPU_MS = 4_000
const READ_GAP_MS = 20
const SUPPORT = path.resolve(import.meta.dirname, '../bench/support')

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-bench-'))
const pipe = path.join(folder, 'pipe-')
for (let nth = 0; nth < MANY; nth += 1) execFileSync('mkfifo', [`${pipe}${nth}`])
const redraws = fork(path.join(SUPPORT, 'redraws.mjs'), [String(MANY), pipe], { stdio: 'inherit' })
const reader = fork(path.join(SUPPORT, 'reader.mjs'), { stdio: 'inherit' })
const names = Array.from({ length: MANY }, (_, nth) => `redraws ${nth}`)
const bench = await openApp(names.map((name, nth) => ({ name, command: `cat '${pipe}${nth}'` })))
const { page, ready, folder: data } = bench
const shown = await page.locator('.xterm-screen').count()
const server = { url: ready.mcp, token: data.agents['cursor']!.token }

/** Of one processor, in percent. */
async function cpu(redrawing: number): Promise<number> {
  redraws.send(redrawing)
  await wait(1000)
  const [before, start] = [await bench.spent(), performance.now()]
  const answered = once(reader, 'message')
  reader.send({ server, surfaces: names.slice(0, FEW), calls: CPU_MS / (READ_GAP_MS + 2), gapMs: READ_GAP_MS })
  const [{ error }] = (await answered) as [{ error?: string }]
  if (error) throw new Error(error)
  const { main } = await bench.spent()
  return (100 * (main - before.main)) / (performance.now() - start)
}

const spent = await interleaved(
  { none: () => cpu(0), few: () => cpu(FEW), many: () => cpu(MANY) },
  { rounds: ROUNDS, warmUp: 1 },
)
report(
  'many',
  [
    row(`main, none of ${MANY} prints`, p50(spent.none), { unit: '%' }),
    row(`main, ${FEW} redraw`, p50(spent.few), { unit: '%' }),
    row(`main, ${MANY} redraw`, p50(spent.many), {
      ...{ unit: '%', reference: [`${FEW} redraw`, p50(spent.few)], goal: 'cpu-100' },
    }),
  ],
  {
    how: `${ROUNDS} rounds of ${CPU_MS / 1000} s, ${shown} shown, one agent reading every ${READ_GAP_MS} ms`,
  },
)
redraws.disconnect()
reader.disconnect()
await bench.stop()
fs.rmSync(folder, { recursive: true, force: true })
process.exit()
