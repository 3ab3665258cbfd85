// Rows that have left the emulator: read, marked and shown again as if they still stood there, in little memory.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createHistory, createHistoryMemory } from '../../main/surfaces/history.ts'
import { historyLine } from '../../main/surfaces/history-line.ts'
import { createMirrors, createScreen } from '../../main/surfaces/mirror.ts'
import { createStyles, packRow, type Row, unpackRow } from '../../main/surfaces/packed-rows.ts'
import { readScreen } from '../../main/surfaces/read.ts'
import { lineText } from '../../main/surfaces/rows.ts'
import type { Rows, Screen } from '../../main/surfaces/screen.ts'
import { createTypedRows } from '../../main/surfaces/typed-rows.ts'
import { dice, streams, windowOf } from './hostile-support.ts'

const quiet = { onReply() {}, onParsed() {}, onPasteOn() {}, onClaim() {} }
const screenOf = (cols = 40, rows = 6, mirrors = createMirrors()) => createScreen(cols, rows, 'here', quiet, mirrors)
const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, nth) => `line ${from + nth}\r\n`).join('')

async function print(screen: Screen, text: string | Uint8Array) {
  screen.write(typeof text === 'string' ? Buffer.from(text) : text)
  await screen.settled()
}

function read(screen: Screen, what: 'screen' | 'scrollback' | 'since', cursor?: string) {
  const got = readScreen(screen, { get: () => undefined }, { what, cursor, maxLines: 10_000 })
  if (!got.ok) throw new Error(got.code)
  return got.value
}

/** Every cell of a row with all its attributes, blank ones at its end cut. `seen`: of those with nothing in them, the colour alone. */
function cellsOf(rows: Rows, y: number, what: 'all' | 'seen' = 'all'): string[] {
  const line = rows.getLine(y)!
  const cells = Array.from({ length: line.length }, (_, x) => {
    const cell = line.getCell(x)!
    const styles = [cell.isBold(), cell.isDim(), cell.isItalic(), cell.isUnderline(), cell.isBlink(), cell.isInverse()]
    const more = [cell.isInvisible(), cell.isStrikethrough(), cell.isOverline()]
    const paper = [cell.getBgColorMode(), cell.getBgColor()]
    if (what === 'seen' && cell.getChars() === '') return `${cell.getWidth()}|${paper}`
    const ink = [cell.getFgColorMode(), cell.getFgColor(), ...paper]
    return `${cell.getChars()}|${cell.getWidth()}|${[...styles, ...more].map(one => (one ? 1 : 0)).join('')}|${ink}`
  })
  while (cells.at(-1) === '|1|000000000|0,-1,0,-1' || cells.at(-1) === '1|0,-1') cells.pop()
  return cells
}

/** A stream that scrolls a lot: lines of all kinds, and what moves the cursor between them. */
function longStream(seed: number, count: number): Buffer {
  const roll = dice(seed)
  const pick = <T>(of: readonly T[]) => of[Math.floor(roll() * of.length)]!
  const styles = [
    '\x1b[1;31m',
    '\x1b[0m',
    '\x1b[38;2;9;8;7;4m',
    '\x1b[48;5;99m',
    '\x1b[7;3m',
    '\x1b[4:3m',
    '\x1b[49m',
    '\x1b[8m',
  ]
  const texts = [
    'plain text of some length ',
    '日本語 ',
    'e\u0301 ',
    '👩‍💻 ',
    '═╗ ',
    '\t',
    '\x1b[5C',
    '\x1b[K',
    'x'.repeat(90),
  ]
  const parts: string[] = []
  for (let nth = 0; nth < count; nth += 1) {
    for (let more = Math.floor(roll() * 4); more >= 0; more -= 1) parts.push(pick(styles), pick(texts))
    parts.push(roll() < 0.05 ? pick(['\x1b[2A', '\x1b[2;5r', '\x1b[r', '\x1b[L', '\x1bM', '\x1b[H']) : `${nth}\r\n`)
  }
  return Buffer.from(parts.join(''))
}

describe('a packed row', () => {
  test('is the row again, whatever was printed on it', () => {
    fc.assert(
      fc.property(streams, fc.integer({ min: 2, max: 60 }), (stream, cols) => {
        const { terminal } = windowOf(cols, 5)
        const core = (terminal as unknown as { _core: Inner })._core
        core._inputHandler.parse(stream)
        const styles = createStyles()
        const { normal } = terminal.buffer
        for (let y = 0; y < normal.length; y += 1) {
          const line = core.buffers.normal.lines.get(y)
          const row: Row = {
            ...{ cells: line._data, cols: line.length, wrapped: line.isWrapped },
            ...{ joined: line._combined, more: line._extendedAttrs },
          }
          const again = historyLine(unpackRow(packRow(row, styles).slice(), 0, styles), () => normal.getNullCell())
          const rows = { length: 1, getLine: () => again }
          expect(cellsOf(rows, 0)).toEqual(cellsOf(normal, y))
          expect(again.isWrapped).toBe(line.isWrapped)
          expect(again.length).toBe(cols)
          expect(lineText(rows, 0, 0)).toBe(lineText(normal, y, y))
          for (const trim of [true, false])
            expect(again.translateToString(trim)).toBe(normal.getLine(y)!.translateToString(trim))
        }
      }),
    )
  })

  test('keeps more styles than it has short names for', () => {
    const styles = createStyles()
    const cells = Uint32Array.from({ length: 900 }, (_, word) =>
      word % 3 === 0 ? (1 << 22) | 0x41 : word % 3 === 1 ? 0x3000000 + word * 7919 : 0x3000000 + word,
    )
    const row = { cells, cols: 300, wrapped: true, joined: {} }
    expect(unpackRow(packRow(row, styles), 0, styles)).toEqual(row)
  })
})

interface Inner {
  readonly buffers: { readonly normal: { readonly lines: { get(y: number): Line } } }
  readonly _inputHandler: { parse(bytes: Uint8Array): void }
}
interface Line {
  readonly _data: Uint32Array
  readonly _combined: Record<number, string>
  readonly _extendedAttrs: Record<number, { ext: number }>
  readonly isWrapped: boolean
  readonly length: number
}

describe('a mirror whose rows left it', () => {
  test.each([1, 2, 3, 4])('still has all of them, as a terminal that keeps more (%i)', async seed => {
    const screen = screenOf()
    const { terminal } = windowOf(40, 6)
    const stream = longStream(seed, 4000)
    await print(screen, stream)
    await new Promise<void>(resolve => terminal.write(stream, resolve))
    const { whole } = screen.grid
    expect(whole.length).toBeGreaterThan(2000)
    expect(whole.length).toBe(terminal.buffer.normal.length)
    expect(screen.grid.oldest()).toBe(0)
    for (let y = 0; y < whole.length; y += 1) {
      expect(cellsOf(whole, y), `row ${y}`).toEqual(cellsOf(terminal.buffer.normal, y))
      expect(whole.getLine(y)!.isWrapped).toBe(terminal.buffer.normal.getLine(y)!.isWrapped)
    }
    expect(whole.getLine(whole.length)).toBeUndefined()
    expect(whole.getLine(-1)).toBeUndefined()
  })

  test.each([5, 6, 7])('gives a window the same lines as the program did (%i)', async seed => {
    const screen = screenOf()
    const { terminal } = windowOf(40, 6)
    const stream = longStream(seed, 4000)
    await print(screen, stream)
    await new Promise<void>(resolve => terminal.write(stream, resolve))
    const window = windowOf(40, 6)
    await new Promise<void>(resolve => window.terminal.write(screen.serialize().data, resolve))
    const [got, wanted] = [window.terminal.buffer.normal, terminal.buffer.normal]
    const texts = (buffer: typeof got) =>
      Array.from({ length: buffer.length }, (_, y) => buffer.getLine(y)!.translateToString(true))
    expect(texts(got)).toEqual(texts(wanted))
    for (let y = 0; y < screen.grid.first(); y += 1)
      expect(cellsOf(got, y, 'seen'), `row ${y}`).toEqual(cellsOf(wanted, y, 'seen'))
  })

  test('gives as many rows above the screen as somebody wants', async () => {
    const screen = screenOf()
    await print(screen, lines(1, 3000))
    for (const [rows, first] of [
      [0, 'line 2996'],
      [500, 'line 2496'],
      [1000, 'line 1996'],
      [1500, 'line 1496'],
      [99_999, 'line 1'],
    ] as const)
      expect(screen.serialize(rows).data.split('\r\n')[0]).toBe(first)
  })

  test('keeps lines whole that wrap on both sides of its edge, at any width', async () => {
    const screen = screenOf(30, 5)
    const text = 'abcdefghij'.repeat(11)
    const stream = `${Array.from({ length: 900 }, (_, nth) => `${nth} ${text}`).join('\r\n')}\r\n`
    await print(screen, stream)
    const told = () => read(screen, 'scrollback').lines.slice(1)
    const wanted = stream.trimEnd().split('\r\n')
    expect(told()).toEqual(wanted.slice(-told().length))
    expect(told().length).toBeGreaterThan(890)
    for (const cols of [17, 60, 9, 80]) {
      screen.resize(cols, 5)
      await screen.settled()
      const now = told()
      // One line lies across the edge and is wrapped anew on one side of it.
      expect(now.slice(-150)).toEqual(wanted.slice(-150))
      expect(now.join('').length).toBeGreaterThan(wanted.join('').length * 0.98)
    }
  })

  test('drops them with the scrollback', async () => {
    for (const erase of ['\x1b[3J', '\x1bc']) {
      const screen = screenOf()
      await print(screen, lines(1, 3000))
      await print(screen, erase)
      expect(screen.grid.oldest()).toBe(screen.grid.first())
      expect(read(screen, 'scrollback').lines).not.toContain('line 2000')
      await print(screen, lines(3001, 6000))
      expect(read(screen, 'scrollback').lines.filter(line => line === 'line 3001')).toHaveLength(1)
      expect(read(screen, 'scrollback').lines).not.toContain('line 2000')
    }
    const screen = screenOf()
    await print(screen, lines(1, 3000))
    // A taller terminal takes rows back: there is nothing above its screen, and yet there was more.
    screen.resize(40, 2000)
    screen.clearScrollback()
    await screen.settled()
    expect(read(screen, 'scrollback').lines).not.toContain('line 900')
    screen.end()
    expect(screen.grid.oldest()).toBe(screen.grid.first())
  })

  test('tells what a program erased on the alternate screen of nothing that stands here', async () => {
    const screen = screenOf()
    await print(screen, `${lines(1, 3000)}\x1b[?1049h\x1b[3J\x1b[?1049l`)
    expect(read(screen, 'scrollback').lines[0]).toBe('line 1')
  })

  test('marks what agents typed there as long as it can be read', async () => {
    const screen = screenOf()
    const typed = createTypedRows(screen)
    await print(screen, 'before\r\n$ ')
    const typing = typed.begin('cursor')
    await print(screen, 'echo hello there')
    typing()
    await print(screen, `\r\n${lines(1, 3000)}`)
    const marked = () => {
      const got = readScreen(screen, typed.now(), { what: 'scrollback', maxLines: 20_000 })
      return got.ok ? got.value.typed.map(({ line, by }) => [got.value.lines[line], by]) : []
    }
    expect(marked()).toEqual([['$ echo hello there', 'cursor']])
    screen.resize(13, 6)
    await screen.settled()
    expect(marked()).toEqual([['$ echo hello there', 'cursor']])
    await print(screen, lines(1, 11_000))
    expect(marked()).toEqual([])
  })
})

describe('the memory of all histories', () => {
  const row = (text: string): Row => ({
    cells: Uint32Array.from({ length: text.length * 3 }, (_, word) =>
      word % 3 === 0 ? (1 << 22) | text.charCodeAt(word / 3) : 0,
    ),
    ...{ cols: 80, wrapped: false, joined: {} },
  })

  test('is bounded: the oldest rows of all go first, and a reader is told', async () => {
    const memory = createHistoryMemory(200_000)
    const mirrors = { ...createMirrors(), memory }
    const [old, fresh] = [screenOf(80, 6, mirrors), screenOf(80, 6, mirrors)]
    await print(old, lines(1, 4000))
    const { cursor } = read(fresh, 'screen')
    const before = read(old, 'scrollback')
    expect(before.lines).toHaveLength(4000)
    await print(fresh, Buffer.from(`${'x'.repeat(70)}\r\n`.repeat(5000)))
    expect(memory.bytes()).toBeLessThanOrEqual(200_000)
    expect(read(old, 'scrollback').lines.length).toBeLessThan(2000)
    expect(read(old, 'scrollback').lines.at(-1)).toBe('line 4000')
    expect(read(fresh, 'since', cursor).truncated).toBe(true)
    old.end()
    fresh.end()
    expect(memory.bytes()).toBe(0)
  })

  test('counts each row while it is there, whoever else has some', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ who: fc.nat(2), rows: fc.integer({ min: 1, max: 900 }), clear: fc.boolean() })),
        steps => {
          const memory = createHistoryMemory(60_000)
          const histories = [0, 1, 2].map(() => createHistory(memory))
          for (const { who, rows, clear } of steps) {
            const history = histories[who]!
            if (clear) history.clear()
            const from = history.next()
            for (let nth = from; nth < from + rows; nth += 1) history.add(row(`row ${nth} of ${who}`))
            expect(history.next()).toBe(from + rows)
            expect(memory.bytes()).toBeLessThanOrEqual(60_000)
          }
          for (const [who, history] of histories.entries()) {
            for (let nth = history.oldest(); nth < history.next(); nth += 1) {
              const { cells } = history.row(nth)
              const text = Array.from({ length: cells.length / 3 }, (_, x) => String.fromCharCode(cells[x * 3]! & 0x7f))
              expect(text.join('')).toBe(`row ${nth} of ${who}`)
            }
          }
        },
      ),
      { numRuns: 40 },
    )
  })
})

test('rows that come in one piece with a reset are kept from the first', async () => {
  const screen = screenOf()
  await print(screen, lines(1, 50))
  await print(screen, `\x1bc${Array.from({ length: 2000 }, (_, n) => `${n}\n\r`).join('')}`)
  expect(read(screen, 'scrollback').lines).toEqual(Array.from({ length: 2000 }, (_, n) => `${n}`))
})
