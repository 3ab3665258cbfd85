// A program's ask to put text on the clipboard (OSC 52): done only while the person's keys go to that very terminal, and
// then said in its pane. What is refused waits for nothing. The line that says it says other things of the clipboard too.
import { call } from '../api.ts'

/** How long it is said, in ms. */
const SAID_MS = 5_000

/** What is said of it. Counts characters, not bytes. */
export function copiedWords(text: string): string {
  const count = [...text].length
  return `The program copied ${count} ${count === 1 ? 'character' : 'characters'} to the clipboard.`
}

export interface Copied {
  /** The line in the pane, empty while there is nothing to say. */
  readonly element: HTMLElement
  /** A program asks, now. */
  ask(text: string): Promise<void>
  /** Says this in the pane for a moment. */
  tell(words: string): void
  dispose(): void
}

/** For the terminal inside `terminal`. `isHigh`: its cursor is in the first rows, where the line would be in the way. */
export function createCopied(terminal: HTMLElement, isHigh: () => boolean): Copied {
  const element = document.createElement('p')
  element.className = 'tm-note'
  element.setAttribute('role', 'status')
  let timer: number | undefined
  const tell = (words: string) => {
    element.textContent = words
    element.classList.toggle('low', isHigh())
    window.clearTimeout(timer)
    timer = window.setTimeout(() => element.replaceChildren(), SAID_MS)
  }
  return {
    element,
    tell,
    async ask(text) {
      const isHere = document.hasFocus() && terminal.contains(document.activeElement)
      if (isHere && (await call('clipboard.write', { text })).ok) tell(copiedWords(text))
    },
    dispose() {
      window.clearTimeout(timer)
      element.remove()
    },
  }
}
