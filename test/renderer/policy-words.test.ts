import { describe, expect, it } from 'vitest'
import type { GrantChange, PolicyStatus } from '../../preload/contract.ts'
import { isLocked, policyTrouble, raisesFirst, whyLocked } from '../../renderer/state/policy.ts'

const right: PolicyStatus = { file: '/d/policy.json', managed: false, fault: null, ruling: 'file', held: null }
const held = { hash: 'sha256:1', at: 0 }
const fault = { message: 'unknown key "levl"', line: 3, column: 5 }

/** Every status main can give. */
const every: [string, PolicyStatus][] = [
  ['right', right],
  ['managed', { ...right, managed: true }],
  ['changed', { ...right, ruling: 'accepted', held }],
  ['changed, with a fault', { ...right, ruling: 'accepted', held, fault }],
  ['managed and changed', { ...right, managed: true, ruling: 'accepted', held }],
  ['managed and changed, with a fault', { ...right, managed: true, ruling: 'accepted', held, fault }],
  ['never accepted', { ...right, ruling: 'nothing', held }],
  ['never accepted, with a fault', { ...right, ruling: 'nothing', held, fault }],
]

describe('the bar under the title', () => {
  it.each(every)('offers the page exactly when something is held: %s', (_, status) => {
    expect(policyTrouble(status)?.look != null).toBe(status.held !== null)
  })

  it.each(every)('is red exactly when agents may do nothing or are paused: %s', (_, status) => {
    expect(policyTrouble(status)?.stop ?? false).toBe(status.fault !== null || status.ruling === 'nothing')
  })

  it.each(every)('names file, line, column and message of a fault: %s', (_, status) => {
    const text = policyTrouble(status)?.text ?? ''
    expect(text.includes('/d/policy.json, line 3, column 5: unknown key "levl".')).toBe(status.fault !== null)
  })

  it.each(every)('says that what was accepted decides only where it does: %s', (_, status) => {
    const { head = '', text = '' } = policyTrouble(status) ?? {}
    const decides = /still decides/.test(head + text)
    expect(decides).toBe(status.ruling === 'accepted')
  })
})

describe('Grants', () => {
  it.each(every)('says why whenever nothing can be changed, and only then: %s', (_, status) => {
    expect(whyLocked(status) !== null).toBe(isLocked(status))
  })

  it('is open only for a file that is right, our own, and not held', () => {
    expect(every.filter(([, status]) => !isLocked(status)).map(([name]) => name)).toEqual(['right'])
  })
})

it('changes that give somebody more come first, in the order they came', () => {
  const change = (agent: string, raises: boolean): GrantChange => {
    const grant = { level: 'read', ask: null } as const
    return { agent, surface: '*', before: grant, after: grant, also: [], raises }
  }
  const sorted = raisesFirst([change('a', false), change('b', true), change('c', false), change('d', true)])
  expect(sorted.map(({ agent }) => agent)).toEqual(['b', 'd', 'a', 'c'])
})
