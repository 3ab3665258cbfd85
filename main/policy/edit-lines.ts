// Whole lines of the policy's text that a person sets or takes away in the panel: the rule of a workspace, who may open
// surfaces, any line by its id. Comments and order are kept; a text that is no policy comes back as it is.
import type { Level } from '../../preload/contract.ts'
import { ladder } from './edit.ts'
import { policyOr } from './edit-answers.ts'
import { addLine, freshId, type List, onlyAgent, setFields, without } from './edit-parts.ts'
import { literalGlob } from './glob.ts'
import type { OpenRule, Policy, SurfaceSelector } from './model.ts'
import { readPolicy } from './parse.ts'

/** The pattern of the one workspace that is selected, and nothing beside it; null = something else is. */
export function onlyWorkspace(selector: SurfaceSelector): string | null {
  if (selector === '*') return null
  const { workspace, ...others } = selector
  return workspace !== undefined && Object.keys(others).length === 0 ? workspace : null
}

/** Indexes in `policy.rules` of those for exactly this agent (`"*"` for any) in exactly this workspace. */
export function workspaceRules(policy: Policy, agent: string, workspace: string): number[] {
  const pattern = literalGlob(workspace)
  return policy.rules.flatMap(({ agents, surfaces }, index) =>
    onlyAgent(agents) === agent && pattern !== null && onlyWorkspace(surfaces) === pattern ? [index] : [],
  )
}

/**
 * Sets what any agent (`"*"`), or one, has in a workspace; `level: null` takes that rule away. The text as it is where no
 * pattern can be written for the workspace's name.
 */
export function setWorkspace(
  text: string,
  rule: {
    readonly agent: string
    readonly workspace: string
    readonly level: Level | null
    readonly ask: Level | null
  },
): string {
  const parsed = readPolicy(text)
  const pattern = literalGlob(rule.workspace)
  if (!parsed.ok || pattern === null) return text
  const { agent, workspace, level, ask } = rule
  const present = workspaceRules(parsed.policy, agent, workspace)
  if (level === null) return policyOr(text, without(text, 'rules', present))
  if (present.length > 0) {
    return policyOr(
      text,
      present.reduce((now, index) => setFields(now, index, ladder(level, ask)), text),
    )
  }
  const line = { id: freshId(parsed.policy.rules, 'w'), agents: agent, surfaces: { workspace: pattern } }
  return policyOr(text, addLine(text, 'rules', { ...line, ...ladder(level, ask) }))
}

/** The open rules for this agent (`"*"` for any) and nobody else. */
export function openRules(policy: Policy, agent: string): OpenRule[] {
  return policy.open.filter(({ agents }) => onlyAgent(agents) === agent)
}

/**
 * Whether this agent alone may open surfaces, and how many at once (null = any number): every open rule for it alone is set
 * so, and keeps its presets and folders; where there is none, one is added. `grant: null` takes them away. A part that the
 * first of them has already stays as it is in the others, so that lowering one never raises another. `max: 0` = one rule
 * takes their place, which lets it open nothing.
 */
export function setOpen(
  text: string,
  open: { readonly agent: string; readonly grant: OpenRule['grant'] | null; readonly max: number | null },
): string {
  const parsed = readPolicy(text)
  if (!parsed.ok) return text
  const { agent, grant, max } = open
  const present = openRules(parsed.policy, agent).map(rule => parsed.policy.open.indexOf(rule))
  if (grant === null) return policyOr(text, without(text, 'open', present))
  const fields = { grant, max: max ?? undefined }
  const line = { id: freshId(parsed.policy.open, 'o'), agents: agent, ...fields }
  const first = parsed.policy.open[present[0] ?? -1]
  if (max === 0) {
    const isThere = present.length === 1 && first?.max === 0 && !first.presets && !first.cwd && !first.hosts
    return isThere ? text : policyOr(text, addLine(without(text, 'open', present), 'open', line))
  }
  if (first) {
    const changed = {
      ...(grant === first.grant ? {} : { grant }),
      ...(max === (first.max ?? null) ? {} : { max: fields.max }),
    }
    return policyOr(
      text,
      present.reduce((now, index) => setFields(now, index, changed, 'open'), text),
    )
  }
  return policyOr(text, addLine(text, 'open', line))
}

/** Without one line. The text as it is where no line of this list has the id. */
export function removeLine(text: string, list: List, id: string): string {
  const parsed = readPolicy(text)
  if (!parsed.ok) return text
  const index = parsed.policy[list].findIndex(one => one.id === id)
  return index < 0 ? text : policyOr(text, without(text, list, [index]))
}
