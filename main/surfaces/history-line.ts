// A packed row as xterm shows its own: for whoever reads rows and need not know where they lie. (pure)
import type { IBufferCell, IBufferLine } from '@xterm/headless'
import type { Row } from './packed-rows.ts'

const WORDS = 3
const CODE = 0x1fffff
const IS_JOINED = 0x200000
const CONTENT = 0x3fffff
const WIDTH_SHIFT = 22

/** What xterm's own cell is made of. */
interface Cell extends IBufferCell {
  content: number
  fg: number
  bg: number
  combinedData: string
}

/** `newCell` makes one of xterm's own cells. Throws TypeError when that is not built as expected. */
export function historyLine({ cells, cols, wrapped, joined }: Row, newCell: () => IBufferCell): IBufferLine {
  const length = cells.length / WORDS
  const contentAt = (x: number) => (x < length ? cells[x * WORDS]! : 1 << WIDTH_SHIFT)

  function textEnd(): number {
    for (let x = length - 1; x >= 0; x -= 1) {
      if ((contentAt(x) & CONTENT) !== 0) return x + (contentAt(x) >>> WIDTH_SHIFT)
    }
    return 0
  }

  return {
    isWrapped: wrapped,
    length: cols,
    getCell(x, into) {
      if (x < 0 || x >= cols) return undefined
      const cell = (into ?? newCell()) as Cell
      if (typeof cell.content !== 'number') throw new TypeError('a cell of the emulator is not as it was')
      cell.content = contentAt(x)
      cell.fg = x < length ? cells[x * WORDS + 1]! : 0
      cell.bg = x < length ? cells[x * WORDS + 2]! : 0
      cell.combinedData = joined[x] ?? ''
      return cell
    },
    translateToString(trimRight = false, from = 0, to = cols) {
      const end = trimRight ? Math.min(to, textEnd()) : to
      let text = ''
      for (let x = from; x < end; ) {
        const content = contentAt(x)
        const code = content & CODE
        if ((content & IS_JOINED) !== 0) text += joined[x] ?? ''
        else text += code === 0 ? ' ' : String.fromCodePoint(code)
        x += content >>> WIDTH_SHIFT || 1
      }
      return text
    },
  }
}
