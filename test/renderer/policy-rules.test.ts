import { describe, expect, test } from 'vitest'
import type { PolicyStatus, RuleLine } from '../../preload/contract.ts'
import { partAt, partsOf, shownPart, whyOff } from '../../renderer/state/policy-parts.ts'
import { effectWords, lastsWords, lineKey, matching, neighbour, sumWords } from '../../renderer/state/policy-rules.ts'

const RULE: RuleLine = {
  kind: 'rule',
  id: 'r1',
  line: 4,
  agents: 'Cursor',
  surfaces: 'any surface',
  level: 'read',
  ask: 'type',
  also: [],
  until: null,
  reason: null,
  cell: { agent: 'cursor', surface: '*' },
  workspace: null,
  open: null,
}
const LOCK: RuleLine = {
  ...RULE,
  kind: 'lock',
  id: 'l1',
  line: 9,
  agents: 'any agent',
  surfaces: 'surfaces named prod-*',
  ask: null,
  also: ['Answering a dialog: not allowed.'],
  reason: 'production is hands-off',
}
const OPEN: RuleLine = {
  ...RULE,
  kind: 'open',
  line: 12,
  level: null,
  ask: null,
  also: ['Asks before it opens.', 'At most 3 open at once.'],
  open: { grant: 'ask', max: 3 },
}
const TEMPORARY: RuleLine = { ...RULE, id: 't1', line: 6, until: 61_000 }
const ALL = [RULE, TEMPORARY, LOCK, OPEN]

describe('lines in words', () => {
  test('what a line gives, and how far a lock lets go', () => {
    expect(ALL.map(effectWords)).toEqual([
      'Read, ask to type',
      'Read, ask to type',
      'At most read. Answering a dialog: not allowed.',
      'Asks before it opens. At most 3 open at once.',
    ])
  })

  test.each([
    ['closes', 'until the surface closes'],
    [1000, 'ended'],
    [1001, '1 s left'],
    [31_000, '30 s left'],
    [61_000, '1 min left'],
    [61_001, '2 min left'],
    [3_601_000, '1 h left'],
    [90_001_000, '2 d left'],
  ] as const)('a line until %s is, one second in, %s', (until, words) => {
    expect(lastsWords(until, 1000)).toBe(words)
  })

  test.each([
    ['', ['rule r1', 'rule t1', 'lock l1', 'open r1']],
    ['lock', ['lock l1']],
    ['PROD hands', ['lock l1']],
    ['cursor type', ['rule r1', 'rule t1']],
    ['temporary', ['rule t1']],
    ['at once 3', ['open r1']],
    ['nothing like it', []],
  ])('a search for "%s" finds %j', (search, found) => {
    expect(matching(ALL, search).map(lineKey)).toEqual(found)
  })

  test('an id of a rule and the same id of an open rule are two lines', () => {
    expect(lineKey(RULE)).not.toBe(lineKey(OPEN))
  })

  test('after a line is gone the next has the keyboard, after the last the one before', () => {
    expect(neighbour(ALL, lineKey(RULE))).toBe(TEMPORARY)
    expect(neighbour(ALL, lineKey(OPEN))).toBe(LOCK)
    expect(neighbour([RULE], lineKey(RULE))).toBeNull()
    expect(neighbour(ALL, 'rule gone')).toBeNull()
  })

  test('the sum names only kinds that are there', () => {
    expect([sumWords(ALL), sumWords([RULE]), sumWords([])]).toEqual(['2 rules, 1 lock, 1 open rule', '1 rule', ''])
  })
})

const FILE: PolicyStatus = { file: '/x/policy.json', managed: false, fault: null, ruling: 'file', held: null }
const HELD: PolicyStatus = { ...FILE, ruling: 'accepted', held: { hash: 'h1', at: 0 } }
const on = (policy: PolicyStatus) => partsOf(policy).flatMap(({ id, off }) => (off ? [] : [id]))

describe('the parts of the page', () => {
  test.each<[string, PolicyStatus, string[], RegExp | null]>([
    ['are all there', FILE, ['rules', 'file', 'import', 'starting'], null],
    ['of a managed policy can be read', { ...FILE, managed: true }, ['rules', 'file'], /managed/],
    ['are off while a change is held', HELD, ['held', 'rules'], /accepted or put back/],
    [
      'are off while the file has a fault',
      { ...FILE, fault: { message: 'x', line: 1, column: 1 } },
      ['rules'],
      /fault/,
    ],
    ['of a managed one that was changed say so', { ...HELD, managed: true }, ['held', 'rules'], /another/],
  ])('%s', (_, policy, there, why) => {
    expect(on(policy)).toEqual(there)
    if (why === null) expect(whyOff(policy)).toBeNull()
    else expect(whyOff(policy)).toMatch(why)
  })

  test('a held change comes first, until the person has gone elsewhere while it is held', () => {
    expect(shownPart(HELD, 'file', null)).toBe('held')
    expect(shownPart(HELD, 'rules', { held: 'h1', part: 'rules' })).toBe('rules')
    expect(shownPart(HELD, 'rules', { held: 'h0', part: 'rules' })).toBe('held')
    expect(shownPart(HELD, 'rules', { held: 'h1', part: 'file' })).toBe('held')
  })

  test('what is off is not shown, and what was looked at comes back afterwards', () => {
    expect(shownPart({ ...FILE, managed: true }, 'import', null)).toBe('rules')
    expect(shownPart(FILE, 'import', { held: 'h1', part: 'rules' })).toBe('import')
  })

  test('arrows go around, Home and End to the ends, other keys nowhere', () => {
    const parts = partsOf(FILE)
    const to = (from: Parameters<typeof partAt>[1], key: string) => partAt(parts, from, key)?.id ?? null
    expect(to('starting', 'ArrowRight')).toBe('rules')
    expect(to('rules', 'ArrowLeft')).toBe('starting')
    expect([to('file', 'Home'), to('file', 'End'), to('file', 'x')]).toEqual(['rules', 'starting', null])
  })
})
