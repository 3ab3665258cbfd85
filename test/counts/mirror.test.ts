// What mirrors cost, in counts that no clock and no machine changes: memory of rows, pieces of parsing, what is told of it.
import { expect, test } from 'vitest'
import { createMirrors, createScreen } from '../../main/surfaces/mirror.ts'
import { createPace, type Pace } from '../../main/surfaces/pace.ts'
import { lastLine, readScreen } from '../../main/surfaces/read.ts'

const MB = 1_048_576
const LINE =
  '\x1b[1;34m2026-11-22\x1b[0m a line of \x1b[32mtext\x1b[0m that is about as long as most lines of a build: number '

function mirror(mirrors = createMirrors()) {
  const told = { parsed: 0, full: 0 }
  const screen = createScreen(
    120,
    40,
    'here',
    {
      ...{ onReply() {}, onPasteOn() {}, onClaim() {} },
      onParsed() {
        told.parsed += 1
      },
      onFull(on) {
        if (on) told.full += 1
      },
    },
    mirrors,
  )
  const print = async (from: number, to: number) => {
    for (let nth = from; nth <= to; nth += 1) screen.write(Buffer.from(`${LINE}${nth}\r\n`))
    await screen.settled()
  }
  return { screen, told, print }
}

/** Time goes on by each look at it alone. */
function counted() {
  let now = 0
  let steps = 0
  const turns: (() => void)[] = []
  const pace = createPace({
    mono: () => {
      now += 0.05
      return now
    },
    soon: run => void turns.push(run),
    after(ms, run) {
      turns.push(() => {
        now += ms
        run()
      })
      return () => {}
    },
  })
  const counting: Pace = {
    lane: parsing =>
      pace.lane({
        ...parsing,
        step() {
          steps += 1
          return parsing.step()
        },
      }),
  }
  return {
    mirrors: { ...createMirrors(), pace: counting },
    steps: () => steps,
    run() {
      let count = 0
      for (let next = turns.shift(); next; next = turns.shift()) {
        next()
        count += 1
      }
      return count
    },
  }
}

test('an idle surface keeps the rows of its screen and no more', () => {
  expect(mirror().screen.grid.bytes()).toBeLessThanOrEqual(120 * 40 * 12)
})

test('a surface keeps all that can be asked for in 3 MB, however much was printed', async () => {
  const { screen, print } = mirror()
  await print(1, 20_000)
  const first = screen.grid.bytes()
  expect(first).toBeLessThan(3 * MB)
  const read = readScreen(screen, { get: () => undefined }, { what: 'scrollback', maxLines: 10_000 })
  if (!read.ok) throw new Error(read.code)
  expect(read.value.lines).toHaveLength(10_000)
  expect(read.value.lines.at(-1)).toMatch(/number 20000$/)
  await print(20_001, 40_000)
  expect(Math.abs(screen.grid.bytes() - first)).toBeLessThan(0.1 * MB)
})

test('a hidden flood is parsed once, in whole pieces, and told of at most once in a turn', () => {
  const { mirrors, steps, run } = counted()
  const { screen, told } = mirror(mirrors)
  const chunk = Buffer.from(`${LINE}\r\n`.repeat(40)).subarray(0, 4096)
  for (let at = 0; at < MB; at += chunk.length) screen.write(chunk)
  const turns = run()
  expect(steps()).toBe(MB / 4096)
  expect(told.parsed).toBeLessThanOrEqual(turns)
  expect(told.parsed).toBeLessThan(MB / 4096 / 2)
  expect(told.full).toBe(1)
  expect(lastLine(screen, 200)).not.toBe('')
})

test('a redraw is one piece and is told of once', () => {
  const { mirrors, steps, run } = counted()
  const { screen, told } = mirror(mirrors)
  const frame = Buffer.from(`\x1b[?2026h\x1b[H${`${LINE}\r\n`.repeat(14)}\x1b[?2026l`)
  for (let nth = 0; nth < 100; nth += 1) {
    screen.write(frame)
    run()
  }
  expect(steps()).toBe(100)
  expect(told.parsed).toBe(100)
})
