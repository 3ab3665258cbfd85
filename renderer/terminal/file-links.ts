// Names of files in a terminal's text: underlined where main says that there is one, and opened by main on a Ctrl or Command
// click. The title says which file it would be.
import type { IBufferRange, ILink, Terminal } from '@xterm/xterm'
import type { FoundFile } from '../../preload/contract.ts'
import { call } from '../api.ts'
import { say } from '../state/panel.ts'
import type { OverLink } from '../state/terminal-menu.ts'
import { type NamedPath, pathsIn } from './paths.ts'
import { createSeen } from './seen.ts'

/** Of a line: a cell may hold any number of marks. */
const MOST_CHARACTERS = 16_384
const MOST_OF_CELL = 32
/** How far a line that is wrapped is followed up and down, in rows. */
const MOST_ROWS = 10
/** How long main's answer holds, in ms. */
const FRESH_MS = 3_000
const MOST_KEPT = 500

type FileLink = OverLink & { kind: 'file' }

export interface FileLinks {
  /** the one under the pointer */
  over(): FileLink | null
  dispose(): void
}

export function fileLinks(surface: string, terminal: Terminal, title: (text: string) => void): FileLinks {
  const known = new Map<string, { readonly at: number; readonly file: FoundFile | null }>()
  let over: FileLink | null = null
  const seen = createSeen(() => performance.now())

  /** A program says in which folder it is: what a short name opens is seen before it is opened. */
  function open(event: MouseEvent, link: FileLink) {
    if (!event.ctrlKey && !event.metaKey) return
    const words = placeWords(link)
    if (seen.mayOpen(words)) void openFile(surface, link)
    else say(`That is ${words}. Click again to open it.`)
  }

  async function look(paths: readonly string[]): Promise<void> {
    const now = performance.now()
    const strange = [...new Set(paths)].filter(
      path => now - (known.get(path)?.at ?? Number.NEGATIVE_INFINITY) > FRESH_MS,
    )
    if (strange.length === 0) return
    const answer = await call('file.exists', { surface, paths: strange })
    if (known.size > MOST_KEPT) known.clear()
    for (const [n, path] of strange.entries()) {
      known.set(path, { at: now, file: (answer.ok && answer.value.files[n]) || null })
    }
  }

  function linkOf({ path, line, column }: NamedPath, range: IBufferRange, text: string): ILink[] {
    const file = known.get(path)?.file
    if (!file) return []
    const link: FileLink = { kind: 'file', path: file.path, line, column }
    return [
      {
        range,
        text,
        activate: event => open(event, link),
        hover() {
          over = link
          seen.rests(placeWords(link))
          const key = navigator.platform.startsWith('Mac') ? 'Command' : 'Ctrl'
          title(`Hold ${key} and click to open ${placeWords(link)}`)
        },
        leave() {
          over = null
          seen.leaves()
          title('')
        },
      },
    ]
  }

  const provider = terminal.registerLinkProvider({
    provideLinks(row, give) {
      const line = wholeLine(terminal, row - 1)
      const named = pathsIn(line.text)
      if (named.length === 0) return give(undefined)
      void look(named.map(({ path }) => path)).then(() => {
        const links = named.flatMap(one => {
          const [start, end] = [line.cells[one.start], line.cells[one.end - 1]]
          if (!start || !end || row < start.y || row > end.y) return []
          return linkOf(one, { start, end }, line.text.slice(one.start, one.end))
        })
        give(links.length > 0 ? links : undefined)
      })
    },
  })
  return { over: () => over, dispose: () => provider.dispose() }
}

/** On a person's click. What was only shown, or failed, is said. */
export async function openFile(surface: string, { path, line, column }: FileLink): Promise<void> {
  const opened = await call('file.open', { surface, path, line, column })
  if (!opened.ok) say(opened.message)
  else if (opened.value.shown) say(`It is shown in the file manager: ${visible(path)} is a folder, or could be run.`)
}

/** `/a/b.ts, line 12` */
export function placeWords({ path, line, column }: FileLink): string {
  const at = line === null ? '' : `, line ${line}${column === null ? '' : `, column ${column}`}`
  return `${visible(path)}${at}`
}

/** A name may hold what is not seen, or turns the text around. */
function visible(text: string): string {
  return text.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    one => `<U+${one.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`,
  )
}

interface Cell {
  /** as xterm counts them in links, from 1 */
  readonly x: number
  readonly y: number
}

/** The line that a row is a part of, with the cell of each of its characters. */
function wholeLine(terminal: Terminal, row: number): { text: string; cells: Cell[] } {
  const buffer = terminal.buffer.active
  let first = row
  while (first > 0 && row - first < MOST_ROWS && buffer.getLine(first)?.isWrapped) first -= 1
  let last = row
  while (last - row < MOST_ROWS && buffer.getLine(last + 1)?.isWrapped) last += 1
  let text = ''
  const cells: Cell[] = []
  for (let y = first; y <= last; y += 1) {
    const line = buffer.getLine(y)
    for (let x = 0; line && x < line.length && text.length < MOST_CHARACTERS; x += 1) {
      const cell = line.getCell(x)
      if (!cell || cell.getWidth() === 0) continue
      const chars = cell.getChars().slice(0, MOST_OF_CELL) || ' '
      text += chars
      for (let n = 0; n < chars.length; n += 1) cells.push({ x: x + 1, y: y + 1 })
    }
  }
  return { text, cells }
}
