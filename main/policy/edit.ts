// What the Grants panel and the Connect page change in the policy's text: one rule or one agent at a time, with the
// person's comments and order kept. A text that is no policy comes back as it is. What answers to a waiting agent change
// is edit-answers.ts; writing the file is store/policy-file.ts.
import type { Level } from '../../preload/contract.ts'
import {
  addLine,
  ensure,
  freshId,
  type InsideSelector,
  isForAgents,
  isForOpener,
  itemAt,
  onlyAgent,
  onlySurface,
  pairSelectors,
  removeKey,
  rootOf,
  setFields,
  without,
} from './edit-parts.ts'
import { rank } from './grant.ts'
import { addItem, removeItem, replaceValue } from './jsonc-edit.ts'
import type { AgentEntry, AgentSelector, Policy } from './model.ts'
import { readPolicy } from './parse.ts'
import { memberOf } from './tree.ts'

/** One cell of the Grants panel: `"*"` stands for every agent or every surface. */
export interface CellPair {
  readonly agent: string
  /** a surface's id, or `"*"` */
  readonly surface: string
}

/** A cell, or the one that agents of a preset and workspace share. */
export interface CellOf {
  readonly agent: string | InsideSelector
  /** a surface's id, or `"*"` */
  readonly surface: string
}

/** What a cell gives. `ask` counts only above `level`. */
export interface CellGrant {
  readonly level: Level
  readonly ask: Level | null
}

/**
 * Indexes in `policy.rules` of the standing rules for exactly this pair and nothing else: one, unless somebody wrote it
 * twice. A temporary rule is not the cell's own: it ends by itself.
 */
export function cellRules(policy: Policy, { agent, surface }: CellOf): number[] {
  return policy.rules.flatMap(({ agents, surfaces, until }, index) =>
    isForAgents(agents, agent) && onlySurface(surfaces) === surface && until === undefined ? [index] : [],
  )
}

/**
 * Sets what exactly this pair has: changes the rule that is for it alone, or adds one under a fresh id. `level: null`
 * takes such a rule away. Rules that select more than the pair stay as they are. `opened`: the agent opened the surface,
 * where only a rule with `openedBy: "self"` can give it more than it started with.
 */
export function setCell(
  text: string,
  cell: CellOf & { level: Level | null; ask: Level | null; opened?: boolean | undefined },
): string {
  const parsed = readPolicy(text)
  if (!parsed.ok) return text
  const { level, ask, opened = false } = cell
  const present = cellRules(parsed.policy, cell)
  if (level === null) return without(text, 'rules', present)
  const cannotRaise = present.filter(index => opened && !isForOpener(parsed.policy.rules[index]?.surfaces))
  if (present.length === cannotRaise.length) {
    return addRule(without(text, 'rules', present), parsed.policy, cell, { level, ask })
  }
  const grantSet = present.reduce((now, index) => setFields(now, index, ladder(level, ask)), text)
  return without(grantSet, 'rules', cannotRaise)
}

/**
 * Adds an agent (or replaces the entry of that id) and the rule that says what it starts with everywhere. Rules and
 * locks that name the id already count for it: choose an id that none names.
 */
export function addAgent(text: string, id: string, entry: AgentEntry, grant: CellGrant): string {
  if (!readPolicy(text).ok) return text
  const value = `{ "name": ${JSON.stringify(entry.name)}, "token": ${JSON.stringify(entry.token)} }`
  const withAgents = ensure(text, 'agents', '{}')
  const agents = memberOf(rootOf(withAgents), 'agents')
  const present = agents && memberOf(agents, id)
  let next = withAgents
  if (present) next = replaceValue(withAgents, present, value)
  else if (agents) next = addItem(withAgents, agents, `${JSON.stringify(id)}: ${value}`)
  return setCell(next, { agent: id, surface: '*', ...grant })
}

/** Another name or another token for an agent there is; everything else about it stays. */
export function changeAgent(text: string, id: string, change: Partial<AgentEntry>): string {
  if (!readPolicy(text).ok) return text
  return (Object.entries(change) as [keyof AgentEntry, string][]).reduce((now, [key, value]) => {
    const agents = memberOf(rootOf(now), 'agents')
    const found = agents && memberOf(memberOf(agents, id), key)
    return found ? replaceValue(now, found, JSON.stringify(value)) : now
  }, text)
}

/**
 * Takes an agent out: its entry, the rules for it alone, its id in other rules, and tests that ask about it, which could
 * only fail now. Locks stay, they only hold back.
 */
export function removeAgent(text: string, id: string): string {
  const parsed = readPolicy(text)
  if (!parsed.ok) return text
  const { rules, open, tests } = parsed.policy
  let next = withoutAgent(text, 'rules', rules, id)
  next = withoutAgent(next, 'open', open, id)
  next = without(
    next,
    'tests',
    tests.flatMap(({ agent }, index) => (agent === id ? [index] : [])),
  )
  return removeKey(next, memberOf(rootOf(next), 'agents'), id)
}

/** Without the lines for it alone, and without its id in the others'. */
function withoutAgent(text: string, key: 'rules' | 'open', lines: readonly { agents: AgentSelector }[], id: string) {
  const own = lines.flatMap(({ agents }, index) => (onlyAgent(agents) === id ? [index] : []))
  let next = without(text, key, own)
  const kept = lines.filter(({ agents }) => onlyAgent(agents) !== id)
  for (const [index, { agents }] of kept.entries()) {
    const place = Array.isArray(agents) ? agents.indexOf(id) : -1
    const list = place < 0 ? undefined : memberOf(itemAt(next, key, index), 'agents')
    if (list) next = removeItem(next, list, place)
  }
  return next
}

/** Takes out the rules for a surface that is gone for good. Locks stay. */
export function pruneSurface(text: string, surface: string): string {
  const parsed = readPolicy(text)
  if (!parsed.ok) return text
  return without(
    text,
    'rules',
    parsed.policy.rules.flatMap(({ surfaces }, index) => (surfaces !== '*' && surfaces.id === surface ? [index] : [])),
  )
}

function addRule(
  text: string,
  policy: Policy,
  { agent, surface, opened = false }: CellOf & { opened?: boolean | undefined },
  { level, ask }: CellGrant,
): string {
  const rule = { id: freshId(policy.rules, 'g'), ...pairSelectors(agent, surface, opened), ...ladder(level, ask) }
  return addLine(text, 'rules', rule)
}

/** An ask that means nothing is undefined: it is taken out, or not written. */
export function ladder(level: Level, ask: Level | null) {
  return { level, ask: ask !== null && rank(ask) > rank(level) ? ask : undefined }
}
