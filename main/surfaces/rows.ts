// One row of the grid as text for agents: what a person would see, hidden cells counted instead of shown, characters
// that hide or reorder text named. (pure)
import type { IBuffer, IBufferCell, IBufferLine } from '@xterm/headless'

/** format characters, private use, unassigned, controls, separators, and blanks that look like nothing */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]|\u034f|[\u180b-\u180f]/gu
const PICTOGRAM = /\p{Extended_Pictographic}/u
const JOINER = '\u200d'

/** The text of rows `from` to `to` (both included, indexes into the buffer) as one line, blanks at its end cut. */
export function lineText(buffer: IBuffer, from: number, to: number): string {
  let text = ''
  for (let y = from; y <= to; y += 1) {
    const line = buffer.getLine(y)
    if (line) text += rowText(line, y === to)
  }
  return nameInvisible(text.trimEnd())
}

function rowText(line: IBufferLine, last: boolean): string {
  const plain = line.translateToString(last)
  if (plain.trim() === '') return plain
  return hasHidden(line) ? visibleText(line) : plain
}

function hasHidden(line: IBufferLine): boolean {
  let cell: IBufferCell | undefined
  for (let x = 0; x < line.length; x += 1) {
    cell = line.getCell(x, cell)
    if (cell && isHidden(cell)) return true
  }
  return false
}

/** Text a person cannot see: marked invisible, or in exactly its background's colour. */
function isHidden(cell: IBufferCell): boolean {
  const text = cell.getChars()
  if (text === '' || text === ' ') return false
  if (cell.isInvisible()) return true
  if (cell.isFgDefault() || cell.isBgDefault()) return false
  return cell.getFgColorMode() === cell.getBgColorMode() && cell.getFgColor() === cell.getBgColor()
}

function visibleText(line: IBufferLine): string {
  let text = ''
  let hidden = 0
  const told = () => {
    if (hidden > 0) text += `[hidden: ${hidden} chars]`
    hidden = 0
  }
  for (let x = 0; x < line.length; x += 1) {
    const cell = line.getCell(x)
    if (!cell || cell.getWidth() === 0) continue
    if (isHidden(cell)) {
      hidden += 1
      continue
    }
    told()
    text += cell.getChars() || ' '
  }
  told()
  return text
}

function nameInvisible(text: string): string {
  return text.replace(INVISIBLE, (character, index: number) => {
    // Emoji made of several pictures keep their joiner.
    if (character === JOINER && PICTOGRAM.test(text.slice(index + 1, index + 3))) return character
    return `<U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`
  })
}
