// A terminal that is shown nowhere: for laying text out as a shown one would.
import { Unicode11Addon } from '@xterm/addon-unicode11'
import { Terminal } from '@xterm/xterm'

/** More than any text from before has rows. */
const SCROLLBACK = 100_000

/** Disposing of it is the caller's. */
export function scratchTerminal(cols: number): Terminal {
  const terminal = new Terminal({ cols, rows: 2, scrollback: SCROLLBACK, allowProposedApi: true, logLevel: 'off' })
  terminal.loadAddon(new Unicode11Addon())
  terminal.unicode.activeVersion = '11'
  return terminal
}
