// May a text be put on the line of a shell's prompt, where it surely does nothing before Enter? (pure) All of seven
// conditions must hold; whatever is not known does not hold. Best effort even so: a plug-in of the shell may read the line.
import { QUIET_MS, shellEdits } from './dialog.ts'
import type { PromptFacts } from './prompt.ts'
import type { Insertable } from './surface.ts'

export interface InsertSignals extends PromptFacts {
  readonly bracketedPaste: boolean
  readonly alt: boolean
  /** nothing is on the line, and nothing went in since that prompt began: inputs.ts */
  readonly untouched: boolean
}

/** Asks them in order, and says the first that does not hold. */
export function insertableOf(s: InsertSignals): Insertable {
  const why = notAtOurPrompt(s) ?? lineInUse(s) ?? notQuiet(s)
  return why === null ? { ok: true } : { ok: false, why }
}

/** The first five: the line editor of a shell of ours waits at its prompt, and takes a paste for nothing but text. Null = they hold. */
export function notAtOurPrompt(s: Omit<InsertSignals, 'untouched'>): string | null {
  return notOurShell(s) ?? notAtItsPrompt(s) ?? notEditing(s) ?? notPasting(s) ?? otherKeymap(s)
}

/** 1: a shell that we started with our marks has the terminal. */
function notOurShell({ integrated, pasting, foreground }: PromptFacts): string | null {
  if (!integrated) return 'no shell with our marks was started here'
  if (foreground.is === 'unknown') return 'which program is in the foreground cannot be known here'
  if (foreground.is === 'other') return `${foreground.program ?? 'another program'} is in the foreground`
  return pasting === null ? 'how this shell takes a paste is not known' : null
}

/** 2: its last mark began a prompt, and it has not left that since. */
function notAtItsPrompt({ phase, left }: PromptFacts): string | null {
  if (phase !== 'prompt') return 'the shell has not said that it is at its prompt'
  return left ? 'the shell has taken a line since its last prompt' : null
}

/** 3: the kernel hands it every key and shows none. */
function notEditing({ tty, pasting }: PromptFacts): string | null {
  if (!tty) return 'what the terminal does with typed text cannot be known here'
  if (!shellEdits({ tty, bash: pasting === 'bash' }))
    return 'the terminal is not as the line editor of the shell sets it'
  return tty.rewrites ? 'the terminal changes what is typed into it' : null
}

/** 4: it has bracketed paste on, on the normal screen. */
function notPasting({ bracketedPaste, pasteByShell, alt }: Omit<InsertSignals, 'untouched'>): string | null {
  if (!bracketedPaste || !pasteByShell) return 'the shell does not take pastes now'
  return alt ? 'the alternate screen is shown' : null
}

/** 5: keys of a paste are no commands. In vi's command mode bash may take them for some. */
function otherKeymap({ pasting, keymap }: PromptFacts): string | null {
  return pasting === 'bash' && keymap !== 'emacs' ? 'the keys of bash are not those of emacs' : null
}

/** 6. */
function lineInUse({ untouched }: InsertSignals): string | null {
  return untouched ? null : 'something went in since the prompt began, so the line may not be empty'
}

/** 7: what goes in now cannot meet what is still under way. */
function notQuiet({ sinceInput, sinceOutput }: InsertSignals): string | null {
  return sinceInput < QUIET_MS.input || sinceOutput < QUIET_MS.output ? 'something went in or out a moment ago' : null
}
