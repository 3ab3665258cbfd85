// The only caller of .focus() in the window. Focus moves on a person's click or key and on nothing else: no draft, no
// update, no connection moves it. What this restores is only what a redraw of ours took away.

interface Focusable {
  focus(): void
}

/** Where a person writes or chooses, terminals aside. */
const ELSEWHERE = '[role="dialog"], [role="menu"], input, textarea:not(.xterm-helper-textarea)'

const surfaces = new Map<string, Focusable>()
let last: string | null = null
/** a surface a person asked for whose terminal is not there yet */
let wanted: string | null = null
/** grows with every gesture that moves focus */
let turn = 0
const listeners = new Set<(surface: string) => void>()

export const focusManager = {
  /** A terminal is there to be focused. Returns the unsubscriber. */
  register(surface: string, target: Focusable): () => void {
    surfaces.set(surface, target)
    if (wanted === surface) this.surface(surface)
    return () => {
      if (surfaces.get(surface) === target) surfaces.delete(surface)
    }
  },

  /** On a person's gesture: to a surface's terminal, now or as soon as it is there. */
  surface(id: string | null): void {
    if (!id) return
    const target = surfaces.get(id)
    wanted = target ? null : id
    last = id
    target?.focus()
    turn += 1
    const mine = turn
    // What covers the terminals is gone once the page is drawn again, at the latest with the next frame; until then nothing under
    // it takes focus.
    const before = document.activeElement
    const again = () => {
      const now = document.activeElement
      // A frame may be late: what the person has gone to meanwhile keeps the focus.
      if (turn === mine && (now === before || now === null || now === document.body)) target?.focus()
    }
    queueMicrotask(again)
    requestAnimationFrame(again)
  },

  /** On a person's gesture: to a part of the app. */
  element(element: HTMLElement | null): void {
    if (!element) return
    wanted = null
    turn += 1
    element.focus({ preventScroll: false })
  },

  /** Back to the surface that had focus last. */
  back(): void {
    this.surface(last)
  },

  /** The terminal that had focus was moved in the page by a redraw: it gets back what it had, if nobody else took it. */
  restore(id: string): void {
    // The person is on the way to another surface.
    if (wanted !== null || last !== id) return
    if (document.activeElement === null || document.activeElement === document.body) surfaces.get(id)?.focus()
  },

  /** The browser says a terminal got focus (a click into it, or the calls above). */
  noticed(surface: string): void {
    wanted = null
    if (surface !== last) turn += 1
    last = surface
    for (const listener of listeners) listener(surface)
  },

  onSurface(listener: (surface: string) => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },

  /**
   * For what a person asked for and what takes its time. The answer, once it is there: have they gone to write or to choose
   * somewhere else than in a terminal meanwhile?
   */
  leaving(): () => boolean {
    const before = document.activeElement
    return () => {
      const now = document.activeElement
      return now !== before && now?.closest(ELSEWHERE) != null
    }
  },

  /**
   * For what a person asked for in a part of the app, and what takes its time. The answer, once it is there: did the keyboard come from
   * in there, and has it gone nowhere else since? What had it may be gone by then.
   */
  staying(isInside: () => boolean): () => boolean {
    const was = isInside()
    return () => was && (isInside() || document.activeElement === document.body)
  },

  /** The element a closing menu gives focus back to. */
  lastSurface(): string | null {
    return last
  },
}
