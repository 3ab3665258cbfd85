// A question to the policy from words: what a test of the file or a command line says of a surface, as the subject and
// the particulars that a decision is made from.
import type { Intent } from '../../preload/contract.ts'
import type { AgentFacts, Particulars, SurfacePart, SurfaceParts, SurfaceSubject } from './model.ts'

export const SURFACE_PARTS = [
  'id',
  'name',
  'workspace',
  'preset',
  'backend',
  'host',
  'openedBy',
  'alias',
  'cwd',
  'command',
  'prompt',
] as const satisfies readonly SurfacePart[]

export interface Question {
  readonly agent: AgentFacts
  readonly surface: SurfaceSubject
  readonly intent: Intent
  readonly particulars: Particulars
}

/**
 * What is not said is as a plain new surface has it: a shell on a pty, opened by a person, in no workspace; opened by
 * `self` is by the agent. An agent that is given by preset and workspace runs inside a surface, also where neither is
 * said. `home` is what `~/` stands for, null = nothing.
 */
export function questionOf(
  asked: {
    readonly agent: string | { readonly preset?: string; readonly workspace?: string }
    readonly surface: SurfaceParts
    readonly intent: Intent
    readonly text?: string | undefined
  },
  home: string | null,
): Question {
  const { id = '', name = '', workspace = '', preset = 'shell', backend = 'pty', host = null } = asked.surface
  const { openedBy = 'person', alias = null, cwd = null, command = 'no', prompt = 'no' } = asked.surface
  const folder = cwd !== null && home !== null ? cwd.replace(/^~(?=\/|$)/, home) : cwd
  const opening = { command: command === 'yes', prompt: prompt === 'yes', cwd: folder, home, openNow: 0 }
  const agent = typeof asked.agent === 'string' ? { id: asked.agent } : inside(asked.agent)
  const opener = openedBy === 'self' ? agent.id : openedBy
  return {
    agent,
    surface: { id, name, formerNames: [], alias, workspace, preset, backend, host, openedBy: opener },
    intent: asked.intent,
    particulars: { ...(asked.text === undefined ? {} : { text: asked.text }), opening },
  }
}

/** Such an agent has no id that a policy could name; `claude@web` stands for it in sentences. */
function inside(agent: { readonly preset?: string; readonly workspace?: string }): AgentFacts {
  return { id: `${agent.preset ?? 'any'}@${agent.workspace ?? 'any'}`, preset: '', ...agent }
}
