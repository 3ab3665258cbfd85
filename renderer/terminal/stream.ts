// One surface's port, seen from the terminal: screens and bytes go into the emulator, parsed bytes are acknowledged,
// a person's keys and sizes go up.
import type { Terminal } from '@xterm/xterm'
import type { Exit, PortDown, PortUp, PromptPlace, SendPlace } from '../../preload/contract.ts'
import { textAbove } from './above.ts'
import { clearScrollback } from './inside.ts'
import { scratchTerminal } from './scratch.ts'

const ACK_BYTES = 65_536
/** xterm draws no cursor before its first focus or its first change of buffers: this is one that changes nothing. */
const SHOW_CURSOR = '\x1b[?47l'

export interface StreamEvents {
  /** The first screen, or any bytes, have been parsed. `empty`: that screen had nothing on it. */
  drawn(empty: boolean): void
  exited(exit: Exit): void
  /** Everything before it has been parsed. */
  prompts(places: readonly PromptPlace[]): void
  sends(places: readonly SendPlace[]): void
  copy(text: string): void
  /** The size is tmux's to say, also once it has ended. */
  told(): boolean
  /** The size of the screen is another. */
  sized(): void
  /** The screen is at the mirror's size: time to ask for the pane's own. */
  attached(): void
}

export interface Stream {
  send(message: PortUp): void
  /** Asks for a size. It is taken here at the point of the stream where the program gets it. */
  resize(cols: number, rows: number): void
  close(): void
}

export function connectStream(port: MessagePort, terminal: Terminal, events: StreamEvents): Stream {
  let parsed = 0
  let queued = 0
  /** the size we asked for last */
  let asked: { cols: number; rows: number } | null = null
  let ended = false
  const above = textAbove(terminal, scratchTerminal)
  const send = (message: PortUp) => port.postMessage(message)

  const acknowledge = (bytes: number) => {
    parsed += bytes
    queued -= 1
    if (parsed === 0 || (parsed < ACK_BYTES && queued > 0)) return
    send({ kind: 'ack', bytes: parsed })
    parsed = 0
  }

  port.onmessage = (event: MessageEvent<PortDown>) => {
    const message = event.data
    if (message.kind === 'screen') {
      above.put(null)
      terminal.reset()
      terminal.resize(message.cols, message.rows)
      terminal.write(SHOW_CURSOR + message.data, () => {
        above.put(message.before ?? null)
        events.attached()
        events.sized()
        events.drawn(message.data.trim() === '')
      })
    } else if (message.kind === 'bytes') {
      queued += 1
      terminal.write(message.data, () => {
        acknowledge(message.data.byteLength)
        events.drawn(false)
      })
    } else if (message.kind === 'size') {
      const { cols, rows } = message
      // Where it stands in the stream: the bytes before it were printed for the size before it.
      terminal.write('', () => {
        above.resize(cols, rows)
        events.sized()
      })
    } else if (message.kind === 'prompts') {
      terminal.write('', () => events.prompts(message.places))
    } else if (message.kind === 'sends') {
      terminal.write('', () => events.sends(message.places))
    } else if (message.kind === 'clear') {
      terminal.write('', () => {
        above.put(null)
        clearScrollback(terminal)
      })
    } else if (message.kind === 'copy') {
      events.copy(message.text)
    } else {
      ended = true
      // Nobody answers for a size any more. What came before was printed for the size it had.
      terminal.write('', () => asked && !events.told() && above.resize(asked.cols, asked.rows))
      events.exited(message.exit)
    }
  }
  port.start()

  return {
    send,
    resize(cols, rows) {
      if (ended) return events.told() ? undefined : above.resize(cols, rows)
      if (cols === (asked ?? terminal).cols && rows === (asked ?? terminal).rows) return
      asked = { cols, rows }
      send({ kind: 'size', cols, rows })
    },
    close() {
      port.onmessage = null
      port.close()
    },
  }
}
