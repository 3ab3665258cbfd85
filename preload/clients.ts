// MCP clients of this computer and their configs, as the window shows them, and the calls that change one.
import { z } from 'zod'
import { agentIdSchema } from './words.ts'

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

const clientSchema = z.object({
  id: clientIdSchema,
  label: z.string(),
  /** the config that would be changed; it need not exist */
  file: z.string(),
  /** its config, its folder or its program is here */
  detected: z.boolean(),
  state: clientStateSchema,
})

/** One piece of a change, with a few lines around it. Line numbers count from 1. */
const pieceSchema = z.object({
  before: z.number(),
  after: z.number(),
  lines: z.array(z.object({ kind: z.enum(['same', 'out', 'in']), text: z.string() })),
})
export type ClientPiece = z.infer<typeof pieceSchema>

const previewSchema = z.object({
  /** names exactly this change of exactly this file */
  revision: z.string(),
  file: z.string(),
  /** there is no such file yet */
  creates: z.boolean(),
  /** empty = it is already as it should be */
  pieces: z.array(pieceSchema),
  /** what a person can do instead; no token is in it */
  manual: z.array(z.object({ kind: z.enum(['command', 'link']), text: z.string() })),
})
export type ClientPreview = z.infer<typeof previewSchema>

/**
 * Failures: `no_such_agent`, `client_not_here`, `name_taken`, `not_understood`, `changed_since`, `not_written`,
 * `nothing_of_ours`; each message names the file.
 */
export const clientCalls = {
  'client.list': { in: z.object({}).strict(), out: z.object({ clients: z.array(clientSchema) }) },
  /** What applying would do. It changes nothing, and the agent need not exist yet. */
  'client.preview': { in: z.object({ client: clientIdSchema, agent: agentIdSchema }).strict(), out: previewSchema },
  /** Does exactly what `revision` names. `backup`: what the file was is kept there; null = there is nothing to keep. */
  'client.apply': {
    in: z.object({ client: clientIdSchema, agent: agentIdSchema, revision: z.string().max(80) }).strict(),
    out: z.object({ file: z.string(), backup: z.string().nullable() }),
  },
  /** Takes our entry out. `exact`: the file is, byte for byte, what it was before. */
  'client.undo': {
    in: z.object({ client: clientIdSchema }).strict(),
    out: z.object({ file: z.string(), exact: z.boolean() }),
  },
} as const
