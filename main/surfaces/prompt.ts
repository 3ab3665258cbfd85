// Does our shell wait at its own prompt? Keeps what `dialogOf` needs to know: who switched bracketed paste on, and when
// anything last went in or out. It reads the kernel's facts and decides nothing else.
import type { Clock } from './clock.ts'
import { dialogOf } from './dialog.ts'
import { type Foreground, readForeground } from './foreground.ts'
import type { Look } from './screen.ts'
import type { Dialog } from './surface.ts'

export interface Prompt {
  /** The program printed. */
  output(): void
  /** Something went in, from anyone. */
  input(): void
  /** The program switched bracketed paste on. */
  pasteOn(): void
  /** The shell was seen to use bracketed paste: it says itself when it is at its prompt. */
  marksItself(): boolean
  foreground(): Foreground
  dialog(look: Look, foreground: Foreground): Dialog
  /** ms since it printed last; Infinity = never */
  sinceOutput(): number
}

export function createPrompt(spec: { pid: number; shell: string; interactiveShell: boolean }, clock: Clock): Prompt {
  const started = clock.mono()
  let output = Number.NEGATIVE_INFINITY
  let input = Number.NEGATIVE_INFINITY
  let pasteByShell = false
  let pasteEverByShell = false
  const foreground = () => readForeground(spec.pid, spec.shell)
  return {
    output() {
      output = clock.mono()
    },
    input() {
      input = clock.mono()
    },
    pasteOn() {
      pasteByShell = spec.interactiveShell && foreground().is === 'shell'
      pasteEverByShell ||= pasteByShell
    },
    marksItself: () => pasteEverByShell,
    foreground,
    dialog(look, front) {
      const now = clock.mono()
      return dialogOf({
        interactiveShell: spec.interactiveShell,
        foreground: front,
        printed: output !== Number.NEGATIVE_INFINITY,
        bracketedPaste: look.bracketedPaste,
        pasteByShell,
        pasteEverByShell,
        alt: look.alt,
        sinceStart: now - started,
        sinceOutput: now - output,
        sinceInput: now - input,
      })
    },
    sinceOutput: () => clock.mono() - output,
  }
}
