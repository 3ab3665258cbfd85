// The gate's vocabulary: what an agent asks for, what it gets, and what is written down. Types and the refusal codes.
import type { AnswerKind, Level, Verdict } from '../../preload/contract.ts'
import type { AgentFacts } from '../policy/model.ts'
import type { WaitArguments, WaitResult } from './wait.ts'

/** Stable codes of refusals (contract: MCP tools). */
export type RefusalCode =
  | 'denied'
  | 'no_answer'
  | 'refused_by_person'
  | 'rate_limited'
  | 'ask_limit'
  | 'paused'
  | 'person_typing'
  | 'line_not_empty'
  | 'own_surface'
  | 'bad_text'
  | 'secret_prompt'
  | 'dialog_open'
  | 'dialog_gone'
  | 'draft_changed'
  | 'key_reused'
  | 'no_such_surface'
  | 'surface_exited'
  | 'not_connected'
  | 'not_recorded'
  | 'bad_arguments'

/** An expected "no". `allowed` is the level the agent has there; null where it may not know. */
export interface Refusal {
  readonly refused: true
  readonly code: RefusalCode
  readonly effect: 'deny' | 'ask'
  readonly rule: string | null
  readonly lock: string | null
  readonly why: string
  readonly allowed: Level | null
  readonly retryAfterMs?: number
  /** `bad_text` */
  readonly index?: number
  readonly codePoint?: string
  /** `bad_arguments` */
  readonly field?: string
  readonly fix?: string
  /** `refused_by_person`: the draft that a person kept instead */
  readonly draft?: string
}

/** Who calls. `name` is the label a person gave; identity is the token that was checked before. */
export interface Agent extends AgentFacts {
  readonly name: string
  /** the surface it runs in, by its token or by its process; absent = in none, or not known */
  readonly surface?: string | undefined
  /** the program that calls, without its version; absent = not known */
  readonly program?: string | undefined
  /** what it calls itself; never more than a claim */
  readonly says?: string | undefined
}

interface Sending {
  /** id or exact unique name */
  readonly surface: string
  /** repeated with its key, a send is not sent again: idempotency.ts */
  readonly key?: string
  readonly signal?: AbortSignal
  /** called at once and every 15 s while it waits for a person */
  readonly onProgress?: ((waitedMs: number) => void) | undefined
  /** nobody is asked about it: what needs a person is refused with `ask_limit` and this sentence */
  readonly noAsk?: string
}

export type TextRequest =
  | (Sending & { readonly intent: 'type'; readonly text: string })
  | (Sending & {
      readonly intent: 'submit'
      readonly text?: string
      readonly draft?: string
      /** what to wait for once it is submitted: send-wait.ts */
      readonly wait?: Omit<WaitArguments, 'surface' | 'cursor' | 'signal'>
    })
export type KeysRequest = Sending & { readonly intent: 'keys'; readonly keys: readonly string[] }
/** `dialog` absent = whatever asks when it is looked at first. `choice`: a key or a line, see answer.ts */
export type AnswerRequest = Sending & {
  readonly intent: 'answer'
  readonly dialog?: string
  readonly choice: string
}
export type SendRequest = TextRequest | KeysRequest | AnswerRequest

export type SendOutcome =
  | { readonly refused: false; readonly outcome: 'staged'; readonly draft: string; readonly edited?: boolean }
  | {
      readonly refused: false
      readonly outcome: 'inserted' | 'submitted' | 'pressed' | 'unconfirmed'
      readonly evidence: string
      /** a person changed the text before it was sent */
      readonly edited?: boolean
      /** of a submit that waits: where the surface stood right before the first byte */
      readonly cursor?: string
      readonly wait?: WaitResult
    }
  /** It passed the gate and then the program or the terminal failed. */
  | { readonly refused: false; readonly outcome: 'failed'; readonly evidence: string }
  /** What went in may or may not have reached the program, and nobody can say. */
  | { readonly refused: false; readonly outcome: 'unknown'; readonly evidence: string }

/** Outcomes in the record (contract: activity). */
export type RecordedOutcome =
  | 'delivered'
  | 'inserted'
  | 'staged'
  | 'denied'
  | 'cancelled'
  | 'failed'
  | 'unconfirmed'
  | 'unknown'

/** One activity record without its chain fields; activity.ts adds seq, time, prev and hash. */
export interface ActivityEntry {
  readonly kind: 'send' | 'read' | 'policy' | 'pause' | 'agent' | 'surface'
  /** 'person', 'gatehouse' (the app itself) or an agent's id */
  readonly actor: string
  readonly surface: { readonly id: string; readonly name: string } | null
  readonly intent: string | null
  readonly text: string | null
  readonly keys: readonly string[] | null
  readonly key: string | null
  /** `id@rev` */
  readonly draft: string | null
  readonly releasedBy: string | null
  readonly verdict: Pick<Verdict, 'effect' | 'rule' | 'why'> | null
  readonly approval: string | null
  readonly outcome: RecordedOutcome | null
  readonly bytes: number | null
  readonly tookMs: number | null
  /** an outcome record names the record of the send it belongs to */
  readonly of?: number
  /** how many reads this record stands for (reads are coalesced) */
  readonly count?: number
  /** whose sends into the actor's own surface led to this, the latest first: behalf.ts. Empty is written as absent */
  readonly onBehalfOf?: readonly string[]
  /** an answer: the dialog that its sender named, null = none. Absent on everything else */
  readonly dialog?: string | null
  /** why it did not go: the code it was refused with */
  readonly code?: string
  /** tmux's id of the pane that is adopted (open) or let go of (close), null = none was named. Absent on everything else */
  readonly pane?: string | null
  /** what a person answered */
  readonly answer?: AnswerKind
  /** the draft, `id@rev`, that a person kept of a text instead of having it sent */
  readonly kept?: string
}

/** The record of everything. Delivery waits for `append`; when it throws, nothing is delivered. */
export interface Activity {
  /**
   * Resolves with the record's seq once it is on disk (fdatasync), or, for `written`, once the system has it: the next sync, at
   * most 50 ms later, takes it along, and until then it would outlive us but not the machine. Throws `ActivityError`.
   */
  append(entry: ActivityEntry, until?: 'synced' | 'written'): Promise<number>
  /** A read: coalesced per agent, surface and what, written within a second, not waited for. */
  noteRead(entry: ActivityEntry): void
  /** Writes what is pending and closes the file. */
  close(): Promise<void>
}
