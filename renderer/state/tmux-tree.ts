// The sessions, windows and panes of a tmux server as the rows of a tree: which a search shows, where keys lead, what is chosen.
// A window with one pane is one row. Pure.
import type { TmuxPane, TmuxPlace, TmuxSession, TmuxWindow } from '../../preload/contract.ts'
import { seenText } from './seen-text.ts'

interface RowBase {
  /** unique in the tree: a window may stand in several sessions */
  readonly key: string
  readonly level: number
  /** what its letters jump to */
  readonly name: string
  /** open or folded; null = a pane */
  readonly open: boolean | null
  /** which of how many on its level */
  readonly at: number
  readonly all: number
  /** panes in it, in order; of a pane itself alone */
  readonly panes: readonly TmuxPane[]
}
interface SessionRow extends RowBase {
  readonly kind: 'session'
  readonly session: TmuxSession
}
interface WindowRow extends RowBase {
  readonly kind: 'window'
  readonly window: TmuxWindow
}
export interface PaneRow extends RowBase {
  readonly kind: 'pane'
  readonly pane: TmuxPane
  /** its window, where the row stands for it as well; null = the window has a row of its own */
  readonly window: TmuxWindow | null
}
export type TmuxRow = SessionRow | WindowRow | PaneRow

/** For keys of lists. */
export const placeKey = ({ host, socket }: TmuxPlace): string => `${host ?? ''} ${socket ?? ''}`

const wordsOf = (query: string) => query.toLowerCase().split(/\s+/).filter(Boolean)

/** Whether each word stands in one of its texts. */
function finds(words: readonly string[], session: TmuxSession, window: TmuxWindow, pane: TmuxPane): boolean {
  const texts = [session.name, window.name, pane.title, pane.command, pane.cwd, pane.agent ?? '', pane.id]
  const all = texts.map(seenText).join('\n').toLowerCase()
  return words.every(word => all.includes(word))
}

/** The rows that are drawn. `shut`: keys of folded rows; while something is looked for nothing is folded. */
export function rowsOf(sessions: readonly TmuxSession[], query: string, shut: ReadonlySet<string>): TmuxRow[] {
  const words = wordsOf(query)
  const isOpen = (key: string) => words.length > 0 || !shut.has(key)
  const shown = sessions
    .map(session => {
      const windows = session.windows
        .map(window => ({ window, panes: window.panes.filter(pane => finds(words, session, window, pane)) }))
        .filter(({ panes }) => panes.length > 0)
      return { session, windows }
    })
    .filter(({ windows }) => windows.length > 0 || words.length === 0)
  return shown.flatMap(({ session, windows }, at): TmuxRow[] => {
    const open = isOpen(session.id)
    const panes = windows.flatMap(one => one.panes)
    const place = { level: 1, at, all: shown.length }
    const head: TmuxRow = { kind: 'session', key: session.id, name: session.name, open, panes, session, ...place }
    if (!open) return [head]
    return [head, ...windows.flatMap((one, index) => windowRows(session.id, one, index, windows.length, isOpen))]
  })
}

function windowRows(
  session: string,
  { window, panes }: { readonly window: TmuxWindow; readonly panes: readonly TmuxPane[] },
  at: number,
  all: number,
  isOpen: (key: string) => boolean,
): TmuxRow[] {
  const key = `${session} ${window.id}`
  const [only] = window.panes
  const place = { level: 2, at, all }
  const { name } = window
  if (only && window.panes.length === 1) {
    return [{ kind: 'pane', key: `${key} ${only.id}`, name, open: null, panes: [only], pane: only, window, ...place }]
  }
  const open = isOpen(key)
  const head: TmuxRow = { kind: 'window', key, name, open, panes, window, ...place }
  if (!open) return [head]
  const below = panes.map((pane, index): TmuxRow => {
    const own = { key: `${key} ${pane.id}`, level: 3, at: index, all: panes.length }
    return { kind: 'pane', name: pane.command, open: null, panes: [pane], pane, window: null, ...own }
  })
  return [head, ...below]
}

/** Where a key leads from a row, or what it folds; null = it is none of these keys, or it leads nowhere. */
export function stepped(
  rows: readonly TmuxRow[],
  from: string,
  key: string,
): { readonly to: string } | { readonly fold: string; readonly shut: boolean } | null {
  const at = rows.findIndex(row => row.key === from)
  const row = rows[at]
  if (!row) return null
  const to = (index: number) => {
    const other = rows[Math.min(Math.max(index, 0), rows.length - 1)]
    return other && other !== row ? { to: other.key } : null
  }
  switch (key) {
    case 'ArrowDown':
      return to(at + 1)
    case 'ArrowUp':
      return to(at - 1)
    case 'PageDown':
      return to(at + 10)
    case 'PageUp':
      return to(at - 10)
    case 'Home':
      return to(0)
    case 'End':
      return to(rows.length - 1)
    case 'ArrowRight':
      if (row.open === null) return null
      return row.open ? to(at + 1) : { fold: row.key, shut: false }
    case 'ArrowLeft': {
      if (row.open) return { fold: row.key, shut: true }
      const above = rows.findLastIndex((other, index) => index < at && other.level < row.level)
      return above < 0 ? null : to(above)
    }
    default:
      return null
  }
}

/** Panes that can be chosen: those that are no surface yet and whose program runs. `own`: those that are, by their id. */
export function choosable(panes: readonly TmuxPane[], own: ReadonlyMap<string, string>): string[] {
  return panes.filter(pane => !pane.dead && !own.has(pane.id)).map(({ id }) => id)
}

/** Whether all, some or none of the panes of a row are chosen; null = none can be. */
export function chosenIn(
  row: TmuxRow,
  chosen: ReadonlySet<string>,
  own: ReadonlyMap<string, string>,
): boolean | 'mixed' | null {
  const can = choosable(row.panes, own)
  if (can.length === 0) return null
  const some = can.filter(id => chosen.has(id)).length
  return some === 0 ? false : some === can.length ? true : 'mixed'
}

/** What is chosen once a row was: all it holds, or none of them where all were. */
export function toggled(row: TmuxRow, chosen: ReadonlySet<string>, own: ReadonlyMap<string, string>): Set<string> {
  const can = choosable(row.panes, own)
  const next = new Set(chosen)
  const off = can.every(id => chosen.has(id))
  for (const id of can) off ? next.delete(id) : next.add(id)
  return next
}

/** Every pane of a server, each once, in the order of the tree. */
export function allPanes(sessions: readonly TmuxSession[]): TmuxPane[] {
  const panes = sessions.flatMap(({ windows }) => windows.flatMap(window => window.panes))
  return [...new Map(panes.map(pane => [pane.id, pane])).values()]
}
