// May a dialog be open that one key would answer? (pure) `no` only where a shell that we started surely waits at its own
// prompt; whatever is not sure is unknown, with the reason in a sentence.
import type { Foreground } from './foreground.ts'
import type { Dialog } from './surface.ts'

export interface DialogSignals {
  /** the surface is a shell at its own prompt, not a command */
  readonly interactiveShell: boolean
  readonly foreground: Foreground
  readonly printed: boolean
  readonly bracketedPaste: boolean
  /** the shell itself was in the foreground when bracketed paste was switched on last */
  readonly pasteByShell: boolean
  /** bracketed paste was ever switched on by the shell */
  readonly pasteEverByShell: boolean
  readonly alt: boolean
  /** ms since it was started, since it printed last, since anything went in (Infinity = never) */
  readonly sinceStart: number
  readonly sinceOutput: number
  readonly sinceInput: number
}

/** A shell without bracketed paste is taken to be at its prompt after this long a quiet, in ms. */
export const QUIET_MS = { start: 1000, output: 150, input: 150 } as const

export function dialogOf(s: DialogSignals): Dialog {
  if (!s.interactiveShell) return unknown('a command runs here, and whether it asks something cannot be known')
  if (!s.printed) return unknown('the shell is still starting')
  if (s.foreground.is === 'unknown') return unknown('which program is in the foreground cannot be known here')
  if (s.foreground.is === 'other') {
    const program = s.foreground.program ?? 'another program'
    return unknown(`${program} is in the foreground, and whether it asks something cannot be known`)
  }
  if (s.alt) return unknown('the shell shows a full-screen program')
  if (s.bracketedPaste) {
    return s.pasteByShell ? no('the shell is at its prompt') : unknown('another program left its modes on')
  }
  if (s.pasteEverByShell) return unknown('the shell is busy, or something it runs reads the line')
  if (s.sinceStart < QUIET_MS.start) return unknown('the shell is still starting')
  if (s.sinceOutput < QUIET_MS.output || s.sinceInput < QUIET_MS.input) return unknown('the shell is busy')
  return no('the shell is in the foreground and quiet')
}

function no(why: string): Dialog {
  return { open: 'no', why }
}
function unknown(why: string): Dialog {
  return { open: 'unknown', why }
}
