// A terminal whose size is somebody else's to say: tmux's, for others may look at the pane. It stands at the top left of its
// place; where it is larger, that scrolls, and follows the cursor.
import type { Terminal } from '@xterm/xterm'
import type { PortUp } from '../../preload/contract.ts'

export interface OtherSize {
  readonly cols: number
  readonly rows: number
  /** rows and columns are left over, or do not fit */
  readonly is: 'smaller' | 'larger'
}

/** What a size that was told is against the room there is; null = it fits. One row or column less is no news. */
export function otherSize(
  told: { readonly cols: number; readonly rows: number },
  room: { readonly cols: number; readonly rows: number },
): OtherSize | null {
  const { cols, rows } = told
  if (cols > room.cols || rows > room.rows) return { cols, rows, is: 'larger' }
  return room.cols - cols > 1 || room.rows - rows > 1 ? { cols, rows, is: 'smaller' } : null
}

/** What a person types, not what the terminal tells of itself: where the mouse is, that it has the focus. */
export function isTyping(message: PortUp): boolean {
  if (message.kind === 'newline') return true
  return message.kind === 'keys' && !/^\x1b\[(?:[IO]$|<|M)/.test(message.data)
}

export interface ToldTerminal {
  on(): boolean
  set(on: boolean): void
  /** The size is another. */
  sized(): void
  /** So much fits into its place. */
  room(cols: number, rows: number): void
  dispose(): void
}

export function toldTerminal(
  element: HTMLElement,
  terminal: Terminal,
  says: (other: OtherSize | null) => void,
): ToldTerminal {
  let isOn = false
  let room: { cols: number; rows: number } | null = null
  let last: OtherSize | null = null
  const draw = () => {
    const next = isOn && room ? otherSize(terminal, room) : null
    element.classList.toggle('told', isOn)
    for (const is of ['smaller', 'larger'] as const) element.classList.toggle(is, next?.is === is)
    if (JSON.stringify(next) === JSON.stringify(last)) return
    last = next
    says(next)
  }
  const follow = terminal.onCursorMove(() => {
    if (last?.is !== 'larger' || !element.contains(document.activeElement)) return
    const screen = element.querySelector<HTMLElement>('.xterm-screen')
    if (!screen) return
    const [width, height] = [screen.clientWidth / terminal.cols, screen.clientHeight / terminal.rows]
    const { cursorX, cursorY } = terminal.buffer.active
    const near = (start: number, size: number, seen: number, length: number) =>
      start < seen ? start : start + size > seen + length ? start + size - length : seen
    element.scrollLeft = near(cursorX * width, width, element.scrollLeft, element.clientWidth)
    element.scrollTop = near(cursorY * height, height, element.scrollTop, element.clientHeight)
  })
  return {
    on: () => isOn,
    set(on) {
      isOn = on
      draw()
    },
    sized: draw,
    room(cols, rows) {
      room = { cols, rows }
      draw()
    },
    dispose: () => follow.dispose(),
  }
}
