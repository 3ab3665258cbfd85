import { describe, expect, it } from 'vitest'
import type { Cell, RuleLine } from '../../preload/contract.ts'
import { cellDeed } from '../../renderer/keys/grants.ts'
import {
  cellName,
  leftShort,
  leftWords,
  lockHere,
  raisedWords,
  rateOf,
  ruleTitle,
  workspaceRule,
} from '../../renderer/state/grants-words.ts'

const NOW = Date.UTC(2026, 10, 21)
const MIN = 60_000

const cell = (part: Partial<Cell> = {}): Cell => ({
  ...{ agent: 'cursor', surface: 's_a', level: 'type', ask: 'submit', answer: 'ask', interrupt: 'ask', secret: 'deny' },
  ...{ insertAtPrompt: false, rule: 'g1', lock: null, why: null, here: true, limit: null, until: null },
  ...part,
})
const line = (part: Partial<RuleLine>): RuleLine => ({
  ...{ kind: 'rule', id: 'r1', line: 1, agents: 'Cursor', surfaces: 'shell', level: 'type', ask: 'submit', also: [] },
  ...{ until: null, reason: null, cell: null, workspace: null, open: null },
  ...part,
})

describe('a cell as it is read out', () => {
  it('says the grant, where it is from, its limit, its end and its lock', () => {
    const limit = { max: 12, window: 'minute', per: 'pair' } as const
    const full = cell({ limit, until: NOW + 10.2 * MIN, lock: 'l1' })
    expect(cellName('Cursor', 'shell', full, NOW)).toBe(
      'Cursor in shell: Type, ask to submit. Set here. 12 sends per minute. Temporary, 11 min left. Locked.',
    )
    expect(cellName('Cursor', 'shell', cell({ here: false, limit }), NOW)).toBe(
      'Cursor in shell: Type, ask to submit. Inherited.',
    )
    expect(cellName('Cursor', 'shell', undefined, NOW)).toBe('Cursor in shell: None, no access. Inherited.')
  })

  it.each([
    [NOW + 5 * MIN, '5m', '5 min left'],
    [NOW + 61_000, '2m', '2 min left'],
    [NOW + 59_000, '59s', '59 s left'],
    [NOW - 1, '0s', '0 s left'],
    [NOW + 24 * 60 * MIN, '24h', '24 h left'],
    ['closes', '', 'until it closes'],
  ] as const)('what is left until %s is %s', (until, short, words) => {
    expect(leftShort(until, NOW)).toBe(short)
    expect(leftWords(until, NOW)).toBe(words)
  })
})

describe('rules in words', () => {
  it('name agents and surfaces as main does; a workspace’s rule is called by it', () => {
    expect(ruleTitle(line({}))).toBe('Cursor in shell: Type, ask to submit')
    expect(ruleTitle(line({ agents: 'any agent', surfaces: 'any surface', level: 'read', ask: null }))).toBe(
      'Any agent, any surface: Read',
    )
    expect(ruleTitle(line({ workspace: 'web', level: 'none', ask: 'read' }))).toBe('web rule: No access, ask to read')
  })

  it('are found by workspace, and locks by the pair they are for', () => {
    const rules = [
      line({ id: 'r2', workspace: 'web', level: 'read', ask: 'type' }),
      line({ kind: 'lock', id: 'l1', cell: { agent: 'cursor', surface: '*' } }),
    ]
    expect(workspaceRule(rules, 'web')).toEqual({ id: 'r2', level: 'read', ask: 'type' })
    expect(workspaceRule(rules, 'infra')).toBeNull()
    expect(lockHere(rules, 'cursor', '*')?.id).toBe('l1')
    expect(lockHere(rules, 'cursor', 's_a')).toBeNull()
  })

  it('a raise says for how long', () => {
    expect(raisedWords('Cursor', 'shell')).toBe('Cursor may now submit in shell')
    expect(raisedWords('Cursor', 'shell', 60)).toBe('Cursor may now submit in shell for 1 hour')
    expect(raisedWords('Cursor', 'shell', null)).toBe('Cursor may now submit in shell until it closes')
  })
})

it.each([
  ['12', 12],
  [' 1 ', 1],
  ['', null],
  ['0', undefined],
  ['1.5', undefined],
  ['many', undefined],
  ['100001', undefined],
] as const)('%j in the field of a rate is %s', (text, max) => expect(rateOf(text)).toBe(max))

describe('keys of a cell', () => {
  const press = (key: string, held: Partial<KeyboardEvent> = {}) =>
    cellDeed(
      { ...{ key, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, repeat: false }, ...held },
      false,
    )

  it.each([
    ['0', { is: 'level', level: 'none' }],
    ['3', { is: 'level', level: 'submit' }],
    ['a', { is: 'ask' }],
    ['R', { is: 'rate' }],
    ['w', { is: 'why' }],
    ['Backspace', { is: 'inherit' }],
    [' ', { is: 'cycle' }],
    ['4', null],
    ['Enter', null],
  ] as const)('%s means %o', (key, deed) => expect(press(key)).toEqual(deed))

  it('undo is Ctrl+Z, and on macOS Command+Z', () => {
    const mac = { key: 'z', ctrlKey: false, altKey: false, metaKey: true, shiftKey: false, repeat: false }
    expect(press('z', { ctrlKey: true })).toEqual({ is: 'undo' })
    expect(cellDeed(mac, true)).toEqual({ is: 'undo' })
    expect(cellDeed(mac, false)).toBeNull()
    expect(press('z')).toBeNull()
  })

  it('a key that is held down changes nothing again, and combinations belong to the app', () => {
    for (const key of ['3', ' ', 'a', 'Backspace', 'z']) {
      expect(press(key, { repeat: true, ctrlKey: key === 'z' })).toBeNull()
      expect(press(key, { altKey: true })).toBeNull()
    }
    expect(press('3', { ctrlKey: true })).toBeNull()
  })
})
