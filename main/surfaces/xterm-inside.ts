// The one narrow window into xterm's internals: what its public API does not tell and an exact `since` needs. Every
// property read here is checked when a terminal is made, so that an xterm that changed fails at once and loudly.
import type { Terminal } from '@xterm/headless'
import { SurfaceFault } from './faults.ts'

type Listen<T> = (listener: (event: T) => void) => { dispose(): void }
interface Lines {
  readonly onTrim: Listen<number>
}
interface Core {
  readonly buffers: { readonly normal: { readonly lines: Lines; readonly ybase: number } }
  readonly _inputHandler: {
    readonly onRequestRefreshRows: Listen<{ start: number; end: number } | undefined>
    readonly _parser: { readonly currentState: number }
  }
}

export interface XtermInside {
  /** Lines that scrolled out of the normal buffer's top since it was made or reset. */
  trimmed(): number
  /** Hears of each parsed chunk: the top row of the viewport that it touched. */
  onTouched(listener: (topRow: number) => void): void
  /** Hears of a reset: the normal buffer is a new one and its counting starts again. */
  onReset(listener: () => void): void
  /** The parser is between sequences: the next byte starts something new. */
  atGround(): boolean
}

/** Throws SurfaceFault `terminal_changed` when this xterm is not built as expected. */
export function xtermInside(terminal: Terminal): XtermInside {
  const core = (terminal as unknown as { _core?: Partial<Core> })._core
  const handler = core?._inputHandler
  const normal = core?.buffers?.normal
  if (
    typeof normal?.lines?.onTrim !== 'function' ||
    typeof normal.ybase !== 'number' ||
    typeof handler?.onRequestRefreshRows !== 'function' ||
    typeof handler._parser?.currentState !== 'number'
  ) {
    throw new SurfaceFault('terminal_changed', 'the terminal emulator is not the version this was built for')
  }
  const buffers = core!.buffers!
  const resets = new Set<() => void>()
  let lines: Lines = normal.lines
  let trimmed = 0
  let trimming = lines.onTrim(count => {
    trimmed += count
  })

  // A reset swaps the list of lines for a new one.
  function follow() {
    const current = buffers.normal.lines
    if (current === lines) return
    trimming.dispose()
    lines = current
    trimmed = 0
    trimming = lines.onTrim(count => {
      trimmed += count
    })
    for (const listener of resets) listener()
  }
  handler.onRequestRefreshRows(follow)

  return {
    trimmed: () => trimmed,
    onTouched(listener) {
      handler.onRequestRefreshRows(rows => listener(rows?.start ?? 0))
    },
    onReset(listener) {
      resets.add(listener)
    },
    atGround: () => handler._parser!.currentState === 0,
  }
}
