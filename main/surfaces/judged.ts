// The state of one surface over time: judged when something was printed, when a hook spoke, when somebody asks and the last look
// is old, and while time alone can end it. Which state it is, is decided in main/status.
import type { Exit, Progress, SurfaceState } from '../../preload/contract.ts'
import { isSettling, leavesWork, nextState, PROGRESS_MS, RECENT_MS, type StateSignals } from '../status/state.ts'
import type { AgentWatch } from './agents/watch.ts'
import type { Clock } from './clock.ts'
import { folderOf } from './foreground.ts'
import { unreachedNow } from './link-words.ts'
import type { Prompt } from './prompt.ts'
import type { Screen } from './screen.ts'
import type { Terminal } from './terminal.ts'

/** how often the state is judged again while a program prints, in ms */
const STATE_EVERY_MS = 250
/** how often while two signals that belong together have not both come, in ms */
const SETTLING_MS = 100

export interface Judged {
  /** As of at most 250 ms ago; what the hooks say of a dialog as of now. */
  state(): SurfaceState
  /** what its program tells of its progress, while that is believed; null = nothing goes on */
  progress(): Progress | null
  /** the folder the program is in, as far as the system tells */
  folder(): string
  judge(): void
  /** Something was printed, or a hook spoke. */
  soon(): void
  /** A person has it before their eyes, or not any more. */
  watched(on: boolean): void
  stop(): void
}

export interface JudgedSpec {
  readonly terminal: Pick<Terminal, 'root' | 'tty' | 'link' | 'where'>
  readonly screen: Pick<Screen, 'look' | 'progress'>
  readonly prompt: Prompt
  /** null = no agent's CLI that we know */
  readonly agent: Pick<AgentWatch, 'signals'> | null
  readonly cwd: string
  /** how the program ended; null = it runs */
  ended(): Exit | null
  /** The state is another than before. */
  changed(): void
}

export function createJudged(spec: JudgedSpec, clock: Clock): Judged {
  const { terminal, screen, prompt } = spec
  const startedAt = clock.mono()
  /** from its start to its end */
  let lived: number | null = null
  let watched = false
  /** it worked, and nobody has looked since */
  let unseen = false
  /** as it was told last */
  let told: { readonly progress: Progress; readonly at: number } | null = null
  /** of a program that has gone since: it says nothing of the next */
  let over: Progress | null = null
  let shown: Progress | null = null
  let state = nextState(null, signals(), clock.now())
  let folder = spec.cwd
  /** as it was while it was reached; null = it is */
  let held: SurfaceState | null = null
  let judged = 0
  let judging: (() => void) | null = null

  function signals(): StateSignals {
    const exit = spec.ended()
    const front = prompt.foreground()
    const spent = clock.mono() - startedAt
    if (exit) lived ??= spent
    if (screen.progress !== (told?.progress ?? null)) {
      told = screen.progress && { progress: screen.progress, at: clock.mono() }
    }
    const progress = believed()
    return {
      exit,
      unreached: unreachedNow(terminal),
      lived: lived ?? spent,
      sinceOutput: prompt.sinceOutput(),
      foreground: front.is,
      // An agent's signals hold all of this, and asking for it again would read its folder again.
      atPrompt: !spec.agent && prompt.dialog(screen.look(), front, terminal.tty()).open === 'no',
      program: front.is === 'other' ? front.program : null,
      dialog: openDialog(),
      agent: spec.agent?.signals() ?? null,
      progress: progress && told && { is: progress.is, since: clock.mono() - told.at },
      unseen,
    }
  }

  /** open by what hooks say that are no CLI's we know */
  function openDialog() {
    const told = spec.ended() || spec.agent ? null : prompt.told()
    return told?.open === 'yes' ? told : null
  }

  function believed(): Progress | null {
    if (!told || told.progress === over || spec.ended()) return null
    return clock.mono() - told.at < PROGRESS_MS ? told.progress : null
  }

  function judge() {
    judging?.()
    judging = null
    judged = clock.mono()
    const before = state
    const progressed = shown
    const reached = unreachedNow(terminal) === null
    // What is the same as before a loss is no news, and has lasted since then.
    const last = reached ? (held ?? before) : before
    held = reached ? null : (held ?? before)
    unseen = !watched && (unseen || leavesWork(last))
    const seen = signals()
    state = nextState(last, seen, clock.now())
    folder = (terminal.root && folderOf(terminal.root.pid)) ?? folder
    // A shell's prompt is back: whatever told of progress has gone, whether it said so or not.
    if (!spec.agent && state.is === 'idle') over = told?.progress ?? null
    shown = believed()
    if (before.dialog?.id !== state.dialog?.id || before.is !== state.is || before.evidence !== state.evidence)
      spec.changed()
    else if (progressed?.is !== shown?.is || progressed?.percent !== shown?.percent) spec.changed()
    if (isSettling(seen)) later(SETTLING_MS)
    // Working and starting end by time alone, and so does all that is not sure of an agent: somebody has to look again.
    else if (state.is === 'working' || state.is === 'starting') later(spec.agent ? STATE_EVERY_MS : RECENT_MS / 3)
    else if (spec.agent && state.is !== 'idle' && state.is !== 'done_unseen') later(2 * STATE_EVERY_MS)
    else if (shown) later(RECENT_MS)
  }
  function later(ms: number) {
    if (!spec.ended()) judging ??= clock.after(ms, judge)
  }

  return {
    state() {
      const dialog = openDialog()
      const other =
        !spec.agent && ((state.dialog === undefined) !== (dialog === null) || state.dialog?.id !== dialog?.id)
      if (other || clock.mono() - judged > STATE_EVERY_MS) judge()
      return state
    },
    progress: () => shown,
    folder: () => folder,
    judge,
    soon: () => later(STATE_EVERY_MS),
    watched(on) {
      watched = on
      if (on) judge()
    },
    stop: () => judging?.(),
  }
}
