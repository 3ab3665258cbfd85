// MCP clients of this computer and their configs, as the window shows them, and the calls that change one.
import { z } from 'zod'
import { agentIdSchema, levelSchema } from './words.ts'

const clientIdSchema = z.enum([
  'claude-code',
  'claude-desktop',
  'cursor',
  'vscode',
  'codex',
  'gemini',
  'opencode',
  'copilot',
  'windsurf',
  'zed',
])
export type ClientId = z.infer<typeof clientIdSchema>

/**
 * What stands under our name in a client's config. `different`: ours, but not as it would be written now. `taken`: somebody
 * else's. `agent`: as whom ours connects, where that can be read. `why`: one sentence, empty where there is nothing to say.
 */
const clientStateSchema = z.object({
  is: z.enum(['absent', 'ours', 'different', 'taken', 'unreadable']),
  agent: agentIdSchema.nullable(),
  why: z.string(),
})
export type ClientState = z.infer<typeof clientStateSchema>

/** What a person can do instead of a click; no token is in it. */
const manualSchema = z.array(z.object({ kind: z.enum(['command', 'link']), text: z.string() }))

/**
 * The agent a client connects as. `token`: a `new` one is made with the agent; the one in tokens/ID is `kept`; or it is
 * `replaced`, because there is no such file or what is in it is not this agent's.
 */
const clientAgentSchema = z.object({
  id: agentIdSchema,
  name: z.string(),
  is: z.enum(['new', 'there']),
  token: z.enum(['new', 'kept', 'replaced']),
})
export type ClientAgent = z.infer<typeof clientAgentSchema>

const clientSchema = z.object({
  id: clientIdSchema,
  label: z.string(),
  /** the config that would be changed; it need not exist */
  file: z.string(),
  /** its config, its folder or its program is here */
  detected: z.boolean(),
  state: clientStateSchema,
  agent: clientAgentSchema,
  manual: manualSchema,
})
export type ClientView = z.infer<typeof clientSchema>

/** One piece of a change, with a few lines around it. Line numbers count from 1. */
const pieceSchema = z.object({
  before: z.number(),
  after: z.number(),
  lines: z.array(z.object({ kind: z.enum(['same', 'out', 'in']), text: z.string() })),
})
export type ClientPiece = z.infer<typeof pieceSchema>

const previewSchema = z.object({
  /** names exactly this change of exactly this file, for this agent as it is */
  revision: z.string(),
  file: z.string(),
  /** there is no such file yet */
  creates: z.boolean(),
  /** what the file is now is kept beside it under this name and the time; null = it need not be */
  keeps: z.string().nullable(),
  /** empty = it is already as it should be */
  pieces: z.array(pieceSchema),
  manual: manualSchema,
  /** what the client will start, as one line */
  starts: z.string(),
  agent: clientAgentSchema,
  /** the id a new agent of its own would have; null = the agent is new already */
  fresh: agentIdSchema.nullable(),
  /** why the file is not written by a click, in words; an agent can be made all the same */
  blocked: z.string().nullable(),
  /** why no agent or token can be made now, in words */
  cannot: z.string().nullable(),
})
export type ClientPreview = z.infer<typeof previewSchema>

const undoSchema = z.object({
  revision: z.string(),
  file: z.string(),
  /** the file itself goes: it was made for this */
  removes: z.boolean(),
  /** the file is then, byte for byte, what it was before */
  exact: z.boolean(),
  pieces: z.array(pieceSchema),
})
export type ClientUndo = z.infer<typeof undoSchema>

const grantShape = { level: levelSchema, ask: levelSchema.nullable() }

/**
 * Failures: `client_not_here`, `name_taken`, `not_understood`, `changed_since`, `not_written`, `nothing_of_ours`,
 * `id_taken`, and what the policy file refuses (`managed`, `changed_outside`, `policy_fault`); each message says what to do.
 */
export const clientCalls = {
  'client.list': { in: z.object({}).strict(), out: z.object({ clients: z.array(clientSchema) }) },
  /** What connecting would do. It changes nothing, and the agent need not exist yet. */
  'client.preview': { in: z.object({ client: clientIdSchema, agent: agentIdSchema }).strict(), out: previewSchema },
  /**
   * Does exactly what `revision` names: the agent, its token in tokens/ID and the config, or none of them. `start`: what a
   * new agent has on any surface. `by` hand: the config is left to the person. `backup`: what the file was is kept there.
   */
  'client.apply': {
    in: z
      .object({
        client: clientIdSchema,
        agent: agentIdSchema,
        revision: z.string().max(80),
        start: z.object(grantShape).strict(),
        by: z.enum(['file', 'hand']),
      })
      .strict(),
    out: z.object({ file: z.string(), backup: z.string().nullable() }),
  },
  /** What taking back would do. It changes nothing. */
  'client.back': { in: z.object({ client: clientIdSchema }).strict(), out: undoSchema },
  /** Takes our entry out, as `revision` showed it; the agent stays. `exact`: the file is, byte for byte, what it was before. */
  'client.undo': {
    in: z.object({ client: clientIdSchema, revision: z.string().max(80) }).strict(),
    out: z.object({ file: z.string(), exact: z.boolean() }),
  },
} as const
