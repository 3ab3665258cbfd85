// Does our shell wait at its own prompt? Keeps what `dialogOf` needs to know: who switched bracketed paste on, whether the
// shell edits its line itself, and when anything last went in or out. It reads the kernel's facts and decides nothing else.
import { realpathSync } from 'node:fs'
import path from 'node:path'
import type { Clock } from './clock.ts'
import type { Commands } from './commands.ts'
import { type DialogHook, dialogOf, shellEdits } from './dialog.ts'
import { type Foreground, readForeground } from './foreground.ts'
import type { Pty } from './pty.ts'
import type { Look } from './screen.ts'
import type { Dialog } from './surface.ts'
import type { Tty } from './tty.ts'

export interface Prompt {
  /** The program printed. */
  output(): void
  /** Something went in, from anyone. */
  input(): void
  /** The program switched bracketed paste on. */
  pasteOn(): void
  /** Whether the shell is at its prompt shows by its quiet alone: it never said so, or has not drawn the prompt yet. */
  settles(): boolean
  foreground(): Foreground
  /** All three as of one moment. */
  dialog(look: Look, foreground: Foreground, tty: Tty | null): Dialog
  /** ms since it printed last; Infinity = never */
  sinceOutput(): number
}

export interface PromptSpec {
  readonly pty: Pick<Pty, 'pid' | 'group'>
  /** the file the program was started from */
  readonly shell: string
  readonly interactiveShell: boolean
  /** what the preset's own hooks say */
  readonly hook: DialogHook | null
  /** what the shell's own marks say */
  readonly commands: Pick<Commands, 'phase' | 'left' | 'drawn'>
}

export function createPrompt(spec: PromptSpec, clock: Clock): Prompt {
  const bash = /^r?bash/.test(path.basename(realFile(spec.shell)))
  const started = clock.mono()
  let output = Number.NEGATIVE_INFINITY
  let input = Number.NEGATIVE_INFINITY
  let pasteByShell = false
  let pasteEverByShell = false
  let editorEver = false
  const foreground = () => readForeground(spec.pty.pid, spec.shell, spec.pty.group())
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
    settles() {
      const phase = spec.commands.phase()
      return phase === 'none' ? !pasteEverByShell : phase === 'prompt' && !spec.commands.drawn()
    },
    foreground,
    dialog(look, front, tty) {
      const now = clock.mono()
      editorEver ||= front.is === 'shell' && shellEdits({ tty, bash }) === true
      return dialogOf({
        hook: spec.hook,
        interactiveShell: spec.interactiveShell,
        bash,
        foreground: front,
        tty,
        printed: output !== Number.NEGATIVE_INFINITY,
        bracketedPaste: look.bracketedPaste,
        pasteByShell,
        pasteEverByShell,
        editorEver,
        phase: spec.commands.phase(),
        left: spec.commands.left(),
        drawn: spec.commands.drawn(),
        alt: look.alt,
        sinceStart: now - started,
        sinceOutput: now - output,
        sinceInput: now - input,
      })
    },
    sinceOutput: () => clock.mono() - output,
  }
}

function realFile(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    return file
  }
}
