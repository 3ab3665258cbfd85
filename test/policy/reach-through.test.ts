import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide } from '../../main/policy/decide.ts'
import type { AgentFacts, Lock, Policy, Rule, SurfaceSubject } from '../../main/policy/model.ts'
import { type AgentInside, reachThrough } from '../../main/policy/reach-through.ts'
import { processorTime } from '../helpers/processor.ts'
import { policyOf, surface } from './subjects.ts'
import { law, RANK } from './support/law.ts'

const api = surface({ id: 's_api', name: 'api', workspace: 'web', preset: 'claude' })
const docs = surface({ id: 's_docs', name: 'docs', workspace: 'docs', preset: 'codex' })
const prod = surface({ id: 's_prod', name: 'prod-1', workspace: 'web' })
const inner: AgentInside = { id: 'inner-1', preset: 'claude', workspace: 'web', surface: 's_api' }
const other: AgentInside = { id: 'inner-2', preset: 'codex', workspace: 'docs', surface: 's_docs' }
const lock: Lock = { id: 'l1', agents: 'a', surfaces: { name: 'prod-*' }, level: 'read' }
const web: Rule = { id: 'r1', agents: 'a', surfaces: { workspace: 'web' }, level: 'submit' }
const own: Rule = { id: 'r2', agents: { preset: 'claude' }, surfaces: { workspace: '@own' }, level: 'submit' }

const detours = (rules: Rule[], locks: Lock[] = [lock], inside = [inner, other], agents = [{ id: 'a' }]) =>
  reachThrough(policyOf(rules, locks), inside, [api, docs, prod], agents)

describe('a way around a lock', () => {
  test('is told with the agents on it, the lock and one sentence', () => {
    expect(detours([web, own])).toEqual([
      {
        from: 'a',
        through: [{ agent: 'inner-1', surface: 's_api' }],
        to: 's_prod',
        lock: 'l1',
        effect: 'allow',
        why: 'Lock l1 leaves a read in "prod-1", but a may submit in "api", where inner-1 runs, and inner-1 may submit in "prod-1".',
      },
    ])
  })

  test('with an ask on one of its steps is an ask', () => {
    const asks: Rule = { ...web, level: 'read', ask: 'submit' }
    const [found, ...more] = detours([asks, own])
    expect(more).toEqual([])
    expect(found).toMatchObject({ effect: 'ask' })
    expect(found?.why).toMatch(/; a person is asked on the way\.$/)
  })

  test('that asks is none where the lock asks too', () => {
    const asks: Rule = { ...web, level: 'read', ask: 'submit' }
    const soft: Lock = { ...lock, ask: 'submit' }
    expect(detours([asks, own], [soft])).toEqual([])
    expect(detours([web, own], [soft])).toMatchObject([{ effect: 'allow', lock: 'l1' }])
  })

  test('may go through several agents', () => {
    const rules: Rule[] = [
      { id: 'r1', agents: 'a', surfaces: { workspace: 'docs' }, level: 'submit' },
      { id: 'r2', agents: { preset: 'codex' }, surfaces: { name: 'api' }, level: 'submit' },
      { id: 'r3', agents: { preset: 'claude' }, surfaces: { name: 'prod-*' }, level: 'submit' },
    ]
    const [found] = detours(rules)
    expect(found?.through).toEqual([
      { agent: 'inner-2', surface: 's_docs' },
      { agent: 'inner-1', surface: 's_api' },
    ])
    expect(found?.why).toContain(
      'but a may submit in "docs", where inner-2 runs, inner-2 may submit in "api", where inner-1 runs, and inner-1',
    )
  })

  test('goes through three agents at the most', () => {
    const hosts = Array.from({ length: 5 }, (_, n) => surface({ id: `s_host${n}`, name: `h${n}` }))
    const inside = hosts.map(
      ({ id }, n): AgentInside => ({ id: `in-${n}`, preset: `p${n}`, workspace: '', surface: id }),
    )
    // a → in-0 → in-1 → …, and the last of `length` may submit in prod
    const chain = (length: number): Rule[] =>
      Array.from({ length: length + 1 }, (_, n) => ({
        id: `r${n}`,
        agents: n === 0 ? 'a' : { preset: `p${n - 1}` },
        surfaces: { id: n === length ? 's_prod' : `s_host${n}` },
        level: 'submit',
      }))
    const found = (length: number) =>
      reachThrough(policyOf(chain(length), [lock]), inside, [...hosts, prod], [{ id: 'a' }])
    for (const length of [1, 2, 3]) expect(found(length).map(({ through }) => through.length)).toEqual([length])
    expect(found(4)).toEqual([])
  })

  test('does not begin in the surface that the agent itself runs in: no agent may send there', () => {
    const beside: AgentInside = { ...inner, id: 'inner-3', preset: 'codex' }
    const locked: Lock = { ...lock, agents: { preset: 'codex' } }
    const all: Rule = { id: 'r1', agents: '*', surfaces: '*', level: 'submit' }
    expect(detours([all], [locked], [inner, beside], [])).toEqual([])
    expect(detours([all], [locked], [inner, other], [])).toHaveLength(1)
  })

  test.each<[string, Rule[], Lock[]]>([
    ['the inner agent is under the lock too', [web, own], [{ ...lock, agents: '*' }]],
    ['nobody is locked', [web, own], []],
    ['the inner agent may only read there', [web, { ...own, level: 'read' }], [lock]],
    ['the agent may only type to the inner one', [{ ...web, level: 'type' }, own], [lock]],
    ['the lock leaves submit', [web, own], [{ ...lock, level: 'submit' }]],
  ])('is none where %s', (_, rules, locks) => expect(detours(rules, locks)).toEqual([]))

  test('is none where the agent runs in the locked surface itself, or in one that is gone', () => {
    expect(detours([web, own], [lock], [{ ...inner, surface: 's_prod' }])).toEqual([])
    expect(detours([web, own], [lock], [{ ...inner, surface: 's_gone' }])).toEqual([])
  })

  test('is told for agents inside as well: they need not be in the list', () => {
    const locked: Lock = { ...lock, agents: { preset: 'codex' } }
    const rules: Rule[] = [{ id: 'r1', agents: { preset: 'codex' }, surfaces: { name: 'api' }, level: 'submit' }, own]
    for (const agents of [[], [other]]) {
      expect(detours(rules, [locked], [inner, other], agents)).toMatchObject([{ from: 'inner-2', to: 's_prod' }])
    }
  })
})

const IDS = ['s_0000', 's_1111', 's_2222', 's_3333', 's_4444'] as const
const PRESETS = ['claude', 'codex', 'gemini'] as const
const ladder = fc.constantFrom<Pick<Rule, 'level' | 'ask'>>(
  { level: 'submit' },
  { level: 'submit' },
  { level: 'read', ask: 'submit' },
  { level: 'type' },
  { level: 'none' },
)
const agentsOf = fc.constantFrom<Rule['agents']>('a', 'b', ['a', 'b'], '*', ...PRESETS.map(preset => ({ preset })))
const surfacesOf = fc.constantFrom<Rule['surfaces']>(
  '*',
  { workspace: 'x' },
  { openedBy: 'a' },
  ...IDS.map(id => ({ id })),
)
const lines = <T extends Rule | Lock>(letter: string, most: number): fc.Arbitrary<T[]> =>
  fc
    .array(fc.record({ agents: agentsOf, surfaces: surfacesOf, grant: ladder }), { maxLength: most })
    .map(all => all.map(({ grant, ...rest }, index) => ({ id: `${letter}${index}`, ...rest, ...grant }) as T))
const anyWorld = fc.record({
  policy: fc.tuple(lines<Rule>('r', 7), lines<Lock>('l', 3)).map(([rules, locks]) => policyOf(rules, locks)),
  surfaces: fc
    .tuple(
      ...IDS.map(() =>
        fc.record({ workspace: fc.constantFrom('x', 'y'), openedBy: fc.constantFrom('person', 'a', 'i0') }),
      ),
    )
    .map(all => all.map((facts, index) => surface({ id: IDS[index]!, name: IDS[index]!, ...facts }))),
  inside: fc
    .array(fc.record({ surface: fc.constantFrom(...IDS), preset: fc.constantFrom(...PRESETS) }), { maxLength: 4 })
    .map(all => all.map((facts, index): AgentInside => ({ id: `i${index}`, workspace: 'x', ...facts }))),
})

/** What submit meets, as a rank; the same of locks alone: what they leave of a rule that gives everything. */
const submit = (policy: Policy, agent: AgentFacts, on: SurfaceSubject) =>
  RANK[decide(policy, agent, on, 'submit').effect]
const leftOf = (policy: Policy, agent: AgentFacts, on: SurfaceSubject) =>
  submit({ ...policy, rules: [{ id: 'all', agents: '*', surfaces: '*', level: 'submit' }] }, agent, on)

/** Every chain there is, one by one: for each agent and surface the highest effect, and the fewest agents that give it. */
function bruteForce(
  policy: Policy,
  inside: readonly AgentInside[],
  surfaces: readonly SurfaceSubject[],
  agents: readonly AgentFacts[],
) {
  const found = new Map<string, { effect: number; length: number }>()
  const on = (id: string) => surfaces.find(one => one.id === id)!
  for (const from of agents) {
    const walk = (by: AgentFacts & { surface?: string }, effect: number, chain: readonly AgentInside[]) => {
      for (const to of chain.length > 0 ? surfaces : []) {
        const reached = to.id === by.surface ? 0 : Math.min(effect, submit(policy, by, to))
        if (reached <= leftOf(policy, from, to)) continue
        const best = found.get(`${from.id} ${to.id}`)
        if (!best || reached > best.effect || (reached === best.effect && chain.length < best.length))
          found.set(`${from.id} ${to.id}`, { effect: reached, length: chain.length })
      }
      if (chain.length === 3) return
      for (const next of inside) {
        if (next.id === from.id || chain.includes(next) || next.surface === by.surface) continue
        const reached = Math.min(effect, submit(policy, by, on(next.surface)))
        if (reached > 0) walk(next, reached, [...chain, next])
      }
    }
    walk(from, RANK.allow, [])
  }
  return found
}

describe('for any policy and any agents in any surfaces', () => {
  law(
    'a way is told if and only if a search through every chain finds one, and it is the shortest of the best',
    fc.property(anyWorld, ({ policy, surfaces, inside }) => {
      const agents = [{ id: 'a' }, { id: 'b' }, ...inside]
      const told = reachThrough(policy, inside, surfaces, agents)
      const seen = told.map(
        ({ from, to, effect, through }) => [`${from} ${to}`, { effect: RANK[effect], length: through.length }] as const,
      )
      expect(new Map(seen)).toEqual(bruteForce(policy, inside, surfaces, agents))
      expect(new Set(seen.map(([pair]) => pair)).size).toBe(told.length)
      expect(told.map(({ through }) => through.length)).toEqual(told.map(({ through }) => through.length).toSorted())
    }),
    0.5,
  )

  law(
    'every step of what is told may be taken, and the lock is one that holds there',
    fc.property(anyWorld, ({ policy, surfaces, inside }) => {
      const on = (id: string) => surfaces.find(one => one.id === id)!
      for (const { from, through, to, lock: id, effect } of reachThrough(policy, inside, surfaces, [
        { id: 'a' },
        { id: 'b' },
      ])) {
        const agentOf = (one: string): AgentFacts => inside.find(agent => agent.id === one) ?? { id: one }
        const steps = [...through.map(({ surface: at }) => at), to].map((at, index) => {
          return submit(policy, agentOf(index === 0 ? from : through[index - 1]!.agent), on(at))
        })
        expect(Math.min(...steps)).toBe(RANK[effect])
        const alone = { ...policy, locks: policy.locks.filter(one => one.id === id) }
        expect(leftOf(alone, agentOf(from), on(to))).toBeLessThan(RANK.allow)
      }
    }),
    0.5,
  )
})

test('40 agents on 100 surfaces take less than 50 ms', () => {
  const surfaces = Array.from({ length: 100 }, (_, n) =>
    surface({
      id: `s_${1000 + n}`,
      name: n % 10 === 0 ? `prod-${n}` : `work-${n}`,
      workspace: `w${n % 7}`,
      preset: n % 2 ? 'claude' : 'shell',
    }),
  )
  const inside = surfaces
    .filter(({ preset }) => preset === 'claude')
    .slice(0, 30)
    .map(({ id, workspace }, n): AgentInside => ({ id: `in-${n}`, preset: 'claude', workspace, surface: id }))
  const agents = Array.from({ length: 10 }, (_, n) => ({ id: `agent-${n}` }))
  const rules: Rule[] = [
    { id: 'own', agents: { preset: 'claude' }, surfaces: { workspace: '@own' }, level: 'submit' },
    ...Array.from(
      { length: 60 },
      (_, n): Rule => ({
        id: `r${n}`,
        agents: `agent-${n % 10}`,
        surfaces: n % 2 ? { workspace: `w${n % 7}` } : { name: `work-${n}*` },
        level: 'submit',
      }),
    ),
  ]
  const locks = Array.from(
    { length: 10 },
    (_, n): Lock => ({ id: `l${n}`, agents: `agent-${n}`, surfaces: { name: 'prod-*' }, level: 'read' }),
  )
  const entries = Object.fromEntries(agents.map(({ id }) => [id, { name: id, token: '' }]))
  const policy = { ...policyOf(rules, locks), agents: entries }
  const took = Array.from({ length: 10 }, () => {
    const used = processorTime()
    expect(reachThrough(policy, inside, surfaces, agents).length).toBeGreaterThan(0)
    return used()
  })
  // the best of a few: the first ones compile
  expect(Math.min(...took)).toBeLessThan(50)
})
