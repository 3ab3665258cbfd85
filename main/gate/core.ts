// What the gate's parts share: its options, its drafts, its queue, and whether it is closed. No decisions about a send.
import { type AskLimits, createAskLimits } from '../policy/ask-limits.ts'
import { createTally, type PastSend, type Tally } from '../policy/limits.ts'
import type { AgentFacts, Policy } from '../policy/model.ts'
import type { DraftsFile } from '../store/drafts-file.ts'
import type { SurfaceSource } from '../surfaces/surface.ts'
import { ActivityError } from './activity.ts'
import { type Approvals, createApprovals } from './approvals.ts'
import { type Arrivals, createArrivals } from './arrive.ts'
import { type Behalf, createBehalf } from './behalf.ts'
import { type Clock, systemClock } from './clock.ts'
import { createDrafts, type Drafts } from './drafts.ts'
import { entry } from './entries.ts'
import type { KeyedSend } from './idempotency.ts'
import type { LeftDrafts } from './left-history.ts'
import { createMeter } from './meter.ts'
import type { Activity, ActivityEntry } from './model.ts'
import { createNotices, type Notices } from './notices.ts'
import type { Opener } from './opener.ts'
import { createPause, type Pause, type PauseStore } from './pause.ts'
import type { People } from './people.ts'
import type { Programs } from './programs.ts'
import { createQueue, type Queue } from './queue.ts'
import type { Trouble } from './refusals.ts'
import { say } from './sentences.ts'
import { steadyTime } from './steady.ts'

export interface GateOptions {
  readonly surfaces: SurfaceSource
  /** the policy in force now */
  readonly policy: () => Policy
  /** what is wrong with the policy file, naming the line; null = nothing */
  readonly policyFault: () => PolicyFault | null
  /** sends of before this start, for limits */
  readonly past?: readonly PastSend[]
  /** sends with a key of before this start, oldest first */
  readonly keyed?: readonly KeyedSend[]
  readonly activity: Activity & { status(): { readonly fault: string | null } }
  readonly pause: PauseStore
  /** drafts over restarts; without it they last as long as the process */
  readonly drafts?: LeftDrafts & Pick<DraftsFile, 'save'>
  /** the label a person gave to an agent */
  readonly agentName: (id: string) => string
  /** why an ask has nobody to go to; ends a sentence */
  readonly nobody?: string
  /** somebody can be asked */
  readonly people?: People
  /** agents may open and close surfaces, as far as the policy says; without it none can */
  readonly opener?: Opener
  /** which programs have used which agent's token; without it nothing is asked about them */
  readonly programs?: Pick<Programs, 'seen' | 'accept'>
  readonly clock?: Clock
}

/** What a window draws anew. */
export type GatePart = 'detours' | 'drafts' | 'approvals' | 'notices' | 'gate'

/** `rules`: the last accepted policy decides, and only sends are held back. Without it nothing is in force. */
export interface PolicyFault {
  readonly message: string
  readonly rules: boolean
}

export interface Core {
  readonly options: GateOptions
  readonly clock: Clock
  readonly nobody: string
  /** null = nobody can be asked */
  readonly people: People | null
  readonly approvals: Approvals
  readonly askLimits: AskLimits
  readonly notices: Notices
  readonly arrivals: Arrivals
  readonly behalf: Behalf
  /** the surface each agent was seen to run in */
  readonly places: Map<string, AgentFacts & { readonly surface: string }>
  readonly drafts: Drafts
  readonly queue: Queue
  readonly pause: Pause
  readonly meter: ReturnType<typeof createMeter>
  readonly tally: Tally
  /** how many waits each agent has open */
  readonly waits: Map<string, number>
  /** ms since the epoch; never goes back */
  time(): number
  /** Resolves with the seq once it is on disk; `written`: see `Activity.append`. Throws `ActivityError`. */
  record(entry: ActivityEntry, until?: 'synced' | 'written'): Promise<number>
  nameOf(author: string): string
  /** Why the gate is closed, for a person's acts as well; null = it is not. */
  closed(): Trouble | null
  /** Why no agent gets anything: the gate is closed, or no policy is in force. Null = neither. */
  broken(): Trouble | null
  /** Why nothing is sent although the last accepted policy decides. */
  held(): Trouble | null
  /** A fault: closes and pauses the gate, and says why. */
  fail(error: unknown): Trouble
  /** How often this agent was revoked in this run. */
  epoch(agent: string): number
  revoke(agent: string): void
  emit(what: GatePart): void
  onChange(listener: (what: GatePart) => void): () => void
}

export function createCore(options: GateOptions): Core {
  const { clock = systemClock, nobody = 'nobody can answer: no window', people = null } = options
  const listeners = new Set<(what: GatePart) => void>()
  const epochs = new Map<string, number>()
  let closed: Trouble | null = null
  const tally = createTally()
  if (options.past) tally.restore(options.policy(), options.past)

  function emit(what: GatePart): void {
    for (const listener of listeners) {
      try {
        listener(what)
      } catch (error) {
        // A window that cannot draw is no reason to close the gate.
        console.error('a listener of the gate failed:', error)
      }
    }
  }
  const gateChanged = () => emit('gate')
  const pause = createPause(options.pause, clock, gateChanged)

  const approvals = createApprovals(clock, () => emit('approvals'))

  function close(trouble: Trouble): Trouble {
    if (closed) return closed
    closed = trouble
    approvals.end(() => trouble)
    // What is saved keeps agents paused after the restart that the fault asks for; `closed` holds until then.
    pause.pause('gatehouse').catch((error: Error) => console.error(error.message))
    if (options.activity.status().fault === null) {
      const verdict = { effect: 'deny', rule: null, why: trouble.why } as const
      options.activity.append(entry('pause', 'gatehouse', { intent: 'pause', verdict })).catch(() => {})
    }
    return trouble
  }
  function notRecorded(fault: string): Trouble {
    return close({ code: 'not_recorded', why: say.notRecorded(fault) })
  }

  function isClosed(): Trouble | null {
    if (closed) return closed
    const unwritable = options.activity.status().fault
    return unwritable === null ? null : notRecorded(unwritable)
  }

  return {
    options,
    clock,
    nobody,
    people,
    approvals,
    askLimits: createAskLimits(),
    arrivals: createArrivals(),
    places: new Map(),
    behalf: createBehalf({
      lastPersonKey: id => options.surfaces.get(id)?.lastPersonKey() ?? null,
      now: () => clock.monotonic(),
    }),
    notices: createNotices(clock, () => emit('notices')),
    drafts: createDrafts(options.drafts?.left),
    queue: createQueue(),
    pause,
    meter: createMeter(clock, gateChanged),
    tally,
    waits: new Map(),
    time: steadyTime(clock),
    record: (record, until) => options.activity.append(record, until),
    nameOf: author => (author === 'person' ? 'a person' : options.agentName(author)),
    closed: isClosed,
    broken() {
      const fault = options.policyFault()
      return isClosed() ?? (fault && !fault.rules ? { code: 'denied', why: say.policyFault(fault.message) } : null)
    },
    held() {
      const fault = options.policyFault()
      return fault?.rules ? { code: 'paused', why: say.policyHeld(fault.message) } : null
    },
    fail(error) {
      if (error instanceof ActivityError) return notRecorded(error.message)
      console.error('the gate failed:', error)
      return close({ code: 'paused', why: say.failed(error instanceof Error ? error.message : String(error)) })
    },
    epoch: agent => epochs.get(agent) ?? 0,
    revoke: agent => epochs.set(agent, (epochs.get(agent) ?? 0) + 1),
    emit,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
