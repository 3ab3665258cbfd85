// What the inspector says of opening surfaces, beside what the policy decides.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { setOpen } from '../../main/policy/edit-lines.ts'
import type { OpenRule, Policy } from '../../main/policy/model.ts'
import { mayOpen } from '../../main/policy/open.ts'
import { parsePolicy } from '../../main/policy/parse.ts'
import { ruleLines } from '../../main/policy/rule-lines.ts'
import { opening, openPart } from '../../renderer/state/open-part.ts'
import { policyOf, surface } from '../policy/subjects.ts'
import { anyPolicy } from '../policy/support/generated.ts'
import { law } from '../policy/support/law.ts'

const names = { agent: () => null, surface: () => null }
const partOf = (policy: Policy, agent: string) => openPart(ruleLines(JSON.stringify(policy), policy, names), agent)
const known = { command: false, prompt: false, cwd: '/home/ada', home: '/home/ada', openNow: 0 }
const effect = (policy: Policy, id: string, preset = 'shell') =>
  mayOpen(policy, { id }, surface({ preset }), known).effect
const any = (grant: OpenRule['grant']): OpenRule => ({ id: 'o1', agents: '*', grant })

law(
  'where it says no, nothing is opened; and a no that is chosen is one',
  fc.property(anyPolicy, fc.constantFrom('a', 'b', 'c'), (policy, agent) => {
    const part = partOf(policy, agent)
    if (part.is === 'no') expect(effect(policy, agent)).toBe('deny')
    const { grant, max } = opening(part, 'no')
    const after = parsePolicy(setOpen(JSON.stringify(policy), { agent, grant, max }))
    if (!after.ok) return
    for (const preset of ['shell', 'claude']) expect(effect(after.policy, agent, preset)).toBe('deny')
    expect(partOf(after.policy, agent).is).toBe('no')
  }),
  0.5,
)

describe('an agent without a rule of its own', () => {
  it('is as any agent where that may open, and says how', () => {
    const allowed = partOf(policyOf([], [], [any('allow')]), 'a')
    expect(allowed).toMatchObject({ is: 'any', says: ['Rule o1: any agent opens without asking.'] })
    expect(partOf(policyOf([], [], [any('ask')]), 'a')).toMatchObject({ says: ['Rule o1: any agent asks you first.'] })
    const both: OpenRule = { id: 'o2', agents: ['a', 'b'], grant: 'ask', max: 0 }
    expect(partOf(policyOf([], [], [both]), 'a').says).toEqual(['Rule o2, for a and b: opens nothing.'])
  })

  it('opens nothing where nobody may, and then a no needs no rule', () => {
    const part = partOf(policyOf([]), 'a')
    expect(part).toEqual({ is: 'no', choices: ['no', 'ask', 'allow'], max: null, says: [] })
    expect(opening(part, 'no')).toEqual({ grant: null, max: null })
  })
})

it('a rule of its own is shown as it is, and gone again with "as any agent"', () => {
  const own = (max?: number): OpenRule => ({
    id: 'o2',
    agents: 'a',
    grant: 'ask',
    ...(max === undefined ? {} : { max }),
  })
  const part = (max?: number) => partOf(policyOf([], [], [any('allow'), own(max)]), 'a')
  expect([part().is, part(3).max, part(0).is, part().says]).toEqual(['ask', 3, 'no', []])
  expect(opening(part(3), 'allow')).toEqual({ grant: 'allow', max: 3 })
  expect(opening(part(0), 'ask')).toEqual({ grant: 'ask', max: null })
  expect(opening(part(3), 'no')).toEqual({ grant: 'ask', max: 0 })
  expect(opening(part(3), 'any')).toEqual({ grant: null, max: null })
  // the row of any agent has nobody to be as
  expect(partOf(policyOf([], [], [any('ask')]), '*').choices).toEqual(['no', 'ask', 'allow'])
})
