import { Terminal } from '@xterm/headless/lib-headless/xterm-headless.mjs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanTitle, folderFromOsc7 } from '../../main/surfaces/claims.ts'
import { createMirrors, createScreen } from '../../main/surfaces/mirror.ts'
import { createReplyLimit } from '../../main/surfaces/reply-limit.ts'
import { createTouched } from '../../main/surfaces/touched.ts'
import { xtermInside } from '../../main/surfaces/xterm-inside.ts'

function screenOf(cols = 40, rows = 10) {
  const replies: string[] = []
  let pasteOns = 0
  const screen = createScreen(cols, rows, 'here', {
    onReply: reply => replies.push(reply),
    onParsed() {},
    onPasteOn() {
      pasteOns += 1
    },
    onClaim() {},
  })
  return { screen, replies, pasteOns: () => pasteOns }
}
const bytes = (text: string) => Buffer.from(text)

describe('the mirror answers terminal queries', () => {
  test.each([
    ['primary attributes', '\x1b[c', '\x1b[?1;2c'],
    ['status', '\x1b[5n', '\x1b[0n'],
    ['cursor position', 'ab\x1b[6n', '\x1b[1;3R'],
    ['a mode', '\x1b[?2004h\x1b[?2004$p', '\x1b[?2004;1$y'],
    ['foreground', '\x1b]10;?\x07', '\x1b]10;rgb:dddd/e0e0/e4e4\x1b\\'],
    ['background', '\x1b]11;?\x1b\\', '\x1b]11;rgb:1111/1212/1414\x1b\\'],
    ['cursor colour', '\x1b]12;?\x07', '\x1b]12;rgb:dddd/e0e0/e4e4\x1b\\'],
    ['both at once', '\x1b]10;?;?\x07', '\x1b]10;rgb:dddd/e0e0/e4e4\x1b\\\x1b]11;rgb:1111/1212/1414\x1b\\'],
    [
      'a palette colour',
      '\x1b]4;16;?;231;?\x07',
      '\x1b]4;16;rgb:0000/0000/0000\x1b\\\x1b]4;231;rgb:ffff/ffff/ffff\x1b\\',
    ],
    ['a grey of the palette', '\x1b]4;232;?\x07', '\x1b]4;232;rgb:0808/0808/0808\x1b\\'],
    ['a palette colour that is none', '\x1b]4;256;?\x07\x1b]4;-1;?\x07\x1b]4;1\x07', ''],
    ['the clipboard', '\x1b]52;c;?\x07', ''],
    ['the title', '\x1b[21t', ''],
  ])('%s', async (_what, query, reply) => {
    const { screen, replies } = screenOf()
    screen.write(bytes(query))
    await screen.settled()
    expect(replies.join('')).toBe(reply)
  })

  test('no more than 256 bytes at once and 50 replies a second get through', () => {
    let now = 0
    const limit = createReplyLimit(() => now)
    const burst = (size: number) => Array.from({ length: 1000 }, () => limit.take(size)).filter(Boolean).length
    expect(burst(8)).toBe(32)
    expect(burst(8)).toBe(0)
    now += 1000
    expect(burst(1)).toBe(50)
    now += 100
    expect(burst(1)).toBe(5)
  })
})

describe('what programs claim of themselves', () => {
  test.each([
    ['plain', 'plain'],
    ['a\x07b\r\nc', 'a b c'],
    ['safe\u202egnp.exe', 'safe gnp.exe'],
    ['  \u200b ', ''],
    ['x'.repeat(500), 'x'.repeat(200)],
    ['\u3164\u2800\u{e0041}', ''],
    ['\u{1f469}\u200d\u{1f4bb} works', '\u{1f469}\u200d\u{1f4bb} works'],
    [`Z${'\u0301'.repeat(90)}`, `Z${'\u0301'.repeat(4)}`],
  ])('title %j is shown as %j', (raw, shown) => expect(cleanTitle(raw)).toBe(shown))

  test.each([
    ['file://here/home/a%20b', '/home/a b'],
    ['file:///tmp', '/tmp'],
    ['file://localhost/tmp', '/tmp'],
    ['file://elsewhere/tmp', null],
    ['/tmp', null],
    ['file://here/%', null],
    ['file:////elsewhere/share', null],
    ['file://here/%5c%5celsewhere%5cshare', null],
    ['file://here/a%E2%80%8Bb', null],
    ['file://here/%F0%9F%92%BB', '/\u{1f4bb}'],
    ['file://here/a%1b[2J', null],
  ])('folder %j is %j', (body, folder) => expect(folderFromOsc7(body, 'here')).toBe(folder))

  test('reach the mirror through the stream', async () => {
    const { screen } = screenOf()
    screen.write(bytes('\x1b]2;my\u202etitle\x07\x1b]7;file://here/srv\x07'))
    await screen.settled()
    expect(screen.title).toBe('my title')
    expect(screen.folder).toBe('/srv')
  })
})

test('modes are as the stream left them once the parser has settled', async () => {
  const { screen, pasteOns } = screenOf()
  screen.write(bytes('\x1b[?2004h'))
  expect(screen.look().bracketedPaste).toBe(false)
  await screen.settled()
  expect(screen.look()).toMatchObject({ row: 0, alt: false, bracketedPaste: true, pasteOffs: 0, left: '', above: '' })
  screen.write(bytes('\x1b[?2004l\x1b[?2004h\r\n\x1b[?1049h'))
  await screen.settled()
  expect(screen.look()).toMatchObject({ row: 1, alt: true, bracketedPaste: true, pasteOffs: 1 })
  expect(pasteOns()).toBe(2)
})

test('a terminal that joins at any byte shows the same as one that was there from the start', async () => {
  const stream = bytes(
    'h\u00e9llo \u{1f600} \u4e2d\r\n\x1b[1;31mred\x1b[0m\x1b]2;some title\x07\x1b[?2004h\x1b]2;another\x1b\\' +
      '\x1bP$qm\x1b\\tail\x1b[3;5Hat\x1b[38;2;1;2;3mrgb\u20ac\x1b[2Jend\r\n\x1b[4mlast',
  )
  const whole = screenOf()
  whole.screen.write(stream)
  await whole.screen.settled()
  const expected = whole.screen.serialize().data
  for (let at = 0; at <= stream.length; at += 1) {
    const before = screenOf()
    // In two pieces, so that what is unfinished may begin in an earlier one.
    before.screen.write(stream.subarray(0, Math.max(0, at - 2)))
    before.screen.write(stream.subarray(Math.max(0, at - 2), at))
    await before.screen.settled()
    const { data, rest } = before.screen.serialize()
    const joined = screenOf()
    joined.screen.write(bytes(data))
    joined.screen.write(rest)
    joined.screen.write(stream.subarray(at))
    await joined.screen.settled()
    expect(joined.screen.serialize().data, `joined at byte ${at}`).toBe(expected)
  }
})

describe("xterm's inside is as the reader expects", () => {
  test('absolute rows count every line that ever was', async () => {
    const terminal = new Terminal({ cols: 20, rows: 5, scrollback: 10, allowProposedApi: true })
    const inside = xtermInside(terminal)
    const touches: number[] = []
    inside.onTouched(row => touches.push(row))
    await new Promise<void>(resolve => terminal.write('x\r\n'.repeat(100), resolve))
    const { baseY, cursorY } = terminal.buffer.normal
    expect(inside.trimmed() + baseY + cursorY).toBe(100)
    expect(touches).toEqual([0])
    await new Promise<void>(resolve => terminal.write('y\r\ny', resolve))
    expect(touches).toEqual([0, 100])
    await new Promise<void>(resolve => terminal.write('\x1b[2Azz', resolve))
    expect(touches).toEqual([0, 100, 99])
    await new Promise<void>(resolve => terminal.write('\x1b[31', resolve))
    expect(inside.atGround()).toBe(false)
    await new Promise<void>(resolve => terminal.write('m', resolve))
    expect(inside.atGround()).toBe(true)
  })

  test('a terminal built otherwise is refused at once', () => {
    expect(() => xtermInside({} as Terminal)).toThrow(expect.objectContaining({ code: 'terminal_changed' }))
  })
})

test('the topmost row touched since a moment is what a plain list of touches says', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { maxLength: 40 }), rows => {
      const touched = createTouched()
      for (const row of rows) touched.note(row)
      for (let stamp = 0; stamp <= rows.length; stamp += 1) {
        expect(touched.since(stamp)).toBe(Math.min(...rows.slice(stamp), Number.POSITIVE_INFINITY))
      }
    }),
  )
})

test('a look is as of the last byte, however often somebody looked before', async () => {
  const pieces = [
    '$ echo hi',
    '\r\nhi\r\n',
    '\x1b[?2004h$ ',
    '\x1b[?1049h',
    'full',
    '\x1b[?1049l',
    '\x1b[?2004l',
    '\x1b[2J',
    '\x1bc',
  ]
  const event = fc.oneof(
    fc.constantFrom(...pieces).map(text => ({ write: text })),
    fc.integer({ min: 5, max: 60 }).map(cols => ({ cols })),
    fc.constant({ clear: true }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 25 }), async events => {
      const [often, once] = [screenOf().screen, screenOf().screen]
      for (const one of events) {
        for (const screen of [often, once]) {
          if ('write' in one) screen.write(bytes(one.write))
          else if ('cols' in one) screen.resize(one.cols, 10)
          else screen.clearScrollback()
          await screen.settled()
        }
        often.look()
      }
      expect(often.look()).toEqual(once.look())
    }),
    { numRuns: 50 },
  )
})

// Plain xterm keeps the room of the taller screen, lets the other one scroll in it, and then finds no row where one should be.
test('a full-screen program is read in a pane that was made lower and higher again', async () => {
  const { screen } = screenOf(40, 40)
  screen.write(bytes('$ '))
  screen.resize(40, 20)
  screen.write(bytes(`\x1b[?1049h${'a line of it\r\n'.repeat(39)}`))
  screen.resize(40, 40)
  screen.write(bytes('\x1b[30;40r\x1b[40;1H\n\n\n\x1b[r\x1b[Hread'))
  await screen.settled()
  expect(screen.look()).toMatchObject({ alt: true, left: 'read' })
})

test('what could not be read makes nothing certain, until the screen begins anew', () => {
  let step = () => false
  const pace = {
    lane: (parsing: { step(): boolean }) => {
      step = () => parsing.step()
      return { came() {}, shown() {} }
    },
  }
  const events = {
    onReply() {},
    onParsed() {},
    onPasteOn() {
      throw new Error('a handler that fails')
    },
    onClaim() {},
  }
  const screen = createScreen(40, 10, 'here', events, { ...createMirrors(), pace })
  screen.write(bytes('$ '))
  step()
  expect(screen.look()).not.toHaveProperty('misread')
  screen.write(bytes('lost\x1b[?2004h'))
  expect(step).toThrow('a handler that fails')
  screen.write(bytes(' more'))
  step()
  expect(screen.look().misread).toBe(true)
  screen.write(bytes('\x1bc$ '))
  step()
  expect(screen.look()).not.toHaveProperty('misread')
})

test('a mark is on no row any more once the screen has begun anew', async () => {
  const { screen } = screenOf()
  screen.write(bytes('one\r\ntwo'))
  await screen.settled()
  const mark = screen.mark()!
  expect(mark.row()).toBe(1)
  screen.write(bytes('\x1bcthree\r\nfour'))
  await screen.settled()
  expect(mark.row()).toBe(-1)
  mark.drop()
})
