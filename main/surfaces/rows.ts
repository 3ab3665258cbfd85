// Rows of the grid as text for agents: what a person would see, hidden cells counted instead of shown, characters that
// hide or reorder text named. (pure)
import type { IBuffer, IBufferCell, IBufferLine } from '@xterm/headless'
import { BACKGROUND, FOREGROUND, paletteColour } from './colours.ts'
import { nameUnseen } from './visible.ts'

const BLANK = /^\s*$/
/** Blocks and shades draw a picture; in their background's colour they are a plain area of it, not hidden text. */
const BLOCKS = /^[\u2580-\u259f]$/
/** How far apart, of 255 in each of red, green and blue, two colours are that nobody tells apart. */
const SAME_COLOUR = 6

/** The text of rows `from` to `to` (both included, indexes into the buffer) as one line, blanks at its end cut. */
export function lineText(buffer: Pick<IBuffer, 'getLine'>, from: number, to: number): string {
  let text = ''
  for (let y = from; y <= to; y += 1) {
    const line = buffer.getLine(y)
    // Cells never written at a row's end are no blanks of its line: a wide character that did not fit left one, and a
    // terminal made wider adds some.
    if (line) text += hasHidden(line) ? seenText(line) : line.translateToString(true)
  }
  return nameUnseen(withoutBlanks(text))
}

function hasHidden(line: IBufferLine): boolean {
  let cell: IBufferCell | undefined
  for (let x = 0; x < line.length; x += 1) {
    cell = line.getCell(x, cell)
    if (cell && !cell.isAttributeDefault() && isUnseen(cell) && !BLANK.test(cell.getChars())) return true
  }
  return false
}

/** A person cannot see what stands in this cell: marked invisible, or in its background's colour. */
function isUnseen(cell: IBufferCell): boolean {
  if (cell.isInvisible()) return true
  // Inverse swaps both and dim fades one towards the other, so neither hides nor shows anything.
  const ink = inkOf(cell)
  const paper = paperOf(cell)
  const same = [16, 8, 0].every(shift => Math.abs(((ink >> shift) & 255) - ((paper >> shift) & 255)) <= SAME_COLOUR)
  return same && !BLOCKS.test(cell.getChars())
}

function inkOf(cell: IBufferCell): number {
  if (cell.isFgDefault()) return FOREGROUND
  const colour = cell.getFgColor()
  if (cell.isFgRGB()) return colour
  // Bold text is drawn in the bright one of the first eight colours.
  return paletteColour(colour < 8 && cell.isBold() ? colour + 8 : colour)
}

function paperOf(cell: IBufferCell): number {
  if (cell.isBgDefault()) return BACKGROUND
  return cell.isBgRGB() ? cell.getBgColor() : paletteColour(cell.getBgColor())
}

function seenText(line: IBufferLine): string {
  let text = ''
  let hidden = 0
  /** blanks that would be hidden: they count when hidden text goes on behind them */
  let blanks = 0
  let cell: IBufferCell | undefined
  const tell = () => {
    if (hidden > 0) text += `[hidden: ${hidden} chars]`
    text += ' '.repeat(blanks)
    hidden = 0
    blanks = 0
  }
  const end = writtenEnd(line)
  for (let x = 0; x < end; x += 1) {
    cell = line.getCell(x, cell)
    if (!cell || cell.getWidth() === 0) continue
    const chars = cell.getChars()
    const unseen = isUnseen(cell)
    if (unseen && BLANK.test(chars) && hidden > 0) blanks += 1
    else if (unseen && !BLANK.test(chars)) {
      hidden += blanks + 1
      blanks = 0
    } else {
      tell()
      text += chars || ' '
    }
  }
  tell()
  return text
}

/** Where the cells end that were ever written: the second half of a wide character is one of them. */
function writtenEnd(line: IBufferLine): number {
  let end = line.length
  let cell = line.getCell(end - 1)
  while (cell && end > 0 && cell.getChars() === '' && cell.getWidth() > 0) {
    end -= 1
    cell = line.getCell(end - 1, cell)
  }
  return end
}

function withoutBlanks(text: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === ' ') end -= 1
  return text.slice(0, end)
}
