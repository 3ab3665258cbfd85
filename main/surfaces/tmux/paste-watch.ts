// Bracketed paste as a stream of bytes says it, cut anywhere. (pure)

/** Longer than any sequence that switches it. */
const TAIL = 64

export interface PasteWatch {
  take(text: string): void
  /** as it was said last; null = never */
  last(): boolean | null
}

export function createPasteWatch(): PasteWatch {
  let tail = ''
  let on: boolean | null = null
  return {
    take(text) {
      const all = tail + text
      for (const [, modes, final] of all.matchAll(/\x1b(?:c|\[!p|\[\?([\d;]*)([hl]))/g)) {
        // A reset of the terminal.
        if (modes === undefined) on = false
        else if (modes.split(';').includes('2004')) on = final === 'h'
      }
      // What stands in it is read once more, which changes nothing.
      tail = all.slice(-TAIL)
    },
    last: () => on,
  }
}
