// When a window that gets screens instead of bytes gets the next one, and when the flood is over: never more than it has drawn, nor
// more often than anyone can see. It knows no screens and sends nothing itself.
import type { Clock } from './clock.ts'

/** No two screens are closer than this, in ms. */
const FRAME_MS = 33
/** Nor than this, while a person types elsewhere. */
const SECOND_MS = 200
/** Nor than so many times what the one before took to be made and sent: a screen may be huge. */
const REST_TIMES = 4
/** One that is being drawn is waited for: asked again after so many ms, so many times. */
const TORN_MS = 4
const TORN_TIMES = 8
/** A flood is over after two stretches of this length, in ms, with less than that many bytes each. */
const LULL_MS = 25
const LULL_BYTES = 6_250

export interface Skip {
  /** So many bytes went past the window, or its size is another (0). */
  passed(bytes: number): void
  /** The window has drawn all it was given. */
  drawn(): void
  /** The flood may go on, but the window needs everything now. */
  hurry(): void
  stop(): void
}

export interface SkipEvents {
  /** The window is to get what the screen shows now. False = it shows half of something; `isDue`: then that. */
  frame(isDue: boolean): boolean
  /** The window is to get everything again. Called once, and nothing after it. */
  over(): void
}

/** The window has still something to draw that it was given before. `isSecond`: a person types elsewhere. */
export function createSkip(
  { frame, over }: SkipEvents,
  clock: Pick<Clock, 'mono' | 'after'>,
  isSecond: () => boolean = () => false,
): Skip {
  let isDrawn = false
  let isNew = false
  let isHurried = false
  let isOver = false
  let framedAt = Number.NEGATIVE_INFINITY
  let tookMs = 0
  let bytes = 0
  let lulls = 0
  let torn = 0
  let framing: (() => void) | null = null
  let looking: (() => void) | null = null

  function go() {
    if (isOver || !isDrawn) return
    if (isHurried || lulls >= 2) {
      stop()
      return over()
    }
    if (!isNew || framing) return
    const apart = Math.max(isSecond() ? SECOND_MS : FRAME_MS, REST_TIMES * tookMs)
    const due = framedAt + apart - clock.mono()
    if (due > 0) return later(due)
    // It may be told at once that this one is drawn.
    isNew = false
    isDrawn = false
    const began = clock.mono()
    if (frame(torn >= TORN_TIMES)) {
      framedAt = clock.mono()
      tookMs = framedAt - began
      torn = 0
      return
    }
    isNew = true
    isDrawn = true
    torn += 1
    later(TORN_MS)
  }

  function later(ms: number) {
    framing = clock.after(ms, () => {
      framing = null
      go()
    })
  }

  function look() {
    looking = clock.after(LULL_MS, () => {
      lulls = bytes < LULL_BYTES ? lulls + 1 : 0
      bytes = 0
      // A window that does not draw is not looked after: it is when it has.
      if (lulls < 2) look()
      else looking = null
      go()
    })
  }

  function stop() {
    isOver = true
    framing?.()
    looking?.()
  }

  look()
  return {
    passed(count) {
      if (isOver) return
      bytes += count
      isNew = true
      if (!looking && bytes >= LULL_BYTES) {
        lulls = 0
        look()
      }
      go()
    },
    drawn() {
      isDrawn = true
      go()
    },
    hurry() {
      isHurried = true
      go()
    },
    stop,
  }
}
