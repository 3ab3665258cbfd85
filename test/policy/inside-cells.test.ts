// Cells of agents that run inside surfaces: what the panel shows of them is what is decided, and a change reaches whom it says.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellAgents, cells, reachOf } from '../../main/policy/cells.ts'
import { changeWords, grantChanges } from '../../main/policy/changes.ts'
import { grantFor } from '../../main/policy/decide.ts'
import { setCell } from '../../main/policy/edit.ts'
import { parsePolicy } from '../../main/policy/parse.ts'
import { LEVELS, nameSchema } from '../../preload/contract.ts'
import { policyOf, surface, TOKEN } from './subjects.ts'

const TEXT = `{ "version": 1, "agents": { "a": { "name": "A", "token": "${TOKEN}" } }, "rules": [], "locks": [] }`
const read = (text: string) => {
  const parsed = parsePolicy(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return parsed.policy
}
const claude = (workspace: string) => ({ id: 'claude@s_cccc', preset: 'claude', workspace })
const odd = fc.string({ unit: fc.constantFrom(...'web*?[]{}()!+@,.-^/\\ ü1'), minLength: 1, maxLength: 20 })
const workspace = fc.oneof(odd, fc.string({ minLength: 1, maxLength: 64 })).filter(one => {
  const name = nameSchema.safeParse(one)
  return name.success && name.data === one
})

describe('the cells of an agent inside a surface', () => {
  const here = surface({ id: 's_aaaa', workspace: 'web' })
  const there = surface({ id: 's_bbbb', workspace: 'infra' })

  test('come after those of the others, with the built-in rule in words', () => {
    const found = cells(policyOf([]), [here, there], [claude('web')])
    expect([...new Set(found.map(({ agent }) => agent))]).toEqual(['*', 'a', 'b', 'c', 'claude@s_cccc'])
    expect(found.filter(({ agent }) => agent === 'claude@s_cccc')).toMatchObject([
      { surface: '*', level: 'none', ask: 'read', rule: 'inside', here: false },
      {
        surface: 's_aaaa',
        level: 'read',
        ask: null,
        rule: 'inside',
        here: false,
        why: null,
      },
      { surface: 's_bbbb', level: 'none', ask: 'read', rule: 'inside', here: false },
    ])
  })

  test('are set here where a rule is for exactly its kind there', () => {
    const rules = [
      { id: 'r1', agents: { preset: 'claude', workspace: 'web' }, surfaces: { id: 's_aaaa' }, level: 'type' },
      { id: 'r2', agents: { preset: 'claude' }, surfaces: { id: 's_bbbb' }, level: 'type' },
    ] as const
    const found = cells(policyOf(rules), [here, there], [claude('web')])
    const own = found.filter(({ agent, surface: id }) => agent === 'claude@s_cccc' && id !== '*')
    expect(own).toMatchObject([
      { surface: 's_aaaa', level: 'type', rule: 'r1', here: true },
      { surface: 's_bbbb', level: 'type', rule: 'r2', here: false },
    ])
  })
})

describe('a change of such a cell', () => {
  test('is for all agents of that preset in that workspace and for nobody else, whatever the workspace is called', () => {
    const place = surface({ id: 's_aaaa', workspace: 'elsewhere' })
    fc.assert(
      fc.property(workspace, workspace, fc.constantFrom(...LEVELS), (name, other, level) => {
        const agent = cellAgents(claude(name))
        fc.pre(agent !== null && name.normalize('NFC') !== other.normalize('NFC'))
        const before = read(TEXT)
        const text = setCell(TEXT, { agent: agent!, surface: place.id, level, ask: null })
        const after = read(text)
        expect(grantFor(after, { ...claude(name), id: 'claude@s_dddd' }, place).level).toBe(level)
        for (const one of [claude(other), { ...claude(name), preset: 'codex' }, { id: 'a' }]) {
          expect(grantFor(after, one, place)).toEqual(grantFor(before, one, place))
        }
        expect(read(setCell(text, { agent: agent!, surface: place.id, level: null, ask: null })).rules).toEqual([])
        const again = read(setCell(text, { agent: agent!, surface: place.id, level: 'read', ask: 'type' }))
        expect(again.rules).toHaveLength(1)
        expect(again.rules[0]).toMatchObject({ level: 'read', ask: 'type' })
      }),
    )
  })

  test('can be made for a workspace of any plain name, also with characters that patterns use, and for none without one', () => {
    for (const name of ['web', 'my app', 'a*b', '!x', '[x]', '{a,b}', 'a+(b)', 'a\\b', '@own-ish']) {
      expect(cellAgents(claude(name)), name).not.toBe(null)
    }
    expect(cellAgents(claude(''))).toBe(null)
    expect(cellAgents({ id: 'a' })).toBe('a')
  })
})

test('moving a surface to another workspace says what that changes for the agent inside it, there and elsewhere', () => {
  const policy = policyOf([
    { id: 'r1', agents: { preset: 'claude', workspace: 'web' }, surfaces: { id: 's_bbbb' }, level: 'submit' },
  ])
  const before = surface({ id: 's_cccc', workspace: 'notes' })
  const other = surface({ id: 's_bbbb', workspace: 'infra' })
  const moved = { before, after: { ...before, workspace: 'web' } }
  const agent = { before: claude('notes'), after: claude('web') }
  const changes = grantChanges(policy, policy, [moved, { before: other, after: other }], [agent])
  expect(changes.map(one => changeWords(one))).toEqual(['claude@s_cccc on s_bbbb: submit, was none (ask read)'])
})

test('its tools are those it may ever use: the built-in rule counts like a written one', () => {
  const inside = { id: 'claude@s_a', preset: 'claude', workspace: 'web' }
  expect(reachOf(policyOf([]), inside)).toBe('read')
  expect(reachOf(policyOf([]), { id: 'cursor' })).toBe('none')
  for (const workspace of ['web', 'api']) {
    const { level, ask } = grantFor(policyOf([]), inside, surface({ workspace }))
    expect([level, ask]).toContain('read')
  }
})
