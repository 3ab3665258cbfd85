// Words for levels and grants, times and folders, as the window says them. Pure.
import type { AppState, Cell, LeftProcess, Level, SurfaceSummary } from '../../preload/contract.ts'

export const RANK: Record<Level, number> = { none: 0, read: 1, type: 2, submit: 3 }
export const LEVEL_WORD: Record<Level, string> = { none: 'None', read: 'Read', type: 'Type', submit: 'Submit' }
const LONG: Record<Level, string> = { none: 'No access', read: 'Read only', type: 'Type only', submit: 'Submit' }

/** What a level lets an agent do, for the inspector and the start-level radio. */
export const LEVEL_MEANS: Record<Level, string> = {
  none: 'Connected, but sees no surfaces.',
  read: 'May read the screen. Cannot type.',
  type: 'May read the screen and draft text for you to run. The program sees nothing.',
  submit: 'May read, insert text and press Enter.',
}

export type Grant = Pick<Cell, 'level' | 'ask'>

/** `Type + ask`, `Read`, `Ask`: the word of a matrix cell. */
export function cellWord({ level, ask }: Grant): string {
  if (level === 'none' && ask) return 'Ask'
  return ask ? `${LEVEL_WORD[level]} + ask` : LEVEL_WORD[level]
}

/** `Read only`, `Type + ask`, `Ask to read`: the words of a pane's chip. */
export function chipWord({ level, ask }: Grant): string {
  if (level === 'none' && ask) return `Ask to ${ask}`
  return ask ? `${LEVEL_WORD[level]} + ask` : LONG[level]
}

/** `Type, ask to submit`: the sentence. */
export function grantSentence({ level, ask }: Grant): string {
  const word = level === 'none' ? 'No access' : LEVEL_WORD[level]
  return ask ? `${word}, ask to ${ask}` : word
}

/** `~/src/x` for a folder under home. */
export function shortFolder(folder: string, home: string): string {
  return home && (folder === home || folder.startsWith(`${home}/`)) ? `~${folder.slice(home.length)}` : folder
}

/** The last part of a folder: `ledgerline`. */
export function folderName(folder: string, home: string): string {
  const short = shortFolder(folder, home)
  return short.split(/[\\/]/).filter(Boolean).at(-1) ?? short
}

/** `4 s ago`, `38 min ago`. Times are ms since the epoch. */
export function ago(at: number, now: number): string {
  return `${age(at, now)} ago`
}

/** `4 s`, `38 min`. */
export function age(at: number, now: number): string {
  const s = Math.max(0, Math.round((now - at) / 1000))
  if (s < 60) return `${s} s`
  if (s < 3600) return `${Math.round(s / 60)} min`
  if (s < 86_400) return `${Math.round(s / 3600)} h`
  return `${Math.round(s / 86_400)} d`
}

/** `0:12`, `1:04:09`: how long something has lasted, in ms. */
export function lasted(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000))
  const two = (n: number) => String(n).padStart(2, '0')
  const hours = Math.floor(s / 3600)
  return hours > 0 ? `${hours}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}` : `${Math.floor(s / 60)}:${two(s % 60)}`
}

/** `09:41:08`, or `09:41`. */
export function clockTime(at: number, seconds: boolean): string {
  return new Date(at).toTimeString().slice(0, seconds ? 8 : 5)
}

/** An instant as the policy's file writes it. */
const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g

/** A sentence of the gate's with its instants by the clock on the wall: `until 04:53`, on another day than `now` with the date before it. */
export function byTheClock(sentence: string, now: number = Date.now()): string {
  return sentence.replace(INSTANT, instant => {
    const at = new Date(instant)
    if (Number.isNaN(at.getTime())) return instant
    const time = clockTime(at.getTime(), false)
    if (at.toDateString() === new Date(now).toDateString()) return time
    return `${at.toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' })}, ${time}`
  })
}

/** `1 draft`, `2 drafts`. */
export function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`
}

/** The program in a surface as a person would name it. */
export function programName({ preset }: Pick<SurfaceSummary, 'preset'>, { programs, shell }: Programs): string {
  return preset === 'shell' ? shell.name : (programs[preset]?.title ?? preset)
}

/** What is known of presets. */
export type Programs = Pick<AppState['about'], 'programs' | 'shell'>

/** `codex app-server (pid 123), sleep 1000 (pid 125)` */
export function leftWords(left: readonly LeftProcess[]): string {
  return left.map(({ pid, program }) => `${program} (pid ${pid})`).join(', ')
}

/** Whether to close, and end what closing ends. */
export function closeQuestion({
  name,
  exit,
  left,
  tmux = null,
}: Pick<SurfaceSummary, 'name' | 'exit' | 'left'> & Partial<Pick<SurfaceSummary, 'tmux'>>): string {
  if (!exit && tmux) return `${name} is still at work, in tmux. Close it and end its program there?`
  if (!exit) return `${name} is still at work. Close it and end its program?`
  if (left.length === 0) return `${name} has ended. Close it?`
  const one = left.length === 1
  return `${name} has ended, but ${leftWords(left)} still ${one ? 'runs' : 'run'} from it. Close it and end ${one ? 'that' : 'those'} too?`
}

/** `Exited 0`, `Ended by SIGKILL`. */
export function exitWord(exit: SurfaceSummary['exit']): string {
  if (!exit) return 'Exited'
  return exit.signal ? `Ended by ${exit.signal}` : `Exited ${exit.code ?? ''}`.trim()
}

/** What a workspace is called; one that nobody named holds only what agents opened. */
export function workspaceName(workspace: string): string {
  return workspace || 'Opened by agents'
}
