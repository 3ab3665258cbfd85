import { expect, test } from 'vitest'
import { candidates } from '../../main/policy/explain.ts'
import type { Rule } from '../../main/policy/model.ts'
import { SELECTED_BY } from '../../preload/contract.ts'
import { policyOf, surface } from './subjects.ts'

test('the list of why names how each rule selects the surface, the most exact first; a built-in rule in no way', () => {
  const surfaces: Rule['surfaces'][] = [
    '*',
    { preset: 'shell' },
    { workspace: 'web' },
    { name: 'sh*' },
    { name: 'shell' },
    { id: 's_aaaa' },
  ]
  const rules = surfaces.map((one, n): Rule => ({ id: `r${n}`, agents: '*', surfaces: one, level: 'read' }))
  expect(candidates(policyOf(rules), { id: 'a' }, surface()).map(({ by }) => by)).toEqual([...SELECTED_BY])
  const inside = { id: 'claude@s_bbbb', preset: 'claude', workspace: 'web' }
  expect(candidates(policyOf([]), inside, surface()).map(({ by }) => by)).toEqual([null])
})
