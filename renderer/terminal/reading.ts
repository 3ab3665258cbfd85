// Whether a person looks at what a terminal printed before: has scrolled up, selected some of it, looks for a text in it, or has it
// read out. Then nothing may be left out of what comes, and what is there stays where it is.
import type { Terminal } from '@xterm/xterm'

export interface Reading {
  /** Somebody looks for a text, or not any more. */
  finding(on: boolean): void
  /** Settings may be others now. */
  look(): void
  /** The way up is there: it is told what holds now. */
  connected(): void
  dispose(): void
}

/** `tell` hears of each change. */
export function followReading(terminal: Terminal, tell: (on: boolean) => void): Reading {
  let isFinding = false
  let last = false
  const look = () => {
    const { viewportY, baseY } = terminal.buffer.active
    const now = viewportY < baseY || isFinding || terminal.hasSelection() || terminal.options.screenReaderMode === true
    if (now === last) return
    last = now
    tell(now)
  }
  const hearing = [terminal.onScroll(look), terminal.onSelectionChange(look)]
  return {
    finding(on) {
      isFinding = on
      look()
    },
    connected() {
      last = false
      look()
    },
    look,
    dispose() {
      for (const one of hearing) one.dispose()
    },
  }
}
