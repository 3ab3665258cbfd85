// Does our shell wait at its own prompt? Keeps what `dialogOf` needs to know: who switched bracketed paste on, whether the
// shell edits its line itself, and when anything last went in or out. It reads the kernel's facts and decides nothing else.
import { realpathSync } from 'node:fs'
import path from 'node:path'
import type { Clock } from './clock.ts'
import type { Commands, ShellPhase } from './commands.ts'
import { type DialogHook, dialogOf, editorAway, shellEdits, toldBy } from './dialog.ts'
import { type Foreground, readForeground, UNKNOWN } from './foreground.ts'
import type { Inputs } from './inputs.ts'
import type { Keymap } from './integration/marks.ts'
import { isInteractive, programOf } from './program.ts'
import type { Look } from './screen.ts'
import type { Dialog } from './surface.ts'
import type { Terminal } from './terminal.ts'
import type { Tty } from './tty.ts'

/** A shell that puts a bracketed paste on its line and acts on none of it. */
export type PastingShell = 'bash' | 'zsh' | 'fish'

/** What is known of the shell at one moment. Durations in ms; Infinity = never. */
export interface PromptFacts {
  /** it was started with our marks, and is still that one */
  readonly integrated: boolean
  /** null = another shell */
  readonly pasting: PastingShell | null
  readonly foreground: Foreground
  /** null = not known */
  readonly tty: Tty | null
  readonly phase: ShellPhase
  /** as in `Commands` */
  readonly left: boolean
  readonly keymap: Keymap | null
  /** the shell itself was in the foreground when bracketed paste was switched on last */
  readonly pasteByShell: boolean
  readonly sinceOutput: number
  readonly sinceInput: number
}

export interface Prompt {
  /** The program printed. */
  output(): void
  /** The shell made a mark. */
  marked(): void
  /** The program switched bracketed paste on. */
  pasteOn(): void
  /** Whether the shell is at its prompt shows by its quiet alone: it never said so, or has not drawn the prompt yet. */
  settles(): boolean
  /** By its own marks the shell has no command, and its line editor is not there yet. */
  between(look: Look, foreground: Foreground, tty: Tty | null): boolean
  foreground(): Foreground
  /** Its process group alone. */
  group(): number | null
  /** What the preset's own hooks say now; null = nothing. */
  told(): Dialog | null
  facts(foreground: Foreground, tty: Tty | null): PromptFacts
  /** All three as of one moment. */
  dialog(look: Look, foreground: Foreground, tty: Tty | null): Dialog
  /** ms since it printed last; Infinity = never */
  sinceOutput(): number
}

export interface PromptSpec {
  readonly terminal: Pick<Terminal, 'root' | 'group' | 'where'>
  /** ssh's name of the computer it runs on; null = this one */
  readonly host: string | null
  /** the file the program was started from */
  readonly shell: string
  readonly interactiveShell: boolean
  /** it was started so that it marks its prompts */
  readonly integrated: boolean
  /** what the preset's own hooks say */
  readonly hook: DialogHook | null
  /** what the shell's own marks say */
  readonly commands: Pick<Commands, 'phase' | 'left' | 'ahead' | 'drawn' | 'keymap' | 'lost'>
  readonly inputs: Pick<Inputs, 'since'>
}

export function createPrompt(spec: PromptSpec, clock: Clock): Prompt {
  const { commands, inputs } = spec
  const name = path.basename(realFile(spec.shell))
  const bash = /^r?bash/.test(name)
  const pasting = (/^r?(bash|zsh|fish)/.exec(name)?.[1] ?? null) as PastingShell | null
  const started = clock.mono()
  let output = Number.NEGATIVE_INFINITY
  let pasteByShell = false
  let pasteEverByShell = false
  let editorEver = false
  /** what the shell was when it made its first mark */
  let program: string | null = null
  /** it has marked a prompt, or been at one by all else that is known: its own files have run */
  let begun = false
  let replaced = false
  const pid = spec.terminal.root?.pid ?? null
  /** Elsewhere it may have run for long before it was heard. */
  const here = spec.host === null && spec.terminal.where() === null
  /** bash and zsh switch bracketed paste off and on for each line of a command; fish says nothing of it */
  const left = () => commands.left() || (pasting === 'fish' && commands.ahead())
  const foreground = () => (pid === null ? UNKNOWN : readForeground(pid, spec.shell, spec.terminal.group()))

  /** `exec bash` puts another one in its place, which makes no marks: what the last of them said holds no longer. */
  function noticeReplaced(front: Foreground) {
    if (commands.phase() !== 'running' || front.is !== 'shell' || program === null || pid === null) return
    const now = programOf(pid)
    if (now === null || now === program || !isInteractive(pid)) return
    replaced = true
    commands.lost()
  }
  return {
    output() {
      output = clock.mono()
    },
    marked() {
      begun = true
      program ??= pid === null ? null : programOf(pid)
    },
    pasteOn() {
      pasteByShell = spec.interactiveShell && foreground().is === 'shell'
      pasteEverByShell ||= pasteByShell
    },
    settles() {
      const phase = commands.phase()
      return phase === 'none' ? !pasteEverByShell : phase === 'prompt' && !commands.drawn()
    },
    between({ bracketedPaste }, front, tty) {
      const phase = commands.phase()
      if (phase !== 'prompt') return phase === 'between'
      // Another program, or a second line, may be there for long.
      if (left() || front.is !== 'shell') return false
      return editorAway({ tty, bash, pasteEverByShell, bracketedPaste })
    },
    foreground,
    group: () => spec.terminal.group() ?? foreground().group,
    told: () => toldBy(spec.hook),
    facts: (front, tty) => ({
      integrated: spec.interactiveShell && spec.integrated && !replaced,
      pasting,
      foreground: front,
      tty,
      phase: commands.phase(),
      left: left(),
      keymap: commands.keymap(),
      pasteByShell,
      sinceOutput: clock.mono() - output,
      sinceInput: inputs.since(),
    }),
    dialog(look, front, tty) {
      const now = clock.mono()
      noticeReplaced(front)
      // Cheapest first: what runs there is read from /proc when it is asked for.
      editorEver ||= spec.interactiveShell && shellEdits({ tty, bash }) === true && front.is === 'shell'
      const dialog = dialogOf({
        misread: look.misread === true,
        told: toldBy(spec.hook),
        elsewhere: elsewhere(spec.terminal.where() !== null, spec.host),
        interactiveShell: spec.interactiveShell,
        bash,
        foreground: front,
        tty,
        printed: output !== Number.NEGATIVE_INFINITY,
        bracketedPaste: look.bracketedPaste,
        pasteByShell,
        pasteEverByShell,
        editorEver,
        awaitsMark: spec.integrated && !begun && here,
        phase: commands.phase(),
        left: left(),
        drawn: commands.drawn(),
        bare: look.left === '',
        alt: look.alt,
        sinceStart: now - started,
        sinceOutput: now - output,
        sinceInput: inputs.since(),
      })
      begun ||= dialog.open === 'no'
      return dialog
    },
    sinceOutput: () => clock.mono() - output,
  }
}

/** What a person calls it; null = a terminal of our own on this computer. */
function elsewhere(tmux: boolean, host: string | null): string | null {
  const on = host === null ? '' : ` on ${host}`
  if (tmux) return `a pane of tmux${on}`
  return host === null ? null : `a terminal${on}`
}

function realFile(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    return file
  }
}
