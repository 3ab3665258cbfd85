// Which sizes a terminal of somebody else's may have here. (pure) Another computer may say any number, and a screen takes memory for
// each of its cells.

/** tmux's own limit, each way */
const MOST = 10_000
/** of one screen */
const MOST_CELLS = 2_000_000

/** Columns and rows that a screen is made for. */
export function isPaneSize(cols: number, rows: number): boolean {
  return [cols, rows].every(one => Number.isInteger(one) && one > 0 && one <= MOST) && cols * rows <= MOST_CELLS
}
