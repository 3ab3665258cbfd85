// A terminal that is given another one's cells is what that one is, and stays so whatever both get afterwards.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { takeCells } from '../../main/surfaces/cells.ts'
import { putFrame, putWhole, takesCells } from '../../renderer/terminal/cells.ts'
import { processorTime } from '../helpers/processor.ts'
import { mirrorOf, windowOf } from './hostile-support.ts'
import { heldBy, mirrored, richStreams } from './support-rich.ts'

/** The window's terminal is drawn as well. */
function drawn(terminal: ReturnType<typeof windowOf>['terminal']) {
  return Object.assign(terminal, { refresh() {} }) as never
}

async function pairOf(cols = 20, rows = 6) {
  const { screen } = mirrorOf(cols, rows)
  const { terminal, parsed } = windowOf(7, 3)
  const put = (bytes: Uint8Array) => {
    screen.write(bytes)
    terminal.write(bytes)
  }
  const settled = () => Promise.all([screen.settled(), parsed()])
  return { screen, terminal, put, settled }
}

test('a window that is given everything holds what the mirror holds, then and after any bytes more', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(richStreams, { minLength: 1, maxLength: 4 }),
      richStreams,
      richStreams,
      async (parts, strange, later) => {
        const { screen, terminal, settled, put } = await pairOf()
        for (const part of parts) screen.write(part)
        terminal.write(strange)
        await settled()
        const { cells, rest } = screen.cells(Number.POSITIVE_INFINITY)
        putWhole(drawn(terminal), structuredClone(cells))
        terminal.write(rest)
        await settled()
        expect(heldBy(terminal)).toEqual(mirrored(screen))
        put(later)
        await settled()
        expect(heldBy(terminal)).toEqual(mirrored(screen))
      },
    ),
    { numRuns: 200 },
  )
})

test('a window that is given frames shows what the mirror shows, and its scrollback is left as it is', async () => {
  await fc.assert(
    fc.asyncProperty(richStreams, richStreams, richStreams, async (own, first, second) => {
      const { screen } = mirrorOf(20, 6)
      const { terminal, parsed } = windowOf(20, 6)
      terminal.write(own)
      await parsed()
      const above = () => {
        const { normal } = terminal.buffer
        return Array.from({ length: normal.baseY }, (_, y) => normal.getLine(y)!.translateToString())
      }
      const before = above()
      for (const part of [first, second]) {
        screen.write(part)
        await screen.settled()
        const { cells } = screen.cells('none')
        putFrame(drawn(terminal), structuredClone(cells))
        const shown = heldBy(terminal)
        const meant = mirrored(screen)
        expect(shown.alt).toBe(meant.alt)
        const [mine, theirs] = meant.alt ? [shown.other, meant.other] : [shown.normal, meant.normal]
        expect([mine.x, mine.y]).toEqual([theirs.x, theirs.y])
        expect([shown.modes, shown.mouse, shown.private]).toEqual([meant.modes, meant.mouse, meant.private])
        for (let y = 0; y < 6; y += 1) {
          const row = (one: {
            readonly active: { baseY: number; getLine(y: number): { translateToString(): string } | undefined }
          }) => one.active.getLine(one.active.baseY + y)?.translateToString()
          expect(row(terminal.buffer)).toBe(row(screen.grid as never))
        }
      }
      expect(above()).toEqual(before)
    }),
    { numRuns: 200 },
  )
})

test('a link that is open while everything is given leads where it did, and so does all of it that was printed before', async () => {
  const { screen, terminal, settled, put } = await pairOf(40, 5)
  screen.write(
    Buffer.from(`${'\r\n'.repeat(30)}\x1b]8;;http://one.test/\x07one\x1b]8;;\x07 \x1b]8;id=x;http://two.test/\x07two `),
  )
  await settled()
  putWhole(drawn(terminal), structuredClone(screen.cells(Number.POSITIVE_INFINITY).cells))
  put(Buffer.from('and more\r\nof it\x1b]8;;\x07 text'))
  await settled()
  const { normalRows, links } = takeCells(terminal, Number.POSITIVE_INFINITY, '')
  const rows = new Map<number, Set<string>>()
  for (let i = 0; i < normalRows!.styledAt.length; i += 3) {
    const [row, , style] = normalRows!.styledAt.slice(i, i + 3)
    const link = links[normalRows!.styles[style!]![1]]
    rows.set(row!, (rows.get(row!) ?? new Set()).add(`${link?.id} ${link?.uri}`))
  }
  expect([...rows]).toEqual([
    [30, new Set(['undefined http://one.test/', 'x http://two.test/'])],
    [31, new Set(['x http://two.test/'])],
  ])
})

test('a window with less room for scrollback gets the newest of it', async () => {
  const { screen } = mirrorOf(20, 5)
  const { terminal } = windowOf(20, 5)
  terminal.options.scrollback = 10
  for (let n = 1; n <= 100; n += 1) screen.write(Buffer.from(`row ${n}\r\n`))
  await screen.settled()
  putWhole(drawn(terminal), structuredClone(screen.cells(Number.POSITIVE_INFINITY).cells))
  const { normal } = terminal.buffer
  expect(normal.length).toBe(15)
  expect([normal.getLine(0), normal.getLine(13)].map(line => line?.translateToString(true))).toEqual([
    'row 87',
    'row 100',
  ])
})

test('colours that a program set come along, and none where it set none', async () => {
  const { screen } = mirrorOf(20, 5)
  await screen.settled()
  expect(screen.cells('none').cells.colours).toBe('')
  screen.write(Buffer.from('\x1b]4;5;#123456;7;rgb:00/ff/00\x07\x1b]11;#abcdef\x07\x1b]104;7\x07'))
  await screen.settled()
  expect(screen.cells('none').cells.colours).toBe(
    '\x1b]104\x07\x1b]110\x07\x1b]111\x07\x1b]112\x07\x1b]4;5;rgb:12/34/56\x07\x1b]11;rgb:ab/cd/ef\x07',
  )
  screen.write(Buffer.from('\x1b]104\x07\x1b]111\x07'))
  await screen.settled()
  expect(screen.cells('none').cells.colours).toBe('\x1b]104\x07\x1b]110\x07\x1b]111\x07\x1b]112\x07')
})

test.each(['J', '?J'])('erasing up to the last cell of the screen (%s) is no fault', async sequence => {
  const { screen, terminal, settled, put } = await pairOf(20, 5)
  terminal.resize(20, 5)
  put(Buffer.from(`text\x1b[99;99H\x1b[${sequence.replace('J', '1J')}after`))
  await settled()
  expect(heldBy(terminal)).toEqual(mirrored(screen))
  expect(screen.grid.normal.getLine(0)?.translateToString(true)).toBe('')
})

test('a screen on which every cell looks otherwise takes no longer than any, and no link of it goes to a frame', async () => {
  const [cols, rows] = [200, 400]
  const { screen } = mirrorOf(cols, rows)
  const cell = (n: number) => `\x1b]8;;http://a.test/${n}\x07\x1b[4;58:2::${n >> 16}:${(n >> 8) & 255}:${n & 255}mx`
  for (let row = 0; row < rows; row += 1)
    screen.write(Buffer.from(Array.from({ length: cols }, (_, col) => cell(row * cols + col)).join('')))
  await screen.settled()
  const used = processorTime()
  const { cells } = screen.cells('none')
  expect(used()).toBeLessThan(2000)
  expect(cells.normalRows!.styledAt.length / 3).toBe(cols * rows)
  expect(cells.normalRows!.styles.length).toBe(cols * rows)
  expect(cells.links).toEqual([])
}, 60_000)

test('narrow rows of before are no more than were asked for', async () => {
  const { screen } = mirrorOf(40, 5)
  for (let n = 0; n < 2000; n += 1) screen.write(Buffer.from(`${n} ${'='.repeat(30)}\r\n`))
  await screen.settled()
  screen.resize(4, 5)
  await screen.settled()
  expect(screen.cells(1500).cells.normalRows!.lengths.length).toBe(1505)
  expect(screen.cells(500).cells.normalRows!.lengths.length).toBe(505)
})

test('an emulator that is built otherwise is known before anything is put into it', () => {
  const { terminal } = windowOf(20, 5)
  expect(takesCells(terminal as never)).toBe(true)
  expect(takesCells({} as never)).toBe(false)
  const core = (terminal as unknown as { _core: object })._core
  for (const gone of [
    'buffers',
    '_inputHandler',
    '_bufferService',
    '_charsetService',
    '_oscLinkService',
    'coreService',
  ])
    expect(takesCells({ _core: Object.create(core, { [gone]: { value: undefined } }) } as never)).toBe(false)
})
