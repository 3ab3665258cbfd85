// One surface's port, seen from the terminal: screens and bytes go into the emulator, parsed bytes are acknowledged,
// a person's keys and sizes go up.
import type { Terminal } from '@xterm/xterm'
import type { Exit, PortDown, PortUp, PromptPlace, SendPlace } from '../../preload/contract.ts'
import { textAbove } from './above.ts'
import { putFrame, putWhole } from './cells.ts'
import { clearScrollback } from './inside.ts'
import { scratchTerminal } from './scratch.ts'

const ACK_BYTES = 65_536
/** A frame that takes no longer is drawn in time. */
const FRAME_MS = 17
/** No frame is waited for longer than this once it is on the screen, in ms. */
const MOST_PAUSE_MS = 66

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

/**
 * Runs when what was drawn now is on the screen, and as much time again has gone by: drawing a flood never takes more than half of the
 * page's time. A window that is not seen draws nothing, and it does not run until it is.
 */
function afterPaint(run: () => void): void {
  const began = performance.now()
  requestAnimationFrame(() => {
    // Layout and paint come after this, and before the next task.
    setTimeout(() => {
      const took = performance.now() - began
      setTimeout(run, took < FRAME_MS ? 0 : Math.min(took, MOST_PAUSE_MS))
    })
  })
}

export interface Stream {
  send(message: PortUp): void
  /** Asks for a size. It is taken here at the point of the stream where the program gets it. */
  resize(cols: number, rows: number): void
  /** The rows of scrollback it has room for may be others. */
  roomy(): void
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
    if (message.kind === 'whole') {
      const { cells, before } = message
      if (cells.colours !== '') terminal.write(cells.colours)
      terminal.write('', () => {
        above.put(null)
        putWhole(terminal, cells)
        above.put(before ?? null)
        events.attached()
        events.sized()
        events.drawn(!cells.alt && cells.normalRows?.cells.length === 0)
      })
    } else if (message.kind === 'bytes') {
      queued += 1
      terminal.write(message.data, () => {
        acknowledge(message.data.byteLength)
        events.drawn(false)
      })
    } else if (message.kind === 'frame') {
      terminal.write('', () => {
        const { cols, rows } = message.cells
        if (cols !== terminal.cols || rows !== terminal.rows) {
          above.resize(cols, rows)
          events.sized()
        }
        putFrame(terminal, message.cells)
        afterPaint(() => send({ kind: 'ack', bytes: message.bytes }))
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
  let room: number | undefined
  const roomy = () => {
    const now = terminal.options.scrollback
    if (now === undefined || now === room) return
    room = now
    send({ kind: 'room', rows: now })
  }
  port.start()
  roomy()

  return {
    send,
    roomy,
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
