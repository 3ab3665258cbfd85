// What a pane's menu of levels, the palette and the card of temporary grants offer of what main says is in force.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AppState, Cell, Level, RuleLine, Temporary } from '../../preload/contract.ts'
import { levelMenu, MOST_NAMED } from '../../renderer/state/level-menu.ts'
import { deedItems } from '../../renderer/state/palette-deeds.ts'
import { policyWord } from '../../renderer/state/policy.ts'
import { temporaryCard } from '../../renderer/state/temporary.ts'

const cell = (agent: string, surface: string, level: Level, lock: string | null = null): Cell => ({
  ...{ agent, surface, level, ask: null, rule: null, lock, why: null, here: false, limit: null, until: null },
  ...({ answer: 'ask', interrupt: 'ask', secret: 'deny', insertAtPrompt: false } as const),
})
const agent = (id: string, more: Partial<AppState['agents'][number]> = {}): AppState['agents'][number] => ({
  ...{ id, name: id.toUpperCase(), inside: null, lastCall: null, lastSeen: null, paused: null },
  ...{ program: null, says: null, processes: null, ...more },
})
const lock = (id: string, pair: RuleLine['cell'], level: Level, reason: string | null = null) =>
  ({ kind: 'lock', id, cell: pair, level, reason, ask: null }) as unknown as RuleLine
const grants = (rules: RuleLine[] = []) => ({ rules, temporary: [], undo: null, like: null })
const policy = { file: '/d/policy.json', managed: false, fault: null, ruling: 'file', held: null } as const
const shell = { id: 's_shell', name: 'shell' } as AppState['surfaces'][number]

describe('the menu of a pane', () => {
  it('lets those in for a while who have less, are under no lock, and whom a temporary rule can name', () => {
    const inside = agent('e@s_other', { inside: 's_other' })
    const agents = [agent('a'), agent('b'), agent('c'), agent('d@s_shell', { inside: 's_shell' }), inside]
    const cells = [
      cell('a', 's_shell', 'type'),
      cell('b', 's_shell', 'submit'),
      cell('c', 's_shell', 'read', 'l1'),
      cell('d@s_shell', 's_shell', 'read'),
      cell('e@s_other', 's_shell', 'read'),
      cell('a', 's_other', 'read'),
    ]
    expect(levelMenu({ agents, cells, grants: grants() }, 's_shell').lets).toEqual([{ id: 'a', name: 'A' }])
  })

  it('tells two agents of one name apart', () => {
    const agents = [agent('a', { name: 'Cursor' }), agent('b', { name: 'Cursor' }), agent('c')]
    const cells = agents.map(({ id }) => cell(id, 's_shell', 'read'))
    const { lets } = levelMenu({ agents, cells, grants: grants() }, 's_shell')
    expect(lets.map(({ name }) => name)).toEqual(['Cursor (a)', 'Cursor (b)', 'C'])
  })

  it('names a few of many agents and counts the others', () => {
    fc.assert(
      fc.property(fc.nat({ max: 20 }), many => {
        const agents = Array.from({ length: many }, (_, n) => agent(`a${n}`))
        const cells = agents.map(({ id }) => cell(id, 's_shell', 'read'))
        const { lets, more } = levelMenu({ agents, cells, grants: grants() }, 's_shell')
        expect(lets.length).toBeLessThanOrEqual(MOST_NAMED)
        expect(lets.length + more).toBe(many)
      }),
    )
  })

  it('tells a lock of exactly this surface from one of more that holds here too', () => {
    const own = lock('l1', { agent: '*', surface: 's_shell' }, 'read')
    const wide = lock('l2', null, 'read', 'hands off')
    const at = (rules: RuleLine[], id: string) =>
      levelMenu({ agents: [], cells: [cell('*', 's_shell', 'read', id)], grants: grants(rules) }, 's_shell')
    expect(at([own], 'l1')).toMatchObject({ own: 'read', other: null })
    expect(at([wide], 'l2')).toMatchObject({ own: null, other: { lock: 'l2', reason: 'hands off' } })
    expect(at([own, wide], 'l2')).toMatchObject({ own: 'read', other: { lock: 'l2' } })
    // It caps who has less than that, too: nobody is let in over it.
    const under = { agents: [agent('a')], cells: [cell('a', 's_shell', 'read')], grants: grants([own]) }
    expect(levelMenu(under, 's_shell').lets).toEqual([])
  })
})

describe('the palette', () => {
  const known = (more = {}) => ({
    ...{ surfaces: [shell], agents: [agent('a')], cells: [cell('a', 's_shell', 'read')], grants: grants(), policy },
    ...more,
  })
  const titles = (items: ReturnType<typeof deedItems>) => items.map(({ title }) => title)

  it('offers to lock, to let submit for a while, to pause and to revoke; never listed for who looks for nothing', () => {
    const items = deedItems(known())
    expect(titles(items)).toEqual(['Lock shell to Read', 'Let A submit in shell for 15 min', 'Pause A', 'Revoke A…'])
    expect(items.every(({ sought }) => sought)).toBe(true)
  })

  it('offers to unlock what is locked here, to resume who is paused, and no token of one inside a surface to revoke', () => {
    const locked = grants([lock('l1', { agent: '*', surface: 's_shell' }, 'read')])
    const agents = [agent('a', { paused: 1, inside: 's_x' })]
    const cells = [cell('a', 's_shell', 'read', 'l1')]
    expect(titles(deedItems(known({ grants: locked, agents, cells })))).toEqual(['Unlock shell', 'Resume A'])
  })

  it('never offers to lock where that would give more: a lock that caps lower stands there', () => {
    const at = (level: Level, ask: Level | null = null) => {
      const own = { ...lock('l1', { agent: '*', surface: 's_shell' }, level), ask }
      const cells = [cell('a', 's_shell', 'none', 'l1')]
      return titles(deedItems(known({ grants: grants([own]), cells }))).filter(title => title.includes('shell'))
    }
    for (const same of [at('none'), at('none', 'type'), at('read')]) expect(same).toEqual(['Unlock shell'])
    for (const more of [at('read', 'type'), at('type')]) expect(more).toEqual(['Unlock shell', 'Lock shell to Read'])
  })

  it('says why where the policy cannot be changed; pausing works all the same', () => {
    const items = deedItems(known({ policy: { ...policy, managed: true } }))
    expect(items.filter(({ off }) => off === null).map(({ title }) => title)).toEqual(['Pause A'])
  })
})

describe('the card of temporary grants', () => {
  const given = (id: string, until: Temporary['until'], since: number | null = 0): Temporary => ({
    ...{ rule: id, agent: 'a', surface: 's_shell', level: 'submit', until, since },
  })
  const card = (all: Temporary[], now: number) => temporaryCard(all, [agent('a')], [shell], now)

  it('shows the one that ends first, counts the others, and says what is left', () => {
    const all = [given('t1', 'closes'), given('t2', 900_000), given('t3', 800_000)]
    expect(card(all, 100_000)).toMatchObject({ grant: { rule: 't3' }, left: '12 min left', more: 2, part: 0.875 })
    expect(card(all, 795_500)).toMatchObject({ left: '5 s left' })
    expect(card(all, 850_000)).toMatchObject({ grant: { rule: 't2' }, more: 1 })
    expect(card(all, 950_000)).toMatchObject({ grant: { rule: 't1' }, left: 'until it closes', part: null, more: 0 })
    expect(card([given('t2', 900_000)], 900_000)).toBeNull()
  })

  it('draws no line where it is not known since when', () => {
    expect(card([given('t1', 900_000, null)], 0)?.part).toBeNull()
  })

  it('never says 0 of what still holds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4_000_000 }), ms => {
        const shown = card([given('t1', ms)], 0)
        expect(shown?.left).toMatch(/^[1-9]\d* (s|min|h) left$/)
        expect(shown?.part).toBeGreaterThan(0)
      }),
    )
  })
})

describe('the word of the policy in the strip', () => {
  it('is the starting point it is as, else its file, and what is wrong before that', () => {
    expect(policyWord(policy, 'careful')).toEqual({ words: 'Policy: Careful', stop: false })
    expect(policyWord(policy, 'open').words).toBe('Policy: Open here')
    expect(policyWord(policy, null).words).toBe('Policy: policy.json')
    expect(policyWord({ ...policy, managed: true }, 'careful').words).toBe('Policy: managed, policy.json')
    expect(policyWord({ ...policy, held: { hash: 'x', at: 0 } }, 'careful').words).toBe('Policy changed, not accepted')
    const fault = { message: 'x', line: 1, column: 1 }
    expect(policyWord({ ...policy, fault }, 'careful')).toEqual({ words: 'Policy has a fault', stop: true })
  })
})
