// What the tests of hostile output share: a surface's mirror with its limited replies, a second emulator set up as the
// window's, and everything both hold as text that can be compared.
import { Unicode11Addon } from '@xterm/addon-unicode11/lib/addon-unicode11.mjs'
import type { ITerminalAddon } from '@xterm/headless'
import { Terminal } from '@xterm/headless/lib-headless/xterm-headless.mjs'
import fc from 'fast-check'
import { createScreen } from '../../main/surfaces/mirror.ts'
import { createReplyLimit } from '../../main/surfaces/reply-limit.ts'
import type { Screen } from '../../main/surfaces/screen.ts'
import { muteReplies } from '../../renderer/terminal/mute.ts'

/** A mirror, what it answered, and what of it may go in while the clock stands still. */
export function mirrorOf(cols: number, rows: number) {
  const replies: string[] = []
  const limited: string[] = []
  const limit = createReplyLimit(() => 0)
  const screen = createScreen(cols, rows, 'here', {
    onReply(reply) {
      replies.push(reply)
      if (limit.take(reply.length)) limited.push(reply)
    },
    onParsed() {},
    onPasteOn() {},
    onClaim() {},
  })
  return { screen, replies, limited }
}

/** An emulator as the window makes it, and whatever it would type. */
export function windowOf(cols: number, rows: number) {
  const terminal = new Terminal({ cols, rows, scrollback: 5000, allowProposedApi: true, logLevel: 'off' })
  terminal.loadAddon(new Unicode11Addon() as unknown as ITerminalAddon)
  terminal.unicode.activeVersion = '11'
  muteReplies(terminal as never)
  const typed: string[] = []
  terminal.onData(data => typed.push(data))
  terminal.onBinary(data => typed.push(data))
  const parsed = () => new Promise<void>(resolve => terminal.write('', resolve))
  return { terminal, typed, parsed }
}

/** The visible rows with every attribute, the cursor, which buffer, and the modes of a window's emulator. */
export function stateOf(terminal: Terminal) {
  return { ...gridOf(terminal.buffer.active, terminal.rows), cols: terminal.cols, modes: { ...terminal.modes } }
}

/** The same of a mirror, but for the modes, which it does not tell in full. */
export function mirrorState(screen: Screen) {
  return { ...gridOf(screen.grid.active, screen.rows), cols: screen.cols, paste: screen.look().bracketedPaste }
}

function gridOf(buffer: Screen['grid']['active'], rows: number) {
  const lines = Array.from({ length: rows }, (_, y) => {
    const line = buffer.getLine(buffer.baseY + y)
    let text = line?.isWrapped ? '+' : ''
    let cell = line?.getCell(0)
    for (let x = 0; line && cell && x < line.length; x += 1) {
      cell = line.getCell(x, cell)
      if (!cell) break
      const { fg, bg } = cell as unknown as { fg: number; bg: number }
      text += `${cell.getChars()}/${fg.toString(36)}/${bg.toString(36)} `
    }
    return text
  })
  return { lines, x: buffer.cursorX, y: buffer.cursorY, type: buffer.type }
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

/** What moves, wraps, colours and titles, and characters of every length. */
const SOME = [
  ...[
    '\u2019',
    '\u2014',
    '\u2022',
    '\u00e9',
    '\u4e2d\u6587',
    '\u{1f600}',
    '\u{1f469}\u200d\u{1f4bb}',
    'e\u0301',
    '\u0400',
  ],
  ...['plain text that is long enough to wrap ', 'x', '\r\n', '\r\n', '\n', '\t', '\b'],
  ...[
    '\x1b[?2026h',
    '\x1b[?2026l',
    '\x1b[31;1m',
    '\x1b[0m',
    '\x1b[H',
    '\x1b[2J',
    '\x1b[K',
    '\x1b[3A',
    '\x1b[2;4r',
    '\x1b[r',
  ],
  ...['\x1b[?1049h', '\x1b[?1049l', '\x1b]2;title\u2019\x07', '\x1b[38;2;1;2;3m', '\x1b[5;9H', '\x1b7', '\x1b8'],
]
/** A stream of some of them. */
export const streams = fc.array(fc.constantFrom(...SOME), { maxLength: 30 }).map(parts => Buffer.from(parts.join('')))
