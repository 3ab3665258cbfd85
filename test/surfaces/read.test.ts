import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fingerprint, formatCursor, parseCursor } from '../../main/surfaces/cursor.ts'
import { createScreen } from '../../main/surfaces/mirror.ts'
import { readScreen } from '../../main/surfaces/read.ts'
import type { Screen } from '../../main/surfaces/screen.ts'
import type { ReadRequest, ScreenRead } from '../../main/surfaces/surface.ts'

const NOTHING = { onReply() {}, onParsed() {}, onPasteOn() {}, onClaim() {} }
const screenOf = (cols = 20, rows = 5) => createScreen(cols, rows, 'here', NOTHING)

async function print(screen: Screen, text: string) {
  screen.write(Buffer.from(text))
  await screen.settled()
}
function read(screen: Screen, request: ReadRequest): ScreenRead {
  const result = readScreen(screen, new Map(), request)
  if (!result.ok) throw new Error(result.code)
  return result.value
}
const since = (screen: Screen, cursor: string, maxLines?: number) => read(screen, { what: 'since', cursor, maxLines })
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}\r\n`).join('')

describe('what a read shows', () => {
  test('the screen is the visible grid with blank rows at its end cut', async () => {
    const screen = screenOf()
    await print(screen, `${numbered(1, 9)}end`)
    const shown = read(screen, { what: 'screen' })
    expect(shown.lines).toEqual(['line 6', 'line 7', 'line 8', 'line 9', 'end'])
    expect(shown.screen).toEqual({ cols: 20, rows: 5, cursor: { x: 3, y: 4 }, alt: false })
    await print(screen, '\x1b[2J\x1b[Htop')
    expect(read(screen, { what: 'screen' }).lines).toEqual(['top'])
  })

  test('the scrollback joins what wrapped, and keeps blank lines between', async () => {
    const screen = screenOf(10)
    await print(screen, `${'abcdefghij'.repeat(2)}XYZ\r\n\r\nnext\r\n`)
    const shown = read(screen, { what: 'scrollback' })
    expect(shown.lines).toEqual(['abcdefghijabcdefghijXYZ', '', 'next'])
    expect(shown.truncated).toBe(false)
  })

  test('maxLines keeps the newest and says that it cut', async () => {
    const screen = screenOf()
    await print(screen, numbered(1, 30))
    const shown = read(screen, { what: 'scrollback', maxLines: 2 })
    expect(shown.lines).toEqual(['line 29', 'line 30'])
    expect(shown.truncated).toBe(true)
  })

  test('typed rows are named by the index of their line', async () => {
    const screen = screenOf(10)
    await print(screen, `one\r\n${'x'.repeat(15)}\r\nthree`)
    const result = readScreen(screen, new Map([[2, 'cursor']]), { what: 'scrollback' })
    expect(result.ok && result.value.typed).toEqual([{ line: 1, by: 'cursor' }])
  })

  test('hidden text is counted, not shown', async () => {
    const screen = screenOf(60)
    await print(
      screen,
      'a \x1b[8msecret\x1b[0m b \x1b[31;41mred\x1b[0m c \x1b[38;2;1;2;3;48;2;1;2;3mrgb\x1b[0m d\x1b[31m e',
    )
    expect(read(screen, { what: 'screen' }).lines).toEqual([
      'a [hidden: 6 chars] b [hidden: 3 chars] c [hidden: 3 chars] d e',
    ])
  })

  test('characters that hide or reorder text are named; emoji stay whole', async () => {
    const screen = screenOf(60)
    await print(screen, 'a\u202eb\u200bc \u{1f469}\u200d\u{1f4bb} é')
    expect(read(screen, { what: 'screen' }).lines).toEqual(['a<U+202E>b<U+200B>c \u{1f469}\u200d\u{1f4bb} é'])
  })

  test('what a carriage return wrote over is gone', async () => {
    const screen = screenOf()
    await print(screen, 'XXXXX\rsafe \r\n')
    expect(read(screen, { what: 'screen' }).lines).toEqual(['safe'])
  })
})

describe('since', () => {
  test('gives complete lines once, and a growing line again only when it changed', async () => {
    const screen = screenOf()
    await print(screen, 'one\r\n$ ')
    let at = since(screen, read(screen, { what: 'screen' }).cursor)
    expect(at.lines).toEqual([])
    await print(screen, 'ls')
    at = since(screen, at.cursor)
    expect(at.lines).toEqual(['$ ls'])
    at = since(screen, at.cursor)
    expect(at.lines).toEqual([])
    await print(screen, '\r\nfile\r\n')
    at = since(screen, at.cursor)
    expect(at.lines).toEqual(['file'])
    expect(at.truncated).toBe(false)
    expect(since(screen, at.cursor).lines).toEqual([])
  })

  test('no complete line is lost or repeated, however the output is cut and read', async () => {
    const text = fc.option(fc.stringMatching(/^[a-z ]{0,45}$/), { freq: 5 })
    const step = fc.record({ lines: fc.array(text, { maxLength: 40 }), cut: fc.nat(200), look: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async steps => {
        const screen = screenOf(17, 4)
        const printed: string[] = []
        const got: string[] = []
        let cursor = read(screen, { what: 'screen' }).cursor
        /** what is told of a line that was still open: it comes again only when it has grown */
        let open = ''
        const look = (nowOpen: string) => {
          const news = since(screen, cursor, 100_000)
          expect(news.truncated).toBe(false)
          if (open !== '' && news.lines[0]?.startsWith(open)) got.pop()
          got.push(...news.lines)
          cursor = news.cursor
          open = nowOpen
        }
        for (const { lines: texts, cut, look: now } of steps) {
          // Numbered, so that a repeated line cannot pass for another.
          const lines = texts.map((one, i) => (one === null ? '' : `<${printed.length + i}>${one}`.trimEnd()))
          const whole = lines.map(one => `${one}\r\n`).join('')
          printed.push(...lines)
          const at = Math.min(cut, whole.length)
          await print(screen, whole.slice(0, at))
          if (now) look(whole.slice(0, at).split('\n').at(-1)!.trim())
          await print(screen, whole.slice(at))
          if (now) look('')
        }
        look('')
        expect(got).toEqual(printed)
      }),
      { numRuns: 60 },
    )
  })

  test('survives lines leaving the scrollback: the rest comes, marked truncated', async () => {
    const screen = screenOf()
    await print(screen, numbered(1, 10))
    const { cursor } = read(screen, { what: 'screen' })
    await print(screen, numbered(11, 1500))
    const whole = since(screen, cursor, 10_000)
    expect(whole.truncated).toBe(false)
    expect(whole.lines).toEqual(numbered(11, 1500).trimEnd().split('\r\n'))
    await print(screen, numbered(1501, 3000))
    const later = since(screen, whole.cursor, 10_000)
    expect(later.truncated).toBe(false)
    expect(later.lines).toEqual(numbered(1501, 3000).trimEnd().split('\r\n'))
    await print(screen, numbered(3001, 15_000))
    const gap = since(screen, later.cursor, 20_000)
    expect(gap.truncated).toBe(true)
    expect(gap.lines.at(-1)).toBe('line 15000')
    expect(gap.lines.length).toBeGreaterThan(10_000)
    expect(gap.lines.length).toBeLessThan(10_600)
    expect(gap.lines).toEqual(
      numbered(15_001 - gap.lines.length, 15_000)
        .trimEnd()
        .split('\r\n'),
    )
  })

  test('tells what a program wrote above the place a reader had reached', async () => {
    const screen = screenOf()
    await print(screen, 'head\r\nspin 1\r\nfoot')
    const { cursor } = read(screen, { what: 'screen' })
    await print(screen, '\x1b[1A\rspin 2\x1b[1B\rfoot')
    const after = since(screen, cursor)
    expect(after.lines).toEqual(['spin 2', 'foot'])
    expect(since(screen, after.cursor).lines).toEqual([])
  })

  test('a cleared screen starts again at its top', async () => {
    const screen = screenOf()
    await print(screen, `${numbered(1, 4)}`)
    const { cursor } = read(screen, { what: 'screen' })
    await print(screen, '\x1b[H\x1b[2J')
    await print(screen, 'a\r\nb\r\n')
    expect(since(screen, cursor).lines).toEqual(['a', 'b'])
  })

  test('a cleared scrollback, a reset and a new width lose nothing that is still there', async () => {
    for (const act of ['\x1b[3J', '\x1bc']) {
      const screen = screenOf()
      await print(screen, numbered(1, 40))
      const { cursor } = read(screen, { what: 'screen' })
      await print(screen, `${act}new\r\n`)
      expect(since(screen, cursor).lines.at(-1)).toBe('new')
      expect(since(screen, since(screen, cursor).cursor).lines).toEqual([])
    }
    const screen = screenOf()
    await print(screen, numbered(1, 40))
    const { cursor } = read(screen, { what: 'screen' })
    screen.resize(10, 5)
    await print(screen, 'new\r\n')
    const after = since(screen, cursor)
    expect(after.truncated).toBe(true)
    expect(after.lines).toHaveLength(41)
    expect(since(screen, after.cursor)).toMatchObject({ lines: [], truncated: false })
  })

  test('more rows or fewer renumber nothing', async () => {
    const screen = screenOf(20, 6)
    await print(screen, numbered(1, 40))
    let { cursor } = read(screen, { what: 'screen' })
    for (const rows of [3, 12, 5]) {
      screen.resize(20, rows)
      await print(screen, `rows ${rows}\r\n`)
      const after = since(screen, cursor)
      expect(after).toMatchObject({ lines: [`rows ${rows}`], truncated: false })
      cursor = after.cursor
    }
  })

  test('the alternate screen comes whole when it changed, and the lines around it are kept', async () => {
    const screen = screenOf()
    await print(screen, 'one\r\n')
    const { cursor } = read(screen, { what: 'screen' })
    await print(screen, 'two\r\n\x1b[?1049h\x1b[2J\x1b[Hfull')
    const inside = since(screen, cursor)
    expect(inside.lines).toEqual(['two', 'full'])
    expect(inside.truncated).toBe(true)
    expect(inside.screen.alt).toBe(true)
    expect(since(screen, inside.cursor).lines).toEqual([])
    await print(screen, '!')
    expect(since(screen, inside.cursor).lines).toEqual(['full!'])
    await print(screen, '\x1b[?1049lthree\r\n')
    expect(since(screen, inside.cursor).lines).toEqual(['three'])
  })

  test('a cursor that is none is an error value', () => {
    const screen = screenOf()
    for (const cursor of ['', 'x', '1.2.3', '1.2.3.4.5.6', '1.2.3.4.-5', 'A.1.1.1.1', `${'9'.repeat(12)}.1.1.1.1`]) {
      expect(readScreen(screen, new Map(), { what: 'since', cursor })).toMatchObject({ ok: false, code: 'bad_cursor' })
    }
  })

  test('a cursor from nowhere is answered, never thrown at', async () => {
    const screen = screenOf()
    await print(screen, numbered(1, 10))
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), fc.nat(), fc.nat(), (epoch, row, print, stamp, alt) => {
        const cursor = formatCursor({ epoch, row, print, stamp, alt })
        expect(parseCursor(cursor)).toEqual({ epoch, row, print, stamp, alt })
        expect(since(screen, cursor).lines.length).toBeLessThanOrEqual(10)
      }),
    )
    expect(fingerprint('a')).not.toBe(fingerprint('b'))
  })
})
