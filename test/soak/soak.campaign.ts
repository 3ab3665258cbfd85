// Fifteen surfaces at work, a person who uses everything and agents that come and go: what the app holds stays what it was
// after the warm-up. `GATEHOUSE_SOAK_MINUTES=N` (30).
import path from 'node:path'
import { expect, test } from 'vitest'
import { ROOT, startWindow, until } from '../helpers/app.ts'
import { dataFolder } from '../helpers/data-folder.ts'
import { currentClient } from '../helpers/mcp-clients.ts'
import { FIGURES, growth, type Sample, sample } from './memory.ts'
import { type Rounds, rounds } from './rounds.ts'

const MINUTES = Number(process.env['GATEHOUSE_SOAK_MINUTES'] ?? 30)
const EVERY_MS = 15_000
const WARM_UP = Math.min(300, MINUTES * 20)
/** What the last third may be of the first, resident memory and live objects. */
const MOST = { main: 1.15, page: 1.15, mainHeap: 1.15, pageHeap: 1.15, nodes: 1.15, listeners: 1.15 }

const PROGRAM = path.join(ROOT, 'test/soak/program.mjs')
const KINDS = [...Array(3).fill('lines'), ...Array(5).fill('screen'), ...Array(3).fill('quiet')] as string[]
const SHELLS = ['one', 'two', 'three', 'four']

test(`${MINUTES} minutes with ${KINDS.length + SHELLS.length} surfaces`, async () => {
  const folder = await dataFolder(
    ['cursor', 'codex'],
    [
      { id: 'r1', agents: 'cursor', surfaces: '*', level: 'submit' },
      { id: 'r2', agents: 'codex', surfaces: '*', level: 'type', ask: 'submit' },
    ],
  )
  const shown = await startWindow([
    `--user-data-dir=${folder.dir}`,
    '--mcp-port=0',
    ...SHELLS.flatMap(name => ['--open=shell', `--name=${name}`, '--workspace=shells']),
    ...KINDS.flatMap((kind, index) => [
      `--open-command="${process.execPath}" "${PROGRAM}" ${kind}`,
      `--name=${kind}-${index}`,
      `--workspace=${kind}`,
    ]),
  ])
  const cdp = await shown.page.context().newCDPSession(shown.page)
  await cdp.send('Performance.enable')
  // Main collects only where it is allowed to.
  await shown.app.evaluate(async () => {
    const { setFlagsFromString } = process.getBuiltinModule('node:v8')
    setFlagsFromString('--expose-gc')
    const { runInNewContext } = process.getBuiltinModule('node:vm')
    Object.assign(globalThis, { gc: runInNewContext('gc') })
  })
  const samples: Sample[] = []
  const counts: Rounds = { done: 0, sends: 0, typed: 0 }
  try {
    const start = performance.now()
    const seconds = () => Math.round((performance.now() - start) / 1000)
    const agents = { cursor: folder.agents['cursor']!, codex: folder.agents['codex']! }
    const connect = (agent: 'cursor' | 'codex') => currentClient(shown.ready.mcp, agents[agent].token)
    let next = 0
    for await (const _ of rounds(shown.page, connect, SHELLS, counts)) {
      if (performance.now() - start > MINUTES * 60_000) break
      if (performance.now() - start < next) continue
      next += EVERY_MS
      samples.push(await sample(shown.app, cdp, seconds()))
      const last = samples.at(-1)!
      const figures = FIGURES.map(figure => `${figure} ${last[figure].toFixed(figure === 'nodes' ? 0 : 1)}`)
      console.log(`${String(last.at).padStart(5)} s  round ${counts.done}  ${figures.join('  ')}`)
    }
    await until('every surface to be there', () =>
      shown.page.evaluate(async wanted => {
        const state = await window.gatehouse.invoke('state.get', {})
        return state.ok && state.value.surfaces.filter(({ exit }) => exit === null).length === wanted
      }, KINDS.length + SHELLS.length),
    )
  } finally {
    await shown.stop()
    await folder.remove()
  }
  const grown = growth(samples, WARM_UP)
  console.log(`\n${counts.done} rounds, ${counts.sends} sends by agents, ${counts.typed} characters typed`)
  for (const { figure, before, after, ratio } of grown) {
    console.log(`  ${figure}: ${before.toFixed(1)} → ${after.toFixed(1)} (x ${ratio.toFixed(3)})`)
  }
  for (const { figure, ratio } of grown) expect(ratio, figure).toBeLessThan(MOST[figure])
})
