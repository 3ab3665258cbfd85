import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answered, hear, type Life, UNBORN } from '../../../main/status/agents/life.ts'
import type { HookEvent } from '../../../main/status/agents/model.ts'

const KINDS: HookEvent['is'][] = ['ready', 'working', 'dialog', 'stopped', 'failed', 'ended']
const events = fc.record(
  {
    is: fc.constantFrom(...KINDS),
    id: fc.constantFrom('a', 'b', 'c'),
    why: fc.constantFrom('it asks', 'it failed'),
    sub: fc.boolean(),
    conversation: fc.constantFrom('one', 'two'),
  },
  { requiredKeys: ['is'] },
) as fc.Arbitrary<HookEvent>

function lived(...heard: HookEvent[]): Life {
  return heard.reduce((life, event, at) => hear(life, event, at), UNBORN)
}

describe('what hooks told, one after the other', () => {
  const table: [string, HookEvent[], Partial<Life>][] = [
    ['nothing yet', [], { phase: 'none', asked: [] }],
    ['a conversation began', [{ is: 'ready', conversation: 'one' }], { phase: 'ready', conversation: 'one' }],
    ['a prompt went in', [{ is: 'ready' }, { is: 'working' }], { phase: 'working' }],
    ['a turn ended', [{ is: 'working' }, { is: 'stopped' }], { phase: 'stopped' }],
    ['a turn failed', [{ is: 'failed', why: 'no answer' }], { phase: 'failed', fault: 'no answer' }],
    ['a later turn forgets why one failed', [{ is: 'failed' }, { is: 'working' }], { phase: 'working', fault: null }],
    ['a dialog', [{ is: 'dialog', why: 'it asks' }], { asked: [{ id: 'd1', key: null, why: 'it asks' }] }],
    ['one dialog that two hooks tell of', [{ is: 'dialog', id: 'a' }, { is: 'dialog' }], { count: 1 }],
    [
      'two dialogs',
      [
        { is: 'dialog', id: 'a' },
        { is: 'dialog', id: 'b' },
      ],
      { phase: 'dialog', count: 2 },
    ],
    ['work ends a dialog', [{ is: 'dialog', id: 'a' }, { is: 'working' }], { phase: 'working', asked: [] }],
    [
      'work of another tool ends none',
      [
        { is: 'dialog', id: 'a' },
        { is: 'working', id: 'b' },
      ],
      { phase: 'dialog' },
    ],
    [
      'work by its name ends it',
      [
        { is: 'dialog', id: 'a' },
        { is: 'working', id: 'a' },
      ],
      { phase: 'working' },
    ],
    ['a turn that ends ends its dialogs', [{ is: 'dialog', id: 'a' }, { is: 'stopped' }], { asked: [] }],
    ['a sub-agent’s end is not the turn’s', [{ is: 'working' }, { is: 'stopped', sub: true }], { phase: 'working' }],
    ['a sub-agent’s work ends no dialog', [{ is: 'dialog' }, { is: 'working', sub: true }], { phase: 'dialog' }],
    ['what a sub-agent asks is asked', [{ is: 'working' }, { is: 'dialog', sub: true }], { phase: 'dialog' }],
    [
      'a sub-agent’s work by the name of what it asked ends that',
      [{ is: 'working' }, { is: 'dialog', sub: true, id: 'a' }, { is: 'working', sub: true, id: 'a' }],
      { phase: 'working', asked: [] },
    ],
    [
      'what a sub-agent asked after the turn leaves the turn ended',
      [{ is: 'stopped' }, { is: 'dialog', sub: true, id: 'a' }, { is: 'working', sub: true, id: 'a' }],
      { phase: 'stopped', asked: [] },
    ],
    [
      'a sub-agent’s conversation is not the conversation',
      [
        { is: 'ready', conversation: 'one' },
        { is: 'dialog', sub: true, conversation: 'two' },
      ],
      { conversation: 'one' },
    ],
  ]
  test.each(table)('%s', (_name, heard, expected) => {
    expect(lived(...heard)).toMatchObject(expected)
  })

  test('one of two dialogs is left when the other is answered, and keeps its id', () => {
    const life = lived({ is: 'dialog', id: 'a' }, { is: 'dialog', id: 'b' }, { is: 'working', id: 'a' })
    expect(life).toMatchObject({ phase: 'dialog', asked: [{ id: 'd2', key: 'b' }] })
  })

  test('something is asked exactly while the phase is `dialog`, and no id is ever given twice', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 30 }), heard => {
        const ids = new Map<string, string | null>()
        heard.reduce((life, event, at) => {
          const next = hear(life, event, at)
          expect(next.asked.length > 0).toBe(next.phase === 'dialog')
          for (const { id, key } of next.asked) {
            expect(ids.get(id) ?? key).toBe(key)
            ids.set(id, key)
          }
          expect(ids.size).toBe(next.count)
          expect(next.at).toBe(at)
          return next
        }, UNBORN)
      }),
    )
  })

  test('a sub-agent alone never ends a turn, nor a dialog by another name', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 20 }), fc.array(events, { maxLength: 20 }), (before, sub) => {
        const life = lived(...before)
        const later = sub.reduce((one, event) => hear(one, { ...event, sub: true }, 99), life)
        const named = new Set(sub.map(({ id }) => id))
        const left = life.asked.filter(({ key }) => key === null || !named.has(key))
        expect(later.asked).toEqual(expect.arrayContaining(left))
        const turn = life.phase === 'dialog' ? life.before : life.phase
        expect(later.phase === 'dialog' ? later.before : later.phase).toBe(turn)
      }),
    )
  })

  test('a dialog that left the screen leaves what was before it', () => {
    expect(answered(lived({ is: 'dialog' }))).toMatchObject({ phase: 'working', asked: [] })
    expect(answered(lived({ is: 'working' }, { is: 'dialog' }))).toMatchObject({ phase: 'working', asked: [] })
    expect(answered(lived({ is: 'stopped' }, { is: 'dialog', sub: true }))).toMatchObject({ phase: 'stopped' })
    expect(answered(lived({ is: 'stopped' }))).toMatchObject({ phase: 'stopped' })
  })
})
