// From an entry of the record to where its text stands in a terminal, and from there back. Where that is, is what main says at a
// point of the stream; nothing that a program prints is looked at for it.
import type { IDecoration, Terminal } from '@xterm/xterm'
import type { SendPlace } from '../../preload/contract.ts'
import { scrollTo } from './prompts.ts'

/** How long the row that was gone to stays marked, in ms. */
const MARKED_MS = 2_400
/** Whoever asks what stands on a row does not wait longer, in ms. */
const ANSWER_MS = 1_000

export interface SendPlaces {
  /** Scrolls to where the text of this record stands, or says that it is gone. */
  go(seq: number): void
  /** Whose text stands at this height of the window, in CSS px; null = no agent's. */
  at(clientY: number): Promise<SendPlace | null>
  /** The terminal is connected: what was asked before is asked now. */
  attached(): void
  /** Main's answer, at its point of the stream. */
  told(places: readonly SendPlace[]): void
}

/** `ask` makes main tell the places; it does nothing before the terminal is connected. `gone` says why it cannot be shown. */
export function sendPlaces(terminal: Terminal, ask: () => void, gone: (words: string) => void): SendPlaces {
  let wanted: number | null = null
  let waiting: ((places: readonly SendPlace[]) => void)[] = []
  let mark: IDecoration | undefined
  let timer: number | undefined

  function show(row: number) {
    const { baseY, cursorY } = terminal.buffer.active
    const line = baseY + row
    const marker = line < 0 ? undefined : terminal.registerMarker(row - cursorY)
    if (!marker) return gone('It has scrolled away.')
    // With some of what stands above it.
    scrollTo(terminal, Math.max(0, line - Math.floor(terminal.rows / 3)))
    window.clearTimeout(timer)
    mark?.dispose()
    mark = terminal.registerDecoration({ marker, width: terminal.cols, layer: 'top' })
    mark?.onRender(element => element.classList.add('send-mark'))
    const drop = () => {
      mark?.dispose()
      marker.dispose()
    }
    timer = window.setTimeout(drop, MARKED_MS)
  }

  return {
    go(seq) {
      wanted = seq
      ask()
    },
    at(clientY) {
      return new Promise(resolve => {
        const late = window.setTimeout(() => resolve(null), ANSWER_MS)
        waiting.push(places => {
          window.clearTimeout(late)
          resolve(placeAt(terminal, clientY, places))
        })
        ask()
      })
    },
    attached() {
      if (wanted !== null || waiting.length > 0) ask()
    },
    told(places) {
      const heard = waiting
      waiting = []
      for (const tell of heard) tell(places)
      if (wanted === null) return
      const seq = wanted
      wanted = null
      if (terminal.buffer.active.type !== 'normal') return gone('A full-screen program is in front of it.')
      const rows = places.filter(place => place.seq === seq).map(place => place.row)
      if (rows.length === 0) gone('It has scrolled away.')
      else show(Math.min(...rows))
    },
  }
}

/** The place whose row is drawn at this height, or begins the wrapped line that is. */
function placeAt(terminal: Terminal, clientY: number, places: readonly SendPlace[]): SendPlace | null {
  const box = terminal.element?.querySelector('.xterm-screen')?.getBoundingClientRect()
  const { active } = terminal.buffer
  if (!box || box.height === 0 || active.type !== 'normal') return null
  const shown = Math.floor(((clientY - box.top) / box.height) * terminal.rows)
  if (shown < 0 || shown >= terminal.rows) return null
  for (let line = active.viewportY + shown; line >= 0; line--) {
    const place = places.find(({ row }) => active.baseY + row === line)
    if (place) return place
    if (!active.getLine(line)?.isWrapped) return null
  }
  return null
}
