// What the Grants panel and the Connect page change in the policy's text: one rule or one agent at a time, with the
// person's comments and order kept. A text that is no policy comes back as it is. Writing the file is store/policy-file.ts.
import type { Node } from 'jsonc-parser'
import type { Level } from '../../preload/contract.ts'
import { rank } from './grant.ts'
import { addItem, removeItem, replaceValue } from './jsonc-edit.ts'
import type { AgentEntry, AgentSelector, Policy, SurfaceSelector } from './model.ts'
import { readPolicy } from './parse.ts'
import { memberOf, readTree } from './tree.ts'

/** One cell of the Grants panel: `"*"` stands for every agent or every surface. */
export interface CellPair {
  readonly agent: string
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
export function cellRules(policy: Policy, { agent, surface }: CellPair): number[] {
  return policy.rules.flatMap(({ agents, surfaces, until }, index) =>
    onlyAgent(agents) === agent && onlySurface(surfaces) === surface && until === undefined ? [index] : [],
  )
}

function onlyAgent(selector: AgentSelector): string | null {
  if (typeof selector === 'string') return selector
  return Array.isArray(selector) && selector.length === 1 ? String(selector[0]) : null
}

function onlySurface(selector: SurfaceSelector): string | null {
  if (selector === '*') return '*'
  const { id, openedBy, ...others } = selector
  const isPlain = openedBy === undefined || openedBy === 'self'
  return id !== undefined && isPlain && Object.keys(others).length === 0 ? id : null
}

/**
 * Sets what exactly this pair has: changes the rule that is for it alone, or adds one under a fresh id. `level: null`
 * takes such a rule away. Rules that select more than the pair stay as they are. `opened`: the agent opened the surface,
 * where only a rule with `openedBy: "self"` can give it more than it started with.
 */
export function setCell(
  text: string,
  cell: CellPair & { level: Level | null; ask: Level | null; opened?: boolean | undefined },
): string {
  const parsed = readPolicy(text)
  if (!parsed.ok) return text
  const { level, ask, opened = false } = cell
  const present = cellRules(parsed.policy, cell)
  if (level === null) return withoutRules(text, present)
  const cannotRaise = present.filter(index => opened && !isForOpener(parsed.policy.rules[index]?.surfaces))
  if (present.length === cannotRaise.length) {
    return addRule(withoutRules(text, present), parsed.policy, cell, { level, ask })
  }
  const grantSet = present.reduce((now, index) => setGrant(now, index, { level, ask }), text)
  return withoutRules(grantSet, cannotRaise)
}

function isForOpener(selector: SurfaceSelector | undefined): boolean {
  return typeof selector === 'object' && selector.openedBy === 'self'
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
  return withoutRules(
    text,
    parsed.policy.rules.flatMap(({ surfaces }, index) => (surfaces !== '*' && surfaces.id === surface ? [index] : [])),
  )
}

function addRule(
  text: string,
  policy: Policy,
  { agent, surface, opened = false }: CellPair & { opened?: boolean | undefined },
  { level, ask }: CellGrant,
): string {
  const rule = {
    id: freshId(policy),
    agents: agent,
    surfaces: surface === '*' ? '*' : { id: surface, ...(opened ? { openedBy: 'self' } : {}) },
    level,
    ...(isAsked(level, ask) ? { ask } : {}),
  }
  const next = ensure(text, 'rules', '[]')
  const rules = memberOf(rootOf(next), 'rules')
  return rules ? addItem(next, rules, onOneLine(rule)) : text
}

function setGrant(text: string, index: number, { level, ask }: CellGrant): string {
  const levelAt = memberOf(ruleAt(text, index), 'level')
  let next = levelAt ? replaceValue(text, levelAt, JSON.stringify(level)) : text
  const rule = ruleAt(next, index)
  if (!rule || !isAsked(level, ask)) return removeKey(next, rule, 'ask')
  const askAt = memberOf(rule, 'ask')
  next = askAt ? replaceValue(next, askAt, JSON.stringify(ask)) : addItem(next, rule, `"ask": ${JSON.stringify(ask)}`)
  return next
}

function isAsked(level: Level, ask: Level | null): ask is Level {
  return ask !== null && rank(ask) > rank(level)
}

/** g1, g2, …: the smallest that no rule has. */
function freshId({ rules }: Policy): string {
  const taken = new Set(rules.map(({ id }) => id))
  let number = 1
  while (taken.has(`g${number}`)) number++
  return `g${number}`
}

function onOneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{ ${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}: ${onOneLine(one)}`)
    .join(', ')} }`
}

function withoutRules(text: string, indexes: readonly number[]): string {
  return without(text, 'rules', indexes)
}

/** Without some items of one of the file's lists. */
function without(text: string, key: string, indexes: readonly number[]): string {
  // from the last one, so that the indexes before it keep their meaning
  return indexes.toReversed().reduce((now, index) => {
    const list = memberOf(rootOf(now), key)
    return list ? removeItem(now, list, index) : now
  }, text)
}

/** The text with `key` at the top, as `empty` where it was missing. */
function ensure(text: string, key: string, empty: string): string {
  const root = rootOf(text)
  return !root || memberOf(root, key) ? text : addItem(text, root, `${JSON.stringify(key)}: ${empty}`)
}

function removeKey(text: string, object: Node | undefined, key: string): string {
  const index = object?.children?.findIndex(({ children }) => children?.[0]?.value === key) ?? -1
  return object && index >= 0 ? removeItem(text, object, index) : text
}

function ruleAt(text: string, index: number): Node | undefined {
  return itemAt(text, 'rules', index)
}

function itemAt(text: string, key: string, index: number): Node | undefined {
  return memberOf(rootOf(text), key)?.children?.[index]
}

function rootOf(text: string): Node | undefined {
  const tree = readTree(text)
  return tree.ok ? tree.root : undefined
}
