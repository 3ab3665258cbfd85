// The matrix: each cell is what is decided for its pair, with what the pair's own rule says beside, and what is kept from one
// time to the next is what would be worked out anew.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ANY,
  ANY_AGENT,
  ANY_SURFACE,
  cellOf,
  cells,
  onlyAnyAgent,
  onlyAnySurface,
  rowOf,
} from '../../main/policy/cells.ts'
import { createCells } from '../../main/policy/cells-kept.ts'
import { accessOf, grantFor } from '../../main/policy/decide.ts'
import { cellRules } from '../../main/policy/edit.ts'
import type { AgentFacts, Limit, Policy, SurfaceSubject } from '../../main/policy/model.ts'
import { resolve } from '../../main/policy/resolve.ts'
import { policyOf, surface } from './subjects.ts'
import { anyPolicy, anySurface } from './support/generated.ts'
import { law } from './support/law.ts'

const INSIDE = fc
  .record({ preset: fc.constantFrom('claude', 'codex'), workspace: fc.constantFrom('web', 'prod-1', '') })
  .map((facts): AgentFacts => ({ id: 'i', ...facts }))
const anySurfaces = fc.uniqueArray(anySurface, { maxLength: 2, selector: ({ id }) => id })

law(
  'a cell is what the policy decides for the pair, and the default row and column what it decides where nothing is named',
  fc.property(anyPolicy, anySurfaces, INSIDE, (policy, surfaces, inside) => {
    const list = cells(policy, surfaces, [inside])
    const agents = [ANY, ...Object.keys(policy.agents), 'i']
    expect(list.map(one => [one.agent, one.surface])).toEqual(
      agents.flatMap(agent => [ANY, ...surfaces.map(({ id }) => id)].map(id => [agent, id])),
    )
    for (const cell of list) {
      const place = surfaces.find(({ id }) => id === cell.surface)
      const mine = cell.agent === ANY ? onlyAnyAgent(policy) : policy
      const rules = place ? mine : onlyAnySurface(mine)
      const agent = cell.agent === ANY ? ANY_AGENT : cell.agent === 'i' ? inside : { id: cell.agent }
      const { rule, lock, ...grant } = grantFor(rules, agent, place ?? ANY_SURFACE)
      expect(cell).toMatchObject({ ...grant, rule, lock })
      const isDefault = cell.agent === ANY || cell.surface === ANY
      expect(cell.why).toBe(isDefault ? accessOf(rules, agent, place ?? ANY_SURFACE).why : null)
      const { until } = resolve(rules, agent, place ?? ANY_SURFACE)
      const ends = typeof until === 'string' ? Date.parse(until) : until ? 'closes' : null
      expect(cell.until).toBe(ends)
      if (cell.agent === 'i') continue
      expect(cell.here).toBe(cellRules(policy, cell).length > 0)
    }
  }),
  0.25,
)

type Step = { readonly policy?: Policy; readonly surfaces: readonly SurfaceSubject[]; readonly inside: AgentFacts[] }
const anyStep: fc.Arbitrary<Step> = fc.record(
  { policy: anyPolicy, surfaces: anySurfaces, inside: fc.array(INSIDE, { maxLength: 1 }) },
  { requiredKeys: ['surfaces', 'inside'] },
)

law(
  'what is kept over any changes is the same as what is worked out anew',
  fc.property(anyPolicy, fc.array(anyStep, { minLength: 1, maxLength: 6 }), (first, steps) => {
    const kept = createCells()
    let policy = first
    for (const step of steps) {
      policy = step.policy ?? policy
      expect(kept(policy, step.surfaces, step.inside)).toEqual(cells(policy, step.surfaces, step.inside))
    }
  }),
  0.25,
)

describe('what is kept', () => {
  const policy = policyOf([
    { id: 'r1', agents: '*', surfaces: '*', level: 'read' },
    { id: 'r2', agents: 'a', surfaces: { name: 'api' }, level: 'submit' },
  ])
  const [here, there] = [surface({ id: 's_aaaa' }), surface({ id: 's_bbbb' })]

  test('is the same frozen list where nothing changed, also for facts that were made anew', () => {
    const kept = createCells()
    const list = kept(policy, [here, there])
    expect(kept(policy, [{ ...here }, structuredClone(there)], [])).toBe(list)
    expect(Object.isFrozen(list)).toBe(true)
    expect(kept({ ...policy }, [here, there])).not.toBe(list)
  })

  test('is every cell but those of the surface that has another name', () => {
    const kept = createCells()
    const before = kept(policy, [here, there])
    const after = kept(policy, [here, { ...there, name: 'api' }])
    expect(after.filter((cell, index) => cell !== before[index]).map(({ surface: id }) => id)).toEqual(
      Array(4).fill('s_bbbb'),
    )
    expect(after.find(({ agent, surface: id }) => agent === 'a' && id === 's_bbbb')?.level).toBe('submit')
  })

  test.each<Partial<SurfaceSubject>>([
    { name: 'api' },
    { named: false },
    { formerNames: ['x'] },
    { formerIds: ['s_old1'] },
    { alias: 'x' },
    { workspace: 'x' },
    { preset: 'claude' },
    { backend: 'tmux' },
    { host: 'box' },
    { openedBy: 'a' },
  ])('is not the cells of a surface with another %o', change => {
    const kept = createCells()
    const before = kept(policy, [here])
    expect(kept(policy, [{ ...here, ...change }])).not.toBe(before)
  })
})

test.each<[string, readonly Limit[], object | null]>([
  ['none', [], null],
  [
    'the slower of two',
    [
      { max: 5, window: 'second', per: 'agent' },
      { max: 100, window: 'hour', per: 'pair' },
    ],
    { max: 100, window: 'hour', per: 'pair' },
  ],
  [
    'the smaller of two as slow',
    [
      { max: 60, window: 'minute', per: 'pair' },
      { max: 1, window: 1, per: 'surface' },
    ],
    { max: 1, window: 1, per: 'surface' },
  ],
  ['none for one kind of send', [{ max: 1, window: 'day', per: 'pair', intent: 'type' }], null],
])('of limits a cell shows %s', (_, limits, shown) => {
  const own = { id: 'r1', agents: 'a', surfaces: { id: 's_aaaa' }, level: 'submit', limits } as const
  const wide = {
    id: 'r2',
    agents: '*',
    surfaces: '*',
    level: 'read',
    limits: [{ max: 1, window: 'day', per: 'pair' }],
  } as const
  const soon = {
    id: 't1',
    agents: 'a',
    surfaces: { id: 's_aaaa' },
    level: 'submit',
    until: '2030-01-01T00:00:00Z',
  } as const
  const policy = policyOf([own, wide, soon])
  // of its own rule also while another decides
  expect(cellOf(rowOf(policy, { id: 'a' }), surface())).toMatchObject({ rule: 't1', limit: shown, here: true })
  expect(cellOf(rowOf(policy, { id: 'b' }), surface())).toMatchObject({
    rule: 'r2',
    limit: { max: 1, window: 'day' },
    here: false,
  })
})
