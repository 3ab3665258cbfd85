// What the list of agents says of their use, which ways around a lock are drawn and where they lead, and the words of a card
// about another program.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ANSWERS, type Cell } from '../../preload/contract.ts'
import {
  factsOf,
  isStale,
  lastUse,
  processesWords,
  type UseRow,
  whereWords,
  widest,
} from '../../renderer/state/agents.ts'
import { answerMeans, answerWord, programWords } from '../../renderer/state/approval-words.ts'
import { detourKey, drawnDetours, lockedCell, moreWord } from '../../renderer/state/detours.ts'
import { ask } from './support/asks.ts'

type Row = UseRow
const row = (more: Partial<Row> = {}): Row => ({
  ...{ at: 10_000, intent: 'submit', surface: { id: 's_shell', name: 'shell' }, decision: 'allowed' },
  ...more,
})
const said = (lastCall: { at: number; what: string } | null, kept: Row | null, now: number) => {
  const use = lastUse({ lastCall }, kept, now)
  return use && `${use.what}, ${use.when}`
}

describe('the last use of an agent', () => {
  it.each<[string, { at: number; what: string } | null, Row | null, number, string | null]>([
    ['the record says what and where', { at: 9900, what: 'submit_text' }, row(), 13_000, 'submit in shell, 3 s ago'],
    ['it outlives the run', null, row(), 250_000, 'submit in shell, 4 min ago'],
    ['reading has no place "in" a surface', null, row({ intent: 'read' }), 12_000, 'read shell, 2 s ago'],
    ['what was refused says so', null, row({ decision: 'denied' }), 11_000, 'submit in shell, refused, 1 s ago'],
    [
      'a later call that the record has not',
      { at: 60_000, what: 'list_surfaces' },
      row(),
      61_000,
      'list_surfaces, 1 s ago',
    ],
    ['the clock was set back', { at: 9000, what: 'wait_for' }, null, 1000, 'wait_for, 0 s ago'],
    ['none', null, null, 0, null],
    ['an entry that is no use', null, row({ intent: null }), 0, null],
  ])('%s', (_, lastCall, kept, now, words) => expect(said(lastCall, kept, now)).toBe(words))

  it('is looked up again only after a call that came since', () => {
    expect(isStale({ lastCall: null }, 5)).toBe(false)
    expect(isStale({ lastCall: { at: 4, what: 'x' } }, 5)).toBe(false)
    expect(isStale({ lastCall: { at: 5, what: 'x' } }, 5)).toBe(true)
  })
})

describe('who is behind a token', () => {
  it('is not known before it was used', () => {
    expect(factsOf({ lastSeen: null, program: '/bin/a', says: 'me' })).toEqual([])
  })

  it('is its token and program as verified, and its word as a claim, in quotes', () => {
    expect(factsOf({ lastSeen: 1, program: '/usr/bin/node', says: 'claude-code/2 gatehouse-bridge/0.1.0' })).toEqual([
      { name: 'Token', value: '', verified: true },
      { name: 'Program', value: '/usr/bin/node', verified: true },
      { name: 'Says it is', value: '“claude-code/2”', verified: false },
    ])
    expect(factsOf({ lastSeen: 1, program: null, says: null })).toEqual([{ name: 'Token', value: '', verified: true }])
  })

  it('is told with how many of its processes run', () => {
    expect([null, 0, 1, 3].map(processes => processesWords({ processes }))).toEqual([
      ...[null, null, '1 process', '3 processes'],
    ])
  })
})

describe('where an agent may do the most', () => {
  const cell = (agent: string, surface: string, level: Cell['level'], ask: Cell['ask'] = null) =>
    ({ agent, surface, level, ask }) as Cell
  const surfaces = [
    { id: 's_a', name: 'shell' },
    { id: 's_b', name: 'tests' },
  ]

  it('is any surface where no other gives more, else those that do', () => {
    const cells = [cell('cursor', '*', 'read'), cell('cursor', 's_a', 'read'), cell('codex', 's_a', 'submit')]
    expect(whereWords(cells, widest(cells, 'cursor')!, surfaces)).toBe('on any surface')
    const more = [...cells, cell('cursor', 's_b', 'read', 'type')]
    expect(whereWords(more, widest(more, 'cursor')!, surfaces)).toBe('in tests')
    const two = [...more, cell('cursor', 's_c', 'read', 'type')]
    expect(whereWords(two, widest(two, 'cursor')!, surfaces)).toBe('in tests and 1 more')
  })

  it('is never the surface it runs in, and nothing where it has no cell', () => {
    expect(widest([cell('claude@s_a', 's_a', 'submit')], 'claude@s_a')).toBeNull()
  })
})

const way = (n: number, from = 'cursor') => ({
  from,
  through: [{ agent: 'codex', surface: 's_bench' }],
  to: `s_prod${n}`,
  lock: 'l1',
  effect: 'allow' as const,
  why: `why ${n}`,
})
const list = fc.nat({ max: 40 }).map(length => Array.from({ length }, (_, n) => way(n)))

describe('ways around a lock', () => {
  it('are never more than five until a person wants all of them, and keep their order', () => {
    fc.assert(
      fc.property(list, detours => {
        const drawn = drawnDetours(detours, false)
        expect(drawn).toEqual(detours.slice(0, drawn.length))
        expect(drawn.length).toBe(Math.min(5, detours.length))
        expect(drawnDetours(detours, true)).toEqual(detours)
        expect(moreWord(detours, true)).toBeNull()
        expect(moreWord(detours, false)).toBe(detours.length > 5 ? `Show all ${detours.length}` : null)
      }),
    )
  })

  it('lead to the cell the lock holds, or to the default row where the agent has none', () => {
    const agents = [{ id: 'cursor' }, { id: 'codex' }]
    expect(lockedCell(way(1), agents)).toEqual({ agent: 'cursor', surface: 's_prod1' })
    expect(lockedCell(way(1, 'claude@s_bench'), agents)).toEqual({ agent: '*', surface: 's_prod1' })
  })

  it('are each told from the others', () => {
    const other = { ...way(1), through: [{ agent: 'codex', surface: 's_other' }] }
    const keys = [way(1), way(2), way(1, 'codex'), { ...way(1), lock: 'l2' }, other].map(detourKey)
    expect(new Set(keys).size).toBe(keys.length)
    expect(detourKey({ ...way(1), why: 'in other words' })).toBe(keys[0])
  })
})

describe('a card about another program', () => {
  const program = ask({ kind: 'program', surface: null, text: null, answers: ['once', 'deny', 'block'] })

  it('says what waits, what goes on, and what to do about a token that was copied', () => {
    expect(programWords(program)).toMatch(/waits.*reading goes on.*copied.*give Cursor a new token/)
    expect(programWords(ask())).toBeNull()
  })

  it('has buttons that say what they do, and tooltips that say how long it lasts', () => {
    expect(program.answers.map(how => answerWord(how, program))).toEqual([
      'Accept this program',
      'Not now',
      'Refuse and block',
    ])
    expect(program.answers.map(how => answerMeans(how, program, 0))).toEqual([
      'Cursor may send from this program, too, from now on',
      'What it sent is refused. What it sends next is asked about again.',
      'Denies this, and Cursor gets nothing anywhere from now on',
    ])
  })

  it('shares none of these tooltips with a send', () => {
    for (const how of ANSWERS) expect(answerMeans(how, ask(), 0) ?? '').not.toMatch(/program, too|asked about again/)
  })
})
