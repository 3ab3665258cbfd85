// Text from before, above what a program shows: on the emulator core the window uses, at any size, beside one that has no such text.
import { Unicode11Addon } from '@xterm/addon-unicode11/lib/addon-unicode11.mjs'
import { Terminal } from '@xterm/headless'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { dateWords, textAbove, textOf } from '../../renderer/terminal/above.ts'
import { resize } from '../../renderer/terminal/inside.ts'
import { type PromptJumps, promptJumps } from '../../renderer/terminal/prompts.ts'

afterEach(() => vi.unstubAllGlobals())

const AT = new Date(2025, 10, 21, 23, 37).getTime()
const SAID = 'from before, Fri 21 Nov 23:37'

function terminalOf(cols: number, rows: number, scrollback = 5000): Terminal {
  const terminal = new Terminal({ cols, rows, scrollback, allowProposedApi: true, logLevel: 'off' })
  terminal.loadAddon(new Unicode11Addon() as never)
  terminal.unicode.activeVersion = '11'
  // Nothing is drawn here.
  return Object.assign(terminal, { refresh() {} })
}
const above = (terminal: Terminal) => textAbove(terminal as never, cols => terminalOf(cols, 2, 100_000) as never)
const write = (terminal: Terminal, text: string) => new Promise<void>(resolve => terminal.write(text, resolve))

/** Everything a person sees of the screen, with the cursor. */
function screenOf(terminal: Terminal) {
  const { active } = terminal.buffer
  const rows = Array.from({ length: terminal.rows }, (_, y) => {
    const line = active.getLine(active.baseY + y)!
    const dims = Array.from({ length: terminal.cols }, (_, x) => line.getCell(x)!.isDim()).join('')
    return [line.isWrapped, line.length, line.translateToString(), dims]
  })
  return { rows, x: active.cursorX, y: active.cursorY, type: active.type }
}

/** The rows of the normal buffer from the top to `end`, as lines that wrap no more. */
function linesOf(terminal: Terminal, end: number): string[] {
  const { normal } = terminal.buffer
  const lines: string[] = []
  for (let y = 0; y < end; y += 1) {
    const line = normal.getLine(y)!
    const text = line.translateToString(true)
    if (line.isWrapped && lines.length > 0) lines[lines.length - 1] += text
    else lines.push(text)
  }
  return lines.map(line => line.trimEnd())
}

const size = fc.record({ cols: fc.integer({ min: 2, max: 60 }), rows: fc.integer({ min: 1, max: 20 }) })
const word = fc.constantFrom('a', 'make test', '$ ', '一二三', '👍', 'e\u0301', ' ', 'x'.repeat(90), '', 'é')
const line = fc.array(word, { maxLength: 5 }).map(words => words.join(''))
const output = fc.oneof(
  line,
  fc.constantFrom('\r\n', '\n', '\x1b[H', '\x1b[2J', '\x1b[3;5H', '\x1b7', '\x1b8', '\x1b[?1049h', '\x1b[?1049l'),
  fc.constantFrom('\x1b[3;4r', '\x1b[r', '\x1bM', '\x1b[L', '\x1b[44m', '\x1b[m', '\x1b[2T', '\x1b[S', '\x1b[J'),
)
const step = fc.oneof(
  { weight: 3, arbitrary: fc.array(output, { maxLength: 12 }).map(parts => ({ text: parts.join('') })) },
  { weight: 2, arbitrary: size },
)

describe('text from before', () => {
  test('leaves the screen as it is without it also where it scrolls away, and where the scrollback goes', async () => {
    const cut = fc.constantFrom('\x1b[3J', '\x1bc', '\n'.repeat(9), 'own\r\n'.repeat(30))
    const more = fc.oneof(
      step,
      cut.map(text => ({ text })),
    )
    await fc.assert(
      fc.asyncProperty(
        size,
        fc.array(line, { maxLength: 30 }),
        fc.array(more, { maxLength: 14 }),
        async (first, lines, steps) => {
          const [plain, window] = [terminalOf(first.cols, first.rows), terminalOf(first.cols, first.rows, 40)]
          const text = above(window)
          text.put({ lines, at: AT })
          for (const one of steps) {
            if ('text' in one) await Promise.all([write(plain, one.text), write(window, one.text)])
            else {
              resize(plain as never, one.cols, one.rows)
              text.resize(one.cols, one.rows)
            }
            if (plain.buffer.normal.baseY > 40) return
            expect(screenOf(window)).toEqual(screenOf(plain))
          }
        },
      ),
      { numRuns: 80 },
    )
  }, 60_000)

  test('leaves the screen at every size as it is without it, whatever a program prints, and stands whole above it', async () => {
    await fc.assert(
      fc.asyncProperty(
        size,
        fc.array(line, { maxLength: 30 }),
        fc.array(step, { maxLength: 12 }),
        async (first, lines, steps) => {
          const [plain, window] = [terminalOf(first.cols, first.rows), terminalOf(first.cols, first.rows)]
          const text = above(window)
          text.put({ lines, at: AT })
          for (const one of steps) {
            if ('text' in one) await Promise.all([write(plain, one.text), write(window, one.text)])
            else {
              resize(plain as never, one.cols, one.rows)
              text.resize(one.cols, one.rows)
            }
            expect(screenOf(window)).toEqual(screenOf(plain))
            const [own, all] = [plain.buffer.normal.length, window.buffer.normal.length]
            const paper = terminalOf(window.cols, 50, 5000)
            await write(paper, textOf({ lines, at: AT }))
            const rows = paper.buffer.normal.baseY + paper.buffer.normal.cursorY + 1
            expect(all - own).toBe(rows)
            expect(linesOf(window, rows)).toEqual(linesOf(paper, rows))
          }
        },
      ),
      { numRuns: 60 },
    )
  }, 60_000)

  test('is dimmed, and ends with a line that says from when it is', async () => {
    const terminal = terminalOf(40, 4)
    above(terminal).put({ lines: ['$ ls', 'one two'], at: AT })
    expect(linesOf(terminal, 3)).toEqual(['$ ls', 'one two', SAID])
    expect(terminal.buffer.normal.getLine(0)!.getCell(0)!.isDim()).not.toBe(0)
    expect(terminal.buffer.normal.baseY).toBe(3)
    expect(dateWords(new Date(2026, 0, 3, 4, 5))).toBe('Sat 3 Jan 04:05')
  })

  test('is text alone: nothing in it acts', async () => {
    const acting = fc.string({
      unit: fc.constantFrom('\x1b', '[', '2', 'J', '\x9b', '\r', '\n', '\x07', 'a', '\x7f', '\t', ']', 'c'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(acting, { minLength: 1, maxLength: 5 }), async lines => {
        const terminal = terminalOf(200, 3)
        const titles: string[] = []
        terminal.onTitleChange(title => titles.push(title))
        await write(terminal, 'own')
        above(terminal).put({ lines, at: AT })
        expect(terminal.buffer.normal.getLine(terminal.buffer.normal.baseY)!.translateToString(true)).toBe('own')
        const plain = lines.map(one => one.replace(/[\x00-\x1f\x7f-\x9f]/g, ''))
        expect(linesOf(terminal, lines.length + 1)).toEqual([...plain, SAID])
        expect(titles).toEqual([])
      }),
    )
  })

  test('that is longer than the scrollback loses its oldest lines, and gives way to what the program prints', async () => {
    const terminal = terminalOf(20, 4, 10)
    const text = above(terminal)
    text.put({ lines: Array.from({ length: 50 }, (_, n) => `line ${n}`), at: AT })
    expect(linesOf(terminal, 2)).toEqual(['line 42', 'line 43'])
    await write(terminal, Array.from({ length: 30 }, (_, n) => `own ${n}\r\n`).join(''))
    expect(linesOf(terminal, 1)).toEqual(['own 17'])
    text.resize(30, 6)
    expect(linesOf(terminal, 1)[0]).toMatch(/^own/)
  })

  test('goes where the scrollback is thrown away or the terminal is reset, and a new size does not bring it back', async () => {
    for (const gone of ['\x1b[3J', '\x1bc'] as const) {
      const terminal = terminalOf(20, 4)
      const text = above(terminal)
      text.put({ lines: ['old'], at: AT })
      await write(terminal, gone)
      text.resize(30, 9)
      expect(terminal.buffer.normal.baseY).toBe(0)
    }
    const terminal = terminalOf(20, 4)
    const text = above(terminal)
    text.put({ lines: ['old'], at: AT })
    terminal.clear()
    text.resize(30, 9)
    expect(terminal.buffer.normal.baseY).toBe(0)
  })

  test('that somebody reads stays where it is while the size changes', () => {
    const terminal = terminalOf(40, 4)
    const text = above(terminal)
    text.put({ lines: Array.from({ length: 60 }, (_, n) => `line ${n}`), at: AT })
    terminal.scrollToLine(20)
    text.resize(40, 9)
    expect(terminal.buffer.normal.viewportY).toBe(20)
  })

  test('leaves marks of the program’s own rows on those rows', async () => {
    const terminal = terminalOf(20, 4)
    const text = above(terminal)
    await write(terminal, 'one\r\ntwo\r\nthree')
    const marker = terminal.registerMarker(-1)!
    text.put({ lines: ['old', 'older'], at: AT })
    const marked = () => terminal.buffer.normal.getLine(marker.line)!.translateToString(true)
    expect(marked()).toBe('two')
    text.resize(12, 9)
    expect(marked()).toBe('two')
    text.put(null)
    expect([marked(), marker.line]).toEqual(['two', 1])
  })

  test('leaves jumps between prompts right, though main counts rows without it', async () => {
    vi.stubGlobal('window', globalThis)
    const terminal = Object.assign(terminalOf(20, 4), { registerDecoration: () => undefined })
    const text = above(terminal)
    await write(terminal, 'A$\r\n1\r\n2\r\nB$\r\n1\r\n2\r\n3\r\n4\r\nC$ ')
    text.put({ lines: ['old', 'x'.repeat(50)], at: AT })
    // As main sees it: nine rows, the last four of them on the screen.
    const places = [-5, -2, 3].map(row => ({ row, exit: 0 }))
    const jumps: PromptJumps = promptJumps(terminal as never, () => jumps.told(places), vi.fn())
    const shown = () => terminal.buffer.normal.getLine(terminal.buffer.normal.viewportY)!.translateToString(true)
    const seen = ['previous', 'previous', 'previous', 'next'].map(toward => {
      jumps.jump(toward as 'previous')
      return shown()
    })
    expect(seen).toEqual(['2', 'B$', 'A$', 'B$'])
  })
})
