// What xterm's public API lacks in the window: throwing the scrollback away with the screen left as it is, and a screen that is not shown
// having the size of the one that is.
import type { Terminal } from '@xterm/xterm'

interface InnerBuffer {
  readonly lines: { readonly length: number; trimStart(count: number): void }
  ybase: number
  ydisp: number
  savedY: number
}
interface Core {
  readonly buffers: { readonly normal: InnerBuffer; readonly active: InnerBuffer }
  readonly _onScroll: { fire(event: { readonly position: number }): void }
}

/**
 * Exactly as the mirror does (main/surfaces/xterm-inside.ts): xterm leaves the screen that is not shown the room it had, and it then
 * scrolls where it cannot.
 */
export function resize(terminal: Terminal, cols: number, rows: number): void {
  terminal.resize(cols, rows)
  const core = (
    terminal as unknown as { readonly _core?: { readonly buffers?: { readonly alt?: { readonly lines?: Room } } } }
  )._core
  const lines = core?.buffers?.alt?.lines
  if (lines && lines.maxLength > rows) lines.maxLength = rows
}
interface Room {
  maxLength: number
}

/** Exactly as the mirror does (main/surfaces/xterm-inside.ts): on the normal screen, whichever is shown. */
export function clearScrollback(terminal: Terminal): void {
  const core = (terminal as unknown as { readonly _core: Core })._core
  const { normal, active } = core.buffers
  const count = normal.lines.length - terminal.rows
  if (count <= 0) return
  normal.lines.trimStart(count)
  normal.ybase = Math.max(0, normal.ybase - count)
  normal.ydisp = Math.max(0, normal.ydisp - count)
  normal.savedY = Math.max(0, normal.savedY - count)
  if (active !== normal) return
  core._onScroll.fire({ position: normal.ydisp })
  terminal.refresh(0, terminal.rows - 1)
}
