// Which state a surface is in, from signals alone, with the evidence. (pure) It says "unknown" rather than guess.
import type { Exit, SurfaceState } from '../../preload/contract.ts'
import { type AgentSignals, judgeAgent } from './agents/judge.ts'

/** What is known of a surface at one moment. Durations in ms; Infinity = never. */
export interface StateSignals {
  readonly exit: Exit | null
  /** why nothing is known of it now, as a part of a sentence: the connection to it is lost; absent or null = it is reached */
  readonly unreached?: string | null
  /** from its start to now, or to its end */
  readonly lived: number
  readonly sinceOutput: number
  readonly foreground: 'shell' | 'other' | 'unknown'
  /** the shell surely waits at its own prompt */
  readonly atPrompt: boolean
  /** name of the program in the foreground, where known */
  readonly program: string | null
  /** open by what hooks say that are no CLI's we know; absent or null = they say nothing of one */
  readonly dialog?: { readonly id: string | null; readonly why: string } | null
  /** it is an agent's CLI that we know; absent or null = it is not */
  readonly agent?: AgentSignals | null
  /** what the program said last of its progress (OSC 9;4), and how long ago; absent or null = nothing is going on */
  readonly progress?: { readonly is: 'busy' | 'error' | 'waiting'; readonly since: number } | null
  /** work was seen here that nobody has looked at since */
  readonly unseen?: boolean
}

/** Output this recent counts as work going on, in ms. */
export const RECENT_MS = 3_000
/** A program that ends with an error this soon never got going, in ms. */
const STILLBORN_MS = 2_000
/** How long a program may print nothing and still count as starting, in ms. */
const STARTING_MS = 5_000

/** How long progress that was told once is believed without another word, in ms. */
export const PROGRESS_MS = 60_000

/** The state now. `since` stays as it was while the state does. */
export function nextState(before: SurfaceState | null, signals: StateSignals, now: number): SurfaceState {
  const judged = judge(signals, before)
  const is = judged.is === 'idle' && signals.agent && signals.unseen ? 'done_unseen' : judged.is
  // Another dialog is another state, though both need somebody.
  const same = before?.is === is && before.dialog?.id === judged.dialog?.id
  return { ...judged, is, since: same ? before.since : now }
}

/** It is about to change: somebody has to look again soon. */
export function isSettling({ exit, unreached, agent }: StateSignals): boolean {
  return !exit && !unreached && agent != null && judgeAgent(agent) === null
}

/** Does this state end work that somebody should look at? (What becomes unread.) */
export function leavesWork({ is }: Pick<SurfaceState, 'is'>): boolean {
  return is === 'working' || is === 'needs_you'
}

const AT_REST: readonly SurfaceState['is'][] = ['idle', 'exited', 'failed']

/** Would closing end nothing a person could miss? Only where that is certain. */
export function atRest({ is }: SurfaceState): boolean {
  return AT_REST.includes(is)
}

type Judged = Pick<SurfaceState, 'is' | 'evidence' | 'dialog'>

function judge(s: StateSignals, before: SurfaceState | null): Judged {
  if (s.exit) return ended(s.exit, s.lived)
  if (s.unreached) return { is: 'unknown', evidence: s.unreached }
  if (s.agent) {
    const { is, evidence, dialog } = judgeAgent(s.agent) ?? before ?? STARTING
    return { is: is === 'done_unseen' ? 'idle' : is, evidence, ...(dialog ? { dialog } : {}) }
  }
  if (s.dialog) return { is: 'needs_you', evidence: s.dialog.why, dialog: { id: s.dialog.id, why: s.dialog.why } }
  if (s.sinceOutput === Number.POSITIVE_INFINITY) {
    if (s.lived < STARTING_MS) return { is: 'starting', evidence: 'it has not printed anything yet' }
    return { is: 'unknown', evidence: 'it runs and has printed nothing' }
  }
  if (s.foreground === 'shell' && s.atPrompt) return { is: 'idle', evidence: 'the shell waits at its prompt' }
  if (s.progress && s.progress.since < PROGRESS_MS) return byProgress(s.progress.is, s.program ?? 'the program')
  const who = s.foreground === 'shell' ? 'the shell' : (s.program ?? 'the program')
  if (s.sinceOutput < RECENT_MS) return { is: 'working', evidence: `${who} printed within the last 3 s` }
  return { is: 'unknown', evidence: `${who} runs and has printed nothing for a while` }
}

const STARTING: Judged = { is: 'starting', evidence: 'it has just been started' }

function byProgress(is: 'busy' | 'error' | 'waiting', program: string): Judged {
  if (is === 'busy') return { is: 'working', evidence: `${program} says that it makes progress` }
  if (is === 'error') return { is: 'failed', evidence: `${program} says that something failed` }
  return { is: 'needs_you', evidence: `${program} says that it waits` }
}

function ended(exit: Exit, lived: number): Judged {
  const how = exit.signal ? `ended by ${exit.signal}` : `ended with code ${exit.code ?? 'unknown'}`
  const failed = exit.code !== null && exit.code !== 0 && lived < STILLBORN_MS
  return failed ? { is: 'failed', evidence: `${how} right after the start` } : { is: 'exited', evidence: how }
}
