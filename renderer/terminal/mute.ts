// The window's emulator never answers a program's questions: the mirror in main is the one answerer. Two answers to one
// question would land on the person's line as typed text. Nor does a sequence keep it busy for hours.
import type { IFunctionIdentifier, Terminal } from '@xterm/xterm'

const CSI: readonly IFunctionIdentifier[] = [
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { prefix: '=', final: 'c' },
  { final: 'n' },
  { prefix: '?', final: 'n' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
  { final: 't' },
  { prefix: '>', final: 'q' },
  { prefix: '?', final: 'u' },
  { final: 'x' },
]
const DCS: readonly IFunctionIdentifier[] = [
  { intermediates: '$', final: 'q' },
  { intermediates: '+', final: 'q' },
]

/** A repeated character with more marks on it than this is repeated once. */
const MOST_MARKS = 16

type Muted = Pick<Terminal, 'parser' | 'cols' | 'rows' | 'buffer'>
interface Given {
  readonly params: Int32Array
  readonly length: number
}
interface Core {
  readonly coreService: { readonly decPrivateModes: { sendFocus: boolean } }
  registerCsiHandler(id: IFunctionIdentifier, run: (given: Given) => boolean): unknown
}
const FOCUS_REPORTS = 1004

/** Registers a handler that swallows each query. Colours may still be set; the clipboard (OSC 52) may not be touched. */
export function muteReplies(terminal: Muted): void {
  const core = (terminal as unknown as { readonly _core: Core })._core
  boundCounts(terminal, core)
  // Asked for focus reports, the window would send one at once. It sends them when the focus changes.
  core.registerCsiHandler({ prefix: '?', final: 'h' }, ({ params, length }) => {
    for (let i = 0; i < length; i += 1) {
      if (params[i] !== FOCUS_REPORTS) continue
      core.coreService.decPrivateModes.sendFocus = true
      params[i] = 0
    }
    return false
  })
  const { parser } = terminal
  for (const id of CSI) parser.registerCsiHandler(id, () => true)
  for (const id of DCS) parser.registerDcsHandler(id, () => true)
  for (const code of [4, 10, 11, 12]) parser.registerOscHandler(code, data => data.split(';').includes('?'))
  parser.registerOscHandler(52, () => true)
}

/** Cuts counts to what a screen can show, exactly as the mirror does (main/surfaces/bounded.ts), or the two would differ. */
function boundCounts(terminal: Muted, core: Core): void {
  const cut = (finals: string, most: () => number) => {
    for (const final of finals) {
      core.registerCsiHandler({ final }, ({ params }) => {
        params[0] = Math.min(params[0]!, most())
        return false
      })
    }
  }
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
    core.registerCsiHandler(id, ({ params }) => {
      const { cursorX, cursorY } = terminal.buffer.active
      if (params[0] === 1 && cursorX >= terminal.cols - 1 && cursorY === terminal.rows - 1) params[0] = 2
      return false
    })
  }
}
