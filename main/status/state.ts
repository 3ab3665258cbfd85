// Which state a surface is in, from signals alone, with the evidence. (pure) It says "unknown" rather than guess.
import type { Exit, SurfaceState } from '../../preload/contract.ts'

/** What is known of a surface at one moment. Durations in ms; Infinity = never. */
export interface StateSignals {
  readonly exit: Exit | null
  /** from its start to now, or to its end */
  readonly lived: number
  readonly sinceOutput: number
  readonly foreground: 'shell' | 'other' | 'unknown'
  /** the shell surely waits at its own prompt */
  readonly atPrompt: boolean
  /** name of the program in the foreground, where known */
  readonly program: string | null
  /** open by what the preset's hooks say; absent or null = they say nothing of one */
  readonly dialog?: { readonly id: string | null; readonly why: string } | null
}

/** Output this recent counts as work going on, in ms. */
export const RECENT_MS = 3_000
/** A program that ends with an error this soon never got going, in ms. */
const STILLBORN_MS = 2_000
/** How long a program may print nothing and still count as starting, in ms. */
const STARTING_MS = 5_000

/** The state now. `since` stays as it was while the state does. */
export function nextState(before: SurfaceState | null, signals: StateSignals, now: number): SurfaceState {
  const { is, evidence } = judge(signals)
  const dialog = signals.exit ? null : signals.dialog
  const open = dialog ? { dialog: { id: dialog.id, why: dialog.why } } : {}
  // Another dialog is another state, though both need somebody.
  const same = before?.is === is && before.dialog?.id === open.dialog?.id
  return { is, evidence, since: same ? before.since : now, ...open }
}

const AT_REST: readonly SurfaceState['is'][] = ['idle', 'exited', 'failed']

/** Would closing end nothing a person could miss? Only where that is certain. */
export function atRest({ is }: SurfaceState): boolean {
  return AT_REST.includes(is)
}

function judge(s: StateSignals): Pick<SurfaceState, 'is' | 'evidence'> {
  if (s.exit) return ended(s.exit, s.lived)
  if (s.dialog) return { is: 'needs_you', evidence: s.dialog.why }
  if (s.sinceOutput === Number.POSITIVE_INFINITY) {
    if (s.lived < STARTING_MS) return { is: 'starting', evidence: 'it has not printed anything yet' }
    return { is: 'unknown', evidence: 'it runs and has printed nothing' }
  }
  if (s.foreground === 'shell' && s.atPrompt) return { is: 'idle', evidence: 'the shell waits at its prompt' }
  const who = s.foreground === 'shell' ? 'the shell' : (s.program ?? 'the program')
  if (s.sinceOutput < RECENT_MS) return { is: 'working', evidence: `${who} printed within the last 3 s` }
  return { is: 'unknown', evidence: `${who} runs and has printed nothing for a while` }
}

function ended(exit: Exit, lived: number): Pick<SurfaceState, 'is' | 'evidence'> {
  const how = exit.signal ? `ended by ${exit.signal}` : `ended with code ${exit.code ?? 'unknown'}`
  const failed = exit.code !== null && exit.code !== 0 && lived < STILLBORN_MS
  return failed ? { is: 'failed', evidence: `${how} right after the start` } : { is: 'exited', evidence: how }
}
