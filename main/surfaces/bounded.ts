// Counts in escape sequences, cut to what a screen can show: xterm does what it is told two thousand million times, which
// would stop this process for hours. The window cuts its own the same way (renderer/terminal/mute.ts).
import type { Terminal } from '@xterm/headless'
import { SurfaceFault } from './faults.ts'

interface Core {
  registerCsiHandler?(
    id: { prefix?: string; final: string },
    run: (params: { readonly params: Int32Array }) => boolean,
  ): unknown
}

/** A repeated character with more marks on it than this is repeated once. */
const MOST_MARKS = 16

/** Throws SurfaceFault `terminal_changed` when this xterm is not built as expected. */
export function boundCounts(terminal: Terminal): void {
  const core = (terminal as unknown as { _core?: Core })._core
  if (typeof core?.registerCsiHandler !== 'function') {
    throw new SurfaceFault('terminal_changed', 'the terminal emulator is not the version this was built for')
  }
  const cut = (finals: string, most: () => number) => {
    for (const final of finals) {
      core.registerCsiHandler!({ final }, ({ params }) => {
        params[0] = Math.min(params[0]!, most())
        return false
      })
    }
  }
  // Lines scrolled, inserted and deleted; tab stops; a character repeated.
  cut('STLM', () => terminal.rows)
  cut('IZ', () => terminal.cols)
  cut('b', () => {
    const { active } = terminal.buffer
    const line = active.getLine(active.baseY + active.cursorY)
    const before = [1, 2].map(back => line?.getCell(active.cursorX - back)?.getChars().length ?? 0)
    return Math.max(...before) > MOST_MARKS ? 1 : terminal.cols * terminal.rows
  })
  // In the last cell of the screen xterm looks for the row below, and throws. Up to there is all of it.
  for (const id of [{ final: 'J' }, { prefix: '?', final: 'J' }]) {
    core.registerCsiHandler!(id, ({ params }) => {
      const { cursorX, cursorY } = terminal.buffer.active
      if (params[0] === 1 && cursorX >= terminal.cols - 1 && cursorY === terminal.rows - 1) params[0] = 2
      return false
    })
  }
}
