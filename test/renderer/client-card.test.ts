// What a client's card says and offers, from what stands in its config, its agent, and what a person did here.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClientView } from '../../preload/contract.ts'
import {
  type CardState,
  cardAim,
  cardHint,
  cardState,
  cardWords,
  type Deed,
  fileName,
  inCardOrder,
  isCommand,
  NO_DEED,
} from '../../renderer/state/client-card.ts'

const NOW = 1_000_000
const HERE = { id: 'cursor', name: 'Cursor', is: 'there', token: 'kept' } as const
const NEW = { id: 'cursor', name: 'Cursor', is: 'new', token: 'new' } as const
const OURS = { is: 'ours', agent: 'cursor', why: '' } as const
const ABSENT = { is: 'absent', agent: null, why: '' } as const

function client(given: Partial<ClientView> = {}): ClientView {
  const file = '/home/you/.cursor/mcp.json'
  return { id: 'cursor', label: 'Cursor', file, detected: true, state: ABSENT, agent: NEW, manual: [], ...given }
}
const seen = (lastSeen: number | null) => ({ lastSeen })
const deed = (given: Partial<Deed>): Deed => ({ ...NO_DEED, ...given })
const state = (given: Partial<ClientView>, agent: { lastSeen: number | null } | null, done: Partial<Deed> = {}) =>
  cardState(client(given), agent, deed(done))

describe('a card', () => {
  it.each([
    ['here, with nothing of us', state({}, null), { is: 'off' }],
    ['not here', state({ detected: false }, null), { is: 'missing' }],
    ['with its agent alone', state({ agent: HERE }, seen(5)), { is: 'ready' }],
    ['with its agent alone, and not here', state({ agent: HERE, detected: false }, seen(null)), { is: 'ready' }],
    ['made ready by hand just now', state({ agent: HERE }, seen(5), { since: 10 }), { is: 'waiting', since: 10 }],
    ['made ready by hand and seen since', state({ agent: HERE }, seen(11), { since: 10 }), { is: 'connected', at: 11 }],
    [
      'connected just now',
      state({ state: OURS, agent: HERE }, seen(null), { since: 10 }),
      { is: 'waiting', since: 10 },
    ],
    [
      'connected anew, seen before',
      state({ state: OURS, agent: HERE }, seen(9), { since: 10 }),
      { is: 'waiting', since: 10 },
    ],
    ['seen since', state({ state: OURS, agent: HERE }, seen(10), { since: 10 }), { is: 'connected', at: 10 }],
    ['connected earlier, and seen', state({ state: OURS, agent: HERE }, seen(3)), { is: 'connected', at: 3 }],
    ['connected earlier, not seen', state({ state: OURS, agent: HERE }, seen(null)), { is: 'added' }],
    [
      'another file than ours',
      state({ state: { is: 'taken', agent: null, why: 'w' } }, null),
      { is: 'blocked', why: 'w' },
    ],
    ['unreadable', state({ state: { is: 'unreadable', agent: null, why: 'u' } }, null), { is: 'blocked', why: 'u' }],
    [
      'started in another way',
      state({ state: { is: 'different', agent: 'cursor', why: 'd' }, agent: HERE }, seen(3)),
      { is: 'stale', why: 'd' },
    ],
    ['at work', state({ state: OURS }, null, { busy: 'connect' }), { is: 'busy', of: 'connect' }],
    ['that failed', state({}, null, { fault: { of: 'back', why: 'no' } }), { is: 'failed', of: 'back', why: 'no' }],
  ])('%s', (_, found, expected) => expect(found).toEqual(expected))

  it('whose agent was revoked, or whose token is not its own, says so and never that it is connected', () => {
    const revoked = state({ state: OURS, agent: NEW }, null)
    expect(revoked).toMatchObject({ is: 'stale', why: expect.stringMatching(/cursor was revoked/) })
    const lost = state({ state: OURS, agent: { ...HERE, token: 'replaced' } }, seen(9))
    expect(lost).toMatchObject({ is: 'stale', why: expect.stringMatching(/token of Cursor/) })
  })

  const ids = fc.constantFrom('absent', 'ours', 'different', 'taken', 'unreadable')
  const any = fc.record({
    is: ids,
    detected: fc.boolean(),
    agent: fc.constantFrom(HERE, NEW, { ...HERE, token: 'replaced' as const }),
    lastSeen: fc.option(fc.nat(100)),
    since: fc.option(fc.nat(100)),
  })

  it('says connected only where an agent with its own token was seen since', () => {
    fc.assert(
      fc.property(any, ({ is, detected, agent, lastSeen, since }) => {
        const its = { is, agent: is === 'ours' ? 'cursor' : null, why: 'w' } as ClientView['state']
        const known = agent.is === 'there' ? seen(lastSeen) : null
        const found = state({ state: its, detected, agent }, known, { since })
        if (found.is !== 'connected') return
        expect(agent.token).toBe('kept')
        expect(found.at).toBe(lastSeen)
        expect(found.at).toBeGreaterThanOrEqual(since ?? 0)
        expect(is === 'ours' || since !== null).toBe(true)
      }),
    )
  })
})

describe('its words', () => {
  it.each<[CardState, string]>([
    [{ is: 'off' }, 'Not connected'],
    [{ is: 'missing' }, 'Not found on this computer'],
    [{ is: 'busy', of: 'back' }, 'Taking back…'],
    [{ is: 'waiting', since: NOW - 8000 }, 'Waiting 0:08'],
    [{ is: 'waiting', since: NOW - 59_999 }, 'Waiting 0:59'],
    [{ is: 'waiting', since: NOW - 60_000 }, 'Still waiting. Restart Cursor?'],
    // The clock was set back.
    [{ is: 'waiting', since: NOW + 5000 }, 'Waiting 0:00'],
    [{ is: 'connected', at: NOW - 3000 }, 'Connected 3 s ago'],
    [{ is: 'added' }, 'Added not seen since this start'],
  ])('%o is "%s"', (found, words) => {
    const { word, more } = cardWords(found, 'Cursor', NOW)
    expect(`${word} ${more}`.trim()).toBe(words)
  })

  it('say what a click changes, and a command where it has one', () => {
    const command = { kind: 'command', text: 'codex mcp add gatehouse -- gatehouse mcp --agent codex' } as const
    expect(cardAim(client())).toBe('Adds an entry to mcp.json')
    expect(cardAim(client({ manual: [command] }))).toBe('Apply, or run once in any terminal')
    expect(isCommand(client({ manual: [{ kind: 'link', text: 'cursor://x mcp add y' }] }))).toBe(false)
    expect(fileName('C:\\Users\\you\\mcp.json')).toBe('mcp.json')
  })
})

it('what is here, or has something of us, comes before the rest, each in the order it came', () => {
  const all = [
    client({ id: 'zed', detected: false }),
    client({ id: 'codex' }),
    client({ id: 'gemini', detected: false, state: OURS }),
    client({ id: 'windsurf', detected: false }),
    client({ id: 'cursor' }),
  ]
  expect(inCardOrder(all).map(({ id }) => id)).toEqual(['codex', 'gemini', 'cursor', 'zed', 'windsurf'])
})

describe('what is left to do on a card', () => {
  it('is said while it waits for its client, and where the entry is missing', () => {
    expect(cardHint({ is: 'waiting' }, 'Cursor')).toBe(
      'Start Cursor now. If it runs already, restart it: it reads its config when it starts.',
    )
    expect(cardHint({ is: 'ready' }, 'Cursor')).toMatch(/^Apply adds the entry/)
    for (const is of ['off', 'missing', 'connected', 'added', 'busy', 'failed', 'blocked', 'stale'] as const)
      expect(cardHint({ is }, 'Cursor')).toBeNull()
  })
})
