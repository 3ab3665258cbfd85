// What has left an emulator's top, put in front of what stands in it: rows and marks that go on as if nothing had left. Their
// absolute numbers go on downwards from the first row that stands there, also when that was wrapped anew.
import type { IBufferCell, Terminal } from '@xterm/headless'
import type { History } from './history.ts'
import { historyLine } from './history-line.ts'
import { rowsAsText } from './history-text.ts'
import type { Row } from './packed-rows.ts'
import type { Rows, Screen } from './screen.ts'
import type { XtermInside } from './xterm-inside.ts'

const CELL_BYTES = 12

export interface Older {
  readonly whole: Rows
  /** absolute number of the oldest row that still exists */
  oldest(): number
  mark: Screen['mark']
  /** The newest `rows` of them, as bytes for another terminal that then gets the rows that stand in the emulator. */
  serialize(rows: number): string
  /** The newest `count` of them, the oldest first. */
  rows(count: number): Row[]
  clear(): void
  /** The emulator was reset: no row is left, and no mark is on any. */
  reset(): void
  bytes(): number
}

interface Mark {
  /** its line is -1 once it was cleared, or has left */
  readonly marker: { readonly line: number; dispose(): void }
  /** its number in the history; -1 = it is not there */
  left: number
}

export function createOlder(terminal: Terminal, inside: XtermInside, history: History): Older {
  const { normal } = terminal.buffer
  /** in no order; a list, because every row that leaves asks each of them */
  const marks: Mark[] = []
  const newCell = (): IBufferCell => normal.getNullCell()
  const count = () => history.next() - history.oldest()

  function forget(at: number) {
    const last = marks.pop()!
    if (at < marks.length) marks[at] = last
  }

  inside.onLeaving((row, place) => {
    for (let at = marks.length - 1; at >= 0; at -= 1) {
      const mark = marks[at]!
      const { line } = mark.marker
      // One that was cleared is on no row.
      if (line >= 0 && line !== place) continue
      if (line === place) mark.left = history.next()
      forget(at)
    }
    history.add(row)
  })

  return {
    whole: {
      get length() {
        return count() + normal.length
      },
      getLine(index) {
        const above = count()
        if (index >= above) return index < above + normal.length ? normal.getLine(index - above) : undefined
        return index < 0 ? undefined : historyLine(history.row(history.oldest() + index), newCell)
      },
    },
    oldest: () => inside.trimmed() - count(),
    mark() {
      const marker = terminal.registerMarker(0)
      if (!marker) return null
      const mark: Mark = { marker, left: -1 }
      marks.push(mark)
      return {
        row() {
          if (marker.line >= 0) return inside.trimmed() + marker.line
          return mark.left < history.oldest() ? -1 : inside.trimmed() - (history.next() - mark.left)
        },
        drop() {
          const at = marks.indexOf(mark)
          if (at >= 0) forget(at)
          mark.left = -1
          marker.dispose()
        },
      }
    },
    serialize(rows) {
      const from = Math.max(history.oldest(), history.next() - Math.max(0, rows))
      const text = rowsAsText(history, from)
      // The first row there may go on from the last one here.
      const goesOn = normal.getLine(0)?.isWrapped === true
      return text === '' || goesOn ? text : `${text}\r\n`
    },
    rows(most) {
      const from = Math.max(history.oldest(), history.next() - Math.max(0, most))
      return Array.from({ length: history.next() - from }, (_, nth) => history.row(from + nth))
    },
    clear: history.clear,
    reset() {
      // xterm leaves those of the buffer that it throws away where they were.
      for (const { marker } of marks) marker.dispose()
      marks.length = 0
      history.clear()
    },
    bytes: () => history.bytes() + normal.length * terminal.cols * CELL_BYTES,
  }
}
