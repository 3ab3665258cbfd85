// May a dialog be open that one key would answer? (pure) `no` only where a shell that we started surely waits at its own
// prompt, or where a preset's own hooks say so; whatever is not sure is unknown, with the reason in a sentence.
// Where the shell marks its prompts (shell integration), those marks decide. Where it does not, no mode of a terminal tells
// apart from a shell's prompt: a line editor that a script or function of that very shell
// opened (`read -e` in bash, `vared` in zsh, and `read -sk` there after a printed ESC[?2004h, `read` in fish), and in a shell
// without line editor a `read` that keeps quiet (dash).
import type { ShellPhase } from './commands.ts'
import type { Foreground } from './foreground.ts'
import type { Dialog } from './surface.ts'
import type { Tty } from './tty.ts'

/**
 * What a preset's own hooks and screen say right now: at its composer (`no`), at a dialog (`yes`), or why that is not sure;
 * null = they say nothing.
 * Its `no` must end with the program it speaks of. `id` names one dialog: no later one of that surface has the same.
 */
export type DialogHook = () => {
  readonly open: Dialog['open']
  readonly why: string
  readonly id?: string | null
} | null

export const MISREAD = 'a part of what was printed here could not be read, so what stands there is not certain'

export interface DialogSignals {
  /** a part of what the program printed could not be parsed */
  readonly misread?: boolean
  /** what the preset's hooks say: `toldBy` */
  readonly told: Dialog | null
  /** what it is, where it is no terminal of our own on this computer, such as `a pane of tmux`; null = it is one */
  readonly elsewhere: string | null
  /** the surface is a shell at its own prompt, not a command */
  readonly interactiveShell: boolean
  /** the shell's line editor is readline */
  readonly bash: boolean
  readonly foreground: Foreground
  /** null = not known */
  readonly tty: Tty | null
  readonly printed: boolean
  readonly bracketedPaste: boolean
  /** the shell itself was in the foreground when bracketed paste was switched on last */
  readonly pasteByShell: boolean
  /** bracketed paste was ever switched on by the shell */
  readonly pasteEverByShell: boolean
  /** the shell was ever seen to read keys by a line editor of its own */
  readonly editorEver: boolean
  /** it was started here so that it marks its prompts, and has not marked one yet: its own files may ask something */
  readonly awaitsMark: boolean
  /** where the shell is by its own marks */
  readonly phase: ShellPhase
  /** its editor was left, or Enter went in, since its last prompt began, and it has not said that a command started */
  readonly left: boolean
  /** its prompt is on the screen; an empty one never is */
  readonly drawn: boolean
  /** nothing stands left of the cursor */
  readonly bare: boolean
  readonly alt: boolean
  /** ms since it was started, since it printed last, since anything went in (Infinity = never) */
  readonly sinceStart: number
  readonly sinceOutput: number
  readonly sinceInput: number
}

/**
 * A shell without marks and bracketed paste is taken to be at its prompt after this long a quiet, in ms. `unmarked`: one that was to
 * make marks, and made none.
 */
export const QUIET_MS = { start: 1000, output: 150, input: 150, unmarked: 1000 } as const

export function dialogOf(s: DialogSignals): Dialog {
  if (s.misread) return unknown(MISREAD)
  const secret = s.tty?.canonical === true && !s.tty.echo
  // A hook may lag behind the kernel, so its "no" does not hold against what is plainly a password prompt.
  if (s.told && !(s.told.open === 'no' && secret)) return s.told
  if (secret) return unknown('what is typed is not shown: a password may be asked for')
  const elsewhere = `this is ${s.elsewhere}, and whether a program asks something there cannot be known`
  if (s.elsewhere && (!s.interactiveShell || s.foreground.is === 'unknown')) return unknown(elsewhere)
  if (!s.interactiveShell) return unknown('a command runs here, and whether it asks something cannot be known')
  if (!s.printed) return unknown('the shell is still starting')
  if (s.foreground.is === 'unknown') return unknown('which program is in the foreground cannot be known here')
  if (s.foreground.is === 'other') {
    const program = s.foreground.program ?? 'another program'
    return unknown(`${program} is in the foreground, and whether it asks something cannot be known`)
  }
  if (s.alt) return unknown('the shell shows a full-screen program')
  if (s.tty?.rewrites) return unknown('the terminal changes what is typed into it')
  if (s.phase !== 'none') return byPhase(s)
  // Its own files may throw our marks away; what they run meanwhile reads whole lines or prints.
  if (s.awaitsMark && (shellEdits(s) !== true || s.sinceOutput < QUIET_MS.unmarked)) {
    return unknown('the shell has not shown its first prompt yet')
  }
  if (s.bracketedPaste || s.pasteEverByShell) return byPaste(s)
  // Quiet says too little where the kernel says nothing of the terminal.
  return s.elsewhere && !s.tty ? unknown(elsewhere) : byQuiet(s)
}

/** What the hooks say now; null = nothing. */
export function toldBy(hook: DialogHook | null): Dialog | null {
  const says = hook?.()
  return says ? { open: says.open, why: says.why, id: says.open === 'yes' ? (says.id ?? null) : null } : null
}

/** Do the hooks say the same of the same dialog? */
export function sameTold(one: Dialog | null, two: Dialog | null): boolean {
  return one?.open === two?.open && one?.id === two?.id
}

/** Does a line editor of the shell's own kind read the keys? Null = not known. */
export function shellEdits({ tty, bash }: { readonly tty: Tty | null; readonly bash: boolean }): boolean | null {
  // readline wants to see CR itself; `read -n1` and its like leave that as it was.
  return tty && !tty.canonical && !tty.echo && !(bash && tty.returnIsNewline)
}

/** Its line editor surely does not read the keys now, or has not said yet that it takes pastes. */
export function editorAway(s: Pick<DialogSignals, 'tty' | 'bash' | 'pasteEverByShell' | 'bracketedPaste'>): boolean {
  return shellEdits(s) === false || (s.pasteEverByShell && !s.bracketedPaste)
}

/** The shell says itself where it is. What it says of its prompt comes before that is drawn. */
function byPhase(s: DialogSignals): Dialog {
  if (s.phase === 'running') return unknown('the shell runs a command, and whether that asks something cannot be known')
  if (s.phase === 'between' || editorAway(s)) return unknown('the shell is busy')
  if (!s.drawn && s.sinceOutput < QUIET_MS.output) return unknown('the shell is about to show its prompt')
  if (s.left) return unknown('the shell has taken a line, and may wait for the rest of a command')
  return no('the shell is at its prompt')
}

/** The shell says by bracketed paste when it is at its prompt. */
function byPaste(s: DialogSignals): Dialog {
  if (!s.bracketedPaste || shellEdits(s) === false) {
    return unknown('the shell is busy, or something it runs reads the line')
  }
  return s.pasteByShell ? no('the shell is at its prompt') : unknown('another program left its modes on')
}

/** It does not say, and is at its prompt when it has kept quiet and the terminal is as at its prompts. */
function byQuiet(s: DialogSignals): Dialog {
  if (s.sinceStart < QUIET_MS.start) return unknown('the shell is still starting')
  if (s.sinceOutput < QUIET_MS.output || s.sinceInput < QUIET_MS.input) return unknown('the shell is busy')
  // Whole lines are how a shell without a line editor reads; one that has an editor is then not at its prompt.
  const plain = s.tty?.canonical === true && !s.editorEver
  if (s.tty && !plain && !shellEdits(s)) return unknown('something that the shell runs reads the line')
  // After an Enter the kernel alone has begun a new line; a shell that has not run yet is as quiet as one that waits.
  if (s.bare) return unknown('the shell shows no prompt')
  return no('the shell is in the foreground and quiet')
}

function no(why: string): Dialog {
  return { open: 'no', why, id: null }
}
function unknown(why: string): Dialog {
  return { open: 'unknown', why, id: null }
}
