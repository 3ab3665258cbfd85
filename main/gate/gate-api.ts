// What the gate offers: one side for agents (main/mcp holds nothing else), one for the person (the window's ipc).
import type {
  ApprovalView,
  CallParsed,
  DraftView,
  GateStatus,
  HandledView,
  Level,
  NoticeView,
  PanePlace,
  Result,
  SurfaceState,
} from '../../preload/contract.ts'
import type { AgentFacts, Limit } from '../policy/model.ts'
import type { ScreenRead } from '../surfaces/surface.ts'
import type { AccessGranted, AccessRequest } from './access-request.ts'
import type { Closed, CloseRequest } from './close.ts'
import type { GatePart } from './core.ts'
import type { Discarded } from './discard.ts'
import type { OwnRecord } from './mine.ts'
import type { Agent, Refusal, SendOutcome, SendRequest } from './model.ts'
import type { Notification, Pointer, Shown } from './notify.ts'
import type { Opened } from './open.ts'
import type { OpenRequest } from './open-request.ts'
import type { ManyRequest, ManyResult } from './send-many.ts'
import type { WaitArguments, WaitResult } from './wait.ts'

/** A draft as agents see it: never its text, which may be another agent's. */
export interface DraftMark {
  readonly draft: string
  readonly by: string
  readonly bytes: number
}

/** One surface as `list_surfaces` shows it. Surfaces at level none without an ask are not listed at all. */
export type SurfaceListing =
  /** ask-only (level none): id and name alone */
  | { readonly id: string; readonly name: string; readonly named?: false; readonly level: 'none'; readonly ask: Level }
  | {
      readonly id: string
      readonly name: string
      /** nobody gave it that name; absent = somebody may have */
      readonly named?: false
      readonly level: Level
      readonly ask: Level | null
      readonly workspace: string
      readonly preset: string
      readonly backend: string
      /** ssh's name of the computer it runs on, by which rules select; absent = this one */
      readonly host?: string
      readonly state: SurfaceState
      /** the caller runs in it */
      readonly you: boolean
      /** the caller opened it, and may close it; absent = it did not */
      readonly opened?: true
      readonly drafts: readonly DraftMark[]
      readonly untrusted: { readonly alias: string | null; readonly title: string; readonly cwd: string }
      /** where it is in tmux, in tmux's names, which programs can change; absent = it is in none */
      readonly tmux?: PanePlace
      readonly cols: number
      readonly rows: number
    }

export interface ReadArguments {
  /** id or exact unique name */
  readonly surface: string
  readonly what: 'screen' | 'scrollback' | 'since'
  readonly cursor?: string | undefined
  readonly maxLines?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** called at once and every 15 s while it waits for a person */
  readonly onProgress?: ((waitedMs: number) => void) | undefined
}
export interface ReadResult extends ScreenRead {
  readonly refused: false
  readonly state: SurfaceState
  readonly drafts: readonly DraftMark[]
}

/** What is left of a limit that counts for the caller; `retryAfterMs` where nothing is. */
export interface LimitLeft extends Limit {
  readonly rule: string
  readonly left: number
  readonly retryAfterMs?: number
}

/** What `my_access` answers: for one surface or all the agent may know of. */
export interface Access {
  readonly refused: false
  readonly paused: boolean
  readonly surfaces: readonly {
    readonly id: string
    readonly name: string
    /** the caller runs in it, and may not send to it whatever its level */
    readonly you: boolean
    readonly level: Level
    readonly ask: Level | null
    readonly rule: string | null
    readonly lock: string | null
    readonly why: string
    readonly limits: readonly LimitLeft[]
  }[]
}

/** The agents' side. Every method decides by the policy in force at that moment. */
export interface AgentGate {
  list(agent: Agent): readonly SurfaceListing[]
  read(agent: Agent, request: ReadArguments): Promise<ReadResult | Refusal>
  wait(agent: Agent, request: WaitArguments): Promise<WaitResult | Refusal>
  send(agent: Agent, request: SendRequest): Promise<SendOutcome | Refusal>
  /** Opens a surface by the policy's open rules. */
  open(agent: Agent, request: OpenRequest): Promise<Opened | Refusal>
  /** Closes one that the agent opened itself. */
  close(agent: Agent, request: CloseRequest): Promise<Closed | Refusal>
  /** Each of them through `send`. */
  sendMany(agent: Agent, request: ManyRequest): Promise<ManyResult | Refusal>
  /** `draft`: `id@rev`, its own. */
  discard(agent: Agent, draft: string): Promise<Discarded | Refusal>
  notify(agent: Agent, notification: Notification): Promise<Shown | Refusal>
  show(agent: Agent, pointer: Pointer): Promise<Shown | Refusal>
  requestAccess(agent: Agent, request: AccessRequest): Promise<AccessGranted | Refusal>
  access(agent: Agent, surface?: string): Access | Refusal
  /** The agent's own newest records, oldest first. */
  mine(agent: Agent, limit: number): readonly OwnRecord[]
  /** Calls `changed` while the agent may read that surface (an id); returns what ends that, null = there is none to hear of. */
  watch(agent: Agent, surface: string, changed: () => void): (() => void) | null
}

/** What a person answers; which fields count depends on `how`. */
export type ApprovalAnswer = CallParsed<'approval.answer'>

/** The person's side. */
export interface PersonGate {
  drafts(): readonly DraftView[]
  /** Run (text, then Enter) or Insert (text only) exactly that revision. Works while paused: it is the person's send. */
  release(ref: string, how: 'run' | 'insert'): Promise<Result<{ outcome: string }>>
  /** A new revision by the person; the old one is gone for good. */
  editDraft(ref: string, text: string): Promise<Result<{ ref: string }>>
  discardDraft(ref: string): Promise<Result<Record<string, never>>>
  /** how many questions wait for a person */
  asksWaiting(): number
  approvals(): { readonly waiting: ApprovalView[]; readonly handled: HandledView[] }
  /** Answers exactly the revision that `ref` names; resolves when what it says is done. */
  answer(answer: ApprovalAnswer): Promise<Result<{ outcome: string }>>
  /** The same question with what the surface shows now. */
  look(ref: string): Result<{ ref: string }>
  notices(): readonly NoticeView[]
  /** The agents that were seen to run inside surfaces, each in the latest one. */
  inside(): readonly (AgentFacts & { readonly surface: string })[]
  dismiss(notice: number): void
  /** The policy is another: what may not be asked any more is withdrawn, and nothing is released. */
  policyChanged(): void
  pause(by: string): Promise<void>
  resume(by: string): Promise<Result<Record<string, never>>>
  /** One agent alone. Pausing holds at once. */
  pauseAgent(id: string, on: boolean): Promise<Result<Record<string, never>>>
  /** Since when it is paused by itself, ms since the epoch; null = it is not. */
  agentPaused(id: string): number | null
  status(): GateStatus
  /** `what` says which slice to draw again. */
  onChange(listener: (what: GatePart) => void): () => void
  /** A surface is there, or has another name or workspace: what was left for it before a restart is bound to it. */
  surfaceSeen(id: string): void
  /** A person closed a surface: its drafts go, what waits for it is refused. */
  surfaceGone(id: string): void
  /** An agent's token was revoked: what it waits for is refused, its drafts go. */
  agentGone(id: string): void
}

export interface Gate extends AgentGate, PersonGate {}
