// The `agents` and `surfaces` of a rule or lock, checked so that none can silently select nothing or everything.
// What they select is match.ts.
import { agentIdSchema, surfaceIdSchema } from '../../preload/contract.ts'
import { globFault } from './glob.ts'
import type { AgentSelector, SurfaceSelector } from './model.ts'
import type { At, Checker, Keys } from './shape.ts'

/** Who else acts here: an agent of that name could be taken for them in the record or in `openedBy`. */
const NOT_AGENTS = ['person', 'gatehouse', 'self']
export const BACKENDS = ['pty', 'tmux'] as const
const MAX_WORD = 128

const INSIDE: Keys = { required: [], optional: ['preset', 'workspace'] }
const SURFACES: Keys = {
  required: [],
  optional: ['id', 'name', 'workspace', 'preset', 'backend', 'host', 'openedBy'],
}

/** What is wrong with an agent's id, or null. */
export function agentId(id: string): string | null {
  if (NOT_AGENTS.includes(id)) return `"${id}" means something else here and cannot be an agent's id`
  if (agentIdSchema.safeParse(id).success) return null
  return 'it must be 1 to 63 lower-case letters, digits or `-`, and begin with a letter or digit'
}

/** `{preset?, workspace?}`: agents that run inside surfaces. */
function insideSelector(check: Checker, at: At): { preset?: string; workspace?: string } | null {
  const fields = check.object(at, INSIDE)
  if (!fields) return null
  const preset = word(check, fields.get('preset'), plainWord)
  const workspace = word(check, fields.get('workspace'), pattern)
  return { ...(preset === undefined ? {} : { preset }), ...(workspace === undefined ? {} : { workspace }) }
}

export function agentSelector(check: Checker, at: At): AgentSelector | null {
  if (at.node.type === 'string') return check.text(at, id => (id === '*' ? null : agentId(id)))
  if (at.node.type === 'array') return agentList(check, at)
  if (at.node.type !== 'object') {
    check.fault(
      at,
      '`agents` must be "*", an agent id, a list of ids, or {"preset": …, "workspace": …} for agents inside surfaces',
    )
    return null
  }
  return insideSelector(check, at)
}

function agentList(check: Checker, at: At): readonly string[] | null {
  const ids = new Set<string>()
  for (const item of check.list(at) ?? []) {
    const id = check.text(item, text => (text === '*' ? 'write "*" alone, not in a list' : agentId(text)))
    if (id !== null && ids.has(id)) check.fault(item, `"${id}" stands in this list twice`)
    if (id !== null) ids.add(id)
  }
  if (at.node.children?.length === 0) check.fault(at, '`agents` is an empty list and selects nobody')
  return [...ids]
}

export function surfaceSelector(check: Checker, at: At): SurfaceSelector | null {
  if (at.node.type === 'string' && at.node.value === '*') return '*'
  if (at.node.type !== 'object') {
    check.fault(at, '`surfaces` must be "*" or an object such as {"name": "web-*"}')
    return null
  }
  const fields = check.object(at, SURFACES)
  if (!fields) return null
  if (fields.size === 0) check.fault(at, '`surfaces` names nothing to select by; write "*" for every surface')
  const backendAt = fields.get('backend')
  const values = {
    id: word(check, fields.get('id'), surfaceId),
    name: word(check, fields.get('name'), pattern),
    workspace: word(check, fields.get('workspace'), text => (text === '@own' ? null : pattern(text))),
    preset: word(check, fields.get('preset'), plainWord),
    backend: backendAt ? (check.oneOf(backendAt, BACKENDS) ?? undefined) : undefined,
    host: word(check, fields.get('host'), plainWord),
    openedBy: word(check, fields.get('openedBy'), text =>
      text === 'self' || text === 'person' ? null : agentId(text),
    ),
  }
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

function word(check: Checker, at: At | undefined, wrong: (text: string) => string | null): string | undefined {
  return at ? (check.text(at, wrong) ?? undefined) : undefined
}

/** What is wrong with a preset's or host's name, or null. */
export function plainWord(text: string): string | null {
  if (text === '') return 'it is empty'
  return text.length > MAX_WORD ? `it is longer than ${MAX_WORD} characters` : null
}

function pattern(text: string): string | null {
  if (text.startsWith('@'))
    return 'only `workspace` of `surfaces` knows "@own"; write `\\\\@` for a name that starts with `@`'
  return globFault(text)
}

function surfaceId(text: string): string | null {
  return surfaceIdSchema.safeParse(text).success
    ? null
    : 'a surface id looks like s_7f3a; to select by its name use `name`'
}
