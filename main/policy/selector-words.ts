// Selectors of the policy in words, for the list of rules. What they select is match.ts.
import { isGlob } from './glob.ts'
import type { AgentSelector, SurfaceSelector } from './model.ts'

/** What a person calls agents and surfaces; null = nobody has that id now. */
export interface Names {
  readonly agent: (id: string) => string | null
  readonly surface: (id: string) => string | null
}

/** `Claude Code and Cursor`, `any agent`, `claude agents in workspace web`. */
export function agentWords(selector: AgentSelector, names: Names): string {
  if (selector === '*') return 'any agent'
  const called = (id: string) => names.agent(id) ?? id
  if (typeof selector === 'string') return called(selector)
  if (Array.isArray(selector)) return and(selector.map(called))
  const { preset, workspace } = selector as { readonly preset?: string; readonly workspace?: string }
  const where = workspace === undefined ? 'inside surfaces' : `in ${workspaceWords(workspace)}`
  return `${preset === undefined ? 'agents' : `${preset} agents`} ${where}`
}

/** `any surface`, `surfaces named prod-*`, `workspace web`. */
export function surfaceWords(selector: SurfaceSelector, names: Names): string {
  if (selector === '*') return 'any surface'
  const { id, name, workspace, preset, backend, host, openedBy } = selector
  if (Object.keys(selector).length === 1 && workspace !== undefined) return workspaceWords(workspace)
  const one = id === undefined ? null : (names.surface(id) ?? `surface ${id}`)
  const parts = [
    name === undefined ? null : `named ${plain(name)}`,
    workspace === undefined ? null : `in ${workspaceWords(workspace)}`,
    preset === undefined ? null : `of preset ${preset}`,
    backend === undefined ? null : backend === 'tmux' ? 'in tmux' : 'not in tmux',
    host === undefined ? null : `on ${host}`,
    openedBy === undefined ? null : `opened by ${openerWords(openedBy, names)}`,
  ].filter(part => part !== null)
  return [one ?? 'surfaces', ...parts].join(' ')
}

function workspaceWords(pattern: string): string {
  if (pattern === '@own') return 'their own workspace'
  return isGlob(pattern) ? `workspaces ${pattern}` : `workspace ${plain(pattern)}`
}

function openerWords(id: string, names: Names): string {
  if (id === 'self') return 'the agent itself'
  return id === 'person' ? 'a person' : (names.agent(id) ?? id)
}

/** The name that a pattern stands for, where it stands for one alone. */
export function plain(pattern: string): string {
  return isGlob(pattern) ? pattern : pattern.replace(/\\(.)/gsu, '$1')
}

/** `a`, `a and b`, `a, b and c`. */
export function and(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
