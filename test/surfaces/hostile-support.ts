// What the tests of hostile output share: a surface's mirror with its limited replies, a second emulator set up as the
// window's, and everything both hold as text that can be compared.
import { Unicode11Addon } from '@xterm/addon-unicode11/lib/addon-unicode11.mjs'
import type { ITerminalAddon } from '@xterm/headless'
import { Terminal } from '@xterm/headless/lib-headless/xterm-headless.mjs'
import { createReplyLimit } from '../../main/surfaces/reply-limit.ts'
import { createScreen, type Screen } from '../../main/surfaces/screen.ts'
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
