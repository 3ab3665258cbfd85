// What `since` promises, over long lives: every line exactly once, or `truncated`.
// GATEHOUSE_RUNS=1000000 prints that many lines.
import { expect, test } from 'vitest'
import { createScreen } from '../../main/surfaces/mirror.ts'
import { readScreen } from '../../main/surfaces/read.ts'
import { dice } from './hostile-support.ts'

const LINES = Number(process.env['GATEHOUSE_RUNS'] ?? 200_000)
const NOTHING = { onReply() {}, onParsed() {}, onPasteOn() {}, onClaim() {} }

interface Life {
  readonly cols: number
  /** the usual number of lines between two reads */
  readonly burst: number
  readonly resizes: boolean
}

/** Prints numbered lines in bursts and reads in between, several readers at their own pace. */
async function live(lines: number, seed: number, { cols, burst, resizes }: Life) {
  const random = dice(seed)
  const screen = createScreen(cols, 24, 'here', NOTHING)
  const readers = [1, 0.5, 0.2].map(eager => ({ eager, cursor: '', told: -1, open: null as string | null, gaps: 0 }))
  const word = () => '<'.padEnd(1 + Math.floor(random() ** 4 * cols * 2.5), '=')
  const printed: string[] = []
  let pending = ''

  const read = (reader: (typeof readers)[number]) => {
    const got = readScreen(
      screen,
      new Map(),
      reader.cursor === ''
        ? { what: 'scrollback', maxLines: 100_000 }
        : { what: 'since', cursor: reader.cursor, maxLines: 100_000 },
    )
    if (!got.ok) throw new Error(got.code)
    const { lines: news, truncated, cursor } = got.value
    const complete = pending === '' || news.length === 0 ? news : news.slice(0, -1)
    // The line that was open comes again once it has grown.
    let next = reader.told + 1
    if (reader.cursor !== '' && !truncated) {
      // Told in full while it was open, a line is not told again.
      if (reader.open !== null && reader.open === printed[next]) next += 1
      expect(complete).toEqual(printed.slice(next))
    } else {
      if (reader.cursor !== '') reader.gaps += 1
      // After a gap the newest are there, without one missing among them. The first may have lost its beginning.
      const newest = printed.slice(printed.length - complete.length)
      expect(complete.slice(1)).toEqual(newest.slice(1))
      expect(complete.length).toBeGreaterThan(0)
    }
    reader.told = printed.length - 1
    reader.open = pending === '' ? null : pending
    reader.cursor = cursor
    return truncated
  }

  while (printed.length < lines) {
    const count = Math.ceil(random() ** 3 * burst * 3)
    let text = ''
    for (let i = 0; i < count; i += 1) {
      const line = pending + (pending === '' ? `${printed.length}${word()}` : word())
      text += `${line.slice(pending.length)}\r\n`
      printed.push(line)
      pending = ''
    }
    if (random() < 0.4) {
      pending = `${printed.length}${word()}`
      text += pending
    }
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; ) {
      const end = at + 1 + Math.floor(random() * bytes.length)
      screen.write(bytes.subarray(at, end))
      at = end
    }
    // The emulator does not rewrap the line the cursor is on, which leaves blanks in it for everybody to see.
    if (resizes && pending === '' && random() < 0.1)
      screen.resize(cols - 5 + Math.floor(random() * 10), 10 + Math.floor(random() * 30))
    await screen.settled()
    for (const reader of readers) if (random() < reader.eager) read(reader)
  }
  return readers.map(reader => reader.gaps)
}

const share = Math.ceil(LINES / 4)

test.each<[string, Life]>([
  ['short bursts', { cols: 80, burst: 40, resizes: false }],
  ['bursts longer than the scrollback', { cols: 100, burst: 2500, resizes: false }],
  ['narrow, where most lines wrap', { cols: 12, burst: 200, resizes: false }],
  ['other sizes in between', { cols: 60, burst: 300, resizes: true }],
])(
  'every line exactly once, or truncated: %s',
  async (what, life) => {
    const gaps = await live(share, what.length, life)
    // A reader that keeps up with bursts that fit loses nothing.
    if (!life.resizes && life.burst === 40) expect(gaps[0]).toBe(0)
    if (life.burst === 2500) expect(Math.max(...gaps)).toBeGreaterThan(0)
  },
  120_000,
)
