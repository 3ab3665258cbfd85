// The policy file as a Policy, or everything that is wrong with it. Strict: a key it does not know is a fault, and so is a
// test of its own that does not hold. Never throws. What a policy means is decide.ts.
import { nameSchema } from '../../preload/contract.ts'
import { migrated, VERSION } from './migrate.ts'
import type { AgentEntry, Fault, Policy } from './model.ts'
import { openRule } from './parse-open.ts'
import { lock, rule } from './parse-rule.ts'
import { agentId } from './parse-selectors.ts'
import { policyTest } from './parse-tests.ts'
import { type At, type Checker, createChecker, type Keys, listOf, type Read } from './shape.ts'
import { failedTests, tooMuchToTest } from './tests.ts'
import { memberOf, type Place, readTree } from './tree.ts'

/** More than anyone writes by hand, few enough for a linear scan. */
const MAX_RULES = 2000

const FILE: Keys = { required: ['version'], optional: ['agents', 'rules', 'locks', 'open', 'tests'] }
const AGENT: Keys = { required: ['name', 'token'], optional: [] }

export type Parsed =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly faults: readonly Fault[] }

/**
 * `text` is the whole file, with comments and trailing commas allowed. Its own tests must hold. Faults come in the order of
 * their places.
 */
export function parsePolicy(text: string): Parsed {
  return parsed(text, checkTests)
}

/** The same without its tests: for a small edit, after which the whole is read again. */
export function readPolicy(text: string): Parsed {
  return parsed(text, () => {})
}

function parsed(text: string, test: typeof checkTests): Parsed {
  const tree = readTree(migrated(text))
  if (!tree.ok) return { ok: false, faults: [tree.fault] }
  const check = createChecker(tree.placeOf)
  const root = { node: tree.root, path: '' }
  const policy = policyOf(check, root)
  if (policy && check.faults.length === 0) test(check, root, policy)
  if (policy && check.faults.length === 0) return { ok: true, policy }
  return { ok: false, faults: inOrder(check.faults) }
}

function inOrder(faults: readonly Fault[]): Fault[] {
  const byPlace = (a: Place, b: Place) => a.line - b.line || a.column - b.column
  return [...faults].sort(byPlace)
}

function policyOf(check: Checker, root: At): Policy | null {
  if (root.node.type === 'object' && isNewer(check, root)) return null
  const fields = check.object(root, FILE)
  if (!fields) return null
  const version = fields.get('version')
  if (version && version.node.value !== VERSION) check.fault(version, `\`version\` must be ${VERSION}`)
  const read = <T>(key: string, one: Read<T>): T | null => {
    const at = fields.get(key)
    return at ? one(check, at) : null
  }
  return {
    version: 1,
    agents: read('agents', agentsOf) ?? {},
    rules: read('rules', withOwnIds(rule)) ?? [],
    locks: read('locks', withOwnIds(lock)) ?? [],
    open: read('open', withOwnIds(openRule)) ?? [],
    tests: read('tests', listOf(policyTest, MAX_RULES)) ?? [],
  }
}

/** A newer file is refused for that alone: whatever else seems wrong may be right there. */
function isNewer(check: Checker, root: At): boolean {
  const node = memberOf(root.node, 'version')
  const version: unknown = node?.value
  if (!node || typeof version !== 'number' || version <= VERSION) return false
  check.fault(
    { node, path: 'version' },
    `this policy is of version ${version}; this Gatehouse knows version ${VERSION}. Update Gatehouse`,
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

function withOwnIds<T extends { readonly id: string }>(one: Read<T>): Read<T[]> {
  return (check, at) => {
    const ids = new Set<string>()
    const withId: Read<T> = (_, item) => {
      const value = one(check, item)
      if (value && ids.has(value.id)) check.fault(item, `the id "${value.id}" is taken by an earlier one`)
      if (value) ids.add(value.id)
      return value
    }
    return listOf(withId, MAX_RULES)(check, at)
  }
}

function checkTests(check: Checker, root: At, policy: Policy): void {
  const list = memberOf(root.node, 'tests')
  const tooMuch = tooMuchToTest(policy)
  if (list && tooMuch !== null) check.fault({ node: list, path: 'tests' }, tooMuch)
  for (const { index, message } of tooMuch === null ? failedTests(policy) : []) {
    const node = list?.children?.[index]
    if (node) check.fault({ node, path: `tests[${index}]` }, message)
  }
}
