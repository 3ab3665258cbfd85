// Which colours a program has given the terminal (OSC 4, 10 to 12), for a window that missed the bytes that did. It answers nothing;
// what programs are told of colours is colours.ts.
import type { Terminal } from '@xterm/headless'

const SET = 1
const RESTORE = 2
const FOREGROUND = 256

interface ColourEvent {
  readonly type: number
  /** absent: all of them */
  readonly index?: number
  readonly color?: readonly number[]
}
interface Core {
  readonly _inputHandler?: { onColor?(listener: (events: readonly ColourEvent[]) => void): unknown }
}

/** Follows it from now on. What it returns gives sequences that make another terminal's colours the same; '' = none was ever set. */
export function followPalette(terminal: Terminal): () => string {
  const set = new Map<number, string>()
  let ever = false
  ;(terminal as unknown as { _core?: Core })._core?._inputHandler?.onColor?.(events => {
    for (const { type, index, color } of events) {
      if (type === SET && index !== undefined && color) set.set(index, color.map(hex).join('/'))
      else if (type === RESTORE && index !== undefined) set.delete(index)
      else if (type === RESTORE) for (const one of [...set.keys()]) if (one < FOREGROUND) set.delete(one)
      ever ||= type === SET
    }
  })
  return () => {
    if (!ever) return ''
    const sets = [...set].map(([index, rgb]) =>
      index < FOREGROUND ? `4;${index};rgb:${rgb}` : `${index - FOREGROUND + 10};rgb:${rgb}`,
    )
    return ['104', '110', '111', '112', ...sets].map(body => `\x1b]${body}\x07`).join('')
  }
}

const hex = (part: number) => part.toString(16).padStart(2, '0')
