// Text of an earlier run above a terminal's own rows, in its scrollback. No program printed it: it is kept out of whatever
// depends on the program's rows, so that the screen is at any size what it would be without it. That takes a narrow look into
// xterm; where xterm is not as expected there is no such text.
import type { IDisposable, Terminal } from '@xterm/xterm'
import type { Before } from '../../preload/contract.ts'
import { resize } from './inside.ts'

interface Row {
  readonly isWrapped: boolean
}
interface Rows {
  readonly length: number
  readonly maxLength: number
  get(index: number): Row | undefined
  trimStart(count: number): void
  splice(start: number, remove: number, ...rows: Row[]): void
  onTrim(listener: (count: number) => void): IDisposable
}
interface Buffer {
  readonly lines: Rows
  ybase: number
  ydisp: number
  savedY: number
}
interface Core {
  readonly buffers: { readonly normal: Buffer; readonly active: Buffer }
  readonly _bufferService?: { readonly _onScroll?: { fire(row: number): void } }
  writeSync(data: string): void
}
const coreOf = (terminal: Terminal) => (terminal as unknown as { _core?: Core })._core

export interface Above {
  /** Above all there is, once what was written so far is parsed; null takes it away. */
  put(before: Before | null): void
  /** As the terminal's own, with the text laid out anew. */
  resize(cols: number, rows: number): void
}

/** `scratch` makes a terminal of that width that is shown nowhere. */
export function textAbove(terminal: Terminal, scratch: (cols: number) => Terminal): Above {
  let text = ''
  /** rows of it that are there; they go as any that scroll out of the top */
  let count = 0
  /** the lowest of them */
  let last: Row | undefined
  let lines: Rows | null = null
  let hearing: IDisposable | null = null
  let ours = false

  function rowsAt(cols: number): Row[] {
    const paper = scratch(cols)
    const core = coreOf(paper)!
    core.writeSync(text)
    const { normal } = core.buffers
    const rows = Array.from({ length: normal.ybase + paper.buffer.normal.cursorY + 1 }, (_, y) => normal.lines.get(y)!)
    paper.dispose()
    return rows
  }

  /** A reset has taken them, or they have all scrolled away: then they stay away. */
  function isThere(): boolean {
    return count > 0 && coreOf(terminal)?.buffers.normal.lines === lines && lines?.get(count - 1) === last
  }

  /** Takes the rows away; gives how far up in them somebody looks, 0 = not in them. */
  function take(): number {
    const normal = coreOf(terminal)?.buffers.normal
    if (!normal || !isThere()) return 0
    const into = Math.max(0, count - normal.ydisp)
    ours = true
    normal.lines.trimStart(count)
    ours = false
    normal.ydisp = Math.max(0, normal.ydisp - count)
    normal.ybase -= count
    normal.savedY = Math.max(0, normal.savedY - count)
    count = 0
    return into
  }

  function lay(into: number): void {
    const core = coreOf(terminal)
    if (!core || text === '') return
    const { normal, active } = core.buffers
    if (lines !== normal.lines) {
      hearing?.dispose()
      lines = normal.lines
      hearing = lines.onTrim(trimmed => {
        if (ours) return
        const gone = Math.min(count, trimmed)
        count -= gone
        // Without our rows nothing would have gone, and what is absolute would have stayed.
        normal.savedY = Math.max(0, normal.savedY - gone)
      })
    }
    const room = lines.maxLength - lines.length
    const rows = room > 0 ? rowsAt(terminal.cols).slice(-room) : []
    count = rows.length
    last = rows.at(-1)
    if (count === 0) return
    lines.splice(0, 0, ...rows)
    normal.ybase += count
    normal.savedY += count
    normal.ydisp += Math.max(0, count - into)
    // As after any scrolling: the scrollbar and the rows are drawn where they are now.
    if (active === normal) core._bufferService?._onScroll?.fire(normal.ydisp)
    terminal.refresh(0, terminal.rows - 1)
  }

  return {
    put(before) {
      take()
      text = before && isAsExpected(terminal) ? textOf(before) : ''
      lay(0)
    },
    resize(cols, rows) {
      if (!isThere()) return resize(terminal, cols, rows)
      const into = take()
      resize(terminal, cols, rows)
      lay(into)
    },
  }
}

/** Dimmed, as bytes for a terminal: the lines, and one that says from when they are. */
export function textOf({ lines, at }: Before): string {
  const plain = [...lines, `from before, ${dateWords(new Date(at))}`].map(line => line.replace(CONTROL, ''))
  return `\x1b[2m${plain.join('\r\n')}`
}
const CONTROL = /[\x00-\x1f\x7f-\x9f]/g

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (part: number) => String(part).padStart(2, '0')

/** `Fri 21 Nov 23:37`, on this computer's clock. */
export function dateWords(at: Date): string {
  const day = `${DAYS[at.getDay()]} ${at.getDate()} ${MONTHS[at.getMonth()]}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`
}

function isAsExpected(terminal: Terminal): boolean {
  const core = coreOf(terminal)
  const { normal } = core?.buffers ?? {}
  const numbers = [normal?.ybase, normal?.ydisp, normal?.savedY, normal?.lines?.length, normal?.lines?.maxLength]
  const functions = [normal?.lines?.trimStart, normal?.lines?.splice, normal?.lines?.onTrim, core?.writeSync]
  return numbers.every(one => typeof one === 'number') && functions.every(one => typeof one === 'function')
}
