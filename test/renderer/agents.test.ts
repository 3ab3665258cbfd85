// What the list of agents says of their use, which ways around a lock are drawn and where they lead, and the words of a card
// about another program.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ANSWERS } from '../../preload/contract.ts'
import { lastUse } from '../../renderer/state/agents.ts'
import { answerMeans, answerWord, programWords } from '../../renderer/state/approval-words.ts'
import { detourKey, drawnDetours, lockedCell, moreWord } from '../../renderer/state/detours.ts'
import { ask } from './support/asks.ts'

describe('the last use of an agent', () => {
  it.each([
    [{ at: 10_000, what: 'submit_text' }, 13_000, 'Used submit_text 3 s ago'],
    [{ at: 0, what: 'read_surface' }, 240_000, 'Used read_surface 4 min ago'],
    // The clock was set back.
    [{ at: 9000, what: 'wait_for' }, 1000, 'Used wait_for 0 s ago'],
  ])('%o at %d is "%s"', (lastCall, now, words) => expect(lastUse({ lastCall }, now)).toBe(words))

  it('is none since this start, where main knows of none', () => {
    expect(lastUse({ lastCall: null }, 0)).toBe('Not used since this start')
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
