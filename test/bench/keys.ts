// From a key that goes down to its echo in the window's buffer: `npm run bench keys [ROUNDS [KEYS]]`. Idle beside the same program in a
// bare pseudo-terminal, then while the terminal beside it floods, then keys so far apart that nothing is held back for them any more.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { spawn } from 'node-pty'
import { openApp } from './support/app.ts'
import { createDrivers } from './support/drivers.ts'
import { interleaved, p50, p99, type RowSpec, report, row } from './support/measure.ts'
import { writePayload } from './support/payloads.ts'

const [ROUNDS, KEYS] = [Number(process.argv[2] ?? 5), Number(process.argv[3] ?? 50)]
/** ms between two keys: as people type, and longer than others are held back after one */
const TYPING = [80, 90, 100, 110, 120]
const SPARSE = [400, 430, 460]
const FLOOD_BYTES = 16 * 1024 * 1024

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-bench-'))
const payload = writePayload(folder, 'ansi', FLOOD_BYTES)
const drivers = await createDrivers()
const flooding = drivers.command('flood').map(part => `"${part}"`)
const { page, find, stop } = await openApp([
  { name: 'typed', command: 'cat' },
  { name: 'flood', command: flooding.join(' ') },
])
const flood = await drivers.ready('flood')
await find('typed', 'flood')
await page
  .getByRole('group', { name: /^typed, terminal/ })
  .locator('.xterm-screen')
  .click()
const size = await page.evaluate(() => ({
  cols: window.terminals['typed']!.cols,
  rows: window.terminals['typed']!.rows,
}))
const bare = spawn('cat', [], { ...size, encoding: null })

/** Times of each key, ms: from the page's first hearing of it, and from when the browser got it. */
declare global {
  interface Window {
    keyTimes: { heard: number[]; pressed: number[] }
  }
}
await page.evaluate(() => {
  const terminal = window.terminals['typed']!
  window.keyTimes = { heard: [], pressed: [] }
  /** how many characters the cursor has gone, whatever rows they are on */
  const place = () => {
    const { baseY, cursorX, cursorY } = terminal.buffer.active
    return (baseY + cursorY) * terminal.cols + cursorX
  }
  const start = place()
  let parsed = 0
  const down: { heard: number; pressed: number }[] = []
  window.addEventListener('keydown', event => down.push({ heard: performance.now(), pressed: event.timeStamp }), true)
  terminal.onWriteParsed(() => {
    const now = performance.now()
    for (const end = place() - start; parsed < end; parsed += 1) {
      const { heard, pressed } = down.shift()!
      window.keyTimes.heard.push(now - heard)
      window.keyTimes.pressed.push(now - pressed)
    }
  })
})

const WAYS = ['idle', 'flooded', 'sparse', 'sparse, flooded'] as const
const fromPress = new Map(WAYS.map(way => [way, [] as number[][]]))
/** Presses keys at these distances. Gives the times of their echoes. */
async function typed(
  name: (typeof WAYS)[number],
  round: number,
  gaps: readonly number[],
  keys: number,
): Promise<number[]> {
  const before = await page.evaluate(() => window.keyTimes.heard.length)
  for (let nth = 0; nth < keys; nth += 1) {
    const next = wait(gaps[nth % gaps.length])
    // A finger leaves the key well after the echo is there.
    await page.keyboard.press('abcdefghij'[nth % 10]!, { delay: 50 })
    await next
  }
  await page.waitForFunction(all => window.keyTimes.heard.length === all, before + keys)
  const { heard, pressed } = await page.evaluate(() => window.keyTimes)
  if (round >= 0) fromPress.get(name)!.push(pressed.slice(before))
  return heard.slice(before)
}

async function whileFlooded(work: () => Promise<number[]>): Promise<number[]> {
  await flood.flood(payload)
  await wait(500)
  const took = await work()
  await flood.calm()
  await wait(300)
  return took
}

/** The same program and the same distances, without a window: from the write to the first byte back. */
async function echoes(): Promise<number[]> {
  const took: number[] = []
  for (let nth = 0; nth < KEYS; nth += 1) {
    const next = wait(TYPING[nth % TYPING.length])
    const start = performance.now()
    const came = new Promise<void>(resolve => {
      const listening = bare.onData(() => {
        listening.dispose()
        resolve()
      })
    })
    bare.write('abcdefghij'[nth % 10]!)
    await came
    took.push(performance.now() - start)
    await next
  }
  return took
}

const few = Math.max(10, Math.round(KEYS * 0.4))
const took = await interleaved(
  {
    bare: echoes,
    idle: round => typed('idle', round, TYPING, KEYS),
    flooded: round => whileFlooded(() => typed('flooded', round, TYPING, KEYS)),
    sparse: round => typed('sparse', round, SPARSE, few),
    'sparse, flooded': round => whileFlooded(() => typed('sparse, flooded', round, SPARSE, few)),
  },
  { rounds: ROUNDS },
)
const ms = (more: Omit<RowSpec, 'unit'> = {}): RowSpec => ({ unit: 'ms', ...more })
const [bareP50, idleP50, idleP99] = [p50(took.bare), p50(took.idle), p99(took.idle)]
report(
  'keys',
  [
    row('bare pseudo-terminal, p50', bareP50, ms()),
    row('bare pseudo-terminal, p99', p99(took.bare), ms()),
    row('idle, as people type, p50', idleP50, ms({ goal: 'keys-idle', reference: ['bare', bareP50] })),
    row('idle, as people type, p99', idleP99, ms({ reference: ['bare p99', p99(took.bare)] })),
    row(
      'beside a flood, as people type, p50',
      p50(took.flooded),
      ms({ goal: 'keys-flood', reference: ['idle', idleP50] }),
    ),
    row('beside a flood, as people type, p99', p99(took.flooded), ms({ reference: ['idle p99', idleP99] })),
    row('idle, a key every 430 ms, p50', p50(took.sparse), ms({ reference: ['bare', bareP50] })),
    row('idle, a key every 430 ms, p99', p99(took.sparse), ms()),
    row(
      'beside a flood, a key every 430 ms, p50',
      p50(took['sparse, flooded']),
      ms({ reference: ['its idle', p50(took.sparse)] }),
    ),
    row(
      'beside a flood, a key every 430 ms, p99',
      p99(took['sparse, flooded']),
      ms({ reference: ['its idle p99', p99(took.sparse)] }),
    ),
    ...[...fromPress].map(([name, samples]) =>
      row(
        `${name}, from the browser's getting the key, p50`,
        p50(samples),
        ms({ note: `p99 ${p99(samples).value.toFixed(1)} ms` }),
      ),
    ),
  ],
  {
    how: `${ROUNDS} rounds of ${KEYS} keys (${few} of those every 430 ms), ${size.cols} × ${size.rows}, flood: 16 MB ansi again and again`,
  },
)
bare.kill()
await stop()
drivers.close()
fs.rmSync(folder, { recursive: true, force: true })
process.exit()
