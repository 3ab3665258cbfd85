import { describe, expect, it } from 'vitest'
import { type Cell, LEVELS } from '../../preload/contract.ts'
import { cycle, findCell, isLocked, nextLevel, strongest, withAsk, withLevel } from '../../renderer/state/grants.ts'
import { cellWord, chipWord, type Grant, grantSentence, RANK } from '../../renderer/state/words.ts'

const every: Grant[] = LEVELS.flatMap(level => [
  { level, ask: null },
  ...LEVELS.filter(ask => RANK[ask] > RANK[level]).map(ask => ({ level, ask })),
])

const PARTS = {
  answer: 'ask',
  interrupt: 'ask',
  secret: 'deny',
  insertAtPrompt: false,
  limit: null,
  until: null,
} as const

describe('cycling a cell', () => {
  it('goes None, Read, Type, Type and ask, None', () => {
    const seen: string[] = []
    let grant: Grant = { level: 'none', ask: null }
    for (let step = 0; step < 5; step++) {
      seen.push(cellWord(grant))
      grant = cycle(grant)
    }
    expect(seen).toEqual(['None', 'Read', 'Type', 'Type + ask', 'None'])
  })

  it.each(every)('never lands on Submit, from %o', grant => {
    expect(cycle(grant).level).not.toBe('submit')
  })
})

describe('changing a cell', () => {
  it.each(every)('never asks for what is allowed already, from %o', grant => {
    for (const level of LEVELS) {
      const { ask } = withLevel(grant, level)
      if (ask) expect(RANK[ask]).toBeGreaterThan(RANK[level])
    }
    const { ask } = withAsk(grant, true)
    expect(ask).toBe(nextLevel(grant.level))
    expect(withAsk(grant, false)).toEqual({ level: grant.level, ask: null })
  })
})

describe('the strongest grant of a surface', () => {
  const cell = (agent: string, surface: string, level: Cell['level'], ask: Cell['ask'] = null): Cell => {
    return { agent, surface, level, ask, rule: null, lock: null, why: null, here: false, ...PARTS }
  }

  it('is by level first, then by what is asked for', () => {
    const cells = [cell('a', 's', 'type'), cell('b', 's', 'type', 'submit'), cell('c', 's', 'read', 'submit')]
    expect(strongest(cells, 's')?.agent).toBe('b')
  })

  it('counts agents that exist, not the default row, and no other surface', () => {
    const cells = [cell('*', 's', 'submit'), cell('a', '*', 'submit'), cell('a', 't', 'submit'), cell('a', 's', 'read')]
    expect(strongest(cells, 's')).toMatchObject({ agent: 'a', level: 'read' })
    expect(strongest([cell('*', 's', 'submit')], 's')).toBeNull()
  })

  it('leaves out the agent that runs in the surface, which sends nothing there', () => {
    const cells = [cell('claude@s_aaaa', 's_aaaa', 'submit'), cell('codex@s_bbbb', 's_aaaa', 'read')]
    expect(strongest(cells, 's_aaaa')?.agent).toBe('codex@s_bbbb')
  })
})

it('words are those of the spec', () => {
  expect(chipWord({ level: 'none', ask: null })).toBe('No access')
  expect(chipWord({ level: 'read', ask: null })).toBe('Read only')
  expect(chipWord({ level: 'type', ask: 'submit' })).toBe('Type + ask')
  expect(cellWord({ level: 'none', ask: 'read' })).toBe('Ask')
  expect(grantSentence({ level: 'type', ask: 'submit' })).toBe('Type, ask to submit')
})

it('cells are looked up once for a slice, and again for the next', () => {
  const cells: Cell[] = Array.from({ length: 40 * 100 }, (_, n) => ({
    ...{ agent: `a${n % 40}`, surface: `s${Math.floor(n / 40)}`, level: 'read', ask: null, rule: null, lock: null },
    ...{ why: null, here: false, ...PARTS },
  }))
  expect(findCell(cells, 'a39', 's99')).toBe(cells.at(-1))
  expect(findCell(cells, 'a39', 's100')).toBeUndefined()
  const next = cells.map(cell => ({ ...cell, lock: cell.surface === 's5' ? 'l1' : null }))
  expect(isLocked(cells, 's5')).toBe(false)
  expect(isLocked(next, 's5')).toBe(true)
  expect(findCell(next, 'a0', 's5')?.lock).toBe('l1')
})
