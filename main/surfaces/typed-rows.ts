// Which rows of the mirror an agent typed on, so that whoever reads them can tell. Rows that scrolled away are forgotten, and
// so are those of a program that keeps its input line and has drawn something else there. Where else an agent's text stands
// is own-text.ts.
import { type Clock, systemClock } from './clock.ts'
import { createOwnTexts, lettersOf, type OwnTexts } from './own-text.ts'
import { lineText } from './rows.ts'
import type { Screen } from './screen.ts'

const MOST = 500

/** One stretch of typing. Call it when that is over: rows are marked up to where the cursor is then. */
export interface Typing {
  (): void
  /** This text goes in; `line`: all of its agent's that then stands on the line. */
  holds(text: string, line: string): void
  /** Instead of ending it: not one byte of it went in. */
  never(): void
}

/** Whose text stands where. */
export interface TypedNow {
  /** the agent that typed on this absolute row */
  get(row: number): string | undefined
  readonly own?: OwnTexts
}

export interface TypedRows {
  /** Marks rows from the cursor's row on. `record` is remembered with them. */
  begin(by: string, record?: number): Typing
  now(): TypedNow
  /**
   * The rows that still show what came with a record, from the top: below the top of the screen, negative in the
   * scrollback.
   */
  places(): { readonly row: number; readonly seq: number; readonly by: string }[]
}

interface Stretch {
  readonly by: string
  readonly record: number | undefined
  readonly first: Mark
  /** null = it goes on */
  last: Mark | null
  /** the lines that it has to show, letters and digits alone; empty = not known */
  lines: readonly string[]
  /** in the place of `Look.pasteOffs`, while the program reads that line; null = it takes no pastes */
  readonly reading: number | null
  /** it was seen to show the text */
  held: boolean
}
interface Mark {
  row(): number
  drop(): void
}

function drop({ first, last }: Stretch): void {
  first.drop()
  last?.drop()
}

export function createTypedRows(screen: Screen, clock: Pick<Clock, 'mono'> = systemClock): TypedRows {
  const own = createOwnTexts(clock)
  let stretches: Stretch[] = []
  const forget = (stretch: Stretch) => {
    stretches = stretches.filter(one => one !== stretch)
    drop(stretch)
  }

  /** The absolute rows it is on; null = none is left. */
  function rowsOf({ first, last }: Stretch): { from: number; to: number } | null {
    const to = last ? last.row() : Math.max(first.row(), screen.look().row)
    if (to < 0) return null
    // The beginning may have scrolled away before the end.
    return { from: first.row() < 0 ? to : first.row(), to }
  }

  function lettersOn({ from, to }: { from: number; to: number }): string {
    const { whole, oldest } = screen.grid
    return lettersOf(lineText(whole, from - oldest(), to - oldest()))
  }

  /** A shell that has taken its line leaves it as it was; who still reads it may have moved the text and drawn there. */
  function mayStay(stretch: Stretch, { from, to }: { from: number; to: number }, look = screen.look()): boolean {
    const { alt, bracketedPaste, pasteOffs } = look
    if (stretch.last === null || stretch.lines.length === 0 || alt) return true
    if (!bracketedPaste || stretch.reading !== pasteOffs) return true
    const letters = lettersOn({ from, to })
    let at = 0
    const holds = stretch.lines.every(line => {
      const found = letters.indexOf(line, at)
      at = found + line.length
      return found >= 0
    })
    if (stretch.held && !holds) forget(stretch)
    stretch.held ||= holds
    return holds
  }

  return {
    begin(by, record) {
      // What does not show now whatever went in before will not do so again.
      const look = screen.look()
      // Only who still reads its line draws there; the others stay until they have scrolled away.
      const drawn = look.bracketedPaste ? stretches.filter(({ reading }) => reading === look.pasteOffs) : []
      for (const before of drawn) {
        const rows = rowsOf(before)
        if (!rows || !mayStay(before, rows, look)) forget(before)
      }
      const first = screen.mark()
      const { bracketedPaste, pasteOffs } = look
      const reading = bracketedPaste ? pasteOffs : null
      const holds = (line: string): void => {
        // Without a program that reads its line nobody compares them.
        if (stretch && reading !== null)
          stretch.lines = line
            .split('\n')
            .map(lettersOf)
            .filter(one => one !== '')
      }
      const stretch: Stretch | null = first && { by, record, first, last: null, lines: [], reading, held: false }
      if (stretch) stretches.push(stretch)
      if (stretches.length > MOST) drop(stretches.shift()!)
      const end = () => {
        if (!stretch) return
        const now = screen.look()
        // Two marks of one row are always on one row, and every mark makes scrolling dearer.
        const isThere = !now.alt && stretch.first.row() === now.row
        stretch.last = (isThere ? null : screen.mark()) ?? stretch.first
        const rows = rowsOf(stretch)
        if (!rows || reading === null) return
        // Keys may be anything: what they left there is all that is known of them.
        if (stretch.lines.length === 0) stretch.lines = [lettersOn(rows)].filter(one => one !== '')
        mayStay(stretch, rows, now)
      }
      let undo: (() => void)[] = []
      return Object.assign(end, {
        holds(text: string, line: string) {
          undo = (line === text ? [text] : [text, line]).map(one => own.note(by, one))
          holds(text)
        },
        never() {
          for (const one of undo.reverse()) one()
          if (stretch) forget(stretch)
        },
      })
    },
    now() {
      const rows = new Map<number, string>()
      const look = screen.look()
      for (const stretch of stretches) {
        const on = rowsOf(stretch)
        if (!on) forget(stretch)
        else if (mayStay(stretch, on, look)) for (let row = on.from; row <= on.to; row += 1) rows.set(row, stretch.by)
      }
      return { get: row => rows.get(row), own }
    },
    places() {
      const { grid } = screen
      const top = grid.first() + grid.normal.baseY
      const places = new Map<number, { row: number; seq: number; by: string }>()
      const look = screen.look()
      for (const stretch of stretches) {
        const { by, record: seq } = stretch
        const on = rowsOf(stretch)
        if (!on || seq === undefined || !mayStay(stretch, on, look)) continue
        for (let row = on.from; row <= on.to; row += 1) places.set(row, { row: row - top, seq, by })
      }
      return [...places.values()].sort((a, b) => a.row - b.row)
    },
  }
}
