// Agents, surfaces and policies for the policy tests. What is generated is in support/generated.ts.
import type { Lock, OpenRule, Policy, Rule, SurfaceSubject } from '../../main/policy/model.ts'

export const TOKEN = `sha256:${'0a'.repeat(32)}`

export function surface(facts: Partial<SurfaceSubject> = {}): SurfaceSubject {
  return {
    id: 's_aaaa',
    name: 'shell',
    formerNames: [],
    alias: null,
    workspace: 'web',
    preset: 'shell',
    backend: 'pty',
    host: null,
    openedBy: 'person',
    ...facts,
  }
}

/** Agents `a`, `b` and `c` have entries; agents with a preset or workspace run inside surfaces. */
export function policyOf(rules: readonly Rule[], locks: readonly Lock[] = [], open: readonly OpenRule[] = []): Policy {
  const entry = (id: string) => ({ name: id.toUpperCase(), token: `${TOKEN.slice(0, -1)}${id}` })
  const agents = Object.fromEntries(['a', 'b', 'c'].map(id => [id, entry(id)]))
  return { version: 1, agents, rules, locks, open, tests: [] }
}
