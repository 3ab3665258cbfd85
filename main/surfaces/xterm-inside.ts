// The one narrow window into xterm's internals: what its public API does not tell and an exact `since` needs. Every
// property used here is checked when a terminal is made, so that an xterm that changed fails at once and loudly.
import type { Terminal } from '@xterm/headless'
import { SurfaceFault } from './faults.ts'
import type { Row } from './packed-rows.ts'

/** How many rows it may have while it is wrapped anew. */
const MOST_ROWS = 200_000

type Listen<T> = (listener: (event: T) => void) => { dispose(): void }
type Print = (data: Uint32Array, start: number, end: number) => void
interface Line {
  readonly _data: Uint32Array
  readonly _combined: Readonly<Record<number, string>>
  readonly _extendedAttrs: Readonly<Record<number, { readonly ext: number } | undefined>>
  readonly length: number
  readonly isWrapped: boolean
}
interface Lines {
  readonly onTrim: Listen<number>
  readonly length: number
  maxLength: number
  get(index: number): Line | undefined
  recycle(): Line
  splice(start: number, deleted: number, ...added: Line[]): void
  trimStart(count: number): void
}
interface InnerBuffer {
  readonly lines: Lines
  ybase: number
  ydisp: number
  savedY: number
  readonly y: number
  readonly scrollTop: number
}
interface Core {
  readonly optionsService: { readonly rawOptions: { scrollback: number } }
  readonly buffers: { readonly normal: InnerBuffer; readonly alt: InnerBuffer; readonly active: InnerBuffer }
  readonly _inputHandler: {
    readonly onRequestRefreshRows: Listen<unknown>
    print: Print
    parse(bytes: Uint8Array): unknown
    readonly _parser: { readonly currentState: number; setPrintHandler(print: Print): void }
  }
}

export interface XtermInside {
  /** Parses these bytes before it returns, past xterm's own queue, which must be given nothing. They end where a character ends. */
  parse(bytes: Uint8Array): void
  /** Lines that scrolled out of the normal buffer's top since it was made or reset. */
  trimmed(): number
  /** Hears of each parsed chunk that changed the normal buffer: the topmost row, absolute, that it wrote on or cleared. */
  onTouched(listener: (row: number) => void): void
  /** Hears of each row before it leaves the normal buffer's top, by its place from there. Not of what is cleared. */
  onLeaving(listener: (row: Row, place: number) => void): void
  /** Rows that find no place any more leave as others do. False = some went unheard. */
  resize(cols: number, rows: number): boolean
  /** Hears of a reset: the normal buffer is a new one and its counting starts again. */
  onReset(listener: () => void): void
  /** The parser is between sequences: the next byte starts something new. */
  atGround(): boolean
  /** Drops every row above the screen, as ED 3 does, on the normal buffer whichever is shown. */
  clearScrollback(): void
}

/** Throws SurfaceFault `terminal_changed` when this xterm is not built as expected. */
export function xtermInside(terminal: Terminal): XtermInside {
  const core = expected((terminal as unknown as { _core?: Core })._core)
  const handler = core._inputHandler
  const parser = handler._parser
  const resets = new Set<() => void>()
  const leavings = new Set<(row: Row, place: number) => void>()
  let lines: Lines | null = null
  let trimming: { dispose(): void } | null = null
  let trimmed = 0
  let top = Number.POSITIVE_INFINITY

  // A reset swaps the list of lines for a new one.
  function follow() {
    const current = core.buffers.normal.lines
    if (current === lines) return
    const isReset = lines !== null
    trimming?.dispose()
    lines = current
    trimmed = 0
    top = Number.POSITIVE_INFINITY
    trimming = current.onTrim(count => {
      trimmed += count
    })
    hearLeaving(current)
    if (isReset) for (const listener of resets) listener()
  }
  function trim(count: number) {
    const { normal } = core.buffers
    normal.lines.trimStart(count)
    normal.ybase = Math.max(0, normal.ybase - count)
    normal.ydisp = Math.max(0, normal.ydisp - count)
    normal.savedY = Math.max(0, normal.savedY - count)
  }
  function leave({ _data, _combined, _extendedAttrs, length, isWrapped }: Line, place: number) {
    const row = { cells: _data, cols: length, wrapped: isWrapped, joined: _combined, more: _extendedAttrs }
    for (const listener of leavings) listener(row, place)
  }
  /** Its event comes when some of them are overwritten already. */
  function hearLeaving(of: Lines) {
    const recycle = of.recycle.bind(of)
    const splice = of.splice.bind(of)
    of.recycle = () => {
      leave(of.get(0)!, 0)
      return recycle()
    }
    of.splice = (start, deleted, ...added) => {
      const over = of.length - deleted + added.length - of.maxLength
      for (let place = 0; place < over; place += 1) leave(of.get(place)!, place)
      splice(start, deleted, ...added)
    }
  }
  follow()
  handler.onRequestRefreshRows(follow)
  // Before the first row after a reset, which may come in the same chunk.
  terminal.buffer.onBufferChange(follow)

  /** `from` = row of the viewport, the cursor's when left out. */
  function touch(from?: number) {
    const { normal, active } = core.buffers
    if (active === normal) top = Math.min(top, trimmed + normal.ybase + (from ?? normal.y))
  }
  const print: Print = handler.print.bind(handler)
  parser.setPrintHandler((data, start, end) => {
    touch()
    print(data, start, end)
  })
  const onCsi = (final: string, row: (first: number) => number | undefined) =>
    terminal.parser.registerCsiHandler({ final }, params => {
      touch(row(typeof params[0] === 'number' ? params[0] : 0))
      return false
    })
  // What changes rows without printing: at the cursor, above it, or in the whole scroll region.
  for (const final of ['@', 'K', 'L', 'M', 'P', 'X']) onCsi(final, () => undefined)
  onCsi('J', part => (part === 1 || part === 2 ? 0 : undefined))
  for (const final of ['S', 'T']) onCsi(final, () => core.buffers.normal.scrollTop)
  terminal.parser.registerEscHandler({ final: 'M' }, () => {
    const { y, scrollTop } = core.buffers.normal
    if (y === scrollTop) touch(scrollTop)
    return false
  })

  return {
    parse(bytes) {
      // A promise comes from a handler that waits: there is none.
      if (handler.parse(bytes) !== undefined) throw changed()
    },
    trimmed: () => trimmed,
    onTouched(listener) {
      handler.onRequestRefreshRows(() => {
        const row = top
        top = Number.POSITIVE_INFINITY
        if (row !== Number.POSITIVE_INFINITY) listener(row)
      })
    },
    onLeaving(listener) {
      leavings.add(listener)
    },
    resize(cols, rows) {
      if (cols === terminal.cols && rows === terminal.rows) return true
      const options = core.optionsService.rawOptions
      const { scrollback } = options
      const { normal } = core.buffers
      // What is wrapped anew needs place for a moment, or it is cut off unheard. Setting the option itself would resize as well.
      const wraps = Math.ceil((2 * terminal.cols) / Math.max(2, cols))
      options.scrollback = Math.min(MOST_ROWS, normal.lines.length * wraps + terminal.rows)
      const before = trimmed
      terminal.resize(cols, rows)
      options.scrollback = scrollback
      // xterm leaves the other screen the room it had, and it then scrolls where it cannot.
      const { alt } = core.buffers
      if (alt.lines.maxLength > rows) alt.lines.maxLength = rows
      const isWhole = trimmed === before
      const most = terminal.rows + scrollback
      const over = normal.lines.length - most
      for (let place = 0; place < over; place += 1) leave(normal.lines.get(place)!, place)
      if (over > 0) trim(over)
      normal.lines.maxLength = most
      return isWhole
    },
    onReset(listener) {
      resets.add(listener)
    },
    atGround: () => parser.currentState === 0,
    clearScrollback() {
      const count = core.buffers.normal.lines.length - terminal.rows
      if (count > 0) trim(count)
    },
  }
}

function expected(core: Core | undefined): Core {
  const handler = core?._inputHandler
  const buffer = core?.buffers?.normal
  const numbers = [
    ...[buffer?.ybase, buffer?.ydisp, buffer?.savedY, buffer?.y, buffer?.scrollTop, buffer?.lines?.length],
    buffer?.lines?.maxLength,
    core?.buffers?.alt?.lines?.maxLength,
    core?.optionsService?.rawOptions?.scrollback,
    handler?._parser?.currentState,
  ]
  const line = buffer?.lines?.get?.(0)
  const isLine = line?._data instanceof Uint32Array && line._data.length === 3 * line.length && line._combined
  const functions = [
    buffer?.lines?.onTrim,
    buffer?.lines?.trimStart,
    buffer?.lines?.get,
    buffer?.lines?.recycle,
    buffer?.lines?.splice,
    handler?.onRequestRefreshRows,
    handler?.print,
    handler?.parse,
    handler?._parser?.setPrintHandler,
  ]
  const asBuilt = numbers.every(one => typeof one === 'number') && functions.every(one => typeof one === 'function')
  if (core && asBuilt && isLine) return core
  throw changed()
}

function changed(): SurfaceFault {
  return new SurfaceFault('terminal_changed', 'the terminal emulator is not the version this was built for')
}
