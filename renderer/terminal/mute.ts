// The window's emulator never answers a program's questions: the mirror in main is the one answerer. Two answers to one
// question would land on the person's line as typed text.
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

/** Registers a handler that swallows each query. Colours may still be set; the clipboard (OSC 52) may not be touched. */
export function muteReplies(terminal: Pick<Terminal, 'parser'>): void {
  const { parser } = terminal
  for (const id of CSI) parser.registerCsiHandler(id, () => true)
  for (const id of DCS) parser.registerDcsHandler(id, () => true)
  for (const code of [4, 10, 11, 12]) parser.registerOscHandler(code, data => data.split(';').includes('?'))
  parser.registerOscHandler(52, () => true)
}
