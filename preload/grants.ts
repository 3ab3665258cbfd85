// What a person changes in the policy from the window, and how its rules are shown there. A part of the contract. What
// each change means is main/policy's.
import { z } from 'zod'
import {
  agentIdSchema,
  callerIdSchema,
  INTENTS,
  levelSchema,
  nameSchema,
  surfaceIdSchema,
  verdictSchema,
} from './words.ts'

export const SUB_PARTS = ['answer', 'interrupt', 'secret'] as const
export type SubPart = (typeof SUB_PARTS)[number]
const subEffectSchema = z.enum(['deny', 'ask', 'allow'])

/** At most `max` sends in any window of this length: a word or a number of seconds. */
export const cellLimitSchema = z.object({
  max: z.number().int().min(1).max(100_000),
  window: z.union([z.enum(['second', 'minute', 'hour', 'day']), z.number().min(1)]),
  per: z.enum(['agent', 'pair', 'surface']),
})
export type CellLimit = z.infer<typeof cellLimitSchema>

const agentOrAny = z.union([callerIdSchema, z.literal('*')])
const surfaceOrAny = z.union([surfaceIdSchema, z.literal('*')])

/** One cell of the Grants panel. `agent: '*'` is the default row, `surface: '*'` the default column. */
export const cellSchema = z.object({
  agent: z.string(),
  surface: z.string(),
  level: levelSchema,
  ask: levelSchema.nullable(),
  answer: subEffectSchema,
  interrupt: subEffectSchema,
  secret: subEffectSchema,
  insertAtPrompt: z.boolean(),
  rule: z.string().nullable(),
  lock: z.string().nullable(),
  /** of the default row and column, where `policy.why` says nothing; null = ask that */
  why: z.string().nullable(),
  /** a rule for exactly this pair exists */
  here: z.boolean(),
  /** the smallest limit on every send, of the pair's own rule or else of the one that decides; null = none */
  limit: cellLimitSchema.nullable(),
  /** a temporary rule decides: ms since the epoch when it ends, or `closes` = with the surface; null = a standing one */
  until: z.union([z.number(), z.literal('closes')]).nullable(),
})
export type Cell = z.infer<typeof cellSchema>

const grantSchema = z.object({ level: levelSchema, ask: levelSchema.nullable() })

/** What a change does to one agent on one surface. `'*'` stands for an agent or a surface that no rule names. */
export const grantChangeSchema = z.object({
  agent: z.string(),
  surface: z.string(),
  before: grantSchema,
  after: grantSchema,
  /** what else is different, in words: `answering a dialog: allow, was ask` */
  also: z.array(z.string()),
  /** in any part */
  raises: z.boolean(),
})
export type GrantChange = z.infer<typeof grantChangeSchema>

/** How a rule may select a surface, the most exact way first; `kind`: by preset, backend, host or who opened it. */
export const SELECTED_BY = ['id', 'name', 'pattern', 'workspace', 'kind', 'any'] as const
export type SelectedBy = (typeof SELECTED_BY)[number]

/** One rule that matches a pair, and why it decides or does not. */
const candidateSchema = z.object({
  rule: z.string(),
  /** how it selects the surface; null = a built-in rule */
  by: z.enum(SELECTED_BY).nullable(),
  level: levelSchema,
  ask: levelSchema.nullable(),
  used: z.boolean(),
  why: z.string(),
})
export type Candidate = z.infer<typeof candidateSchema>

/** Three ways to begin, as data in main/policy/starting-points.ts. */
export const STARTING_POINTS = ['careful', 'paired', 'open'] as const
export type StartingPoint = (typeof STARTING_POINTS)[number]

/** One line of the file in words, in its order. */
export const ruleLineSchema = z.object({
  kind: z.enum(['rule', 'lock', 'open']),
  id: z.string(),
  /** counts from 1 */
  line: z.number(),
  /** `Claude Code and Cursor`, `any agent`, `claude agents in workspace web` */
  agents: z.string(),
  /** `any surface`, `surfaces named prod-*`, `workspace web` */
  surfaces: z.string(),
  level: levelSchema.nullable(),
  ask: levelSchema.nullable(),
  /** everything else it says, a short sentence each */
  also: z.array(z.string()),
  until: z.union([z.number(), z.literal('closes')]).nullable(),
  reason: z.string().nullable(),
  /** it selects exactly this pair (`'*'` for any): the cell that shows it; null = more than one cell */
  cell: z.object({ agent: z.string(), surface: z.string() }).nullable(),
  /** the one workspace it selects for any agent: a head of the matrix shows it */
  workspace: z.string().nullable(),
  /** of an open rule: what opening does, and how many surfaces at once (null = any number); null for other lines */
  open: z.object({ grant: z.enum(['ask', 'allow']), max: z.number().nullable() }).nullable(),
})
export type RuleLine = z.infer<typeof ruleLineSchema>

/** A temporary rule in force. */
export const temporarySchema = z.object({
  rule: z.string(),
  agent: z.string(),
  surface: z.string(),
  level: levelSchema,
  /** ms since the epoch, or with the surface */
  until: z.union([z.number(), z.literal('closes')]),
  /** ms since the epoch: when it was given, as far as this run knows; null = before */
  since: z.number().nullable(),
})
export type Temporary = z.infer<typeof temporarySchema>

export const grantsSliceSchema = z.object({
  rules: z.array(ruleLineSchema),
  temporary: z.array(temporarySchema),
  /** what Undo would take back, in words: `Cursor in shell: Read, was Type`; null = nothing */
  undo: z.string().nullable(),
  /** names the change that Undo would take back, for `policy.undo`; absent or null = nothing */
  undoOf: z.string().nullable().optional(),
  /** the starting point that the policy is as; null = its own */
  like: z.enum(STARTING_POINTS).nullable(),
})

/** A place in a text of the policy where something is wrong. Line and column count from 1. */
const faultSchema = z.object({ line: z.number(), column: z.number(), path: z.string(), message: z.string() })
export type PolicyFault = z.infer<typeof faultSchema>

const checkSchema = z.object({
  faults: z.array(faultSchema),
  /** its `tests`; `why`: the verdict it got, in a sentence. Empty where it has faults of another kind */
  tests: z.array(
    z.object({ index: z.number(), line: z.number(), words: z.string(), ok: z.boolean(), why: z.string() }),
  ),
  /** what taking it up would change, against what is in force. Empty where it has faults */
  changes: z.array(grantChangeSchema),
  notes: z.array(z.string()),
})
export type PolicyCheck = z.infer<typeof checkSchema>

const nothing = z.object({}).strict()
const text = z.string().max(2_000_000)
const pair = { agent: agentOrAny, surface: surfaceOrAny }
/** An agent, `"*"`, or nothing narrower: whom a lock or an imported rule is for. */
const selector = z.union([z.literal('*'), agentIdSchema])

/**
 * All of them fail with `managed`, `policy_fault`, `changed_outside`, `not_written`, `not_recorded` where the file cannot be changed, and with
 * `no_such_cell`, `no_such_surface` or `no_such_rule` where what they name is gone. `no_such_rule` too where none can be written
 * for the pair, or where another rule would hold it as it is; `bad_edit` where a test of the file would not hold any more. The
 * message is a sentence for the person. What changes nothing succeeds, and is neither recorded nor an undo step.
 */
export const grantCalls = {
  /**
   * `level: null` takes the cell's own rule away. No rule can name one agent inside a surface: the cell is that of all agents of its
   * preset in its workspace.
   */
  'policy.cell': {
    in: z.object({ ...pair, level: levelSchema.nullable(), ask: levelSchema.nullable() }).strict(),
    out: nothing,
  },
  /**
   * Other parts of the cell's own rule, which is made with what is in force there where it has none. A part that is absent
   * stays; null = as if it were not written. `limit` takes the place of the own rule's limits on every send. For any agent
   * (`"*"`) only where the cell has a rule of its own: a new one would come before those of agents.
   */
  'policy.parts': {
    in: z
      .object({
        ...pair,
        answer: subEffectSchema.nullable().optional(),
        interrupt: subEffectSchema.nullable().optional(),
        secret: subEffectSchema.nullable().optional(),
        insertAtPrompt: z.boolean().optional(),
        limit: cellLimitSchema.nullable().optional(),
      })
      .strict(),
    out: nothing,
  },
  /**
   * A temporary rule that gives exactly `level`. `minutes: null` = until the surface closes. Both must be one: no `"*"`, and no
   * agent inside a surface. Where one gives just that already, its end is moved. Failure `nothing_to_raise`, with why.
   */
  'policy.temporary': {
    in: z
      .object({
        agent: callerIdSchema,
        surface: surfaceIdSchema,
        level: levelSchema,
        minutes: z.number().int().min(1).max(1440).nullable(),
      })
      .strict(),
    out: nothing,
  },
  /** Ends a temporary rule before its time. */
  'policy.end': { in: z.object({ rule: z.string().max(64) }).strict(), out: nothing },
  /**
   * A lock for exactly this pair, `"*"` for any; `level: null` takes away those that are for exactly it. An empty `reason` leaves
   * the one that is there.
   */
  'policy.lock': {
    in: z
      .object({ ...pair, level: levelSchema.nullable(), ask: levelSchema.nullable(), reason: z.string().max(200) })
      .strict(),
    out: nothing,
  },
  /** The rule of a workspace for any agent, or for one; null takes it away. */
  'policy.workspace': {
    in: z
      .object({
        agent: z.union([agentIdSchema, z.literal('*')]),
        workspace: nameSchema,
        level: levelSchema.nullable(),
        ask: levelSchema.nullable(),
      })
      .strict(),
    out: nothing,
  },
  /**
   * Whether an agent may open surfaces, by the open rule for it alone; null takes that away, and then one for any agent counts
   * for it again. `max: 0` = it opens nothing, whatever is said for any agent.
   */
  'policy.open': {
    in: z
      .object({
        agent: z.union([agentIdSchema, z.literal('*')]),
        grant: z.enum(['ask', 'allow']).nullable(),
        max: z.number().int().min(0).max(100).nullable(),
      })
      .strict(),
    out: nothing,
  },
  /** Takes one line of the file away. */
  'policy.remove': {
    in: z.object({ kind: z.enum(['rule', 'lock', 'open']), id: z.string().max(64) }).strict(),
    out: nothing,
  },
  /**
   * Takes the latest change back that was made in this run, if nothing else changed the file since. `of`: only if it is the one
   * that the person saw, so that a second press takes nothing else back. Failure `nothing_to_undo`.
   */
  'policy.undo': {
    in: z.object({ of: z.string().max(80).nullable().optional() }).strict(),
    out: z.object({ what: z.string() }),
  },
  /** What a starting point would be: its whole text, with agents, locks and tests kept as they are. */
  'policy.starting': {
    in: z.object({ point: z.enum(STARTING_POINTS) }).strict(),
    out: z.object({ text, hash: z.string(), check: checkSchema }),
  },
  /** The accepted text, with a hash that names it. */
  'policy.text': { in: nothing, out: z.object({ text, hash: z.string() }) },
  /** Reads a text as the policy file is read, and changes nothing. */
  'policy.check': { in: z.object({ text }).strict(), out: checkSchema },
  /** Writes it over exactly what `hash` names. Failures `changed_again`, `bad_edit`. */
  'policy.write': { in: z.object({ text, hash: z.string().max(80) }).strict(), out: nothing },
  /** A PolicyLayer document as rules of ours, put into the accepted text; nothing is written. */
  'policy.import': {
    in: z
      .object({
        document: text,
        agents: selector,
        surfaces: z.union([z.literal('*'), z.object({ workspace: nameSchema }).strict()]),
      })
      .strict(),
    out: z.object({
      /** null = nothing of it could be taken */
      text: text.nullable(),
      hash: z.string(),
      /** what cannot be kept: where in the document, and why */
      faults: z.array(z.object({ path: z.string(), message: z.string() })),
      added: z.number(),
      check: checkSchema.nullable(),
    }),
  },
  /** Why the answer is what it is: the verdict, every rule that matches (the most exact first), every lock. */
  'policy.why': {
    in: z.object({ agent: callerIdSchema, surface: surfaceIdSchema, intent: z.enum(INTENTS) }).strict(),
    out: z.object({
      verdict: verdictSchema,
      rules: z.array(candidateSchema),
      locks: z.array(z.object({ id: z.string(), level: levelSchema, reason: z.string().nullable() })),
    }),
  },
} as const
