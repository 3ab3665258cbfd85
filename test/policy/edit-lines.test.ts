// Whole lines that a person sets or takes away: a workspace's rule, who may open, any line by its id.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { grantFor } from '../../main/policy/decide.ts'
import { openRules, removeLine, setOpen, setWorkspace, workspaceRules } from '../../main/policy/edit-lines.ts'
import type { Policy } from '../../main/policy/model.ts'
import { mayOpen } from '../../main/policy/open.ts'
import { parsePolicy } from '../../main/policy/parse.ts'
import { LEVELS, nameSchema } from '../../preload/contract.ts'
import { surface, TOKEN } from './subjects.ts'
import { anyPolicy } from './support/generated.ts'
import { law } from './support/law.ts'

const TEXT = `{
  "version": 1,
  "agents": { "a": { "name": "A", "token": "${TOKEN}" } },
  "rules": [
    { "id": "r1", "agents": "*", "surfaces": { "workspace": "web" }, "level": "read" }, // web
    { "id": "r2", "agents": "*", "surfaces": { "workspace": "web", "preset": "shell" }, "level": "none" }
  ],
  "open": [
    { "id": "o1", "agents": "a", "presets": ["shell"], "grant": "allow", "max": 2 } // shells
  ]
}
`
function policy(text: string): Policy {
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return parsed.policy
}
const web = { agent: '*', workspace: 'web' } as const

describe('the rule of a workspace', () => {
  test('is changed, added for another agent, and taken away; one that selects more or less stays', () => {
    expect(setWorkspace(TEXT, { ...web, level: 'type', ask: 'submit' })).toBe(
      TEXT.replace('"level": "read" }, // web', '"level": "type", "ask": "submit" }, // web'),
    )
    expect(policy(setWorkspace(TEXT, { agent: 'a', workspace: 'web', level: 'type', ask: 'read' })).rules[2]).toEqual({
      ...{ id: 'w1', agents: 'a', surfaces: { workspace: 'web' }, level: 'type' },
    })
    expect(policy(setWorkspace(TEXT, { ...web, level: null, ask: null })).rules.map(({ id }) => id)).toEqual(['r2'])
    expect(workspaceRules(policy(TEXT), '*', 'web')).toEqual([0])
    expect(workspaceRules(policy(TEXT), '*', 'infra')).toEqual([])
  })

  test('leaves the text where no rule can name the workspace, or it is no policy', () => {
    expect(setWorkspace(TEXT, { ...web, workspace: 'x'.repeat(129), level: 'read', ask: null })).toBe(TEXT)
    expect(setWorkspace('{', { ...web, level: 'read', ask: null })).toBe('{')
    expect(setWorkspace(TEXT, { agent: 'No Id', workspace: 'web', level: 'read', ask: null })).toBe(TEXT)
  })

  test('is for the surfaces of exactly that workspace, whatever it is called', () => {
    const odd = fc
      .string({ unit: fc.constantFrom(...'web*?[]{}()!+@,.-^/\\ ü1'), minLength: 1, maxLength: 20 })
      .filter(name => nameSchema.safeParse(name).data === name)
    fc.assert(
      fc.property(odd, odd, fc.constantFrom(...LEVELS), (name, other, level) => {
        fc.pre(name.normalize('NFC') !== other.normalize('NFC'))
        const text = setWorkspace(`{"version": 1, "agents": {"a": {"name": "A", "token": "${TOKEN}"}}}`, {
          ...{ agent: '*', workspace: name, level, ask: null },
        })
        fc.pre(text.includes('w1'))
        const has = (workspace: string) => grantFor(policy(text), { id: 'a' }, surface({ workspace }))
        expect(has(name)).toMatchObject({ level, rule: 'w1' })
        expect(has(other)).toMatchObject({ level: 'none', rule: null })
        expect(policy(setWorkspace(text, { agent: '*', workspace: name, level: null, ask: null })).rules).toEqual([])
      }),
    )
  })
})

describe('who may open', () => {
  test('is changed in the rules for that agent alone, which keep their presets', () => {
    expect(setOpen(TEXT, { agent: 'a', grant: 'ask', max: 5 })).toBe(
      TEXT.replace('"grant": "allow", "max": 2', '"grant": "ask", "max": 5'),
    )
    expect(setOpen(TEXT, { agent: 'a', grant: 'allow', max: null })).toBe(TEXT.replace(', "max": 2', ''))
    expect(policy(setOpen(TEXT, { agent: 'a', grant: null, max: null })).open).toEqual([])
    expect(setOpen('{', { agent: 'a', grant: 'ask', max: null })).toBe('{')
  })

  test('is lowered in one part without raising another, in whatever of its rules', () => {
    const two = `{ "id": "o2", "agents": "a", "presets": ["claude"], "grant": "ask", "max": 1 }`
    const text = TEXT.replace('// shells', `, ${two}`)
    const set = (grant: 'ask' | 'allow', max: number | null) =>
      openRules(policy(setOpen(text, { agent: 'a', grant, max })), 'a')
    expect(set('ask', 2)).toMatchObject([
      { grant: 'ask', max: 2 },
      { grant: 'ask', max: 1 },
    ])
    expect(set('allow', 1)).toMatchObject([
      { grant: 'allow', max: 1 },
      { grant: 'ask', max: 1 },
    ])
    expect(set('ask', 0)).toEqual([{ id: 'o3', agents: 'a', grant: 'ask', max: 0 }])
    const none = setOpen(text, { agent: 'a', grant: 'ask', max: 0 })
    expect(setOpen(none, { agent: 'a', grant: 'ask', max: 0 })).toBe(none)
  })

  test('is nobody for whom it is none, whatever is said for any agent', () => {
    const text = setOpen(setOpen(TEXT, { agent: '*', grant: 'allow', max: null }), { agent: 'a', grant: 'ask', max: 0 })
    for (const preset of ['shell', 'claude']) {
      expect(mayOpen(policy(text), { id: 'a' }, surface({ preset })).effect).toBe('deny')
    }
  })

  test('is a rule more where there is none, which decides for everybody that no rule names', () => {
    const text = setOpen(TEXT, { agent: '*', grant: 'ask', max: null })
    expect(openRules(policy(text), '*')).toEqual([{ id: 'o2', agents: '*', grant: 'ask' }])
    const claude = surface({ preset: 'claude' })
    expect(mayOpen(policy(text), { id: 'i', preset: 'claude', workspace: 'web' }, claude).effect).toBe('ask')
    expect(mayOpen(policy(text), { id: 'a' }, claude).effect).toBe('deny')
  })
})

law(
  'taking a line away takes that line and nothing else, and an id that is not there takes nothing',
  fc.property(anyPolicy, fc.nat({ max: 40 }), (start, nth) => {
    const text = JSON.stringify(start, null, 2)
    for (const [list, letter] of [
      ['rules', 'r'],
      ['locks', 'l'],
      ['open', 'o'],
    ] as const) {
      const id = start[list][nth]?.id ?? `${letter}${nth}`
      const after = policy(removeLine(text, list, id))
      expect(after).toEqual({ ...start, [list]: start[list].filter(one => one.id !== id) })
    }
    expect(removeLine('{', 'rules', 'r1')).toBe('{')
  }),
  0.1,
)
