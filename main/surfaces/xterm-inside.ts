// The one narrow window into xterm's internals: what its public API does not tell and an exact `since` needs. Every
// property used here is checked when a terminal is made, so that an xterm that changed fails at once and loudly.
import type { Terminal } from '@xterm/headless'
import { SurfaceFault } from './faults.ts'

type Listen<T> = (listener: (event: T) => void) => { dispose(): void }
type Print = (data: Uint32Array, start: number, end: number) => void
interface Lines {
  readonly onTrim: Listen<number>
  readonly length: number
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
  readonly buffers: { readonly normal: InnerBuffer; readonly active: InnerBuffer }
  readonly _inputHandler: {
    readonly onRequestRefreshRows: Listen<unknown>
    print: Print
    readonly _parser: { readonly currentState: number; setPrintHandler(print: Print): void }
  }
}

export interface XtermInside {
  /** Lines that scrolled out of the normal buffer's top since it was made or reset. */
  trimmed(): number
  /** Hears of each parsed chunk that changed the normal buffer: the topmost row, absolute, that it wrote on or cleared. */
  onTouched(listener: (row: number) => void): void
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
    if (isReset) for (const listener of resets) listener()
  }
  follow()
  handler.onRequestRefreshRows(follow)

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
    trimmed: () => trimmed,
    onTouched(listener) {
      handler.onRequestRefreshRows(() => {
        const row = top
        top = Number.POSITIVE_INFINITY
        if (row !== Number.POSITIVE_INFINITY) listener(row)
      })
    },
    onReset(listener) {
      resets.add(listener)
    },
    atGround: () => parser.currentState === 0,
    clearScrollback() {
      const { normal } = core.buffers
      const count = normal.lines.length - terminal.rows
      if (count <= 0) return
      normal.lines.trimStart(count)
      normal.ybase = Math.max(0, normal.ybase - count)
      normal.ydisp = Math.max(0, normal.ydisp - count)
      normal.savedY = Math.max(0, normal.savedY - count)
    },
  }
}

function expected(core: Core | undefined): Core {
  const handler = core?._inputHandler
  const buffer = core?.buffers?.normal
  const numbers = [
    ...[buffer?.ybase, buffer?.ydisp, buffer?.savedY, buffer?.y, buffer?.scrollTop, buffer?.lines?.length],
    handler?._parser?.currentState,
  ]
  const functions = [
    buffer?.lines?.onTrim,
    buffer?.lines?.trimStart,
    handler?.onRequestRefreshRows,
    handler?.print,
    handler?._parser?.setPrintHandler,
  ]
  const asBuilt = numbers.every(one => typeof one === 'number') && functions.every(one => typeof one === 'function')
  if (core && asBuilt) return core
  throw new SurfaceFault('terminal_changed', 'the terminal emulator is not the version this was built for')
}
