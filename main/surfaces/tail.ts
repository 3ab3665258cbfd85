// The last lines of a terminal as plain text, for the person alone: what wrapped is one line again, what was hidden is blank.
// (pure) Agents read elsewhere (read.ts); where the text is kept is not decided here.
import type { IBufferCell, IBufferLine } from '@xterm/headless'
import type { Rows } from './screen.ts'

/** The newest `most` lines of these rows, in a mirror that has settled. No blank line at the end, no blanks at a line's end. */
export function tailLines(buffer: Rows, most: number): string[] {
  const lines: string[] = []
  let row = buffer.length - 1
  while (row >= 0 && lines.length < most) {
    let start = row
    while (start > 0 && buffer.getLine(start)?.isWrapped) start -= 1
    let text = ''
    for (let y = start; y <= row; y += 1) text += rowText(buffer.getLine(y))
    text = text.replace(/ +$/, '')
    if (text !== '' || lines.length > 0) lines.push(text)
    row = start - 1
  }
  return lines.reverse()
}

/** Cells that were never written are no blanks at a row's end: a wide character that did not fit left one. */
function rowText(line: IBufferLine | undefined): string {
  const text = line?.translateToString(true) ?? ''
  if (!line || text === '') return text
  let cell: IBufferCell | undefined
  let seen = ''
  let hides = false
  for (let x = 0; x < line.length; x += 1) {
    cell = line.getCell(x, cell)
    if (!cell || cell.getWidth() === 0) continue
    const hidden = cell.isInvisible() !== 0
    hides ||= hidden
    seen += hidden ? ' '.repeat(cell.getWidth()) : cell.getChars() || ' '
  }
  return hides ? seen.replace(/ +$/, '') : text
}
