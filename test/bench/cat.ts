// From the start of `cat` of 16 MB to its last line in the window, beside other terminals on the same screen: `npm run bench cat
// [ROUNDS [MB [KIND…]]]`. Ours is not done before the screen in the window is exactly what it must be; the others are when they answer
// where their cursor is. Starting a terminal does not count. GATEHOUSE_BENCH_PEERS=0 leaves the others out.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { until } from '../helpers/app.ts'
import { openApp } from './support/app.ts'
import { createDrivers, type Driver, type Printed, type Size } from './support/drivers.ts'
import { type Expected, expected } from './support/expected.ts'
import type { GoalId } from './support/goals.ts'
import { type Figure, p50, type Row, type RowSpec, report, row, type Samples, short } from './support/measure.ts'
import { KINDS, type Kind, writePayload } from './support/payloads.ts'
import { peers } from './support/peers.ts'

const [ROUNDS, MB] = [Number(process.argv[2] ?? 5), Number(process.argv[3] ?? 16)]
const only = process.argv.slice(4)
const kinds = KINDS.filter(kind => only.length === 0 || only.includes(kind))
/** within which the window must hold everything */
const MOST_MS = MB * 4000
const WITHOUT_PEERS = process.env['GATEHOUSE_BENCH_PEERS'] === '0'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-bench-'))
const files = Object.fromEntries(KINDS.map(kind => [kind, writePayload(folder, kind, MB * 1024 * 1024)]))
const drivers = await createDrivers()
const quoted = drivers.command('ours').map(part => `"${part}"`)
const ours = await openApp([{ name: 'ours', command: quoted.join(' ') }])
const driver = await drivers.ready('ours')
const size = await sizeOf(driver)

/** The program begins before the window's terminal has taken its place. */
async function sizeOf(one: Driver): Promise<Size> {
  await ours.find('ours')
  fs.writeFileSync(path.join(folder, 'empty'), '')
  return until('the size of the pane', async () => {
    const { cols, rows } = await one.cat(path.join(folder, 'empty'), 'ready')
    const pane = await ours.page.evaluate(() => [window.terminals['ours']!.cols, window.terminals['ours']!.rows])
    return pane[0] === cols && pane[1] === rows && cols !== 80 ? { cols, rows } : null
  })
}

interface Seen {
  /** on the clock of all processes, ms: the screen is what it must be; so is the scrollback above it */
  readonly screen: number
  readonly scrollback: number | null
  /** what is not as it must be */
  readonly differs?: string
}
declare global {
  interface Window {
    seen: Promise<Seen>
  }
}

/** Watches in the page until the terminal holds what is expected. */
async function watch(what: Expected): Promise<() => Promise<Seen>> {
  await ours.find('ours')
  await ours.page.evaluate(
    ({ screen, scrollback, length, most }) => {
      const terminal = window.terminals['ours']!
      const now = () => performance.timeOrigin + performance.now()
      const text = (row: number) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? ''
      const last = screen.at(-1)!
      window.seen = new Promise((resolve, reject) => {
        let screenAt = 0
        const end = (act: () => void) => {
          clearTimeout(given)
          clearInterval(poll)
          listening.dispose()
          act()
        }
        const given = setTimeout(() => {
          const { baseY, length: has } = terminal.buffer.active
          const wrong = [...screen.entries()].find(([nth, wanted]) => text(baseY + nth) !== wanted)
          const other = scrollback.find(([row, wanted]) => text(row) !== wanted)
          const rows = [wrong, wrong && text(baseY + wrong[0]), other, other && text(other[0])]
          const differs = JSON.stringify({ has, length, baseY, terminal: terminal.rows, rows })
          end(() =>
            screenAt
              ? resolve({ screen: screenAt, scrollback: null, differs })
              : reject(new Error(`not there: ${differs}`)),
          )
        }, most)
        const look = () => {
          const { baseY, length: has } = terminal.buffer.active
          if (text(baseY + terminal.rows - 1) !== last) return
          if (screenAt === 0 && screen.every((row, nth) => text(baseY + nth) === row)) screenAt = now()
          if (screenAt === 0 || has !== length || scrollback.some(([row, wanted]) => text(row) !== wanted)) return
          end(() => resolve({ screen: screenAt, scrollback: now() }))
        }
        const listening = terminal.onWriteParsed(look)
        // Not everything that puts text into a buffer is a write.
        const poll = setInterval(look, 20)
      })
      window.seen.catch(() => {})
    },
    { ...what, most: MOST_MS },
  )
  return () => ours.page.evaluate(() => window.seen)
}

type Times = Record<Kind, number[][]>
const times = (): Times => ({ ascii: [], ansi: [], unicode: [] })
const all = new Map<string, Times>()
/** Keeps what took so long in this round, ms. */
function keep(name: string, kind: Kind, took: number): void {
  if (!all.has(name)) all.set(name, times())
  all.get(name)![kind].push([took])
}

const SHOWN = 'shown'
const SCROLLBACK = 'shown, with its scrollback'
const HIDDEN = 'hidden, the mirror alone'
const MAIN = 'shown, processor time of main'
const PAGE = 'shown, processor time of the page'
const SKIPPED: string[] = []
/** emulators in the page while ours is hidden, beyond the one that is shown */
const unseen: number[] = []
let nth = 0
const print = async (one: Driver, kind: Kind, last: string): Promise<Printed> => one.cat(files[kind]!, last)

async function shown(kind: Kind): Promise<void> {
  const last = `the end ${++nth}`
  const seen = await watch(await expected(files[kind]!, last, size))
  const before = await ours.spent()
  const { begun } = await print(driver, kind, last)
  const { screen, scrollback, differs } = await seen()
  const after = await ours.spent()
  keep(SHOWN, kind, screen - begun)
  keep(MAIN, kind, after.main - before.main)
  keep(PAGE, kind, after.page - before.page)
  if (scrollback !== null) return keep(SCROLLBACK, kind, scrollback - begun)
  console.error(`${kind}: the scrollback in the window is not what it must be: ${differs}`)
  process.exitCode = 1
}

/** The mirror alone answers where the cursor is. */
async function hidden(kind: Kind): Promise<void> {
  const { begun, answered } = await print(driver, kind, `the end ${++nth}`)
  keep(HIDDEN, kind, answered! - begun)
}

const { there, missing } = WITHOUT_PEERS ? { there: [], missing: [] } : peers()
for (let round = 0; round < ROUNDS; round += 1) {
  for (const kind of kinds) await shown(kind)
  await ours.page.keyboard.press('Control+Shift+T')
  await ours.page.getByRole('tab').nth(1).waitFor()
  unseen.push(await ours.unseen())
  for (const kind of kinds) await hidden(kind)
  await ours.page.keyboard.press('Control+Shift+W')
  await ours.page.getByRole('tab').first().waitFor({ state: 'detached' })
  for (const peer of there) {
    if (SKIPPED.includes(peer.name)) continue
    try {
      const { driver: one, close } = await peer.open(drivers, size, `${peer.name} ${round}`)
      try {
        for (const kind of kinds) {
          const { begun, answered } = await print(one, kind, `the end ${++nth}`)
          if (answered === null) throw new Error('it does not answer where its cursor is')
          keep(peer.name, kind, answered - begun)
        }
      } finally {
        await close()
      }
    } catch (error) {
      SKIPPED.push(peer.name)
      all.delete(peer.name)
      console.error(`${peer.name} is left out: ${error instanceof Error ? error.message : error}`)
    }
  }
}

const figure = (name: string, kind: Kind): Figure | null => {
  const samples: Samples = all.get(name)?.[kind] ?? []
  return samples.length === 0 ? null : p50(samples)
}
const spreadOf = ({ rounds }: Figure) => `theirs ${short(Math.min(...rounds))} to ${short(Math.max(...rounds))} ms`
/** Left out where the scrollback never became right. */
function whole(kind: Kind): Row[] {
  const took = figure(SCROLLBACK, kind)
  return took && took.rounds.length === ROUNDS ? [row(`${kind}: ${SCROLLBACK}`, took, { unit: 'ms' })] : []
}
const rows = kinds.flatMap((kind): Row[] => {
  const mine = figure(SHOWN, kind)!
  const against = there.flatMap(({ name, goal }): Row[] => {
    const theirs = figure(name, kind)
    if (!theirs) return []
    const id = `cat-${goal}-${kind}` as GoalId
    const spec: RowSpec = { unit: 'ms', reference: [name, theirs], ...(goal && { goal: id }), note: spreadOf(theirs) }
    return [row(`${kind}: shown, against ${name}`, mine, spec)]
  })
  return [
    row(`${kind}: ${SHOWN}`, mine, {
      unit: 'ms',
      note: `${((MB * 1000) / mine.value).toFixed(1)} MB/s`,
    }),
    ...whole(kind),
    ...[HIDDEN, MAIN, PAGE].map(name => row(`${kind}: ${name}`, figure(name, kind)!, { unit: 'ms' })),
    ...against,
  ]
})
rows.push(
  row('emulators in the window of what is hidden', p50(unseen.map(one => [one])), {
    unit: 'times',
    goal: 'memory-hidden',
  }),
)
const without = [...missing, ...SKIPPED]
report('cat', rows, {
  how: `${ROUNDS} rounds of ${MB} MB, ${size.cols} × ${size.rows}${without.length > 0 ? `; not there: ${without.join(', ')}` : ''}`,
  versions: Object.assign({}, ...there.map(one => one.versions)),
})
await ours.stop()
drivers.close()
fs.rmSync(folder, { recursive: true, force: true })
process.exit()
