// The policy file as a Policy, or everything that is wrong with it. Strict: what this version does not enforce it does
// not accept. Never throws. What a policy means is decide.ts.
import { LEVELS, nameSchema } from '../../preload/contract.ts'
import { rank, SUB_EFFECTS, SUB_GRANTS } from './grant.ts'
import type { AgentEntry, Fault, Lock, Policy, Rule } from './model.ts'
import { agentId, agentSelector, surfaceSelector } from './parse-selectors.ts'
import { BUILT_IN } from './resolve.ts'
import { type At, type Checker, createChecker, type Keys } from './shape.ts'
import { readTree } from './tree.ts'

const MAX_REASON = 200

const FILE: Keys = { required: ['version'], optional: ['agents', 'rules', 'locks'], later: ['open', 'tests'] }
const AGENT: Keys = { required: ['name', 'token'], optional: [] }
const REQUIRED = ['id', 'agents', 'surfaces', 'level']
const OPTIONAL = ['ask', ...SUB_GRANTS, 'reason']
const RULE: Keys = { required: REQUIRED, optional: OPTIONAL, later: ['limits', 'until', 'insertAtPrompt'] }
const LOCK: Keys = { required: REQUIRED, optional: OPTIONAL }

export type Parsed =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly faults: readonly Fault[] }

/** `text` is the whole file, with comments and trailing commas allowed. Faults come in the order of their places. */
export function parsePolicy(text: string): Parsed {
  const tree = readTree(text)
  if (!tree.ok) return { ok: false, faults: [tree.fault] }
  const check = createChecker(tree.placeOf)
  const policy = policyOf(check, { node: tree.root, path: '' })
  if (policy && check.faults.length === 0) return { ok: true, policy }
  return { ok: false, faults: [...check.faults].sort((a, b) => a.line - b.line || a.column - b.column) }
}

function policyOf(check: Checker, root: At): Policy | null {
  if (root.node.type === 'object' && isNewer(check, root)) return null
  const fields = check.object(root, FILE)
  if (!fields) return null
  const version = fields.get('version')
  if (version && version.node.value !== 1) check.fault(version, '`version` must be 1')
  const agents = fields.get('agents')
  const rules = fields.get('rules')
  const locks = fields.get('locks')
  return {
    version: 1,
    agents: agents ? agentsOf(check, agents) : {},
    rules: rules ? withOwnIds(check, rules, at => ruleOrLock(check, at, RULE)) : [],
    locks: locks ? withOwnIds(check, locks, at => ruleOrLock(check, at, LOCK)) : [],
  }
}

/** A newer file is refused for that alone: whatever else seems wrong may be right there. */
function isNewer(check: Checker, root: At): boolean {
  const property = root.node.children?.find(one => one.children?.[0]?.value === 'version')
  const node = property?.children?.[1]
  const version: unknown = node?.value
  if (!node || typeof version !== 'number' || version <= 1) return false
  check.fault(
    { node, path: 'version' },
    `this policy is of version ${version}; this Gatehouse knows version 1. Update Gatehouse`,
  )
  return true
}

function agentsOf(check: Checker, at: At): Record<string, AgentEntry> {
  const agents: Record<string, AgentEntry> = {}
  const owners = new Map<string, string>()
  for (const [id, entry] of check.entries(at) ?? []) {
    const wrong = agentId(id)
    if (wrong !== null) check.fault({ node: entry.node.parent ?? entry.node, path: entry.path }, `agent id: ${wrong}`)
    const fields = check.object(entry, AGENT)
    const nameAt = fields?.get('name')
    const tokenAt = fields?.get('token')
    const name = nameAt && check.text(nameAt, agentName)
    const token = tokenAt && check.text(tokenAt, tokenHash)
    if (!name || !token || !tokenAt) continue
    const owner = owners.get(token)
    if (owner !== undefined) check.fault(tokenAt, `\`token\`: ${owner} has the same; each agent needs its own`)
    owners.set(token, id)
    if (wrong === null) agents[id] = { name, token }
  }
  return agents
}

function agentName(text: string): string | null {
  return nameSchema.safeParse(text).data === text
    ? null
    : 'a name is 1 to 64 characters on one line, without invisible characters or space around it'
}

function tokenHash(text: string): string | null {
  if (/^sha256:[0-9a-f]{64}$/.test(text)) return null
  return 'it must be `sha256:` and 64 lower-case hexadecimal digits, the hash of the token; the token itself stays out of this file'
}

function withOwnIds<T extends { readonly id: string }>(check: Checker, at: At, one: (at: At) => T | null): T[] {
  const found: T[] = []
  const ids = new Set<string>()
  for (const item of check.list(at) ?? []) {
    const value = one(item)
    if (!value) continue
    if (ids.has(value.id)) check.fault(item, `the id "${value.id}" is taken by an earlier one`)
    ids.add(value.id)
    found.push(value)
  }
  return found
}

type Draft<T> = { -readonly [K in keyof T]?: T[K] }

function ruleOrLock(check: Checker, at: At, keys: Keys): Rule | Lock | null {
  const fields = check.object(at, keys)
  if (!fields) return null
  const made: Draft<Rule> = {}
  const take = <T>(key: string, read: (at: At) => T | null, put: (value: T) => void) => {
    const field = fields.get(key)
    const value = field ? read(field) : null
    if (value !== null) put(value)
  }
  take(
    'id',
    one => check.text(one, ruleId),
    id => {
      made.id = id
    },
  )
  take(
    'agents',
    one => agentSelector(check, one),
    agents => {
      made.agents = agents
    },
  )
  take(
    'surfaces',
    one => surfaceSelector(check, one),
    surfaces => {
      made.surfaces = surfaces
    },
  )
  take(
    'level',
    one => check.oneOf(one, LEVELS),
    level => {
      made.level = level
    },
  )
  take(
    'ask',
    one => askAbove(check, one, made.level, keys === LOCK),
    ask => {
      made.ask = ask
    },
  )
  for (const sub of SUB_GRANTS)
    take(
      sub,
      one => check.oneOf(one, SUB_EFFECTS),
      effect => {
        made[sub] = effect
      },
    )
  take(
    'reason',
    one => check.text(one, reasonText),
    reason => {
      made.reason = reason
    },
  )
  const { id, agents, surfaces, level } = made
  return id === undefined || agents === undefined || surfaces === undefined || level === undefined
    ? null
    : { ...made, id, agents, surfaces, level }
}

/** A rule asks for more than it gives or not at all; a lock may say "no more than my level". */
function askAbove(check: Checker, at: At, level: Rule['level'] | undefined, lock: boolean): Rule['level'] | null {
  const ask = check.oneOf(at, LEVELS)
  if (ask === null || level === undefined) return ask
  if (rank(ask) > rank(level) || (lock && ask === level)) return ask
  check.fault(
    at,
    `\`ask\` must be higher than \`level\`: "${level}" is given without asking, so asking for "${ask}" means nothing`,
  )
  return null
}

function ruleId(text: string): string | null {
  if ((BUILT_IN as readonly string[]).includes(text)) return `"${text}" is the name of a built-in rule; choose another`
  if (/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/.test(text)) return null
  return 'an id is 1 to 63 letters, digits, `-`, `_` or `.`, and begins with a letter or digit'
}

function reasonText(text: string): string | null {
  if (text.length > MAX_REASON) return `a reason is at most ${MAX_REASON} characters`
  return /^[^\p{C}\p{Zl}\p{Zp}]*$/u.test(text) ? null : 'a reason is one line without invisible characters'
}
