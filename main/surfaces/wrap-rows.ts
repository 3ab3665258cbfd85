// Rows of one width laid out at another, as the emulator does it with its own: rows that go on from one another are one line, cut
// anew, and no wide character is cut in two. (pure)

export interface WrapRow {
  /** three words a cell; blanks at the end may be missing */
  readonly cells: Uint32Array
  /** how wide the terminal was */
  readonly cols: number
  /** it goes on from the row before */
  readonly wrapped: boolean
  /** of cells that hold more than one character, by column */
  readonly joined: Readonly<Record<number, string>>
}

const WORDS = 3
const BLANK = 1 << 22
const widthAt = (cells: Uint32Array, col: number) => cells[col * WORDS]! >>> 22

export function wrapRows<T extends WrapRow>(rows: readonly T[], cols: number): readonly (T | WrapRow)[] {
  if (rows.every(row => row.cols === cols)) return rows
  const all: (T | WrapRow)[] = []
  for (let from = 0; from < rows.length; ) {
    let to = from + 1
    while (rows[to]?.wrapped) to += 1
    const line = rows.slice(from, to)
    if (line.every(row => row.cols === cols)) all.push(...line)
    else for (const row of cut(joinedUp(line), cols, rows[from]!.wrapped)) all.push(row)
    from = to
  }
  return all
}

interface Line {
  readonly cells: Uint32Array
  readonly length: number
  readonly joined: Readonly<Record<number, string>>
}

function joinedUp(rows: readonly WrapRow[]): Line {
  const lengths = rows.map(({ cells, cols }, nth) => {
    const next = rows[nth + 1]
    if (!next) return cells.length / WORDS
    // A wide character that did not fit has left a blank behind.
    return cells.length / WORDS < cols && next.cells.length > 0 && widthAt(next.cells, 0) === 2 ? cols - 1 : cols
  })
  const length = lengths.reduce((sum, one) => sum + one, 0)
  const cells = new Uint32Array(length * WORDS)
  for (let word = 0; word < cells.length; word += WORDS) cells[word] = BLANK
  const joined: Record<number, string> = {}
  let at = 0
  for (const [nth, row] of rows.entries()) {
    cells.set(row.cells.subarray(0, lengths[nth]! * WORDS), at * WORDS)
    for (const [col, text] of Object.entries(row.joined)) joined[at + Number(col)] = text
    at += lengths[nth]!
  }
  return { cells, length, joined }
}

function cut({ cells, length, joined }: Line, cols: number, goesOn: boolean): WrapRow[] {
  const rows: WrapRow[] = []
  /** by rising column: each is looked at once, however long the line is */
  const marked = Object.keys(joined).map(Number)
  let next = 0
  let from = 0
  do {
    let to = Math.min(from + cols, length)
    if (to < length && widthAt(cells, to - 1) === 2 && to - from > 1) to -= 1
    const own: Record<number, string> = {}
    for (; next < marked.length && marked[next]! < to; next += 1) own[marked[next]! - from] = joined[marked[next]!]!
    rows.push({
      cells: cells.slice(from * WORDS, to * WORDS),
      cols,
      wrapped: goesOn || rows.length > 0,
      joined: own,
    })
    from = to
  } while (from < length)
  return rows
}
