// The three ways to begin: what each gives to whom, and what of a policy stays when it becomes one of them.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide, grantFor } from '../../main/policy/decide.ts'
import type { AgentFacts, Policy } from '../../main/policy/model.ts'
import { parsePolicy } from '../../main/policy/parse.ts'
import { AGENT_PRESETS, likeOf, startingPoint } from '../../main/policy/starting-points.ts'
import { PRESETS } from '../../main/surfaces/presets/index.ts'
import { STARTING_POINTS, type StartingPoint } from '../../preload/contract.ts'
import { surface, TOKEN } from './subjects.ts'
import { anyPolicy } from './support/generated.ts'
import { law } from './support/law.ts'

const TEXT = `// mine
{
  "version": 1,
  // who
  "agents": { "a": { "name": "A", "token": "${TOKEN}" } },
  "rules": [
    { "id": "r1", "agents": "a", "surfaces": "*", "level": "submit" } // gone
  ],
  "locks": [{ "id": "l1", "agents": "*", "surfaces": { "name": "prod" }, "level": "read" }], // hands off
  "tests": [{ "agent": "a", "surface": { "name": "prod" }, "intent": "type", "expect": "deny" }]
}
`
function policy(text: string): Policy {
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return parsed.policy
}
const a: AgentFacts = { id: 'a' }
const claude = (workspace: string): AgentFacts => ({ id: 'claude@s_cccc', preset: 'claude', workspace })
const shell = surface({ id: 's_aaaa', workspace: 'web' })
const sibling = surface({ id: 's_bbbb', workspace: 'web', preset: 'codex' })
const elsewhere = surface({ id: 's_dddd', workspace: 'infra', preset: 'codex' })
const opened = surface({ id: 's_eeee', workspace: 'web', preset: 'codex', openedBy: 'a' })
const prod = surface({ id: 's_ffff', name: 'prod' })

const has = (point: StartingPoint, agent: AgentFacts, place: typeof shell) => {
  const { level, ask } = grantFor(policy(startingPoint(TEXT, point)), agent, place)
  return ask === null ? level : `${level}, asks ${ask}`
}

describe.each<[StartingPoint, AgentFacts, typeof shell, string][]>([
  [
    ['careful', a, shell, 'read, asks submit'],
    ['careful', claude('web'), sibling, 'read, asks submit'],
    ['careful', claude('infra'), shell, 'read, asks submit'],
    ['careful', a, opened, 'read, asks submit'],
    ['careful', a, prod, 'read'],
    ['paired', a, shell, 'read, asks submit'],
    ['paired', a, sibling, 'read, asks submit'],
    ['paired', claude('web'), sibling, 'submit'],
    ['paired', claude('web'), shell, 'read, asks submit'],
    ['paired', claude('web'), elsewhere, 'read, asks submit'],
    ['paired', claude(''), { ...sibling, workspace: '' }, 'read, asks submit'],
    ['paired', claude('web'), { ...sibling, openedBy: 'claude@s_cccc' }, 'read, asks submit'],
    ['open', a, shell, 'submit'],
    ['open', claude('infra'), sibling, 'submit'],
    ['open', a, opened, 'read, asks submit'],
    ['open', claude('web'), opened, 'read, asks submit'],
    ['open', a, prod, 'read'],
  ],
])('what it gives', (...rows) => {
  test.each(rows)('%s: %o in %o has %s', (point, agent, place, expected) => {
    expect(has(point, agent, place)).toBe(expected)
  })
})

test.each(STARTING_POINTS)(
  '%s asks before a dialog is answered and anything is opened, and never types a password',
  point => {
    const rules = policy(startingPoint(TEXT, point))
    for (const agent of [a, claude('web')]) {
      for (const place of [shell, sibling, elsewhere, opened]) {
        const effect = (intent: 'answer' | 'interrupt' | 'secret' | 'open') =>
          decide(rules, agent, place, intent).effect
        expect([effect('answer'), effect('secret'), effect('open')]).toEqual(['ask', 'deny', 'ask'])
        const stops = point === 'open' && place.openedBy === 'person'
        expect(effect('interrupt')).toBe(stops ? 'allow' : 'ask')
      }
    }
    expect(decide(rules, { id: 'nobody' }, shell, 'read').effect).toBe('deny')
  },
)

test('paired knows every preset that is an agent', () => {
  expect([...AGENT_PRESETS].sort()).toEqual(
    PRESETS.filter(({ agent }) => agent)
      .map(({ id }) => id)
      .sort(),
  )
})

describe('becoming one', () => {
  test('keeps agents, locks, tests and the comments beside them', () => {
    const rules = '\n    { "id": "start-any", "agents": "*", "surfaces": "*", "level": "read", "ask": "submit" }\n  '
    const open = '\n    { "id": "start-opening", "agents": "*", "grant": "ask" }\n  '
    expect(startingPoint(TEXT, 'careful')).toBe(
      TEXT.replace(/"rules": \[[\s\S]*?\n {2}\]/, `"rules": [${rules}]`).replace(
        '"expect": "deny" }]\n',
        `"expect": "deny" }],\n  "open": [${open}]\n`,
      ),
    )
  })

  test('leaves a text that is it, or is no policy', () => {
    for (const point of STARTING_POINTS) {
      const text = startingPoint(TEXT, point)
      expect(startingPoint(text, point)).toBe(text)
      expect(startingPoint('{', point)).toBe('{')
    }
  })

  test('writes lines as the file has them, also where there is no list yet', () => {
    const text = startingPoint('{\r\n  "version": 1\r\n}', 'open')
    expect(text.replaceAll('\r\n', '')).not.toContain('\n')
    expect(likeOf(policy(text))).toBe('open')
  })
})

law(
  'a policy is like the one it was made and no other, whatever it was, and everything but rules and opening stays',
  fc.property(anyPolicy, fc.constantFrom(...STARTING_POINTS), (start, point) => {
    expect(likeOf(start)).toBe(null)
    const after = policy(startingPoint(JSON.stringify(start), point))
    expect(likeOf(after)).toBe(point)
    expect([after.agents, after.locks, after.tests]).toEqual([start.agents, start.locks, start.tests])
    const { rules } = after
    for (const other of [
      { ...after, rules: rules.slice(1) },
      { ...after, rules: rules.map(rule => ({ ...rule, secret: 'ask' as const })) },
      { ...after, open: [] },
    ]) {
      expect(likeOf(other)).toBe(null)
    }
    // in whatever order somebody wrote the keys
    const turned = rules.map(rule => Object.fromEntries(Object.entries(rule).reverse())) as unknown as typeof rules
    expect(likeOf({ ...after, rules: turned })).toBe(point)
  }),
  0.1,
)
