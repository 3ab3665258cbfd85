import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createScreen } from '../../../main/surfaces/mirror.ts'
import type { Screen } from '../../../main/surfaces/screen.ts'
import { CAPTURE_HOSTILE, type Captured, captureLine, readCaptured } from '../../../main/surfaces/tmux/capture.ts'
import { newToken } from '../../../main/surfaces/tmux/connection.ts'
import { drawn } from '../../../main/surfaces/tmux/draw.ts'
import { realTmux, type Wire } from './real.ts'

function mirror(cols: number, rows: number): Screen {
  return createScreen(cols, rows, 'here', { onReply() {}, onParsed() {}, onPasteOn() {}, onClaim() {} })
}

async function capture(wire: Wire, pane: string): Promise<Captured> {
  const token = newToken()
  const replies = await wire.ask({ line: captureLine(pane, token), token, hostile: CAPTURE_HOSTILE })
  return readCaptured(replies)!
}

/** Everything that can be seen of a screen, cell by cell, blanks at the end of a row left out. */
function seen(screen: Screen) {
  const { active, normal } = screen.grid
  const rows = (buffer: typeof active) =>
    Array.from({ length: buffer.length }, (_, y) => {
      const line = buffer.getLine(y)!
      const cells: string[] = []
      for (let x = 0; x < line.length; x += 1) {
        const cell = line.getCell(x)!
        const marks = [
          ...[cell.isBold(), cell.isDim(), cell.isItalic(), cell.isUnderline(), cell.isBlink(), cell.isInverse()],
          ...[cell.isInvisible(), cell.isStrikethrough(), cell.isOverline()],
        ]
        const look = `${marks.map(Number).join('')} ${cell.getFgColorMode()} ${cell.getFgColor()} ${cell.getBgColorMode()} ${cell.getBgColor()}`
        cells.push(`${cell.getChars() || ' '}${look === PLAIN ? '' : `{${look}}`}`)
      }
      while (cells.at(-1) === ' ') cells.pop()
      return `${line.isWrapped ? '↪' : ''}${cells.join('')}`
    })
  const { cols, look } = { cols: screen.cols, look: screen.look() }
  return {
    cols,
    alt: look.alt,
    rows: rows(active),
    normal: rows(normal),
    cursor: [active.cursorX, active.cursorY],
    saved: [normal.cursorX, normal.cursorY],
    keys: screen.keyModes(),
  }
}
const PLAIN = '000000000 0 -1 0 -1'

/** What was drawn anew, beside what the program's own bytes draw; after both were given `more`. */
async function both(bytes: string, more: string) {
  const wire = await realTmux().attach()
  const canvas = await wire.pane()
  await canvas.show(bytes)
  const captured = await capture(wire, canvas.pane)
  const { cols, rows } = captured.facts
  const program = mirror(cols, rows)
  program.write(Buffer.from(bytes))
  const again = mirror(cols, rows)
  again.write(drawn(captured, null))
  for (const screen of [program, again]) {
    screen.write(Buffer.from(more))
    await screen.settled()
  }
  return { program: seen(program), again: seen(again) }
}

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `line ${at}`).join('\r\n')

describe('a screen that is drawn anew shows what the program drew', () => {
  test.each<[string, string, string?]>([
    ['an empty one', ''],
    ['text', 'one\r\ntwo\r\n  three'],
    ['history', numbered(300)],
    [
      'colours and attributes',
      '\x1b[31mred\x1b[42mon green\x1b[0;1;4mbold\x1b[7;38;5;200mmany\r\n\x1b[38;2;1;2;3;48;2;4;5;6mrgb\r\n' +
        '\x1b[0;3;9;53mx\x1b[m y\x1b[2;5;8mz\x1b[22;25mw\r\n\x1b[0;95;106mbright',
    ],
    ['colours over rows', '\x1b[44mblue\r\nstill blue\r\nall of it\x1b[0m\r\nplain'],
    ['coloured blanks', `\x1b[44m${' '.repeat(80)}\x1b[0m\r\n\x1b[7m  x  \x1b[0m\r\n`],
    ['wide characters', '日本語 한국어 ｆｕｌｌ\r\n a日b\r\n'],
    ['marks on letters', 'e\u0301 a\u0308 x'],
    ['emoji', 'a😀b 🚀'],
    ['lines that wrap', `${'0123456789'.repeat(20)}\r\nafter`],
    ['history that wraps', `${'0123456789'.repeat(500)}\r\nafter`],
    ['coloured lines that wrap', `\x1b[31m${'0123456789'.repeat(20)}\x1b[0m\r\nafter`],
    ['wide lines that wrap', `${'日本'.repeat(50)}\r\nafter`],
    ['wide lines that wrap one early', `a${'日本'.repeat(50)}\r\nafter`],
    ['a cursor behind the last column', 'x'.repeat(80), 'next'],
    ['a coloured one', `\x1b[31;44m${'x'.repeat(80)}`, '\x1b[0mnext'],
    ['a wide one', '日'.repeat(40), 'next'],
    ['one whose row was cleared', `${'x'.repeat(80)}\x1b[2K`, 'next'],
    ['a full screen', Array.from({ length: 24 }, () => 'y'.repeat(80)).join('\r\n'), 'next'],
    ['a full screen without breaks', 'z'.repeat(80 * 30), 'next'],
    ['a scroll region', '\x1b[5;10rtop\x1b[7;3Hin', '\x1b[10;1H\n\n\nlow'],
    ['origin mode', '\x1b[5;10r\x1b[?6h\x1b[2;2Hin', '\x1b[3;3Hx'],
    ['application keys', '\x1b[?1h\x1b=', 'x'],
    ['insert mode', 'abc\x1b[4h\r', 'XY'],
    ['no wrap', `\x1b[?7l${'n'.repeat(90)}`, 'END'],
    ['tab stops', '\x1b[3g\x1b[5G\x1bH\r', 'a\tb\tc'],
    ['line drawing', '\x1b(0lqqk\x1b(B plain'],
    ['the alternate screen', 'before\r\nit\x1b[?1049h\x1b[3;4Hinside\x1b[31mred', '\x1b[0m\x1b[?1049lback'],
    ['the alternate screen over history', `${numbered(99)}\x1b[?1049h\x1b[Halt`, '\x1b[?1049lback'],
    ['trailing blanks', 'abc   \r\n   \r\nx'],
    ['a sequence in its middle', 'abc\x1b[3', '1mred'],
    ['a title in its middle', 'abc\x1b]2;some ti', 'tle\x07text'],
    ['a backslash', 'C:\\temp \\033[31m'],
    ['what looks like tmux', '%end 1 2 3\r\n%output %1 x\r\n%begin 1 1 1\r\n'],
  ])('%s', async (_what, bytes, more = '') => {
    const { program, again } = await both(bytes, more)
    expect(again).toEqual(program)
  })

  test('modes that only the bytes tell are said again', async () => {
    const wire = await realTmux().attach()
    const canvas = await wire.pane()
    await canvas.show('\x1b[?1002h\x1b[?1006h\x1b[?25l\x1b]2;a; "title"\x07\x1b]7;file:///tmp/x y\x1b\\')
    const captured = await capture(wire, canvas.pane)
    const off = drawn(captured, { bracketedPaste: false }).toString()
    expect(off).toContain('\x1b[?1002h\x1b[?1006h')
    expect(off).toContain('\x1b[?25l')
    expect(off).toContain('\x1b]2;a; "title"\x1b\\')
    expect(off).toContain('\x1b]7;file:///tmp/x y\x1b\\')
    expect(off).not.toContain('2004h')
    expect(drawn(captured, { bracketedPaste: true }).toString()).toContain('\x1b[?2004h')
    expect(drawn(captured, null).toString()).not.toContain('2004h')
  })

  test('the alternate screen of a pane that has another size since', async () => {
    const wire = await realTmux().attach()
    const canvas = await wire.pane()
    await canvas.show(`${numbered(40)}\x1b[?1049h\x1b[Halt`)
    await wire.ask(`resize-window -t ${canvas.window} -x 60 -y 15`)
    const captured = await capture(wire, canvas.pane)
    expect([captured.facts.cols, captured.facts.rows]).toEqual([60, 15])
    const screen = mirror(60, 15)
    screen.write(drawn(captured, null))
    await screen.settled()
    const text = (rows: readonly string[]) => rows.filter(row => row !== '')
    expect(text(seen(screen).rows)).toEqual(['alt'])
    expect(text(seen(screen).normal)).toEqual(numbered(40).split('\r\n'))
  })
})

describe('drawing is exact for tmux itself', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'B', '7', ' ', '日', 'é', '%', '\\', '─'), maxLength: 100 })
  const number = fc.integer({ min: 1, max: 30 })
  const step = fc.oneof(
    text,
    fc.constantFrom(
      '\r\n',
      '\n',
      '\r',
      '\t',
      '\b',
      '\x1bM',
      '\x1b[K',
      '\x1b[2K',
      '\x1b[1J',
      '\x1b[?1049h',
      '\x1b[?1049l',
    ),
    fc.tuple(number, fc.integer({ min: 1, max: 90 })).map(([y, x]) => `\x1b[${y};${x}H`),
    fc.constantFrom(1, 2, 3, 4, 7, 8, 9, 53, 0, 31, 42, 97, 104, 39, 49).map(one => `\x1b[${one}m`),
    fc.constantFrom('38;5;9', '48;2;9;8;7', '4:3', '58;5;2').map(one => `\x1b[${one}m`),
    fc.tuple(number, number).map(([a, b]) => `\x1b[${a};${a + b}r`),
    number.map(count => `\x1b[${count}L`),
    number.map(count => `\x1b[${count}P`),
    fc.constantFrom(
      '\x1b[?25l',
      '\x1b[?7l',
      '\x1b[?7h',
      '\x1b[4h',
      '\x1b[4l',
      '\x1b[?6h',
      '\x1b[?6l',
      '\x1b[?1h',
      '\x1b=',
    ),
  )

  test('a pane that is drawn anew in a second pane is the same there', { timeout: 60_000 }, async () => {
    const wire = await realTmux().attach()
    const first = await wire.pane()
    const second = await wire.pane()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async steps => {
        for (const canvas of [first, second]) {
          await canvas.show('\x1b[?1049l\x1b[?6l\x1b[r\x1bc\x1b[3J')
          await wire.ask(`clear-history -t ${canvas.pane}`)
        }
        await first.show(steps.join(''))
        const before = await capture(wire, first.pane)
        const { origin, cursorY, top, bottom } = before.facts
        // No sequence leads there again.
        fc.pre(!origin || (cursorY >= top && cursorY <= bottom))
        await second.show(drawn(before, null))
        const after = await capture(wire, second.pane)
        expect(await readable(after)).toEqual(await readable(before))
      }),
      { numRuns: 60 },
    )
  })

  async function readable(captured: Captured) {
    const { pid: _, ...facts } = captured.facts
    const screen = mirror(facts.cols, facts.rows)
    screen.write(drawn(captured, null))
    await screen.settled()
    return { facts, ...seen(screen) }
  }
})
