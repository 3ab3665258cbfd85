// One state of a newer version: what each event makes of it, and what no order of events can make of it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { after, mayCheck, type UpdateEvent } from '../../main/updates/state.ts'
import { type UpdateState, updatesSchema } from '../../preload/contract.ts'

const FOUND = { is: 'found', version: '0.2.0', notes: 'new' } as const
const LOADING = { ...FOUND, is: 'downloading', percent: 40 } as const
const READY = { ...FOUND, is: 'ready' } as const
const IDLE = { is: 'idle' } as const
const CHECKING = { is: 'checking' } as const
const found = { on: 'found', version: '0.2.0', notes: 'new' } as const

test.each<[UpdateState, UpdateEvent, UpdateState]>([
  [IDLE, { on: 'check' }, CHECKING],
  [CHECKING, { on: 'none', at: 7 }, { is: 'none', at: 7 }],
  [CHECKING, found, FOUND],
  [CHECKING, { on: 'failed', why: 'x' }, { is: 'failed', what: 'check', why: 'x' }],
  [FOUND, { on: 'check' }, CHECKING],
  [FOUND, { on: 'download' }, { ...LOADING, percent: 0 }],
  [LOADING, { on: 'progress', percent: 41.9 }, { ...LOADING, percent: 41 }],
  [LOADING, { on: 'progress', percent: 3 }, LOADING],
  [LOADING, { on: 'progress', percent: Number.NaN }, LOADING],
  [LOADING, { on: 'progress', percent: 250 }, { ...LOADING, percent: 100 }],
  [LOADING, { on: 'downloaded' }, READY],
  [LOADING, { on: 'failed', why: 'x' }, { is: 'failed', what: 'download', why: 'x' }],
  [{ is: 'failed', what: 'download', why: 'x' }, { on: 'check' }, CHECKING],
  [READY, { on: 'lost', why: 'x' }, { is: 'failed', what: 'download', why: 'x' }],
])('%j, %j', (state, event, next) => {
  expect(after(state, event)).toEqual(next)
})

describe('what comes at another time changes nothing', () => {
  test.each<[UpdateState, UpdateEvent]>([
    [IDLE, found],
    [IDLE, { on: 'download' }],
    [IDLE, { on: 'failed', why: 'late' }],
    [CHECKING, { on: 'check' }],
    [CHECKING, { on: 'downloaded' }],
    [FOUND, { on: 'none', at: 1 }],
    [FOUND, { on: 'downloaded' }],
    [LOADING, { on: 'check' }],
    [LOADING, { ...found, version: '0.3.0' }],
    [LOADING, { on: 'lost', why: 'early' }],
    [READY, { on: 'check' }],
    [READY, { on: 'failed', why: 'late' }],
    [READY, { on: 'progress', percent: 1 }],
  ])('%j, %j', (state, event) => {
    expect(after(state, event)).toBe(state)
  })
})

const events: fc.Arbitrary<UpdateEvent> = fc.oneof(
  fc.record({ on: fc.constantFrom('check', 'download', 'downloaded') }),
  fc.record({ on: fc.constant('none'), at: fc.nat() }),
  fc.record({ on: fc.constant('found'), version: fc.constantFrom('1.0.0', '2.0.0'), notes: fc.constant('') }),
  fc.record({ on: fc.constant('progress'), percent: fc.double() }),
  fc.record({ on: fc.constant('failed'), why: fc.string() }),
) as fc.Arbitrary<UpdateEvent>

test('in any order: a version is ready only after it was found and its download was asked for, and stays that version', () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 60 }), list => {
      let state: UpdateState = IDLE
      for (const event of list) {
        const next = after(state, event)
        expect(updatesSchema.safeParse(next).success).toBe(true)
        if (next.is === 'downloading' && state.is !== 'downloading')
          expect([state.is, event.on]).toEqual(['found', 'download'])
        if (next.is === 'ready' && state.is !== 'ready')
          expect([state.is, event.on]).toEqual(['downloading', 'downloaded'])
        if ('version' in state && 'version' in next) expect(next.version).toBe(state.version)
        if (state.is === 'downloading' && next.is === 'downloading')
          expect(next.percent).toBeGreaterThanOrEqual(state.percent)
        if (state.is === 'ready') expect(next).toBe(state)
        state = next
      }
    }),
  )
})

test('an installation that never looks stays so', () => {
  const never = { is: 'unavailable', why: 'x' } as const
  expect(mayCheck(never)).toBe(false)
  fc.assert(
    fc.property(events, event => {
      expect(after(never, event)).toBe(never)
    }),
  )
})
