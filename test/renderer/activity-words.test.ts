import { describe, expect, test } from 'vitest'
import { type ActivityRow, DECISIONS } from '../../preload/contract.ts'
import { type Chosen, chosenOf, FIRST, filterOf, isNarrowed, menuWord } from '../../renderer/state/activity-filter.ts'
import { DECISION_PARTS, exactTime, leftWords, rowSentence, tookWords } from '../../renderer/state/activity-words.ts'

const NOW = new Date(2026, 10, 22, 9, 41, 30, 117).getTime()
const midnight = new Date(2026, 10, 22).getTime()

describe('what a person chose', () => {
  const table: [what: string, chosen: Partial<Chosen>, filter: ReturnType<typeof filterOf>][] = [
    ['nothing is today', {}, { from: midnight }],
    ['all', { time: 'all' }, {}],
    ['the last hour, by whole minutes', { time: 'hour' }, { from: new Date(2026, 10, 22, 8, 41).getTime() }],
    ['the last 7 days', { time: 'week' }, { from: new Date(2026, 10, 15, 9, 41).getTime() }],
    [
      'from and to, the minute that is written in it',
      { time: 'between', from: '2026-11-21T08:00', to: '2026-11-21T09:00' },
      { from: new Date(2026, 10, 21, 8).getTime(), to: new Date(2026, 10, 21, 9, 1).getTime() },
    ],
    [
      'an open end, and one that is no time',
      { time: 'between', from: '2026-11-21T08:00', to: 'x' },
      { from: new Date(2026, 10, 21, 8).getTime() },
    ],
    [
      'everything else as it is, the search without blanks around it',
      { time: 'all', decisions: ['denied'], actors: ['a'], surfaces: ['s'], enter: 'none', search: ' x y ' },
      { decisions: ['denied'], actors: ['a'], surfaces: ['s'], enter: 'none', search: 'x y' },
    ],
  ]
  test.each(table)('%s', (_what, chosen, filter) => {
    expect(filterOf({ ...FIRST, ...chosen }, NOW)).toEqual(filter)
  })

  test('what came from elsewhere is shown so that it filters the same', () => {
    const filter = { actors: ['cursor'], from: midnight, to: midnight + 3_600_000, search: 'x' }
    expect(filterOf(chosenOf(filter), NOW)).toEqual(filter)
    expect(filterOf(chosenOf({}), NOW)).toEqual({})
  })

  test('is narrowed by anything but the time', () => {
    expect(isNarrowed(FIRST)).toBe(false)
    expect(isNarrowed({ ...FIRST, time: 'week', search: ' ' })).toBe(false)
    expect(isNarrowed({ ...FIRST, enter: 'enter' })).toBe(true)
    expect(isNarrowed({ ...FIRST, search: 'x' })).toBe(true)
  })

  test('stands in the button of its menu', () => {
    expect([[], ['Draft'], ['Draft', 'Denied']].map(menuWord)).toEqual(['Any', 'Draft', '2 of them'])
  })
})

test('every decision is in the menu, once', () => {
  expect(DECISION_PARTS.flat().sort()).toEqual([...DECISIONS].sort())
})

test('times and durations are short and exact', () => {
  expect([3, 999, 2_000, 12_940, 59_949, 61_000].map(tookWords)).toEqual([
    ...['3 ms', '999 ms', '2.0 s', '12.9 s', '59.9 s', '1 min'],
  ])
  expect(leftWords(NOW + 106_000, NOW)).toBe('1:46 left')
  expect(exactTime(NOW)).toBe('09:41:30.117')
})

describe('a row in one breath', () => {
  const row: ActivityRow = {
    ...{ seq: 1, at: NOW, kind: 'send', decision: 'draft', actor: 'cursor', actorName: 'Cursor', intent: 'type' },
    ...{ surface: { id: 's_1', name: 'shell' }, text: 'git push', keys: null, note: 'Drafted, not in the program.' },
    ...{ enter: 'not_sent', tookMs: 12_900, ends: null, count: 1, masked: false },
  }
  const table: [what: string, row: ActivityRow, said: string][] = [
    ['a draft', row, '09:41:30, Draft. Cursor in shell: git push. Drafted, not in the program. Not sent. Took 12.9 s'],
    [
      'what cannot be seen is named',
      { ...row, text: 'a\u202eb\nc' },
      '09:41:30, Draft. Cursor in shell: a U+202E b, line end, c. Drafted, not in the program. Not sent. Took 12.9 s',
    ],
    [
      'one that waits, from another day',
      { ...row, at: NOW - 86_400_000, decision: 'waiting', note: '', tookMs: null, ends: NOW + 60_000, enter: null },
      'Nov 21, 09:41:30, Waiting. Cursor in shell: git push. 1:00 left',
    ],
    [
      'keys',
      { ...row, text: null, keys: ['C-c', 'Enter'], note: '', enter: 'enter', tookMs: null, decision: 'allowed' },
      '09:41:30, Allowed. Cursor in shell: C-c Enter. With Enter',
    ],
    [
      'a change of the policy',
      {
        ...row,
        kind: 'policy',
        decision: 'policy',
        actorName: 'You',
        surface: null,
        text: 'Changed r1',
        note: '',
        enter: null,
        tookMs: null,
      },
      '09:41:30, Policy. You: Changed r1',
    ],
  ]
  test.each(table)('%s', (_what, one, said) => expect(rowSentence(one, NOW)).toBe(said))

  test('a long text ends', () => {
    expect(rowSentence({ ...row, text: 'x'.repeat(240) }, NOW).length).toBeLessThan(240)
  })
})
