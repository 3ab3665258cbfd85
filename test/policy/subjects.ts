// Agents, surfaces and generated policies for the policy tests.
import fc from 'fast-check'
import type {
  AgentFacts,
  AgentSelector,
  Lock,
  Policy,
  Rule,
  SubEffect,
  SurfaceSelector,
  SurfaceSubject,
} from '../../main/policy/model.ts'
import { INTENTS, LEVELS } from '../../preload/contract.ts'

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
export function policyOf(rules: readonly Rule[], locks: readonly Lock[] = []): Policy {
  const agents = Object.fromEntries(['a', 'b', 'c'].map(id => [id, { name: id.toUpperCase(), token: `${TOKEN}${id}` }]))
  return { version: 1, agents, rules, locks }
}

const name = fc.constantFrom('web', 'prod-1', 'prod-2', 'shell', '')
const pattern = fc.constantFrom('web', 'prod-*', '*', '*-1', '{web,shell}', 'prod-1')
const openedBy = fc.constantFrom('person', 'a', 'b', 'i')
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
/** Leaves out what was generated as undefined: optional keys are absent, never undefined. */
const defined = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined))

export const anyAgent: fc.Arbitrary<AgentFacts> = fc.oneof(
  fc.constantFrom('a', 'b', 'c').map(id => ({ id })),
  fc.record({ id: fc.constant('i'), preset: fc.constantFrom('claude', 'codex'), workspace: name }),
)

export const anySurface: fc.Arbitrary<SurfaceSubject> = fc.record({
  id: fc.constantFrom('s_aaaa', 's_bbbb'),
  name,
  formerNames: fc.array(name, { maxLength: 2 }),
  alias: fc.option(name),
  workspace: name,
  preset: fc.constantFrom('shell', 'claude'),
  backend: fc.constantFrom('pty', 'tmux'),
  host: fc.constantFrom(null, 'box'),
  openedBy,
})

export const anyIntent = fc.constantFrom(...INTENTS)
export const anyLevel = fc.constantFrom(...LEVELS)
const anySub: fc.Arbitrary<SubEffect> = fc.constantFrom('deny', 'ask', 'allow')

const agentSelector: fc.Arbitrary<AgentSelector> = fc.oneof(
  fc.constant('*' as const),
  fc.constantFrom('a', 'b', 'i'),
  fc.constantFrom(['a', 'b'], ['c', 'i']),
  fc
    .record({ preset: maybe(fc.constantFrom('claude', 'codex')), workspace: maybe(pattern) })
    .map(selector => defined(selector) as AgentSelector),
)

const surfaceSelector: fc.Arbitrary<SurfaceSelector> = fc.oneof(
  fc.constant('*' as const),
  fc
    .record({
      id: maybe(fc.constantFrom('s_aaaa', 's_bbbb')),
      name: maybe(pattern),
      workspace: maybe(fc.oneof(pattern, fc.constant('@own'))),
      preset: maybe(fc.constantFrom('shell', 'claude')),
      openedBy: maybe(fc.oneof(openedBy, fc.constant('self'))),
    })
    .map(selector => defined(selector) as SurfaceSelector),
  // one key alone, so that rules often match
  fc.constantFrom<SurfaceSelector>({ id: 's_aaaa' }, { name: '*' }, { workspace: 'web' }, { openedBy: 'self' }),
)

const line = {
  agents: agentSelector,
  surfaces: surfaceSelector,
  level: anyLevel,
  ask: maybe(anyLevel),
  answer: maybe(anySub),
  interrupt: maybe(anySub),
  secret: maybe(anySub),
}
const lineOf = (id: fc.Arbitrary<string>) =>
  fc.record({ id, ...line }).map(one => defined(one) as unknown as Rule & Lock)
const ids = (prefix: string) => fc.integer({ min: 1, max: 40 }).map(number => `${prefix}${number}`)

export const anyLock: fc.Arbitrary<Lock> = lineOf(fc.constant('l99'))
export const anyPolicy: fc.Arbitrary<Policy> = fc
  .record({
    rules: fc.uniqueArray(lineOf(ids('r')), { maxLength: 8, selector: rule => rule.id }),
    locks: fc.uniqueArray(lineOf(ids('l')), { maxLength: 3, selector: lock => lock.id }),
  })
  .map(({ rules, locks }) => policyOf(rules, locks))
