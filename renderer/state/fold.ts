// A long text as a card shows it first: its beginning and its end. Pure. Rows are counted as they are drawn, so that one
// endless line cannot hide its middle either.
import type { Notice } from './exact-text.ts'
import { count } from './words.ts'

/** What fits into a row of the card, in columns. */
export const COLUMNS = 54
const MOST = 12
const HEAD = 8
const TAIL = 4
/** What a named character takes as a chip. */
const CHIP = 8

export interface Fold {
  /** where the shown beginning ends and the shown end starts, in UTF-16 code units */
  readonly head: number
  readonly tail: number
  /** `214 lines`, `3412 characters`: all of it */
  readonly all: string
}

/** Null = it is shown whole. */
export function foldOf(text: string, notices: readonly Notice[]): Fold | null {
  const rows = rowStarts(text, new Set(notices.map(notice => notice.index)))
  if (rows.length <= MOST) return null
  const lines = text.split('\n').length
  const all = lines > MOST ? count(lines, 'line') : count(text.length, 'character')
  return { head: rows[HEAD]!, tail: rows[rows.length - TAIL]!, all }
}

/** A part of a text with the notices that lie in it, counted from its own beginning. */
export function partOf(text: string, notices: readonly Notice[], from: number, to: number) {
  return {
    text: text.slice(from, to),
    notices: notices
      .filter(({ index }) => index >= from && index < to)
      .map(notice => ({ ...notice, index: notice.index - from })),
  }
}

function rowStarts(text: string, named: ReadonlySet<number>): number[] {
  const starts = [0]
  let column = 0
  let index = 0
  for (const raw of text) {
    const width = named.has(index) ? CHIP : raw === '\n' ? 0 : 1
    if (column > 0 && column + width > COLUMNS) {
      starts.push(index)
      column = 0
    }
    column += width
    index += raw.length
    if (raw === '\n') {
      starts.push(index)
      column = 0
    }
  }
  return starts
}
