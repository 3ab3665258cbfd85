// tmux's layout strings: where each pane of a window stands and how large it is. (pure) It decides nothing about sizes.

export interface PaneBox {
  /** `%3` */
  readonly pane: string
  readonly cols: number
  readonly rows: number
  readonly x: number
  readonly y: number
}

export interface Layout {
  readonly cols: number
  readonly rows: number
  /** in the order of tmux's indexes */
  readonly panes: readonly PaneBox[]
}

const CELL = /^(\d{1,5})x(\d{1,5}),(\d{1,5}),(\d{1,5})/
/** Cells in cells: a window has no more. */
const DEEPEST = 200

/** `b25d,80x24,0,0{40x24,0,0,0,39x24,41,0,1}`. Null = not a layout. */
export function readLayout(text: string): Layout | null {
  const start = /^[0-9a-f]{4},/.exec(text)
  if (!start) return null
  const panes: PaneBox[] = []
  let at = start[0].length

  function cell(depth: number): { cols: number; rows: number } | null {
    const found = CELL.exec(text.slice(at, at + 24))
    if (!found || depth > DEEPEST) return null
    at += found[0].length
    const [cols = 0, rows = 0, x = 0, y = 0] = found.slice(1).map(Number)
    const opens = text[at]
    if (opens === '{' || opens === '[') return group(opens === '{' ? '}' : ']', depth) ? { cols, rows } : null
    const id = /^,(\d{1,9})/.exec(text.slice(at, at + 10))
    if (!id) return null
    at += id[0].length
    panes.push({ pane: `%${id[1]}`, cols, rows, x, y })
    return { cols, rows }
  }

  function group(closes: string, depth: number): boolean {
    do {
      at += 1
      if (!cell(depth + 1)) return false
    } while (text[at] === ',')
    const closed = text[at] === closes
    at += 1
    return closed
  }

  const size = cell(0)
  return size && at === text.length ? { ...size, panes } : null
}
