// Every channel, event and payload between the window and main, as zod schemas. Both sides parse with these.
// Everything else may import it; it imports only its own parts (words, activity, approvals, cells, channels, clients, commands, files, grants, keys,
// layout, presets, search, settings, surfaces, tmux, updates) and hands them on.
import { z } from 'zod'
import { activityCalls, activitySliceSchema, type SendPlace } from './activity.ts'
import { ANSWERS, approvalRefSchema, approvalSchema, handledSchema, noticeViewSchema } from './approvals.ts'
import type { ScreenCells } from './cells.ts'
import { clientCalls } from './clients.ts'
import type { DoEvent } from './commands.ts'
import { fileCalls } from './files.ts'
import { cellSchema, grantCalls, grantChangeSchema, grantsSliceSchema } from './grants.ts'
import { layoutCalls } from './layout.ts'
import { presetCalls, programsSchema } from './presets.ts'
import { type Before, dormantSliceSchema, restoreCalls } from './restore.ts'
import { searchCalls } from './search.ts'
import { settingsCalls, settingsSliceSchema } from './settings.ts'
import { type Exit, leftSchema, surfaceSchema } from './surfaces.ts'
import { tmuxCalls } from './tmux.ts'
import { updateCalls, updatesSchema } from './updates.ts'
import {
  agentIdSchema,
  callerIdSchema,
  draftRefSchema,
  levelSchema,
  nameSchema,
  noticeSchema,
  type Result,
  surfaceIdSchema,
} from './words.ts'

export * from './activity.ts'
export * from './approvals.ts'
export * from './cells.ts'
export * from './channels.ts'
export * from './clients.ts'
export * from './commands.ts'
export * from './files.ts'
export * from './grants.ts'
export * from './keys.ts'
export * from './layout.ts'
export * from './presets.ts'
export * from './restore.ts'
export * from './search.ts'
export * from './settings.ts'
export * from './surfaces.ts'
export * from './tmux.ts'
export * from './updates.ts'
export * from './words.ts'

// ---- what the window shows -----------------------------------------------------------------------------------------

export const agentSchema = z.object({
  id: callerIdSchema,
  name: z.string(),
  /** the surface it runs in, by whose token it calls; null = it was connected */
  inside: surfaceIdSchema.nullable(),
  /** the latest call of this run of the app, or null */
  lastCall: z.object({ at: z.number(), what: z.string() }).nullable(),
  /** the latest request with its token in this run, a call or not; null = none */
  lastSeen: z.number().nullable(),
  /** the program that made the latest request, as the system names it; null = not known, or no request in this run */
  program: z.string().nullable(),
  /** what it calls itself: a claim */
  says: z.string().nullable(),
  /** how many processes that used its token in this run still run; null = not known */
  processes: z.number().nullable(),
  /** a person paused this one agent: ms since the epoch, or null */
  paused: z.number().nullable(),
})
export type AgentSummary = z.infer<typeof agentSchema>

/** A draft as the window shows it; with no surface it was left before a restart and no surface was opened for it yet. `notices` names every character that acts or deceives, at its index in `text`. */
export const draftSchema = z.object({
  ref: draftRefSchema,
  surface: surfaceIdSchema.nullable(),
  /** what this revision was for when the app ended, as a person knew it; null = it was staged since */
  left: z.object({ name: z.string(), workspace: z.string() }).nullable(),
  agent: callerIdSchema,
  agentName: z.string(),
  text: z.string(),
  at: z.number(),
  bytes: z.number(),
  /** a person changed it after the agent wrote it */
  edited: z.boolean(),
  notices: z.array(noticeSchema),
})
export type DraftView = z.infer<typeof draftSchema>

/** A locked surface that an agent could reach through another one. `why` says it in a sentence. */
const detourSchema = z.object({
  from: z.string(),
  through: z.array(z.object({ agent: z.string(), surface: z.string() })),
  to: z.string(),
  lock: z.string(),
  effect: z.enum(['allow', 'ask']),
  why: z.string(),
})

export const gateStatusSchema = z.object({
  paused: z.object({ since: z.number(), by: z.string(), refused: z.number() }).nullable(),
  /** set when something is broken: why the gate is closed, in plain words */
  closed: z.string().nullable(),
  /** sends of the last minute */
  sendsPerMinute: z.number(),
  /** sends in each of the last 12 five-second slots, oldest first */
  recent: z.array(z.number()),
})
export type GateStatus = z.infer<typeof gateStatusSchema>

export const policyStatusSchema = z.object({
  file: z.string(),
  managed: z.boolean(),
  /** what is wrong with the file as it is found now; agents are paused until it is right */
  fault: z.object({ message: z.string(), line: z.number(), column: z.number() }).nullable(),
  /** what decides now: the file, the copy that was accepted last while the file is held, or nothing at all */
  ruling: z.enum(['file', 'accepted', 'nothing']),
  /** the file was changed by somebody else and waits for a person; `hash` names what was found */
  held: z.object({ hash: z.string(), at: z.number() }).nullable(),
})
export type PolicyStatus = z.infer<typeof policyStatusSchema>

export const mcpStatusSchema = z.object({ url: z.string(), listening: z.boolean(), fault: z.string().nullable() })
export type McpStatus = z.infer<typeof mcpStatusSchema>

const aboutSchema = z.object({
  version: z.string(),
  platform: z.string(),
  home: z.string(),
  dataDir: z.string(),
  shell: z.object({ name: z.string(), path: z.string() }),
  /** true where a development Electron from the package registry runs, not the official one */
  developmentElectron: z.boolean(),
  programs: programsSchema,
})

/** A surface of an earlier run, which did not end it, with what still runs from it. */
const earlierSchema = z.object({ surface: surfaceIdSchema, preset: z.string(), left: z.array(leftSchema) })

/** The whole state the window draws, by slice. Main sends a slice again, whole, when something in it changed. */
export const slices = {
  about: aboutSchema,
  surfaces: z.array(surfaceSchema),
  agents: z.array(agentSchema),
  cells: z.array(cellSchema),
  grants: grantsSliceSchema,
  drafts: z.array(draftSchema),
  approvals: z.object({ waiting: z.array(approvalSchema), handled: z.array(handledSchema) }),
  notices: z.array(noticeViewSchema),
  detours: z.array(detourSchema),
  gate: gateStatusSchema,
  policy: policyStatusSchema,
  mcp: mcpStatusSchema,
  earlier: z.array(earlierSchema),
  settings: settingsSliceSchema,
  dormant: dormantSliceSchema,
  activity: activitySliceSchema,
  updates: updatesSchema,
} as const
export type SliceName = keyof typeof slices
export type AppState = { [K in SliceName]: z.infer<(typeof slices)[K]> }
export const SLICES = Object.keys(slices) as SliceName[]

// ---- calls, window to main -----------------------------------------------------------------------------------------

const nothing = z.object({}).strict()
const sizeShape = { cols: z.number().int().min(2).max(1000), rows: z.number().int().min(1).max(1000) }

/** Every call: what goes in, what comes back inside a Result. */
export const calls = {
  'state.get': { in: nothing, out: z.object(slices) },
  /** Without `sure` a change that changes what agents may do is not made: failure `grants_change`, in words. */
  'surface.rename': {
    in: z
      .object({ id: surfaceIdSchema, name: nameSchema.optional(), workspace: nameSchema.optional(), sure: z.boolean() })
      .strict(),
    out: nothing,
  },
  /** Without `sure` a surface that may be at work is not closed: failure `at_work`. */
  'surface.close': { in: z.object({ id: surfaceIdSchema, sure: z.boolean() }).strict(), out: nothing },
  /** The port itself arrives as PORT_EVENT with this tag. */
  'surface.attach': { in: z.object({ id: surfaceIdSchema, tag: z.string().max(64) }).strict(), out: nothing },
  'draft.release': {
    in: z.object({ ref: draftRefSchema, how: z.enum(['run', 'insert']) }).strict(),
    out: z.object({ outcome: z.string() }),
  },
  'draft.edit': {
    in: z.object({ ref: draftRefSchema, text: z.string().max(65_536) }).strict(),
    out: z.object({ ref: draftRefSchema }),
  },
  'draft.discard': { in: z.object({ ref: draftRefSchema }).strict(), out: nothing },
  /**
   * Answers exactly this revision. `text` with `edit` and, if a person changed it, with `draft`, `minutes` with `minutes`, `reason` with the refusals, `level` and
   * `ask` with `start`. Failures: `approval_gone`, `approval_changed`, `look_again`, `paused`, `managed`, and what the gate
   * refuses; the approval then waits on where it can.
   */
  'approval.answer': {
    in: z
      .object({
        ref: approvalRefSchema,
        how: z.enum(ANSWERS),
        text: z.string().max(65_536).optional(),
        minutes: z.number().int().min(1).max(1440).optional(),
        reason: z.string().max(500).optional(),
        level: levelSchema.optional(),
        ask: levelSchema.nullable().optional(),
      })
      .strict(),
    out: z.object({ outcome: z.string() }),
  },
  /** The same question with what the surface shows now, as a new revision. */
  'approval.look': { in: z.object({ ref: approvalRefSchema }).strict(), out: z.object({ ref: approvalRefSchema }) },
  'notice.dismiss': { in: z.object({ id: z.number() }).strict(), out: nothing },
  'agent.pause': { in: z.object({ id: callerIdSchema, on: z.boolean() }).strict(), out: nothing },
  'gate.pause': { in: nothing, out: nothing },
  'gate.resume': { in: nothing, out: nothing },
  /** Ends what still runs from surfaces of an earlier run. Failures `not_recorded`, `still_running`. */
  'earlier.end': { in: nothing, out: nothing },
  /** The policy file as somebody else left it, beside what was accepted last. Failure `nothing_held`. */
  'policy.held': {
    in: nothing,
    out: z.object({
      hash: z.string(),
      accepted: z.string(),
      /** null = it cannot be read as text */
      found: z.string().nullable(),
      /** the file has no fault of its own, so a person may accept it */
      acceptable: z.boolean(),
      /** empty where it is not acceptable */
      changes: z.array(grantChangeSchema),
      /** what else is different, in sentences */
      notes: z.array(z.string()),
    }),
  },
  /** Takes up exactly what `hash` names. Failures `changed_again`, `policy_fault`, `managed`. */
  'policy.accept': { in: z.object({ hash: z.string().max(80) }).strict(), out: nothing },
  /** Writes what was accepted last over exactly what `hash` names; that is kept beside it. */
  'policy.putBack': { in: z.object({ hash: z.string().max(80) }).strict(), out: nothing },
  /** The token is in this answer and nowhere else, once. */
  'agent.add': {
    in: z.object({ name: nameSchema, level: levelSchema }).strict(),
    out: z.object({ id: agentIdSchema, token: z.string(), url: z.string() }),
  },
  /** Another name; everything it may do stays. */
  'agent.rename': { in: z.object({ id: agentIdSchema, name: nameSchema }).strict(), out: nothing },
  /** A new token instead of the one it has, which ends at once. It is in this answer and nowhere else. */
  'agent.token': {
    in: z.object({ id: agentIdSchema }).strict(),
    out: z.object({ token: z.string(), url: z.string() }),
  },
  'agent.revoke': { in: z.object({ id: agentIdSchema }).strict(), out: nothing },
  ...grantCalls,
  ...activityCalls,
  ...clientCalls,
  ...presetCalls,
  ...restoreCalls,
  ...searchCalls,
  ...settingsCalls,
  ...tmuxCalls,
  ...layoutCalls,
  ...fileCalls,
  ...updateCalls,
  'clipboard.write': { in: z.object({ text: z.string().max(4_000_000) }).strict(), out: nothing },
  'clipboard.read': { in: nothing, out: z.object({ text: z.string() }) },
  'link.open': { in: z.object({ url: z.string().max(8192) }).strict(), out: nothing },
  /** The first terminal shows something, or there is none: what is left of the start may begin. */
  'window.drawn': { in: nothing, out: nothing },
  'window.do': { in: z.object({ what: z.enum(['minimize', 'maximize', 'close', 'quit']) }).strict(), out: nothing },
} as const
export type CallName = keyof typeof calls
export type CallInput<K extends CallName> = z.input<(typeof calls)[K]['in']>
/** What main sees of an input, after parsing. */
export type CallParsed<K extends CallName> = z.output<(typeof calls)[K]['in']>
export type CallOutput<K extends CallName> = z.output<(typeof calls)[K]['out']>

// ---- events, main to window ----------------------------------------------------------------------------------------

export const sliceEventSchema = z.object({ slice: z.enum(SLICES as [SliceName, ...SliceName[]]), value: z.unknown() })
export type SliceEvent = { [K in SliceName]: { slice: K; value: AppState[K] } }[SliceName]

// ---- a surface's port: terminal bytes ------------------------------------------------------------------------------

/** Where the prompt of a command that ran stands: rows below the top of the screen, below 0 in the scrollback. */
export interface PromptPlace {
  readonly row: number
  /** the shell's `$?`; null = it runs, or how it ended is not known */
  readonly exit: number | null
}

/**
 * Main to window. `whole` comes first: all that the mirror holds, at the size it has; then bytes, in order, no gap.
 * `prompts` and `sends` answer the window's, and hold at their point among the bytes. `copy`: the program asks for this text on the
 * clipboard while the window is in front; it is never part of a screen. At `clear` the scrollback goes, at that point of the bytes.
 * While a program prints faster than a window draws, the window gets no bytes but a `frame` now and then: what the screen shows,
 * to be acknowledged as that many bytes. Another `whole` ends that.
 */
export type PortDown =
  | { kind: 'whole'; cells: ScreenCells; before?: Before }
  | { kind: 'bytes'; data: Uint8Array }
  | { kind: 'frame'; cells: ScreenCells; bytes: number }
  | { kind: 'prompts'; places: readonly PromptPlace[] }
  | { kind: 'sends'; places: readonly SendPlace[] }
  | { kind: 'copy'; text: string }
  | { kind: 'size'; cols: number; rows: number }
  | { kind: 'clear' }
  | { kind: 'exit'; exit: Exit }

/**
 * Window to main: what a person did in the terminal, and how many bytes the emulator has parsed. `newline` is Shift+Enter: main
 * knows what the program takes for it. `clear` throws the scrollback away, here and there. `reading`: the person looks at what was
 * printed before, or has selected some of it: every byte is to come, and the program to wait for the window. `room`: so many
 * rows of scrollback are kept there.
 */
export const portUpSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keys'), data: z.string().max(4_000_000) }).strict(),
  z.object({ kind: z.literal('composing'), on: z.boolean() }).strict(),
  z.object({ kind: z.literal('size'), ...sizeShape }).strict(),
  z.object({ kind: z.literal('ack'), bytes: z.number().int().min(0) }).strict(),
  z.object({ kind: z.literal('prompts') }).strict(),
  z.object({ kind: z.literal('sends') }).strict(),
  z.object({ kind: z.literal('newline') }).strict(),
  z.object({ kind: z.literal('clear') }).strict(),
  z.object({ kind: z.literal('reading'), on: z.boolean() }).strict(),
  z.object({ kind: z.literal('room'), rows: z.number().int().min(0).max(100_000) }).strict(),
])
export type PortUp = z.infer<typeof portUpSchema>

// ---- the bridge ----------------------------------------------------------------------------------------------------

/** What preload exposes as `window.gatehouse`: these functions and nothing else. */
export interface Bridge {
  invoke<K extends CallName>(call: K, input: CallInput<K>): Promise<Result<CallOutput<K>>>
  /** Hears slices as they change. Returns the unsubscriber. */
  on(listener: (event: SliceEvent) => void): () => void
  /** Hears what a person chose outside of the page. Returns the unsubscriber. */
  onDo(listener: (event: DoEvent) => void): () => void
  /**
   * Asks for a surface's bytes. A MessagePort cannot cross the bridge as a value, so it arrives as a `message` event of
   * the window with data `{ kind: PORT_EVENT, tag }` and the port as its only port.
   */
  port(surface: string, tag: string): Promise<Result<Record<string, never>>>
  /** Where a dropped file lies; '' = on no disk. */
  pathOf(file: File): string
}
