// Keys: what is repeated with its key is answered again and never sent again. The next run: idempotency-restart.test.ts.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ActivityError } from '../../main/gate/activity.ts'
import { KEY_LIFE_MS, MAX_KEYS } from '../../main/gate/idempotency.ts'
import type { SendRequest } from '../../main/gate/model.ts'
import { KEPT, keyed, RULES, typed } from './support/keys.ts'
import { codex, cursor, type Rig, rig, rule, settle, short } from './support/rig.ts'

describe('a send repeated with its key', () => {
  test.each(KEPT)('%s: gets the first answer, and nothing is sent, staged, recorded or counted', async (...row) => {
    const [outcome, agent, request, prepare] = row
    const limits = [{ max: 1, window: 'hour', per: 'agent' }] as const
    const rigged = rig({ rules: RULES.map(one => ({ ...one, limits: [...limits] })) })
    prepare?.(rigged)
    const first = await rigged.gate.send(agent, request)
    expect(short(first)).toBe(outcome)
    const log = [...rigged.log]
    expect(await rigged.gate.send(agent, request)).toEqual(first)
    expect(rigged.log).toEqual(log)
    expect(short(await rigged.gate.send(agent, { ...request, key: 'k2' }))).toBe('no: rate_limited')
  })

  test('by another name of the same surface is the same send', async () => {
    const { gate, surface } = rig()
    await gate.send(cursor, keyed('k'))
    expect(short(await gate.send(cursor, { ...keyed('k'), surface: 's_aaaa' }))).toBe('submitted')
    expect(surface.writes).toHaveLength(2)
  })

  test('is answered while agents are paused and when the gate is closed: nothing is sent', async () => {
    const rigged = rig()
    const first = await rigged.gate.send(cursor, keyed('k'))
    await rigged.gate.pause('person')
    expect(await rigged.gate.send(cursor, keyed('k'))).toEqual(first)
    rigged.fault = 'Activity cannot be saved.'
    expect(await rigged.gate.send(cursor, keyed('k'))).toEqual(first)
    expect(rigged.surface.writes).toHaveLength(2)
  })

  test('that released a draft is not told that the draft is gone', async () => {
    const rigged = rig({ rules: [rule('r1', '*', 'type')] })
    const staged = await rigged.gate.send(cursor, typed('k1'))
    rigged.rules = [rule('r1', '*', 'submit')]
    const release = {
      intent: 'submit',
      surface: 'api',
      draft: 'draft' in staged ? staged.draft : '',
      key: 'k2',
    } as const
    expect(short(await rigged.gate.send(cursor, release))).toBe('submitted')
    expect(short(await rigged.gate.send(cursor, release))).toBe('submitted')
    expect(rigged.surface.writes).toHaveLength(2)
  })

  test('is another agent’s own send', async () => {
    const { gate, surface } = rig()
    await gate.send(cursor, keyed('k'))
    expect(short(await gate.send(codex, keyed('k')))).toBe('submitted')
    expect(surface.writes.filter(({ data }) => data === '\r').map(({ by }) => by)).toEqual(['cursor', 'codex'])
  })

  test('ten minutes after its end is a new send', async () => {
    const { gate, surface, clock } = rig()
    surface.onDeliver = () => clock.advance(KEY_LIFE_MS)
    await gate.send(cursor, keyed('k'))
    surface.onDeliver = null
    clock.advance(KEY_LIFE_MS - 1)
    await gate.send(cursor, keyed('k'))
    expect(surface.writes).toHaveLength(2)
    clock.advance(1)
    expect(short(await gate.send(cursor, keyed('k', 'another')))).toBe('submitted')
    expect(surface.writes).toHaveLength(4)
  })
})

test.each<[string, SendRequest]>([
  ['another text', keyed('k', 'two')],
  ['Enter alone', { intent: 'submit', surface: 'api', key: 'k' }],
  ['another intent', typed('k')],
  ['a draft', { intent: 'submit', surface: 'api', draft: 'd_aaaa@1', key: 'k' }],
  ['a draft named as the text', { intent: 'submit', surface: 'api', draft: 'one', key: 'k' }],
  ['another surface', { ...keyed('k'), surface: 'web' }],
])('a key with %s is key_reused: recorded, and nothing is sent', async (_, request) => {
  const { gate, surfaces, records, log } = rig({ names: { s_aaaa: 'api', s_bbbb: 'web' } })
  await gate.send(cursor, keyed('k'))
  const bytes = log.filter(line => line.startsWith('bytes'))
  const refused = await gate.send(cursor, request)
  expect(refused).toMatchObject({ code: 'key_reused', effect: 'deny', allowed: 'submit' })
  expect(refused).toMatchObject({ why: expect.stringContaining('"k"') })
  const name = request.surface
  expect(records.at(-1)).toMatchObject({ actor: 'cursor', outcome: 'denied', key: 'k', surface: { name } })
  expect(log.filter(line => line.startsWith('bytes'))).toEqual(bytes)
  expect(surfaces[1]?.writes).toEqual([])
  // And the key still stands for the first.
  expect(short(await gate.send(cursor, keyed('k')))).toBe('submitted')
})

test.each(['', 'k'.repeat(129), 'schlüssel', 'k\n', '\u0000', 'k\u007f'])('%j is no key', async key => {
  const { gate, surface, records } = rig()
  const refused = await gate.send(cursor, keyed(key))
  expect(refused).toMatchObject({ code: 'bad_arguments', field: 'key', fix: expect.stringContaining('128') })
  expect(records.at(-1)).toMatchObject({ outcome: 'denied', key: null, text: 'one' })
  expect(surface.writes).toEqual([])
})

test.each([' ', '~', 'k'.repeat(128), '"quoted\\"'])('%j is a key', async key => {
  const { gate, surface, records } = rig()
  for (let turn = 0; turn < 2; turn++) expect(short(await gate.send(cursor, keyed(key)))).toBe('submitted')
  expect(surface.writes).toHaveLength(2)
  // The intent and its outcome both hold the key.
  expect(records.map(record => record.key)).toEqual([key, key])
})

const set = (rules: Rig['rules']) => (rigged: Rig) => Object.assign(rigged, { rules })
const surface = (now: Partial<Rig['surface']>) => (rigged: Rig) => Object.assign(rigged.surface, now)
const once = [{ max: 1, window: 'minute', per: 'agent' }] as const
const mayAgain = set([rule('r1', '*', 'submit')])
/** Every refusal, what brings it about, and what takes that away. */
const REFUSED: [code: string, spoil: (rigged: Rig) => unknown, mend: (rigged: Rig) => unknown][] = [
  ['paused', ({ gate }) => gate.pause('person'), ({ gate }) => gate.resume('person')],
  ['person_typing', surface({ composing: true }), surface({ composing: false })],
  [
    'line_not_empty',
    rigged => [rigged.surface.personKey('x'), rigged.clock.advance(5000)],
    rigged => [rigged.surface.personKey('\r'), rigged.clock.advance(5000)],
  ],
  [
    'dialog_open',
    surface({ dialog: { open: 'yes', why: 'it asks', id: null } }),
    surface({ dialog: { open: 'no', why: 'shell', id: null } }),
  ],
  [
    'rate_limited',
    async rigged => {
      set([rule('r1', '*', 'submit', { limits: [...once] })])(rigged)
      await rigged.gate.send(cursor, keyed('before', 'before'))
    },
    ({ clock }) => clock.advance(60_000),
  ],
  ['denied', set([rule('r1', '*', 'read')]), mayAgain],
  ['no_answer', set([rule('r1', '*', 'read', { ask: 'submit' })]), mayAgain],
  ['no_such_surface', set([rule('r1', '*', 'none')]), mayAgain],
]
test.each(REFUSED)('%s sent nothing, so its key is free again', async (code, spoil, mend) => {
  const rigged = rig()
  await spoil(rigged)
  expect(short(await rigged.gate.send(cursor, keyed('k')))).toBe(`no: ${code}`)
  expect(rigged.records.at(-1)).toMatchObject({ outcome: 'denied', key: 'k' })
  await mend(rigged)
  expect(short(await rigged.gate.send(cursor, keyed('k', 'now with another text')))).toBe('submitted')
  expect(rigged.surface.bytes()).toContain('another text')
})

test('keys never go before their time: with all of them in use a new one is refused until the oldest ends', async () => {
  const { gate, clock, surface } = rig()
  for (let n = 0; n < MAX_KEYS; n++) {
    await gate.send(cursor, keyed(`k${n}`))
    if (n === 0) clock.advance(60_000)
  }
  const refused = await gate.send(cursor, keyed('more'))
  expect(refused).toMatchObject({ code: 'rate_limited', retryAfterMs: KEY_LIFE_MS - 60_000 })
  const before = surface.writes.length
  expect(short(await gate.send(cursor, keyed('k0')))).toBe('submitted')
  expect(surface.writes).toHaveLength(before)
  expect(short(await gate.send(cursor, { intent: 'submit', surface: 'api', text: 'no key' }))).toBe('submitted')
  expect(short(await gate.send(codex, keyed('more')))).toBe('submitted')
  clock.advance(KEY_LIFE_MS - 60_000)
  expect(short(await gate.send(cursor, keyed('more')))).toBe('submitted')
})

describe('while the first is under way', () => {
  /** Holds the delivery until it is let go. */
  function hold({ surface }: Rig): () => void {
    let open = () => {}
    const held = new Promise<void>(resolve => {
      open = resolve
    })
    surface.onReadiness = () => held
    return open
  }

  test('the second waits and shares its answer; other arguments are key_reused at once', async () => {
    const rigged = rig()
    const open = hold(rigged)
    const both = Promise.all([rigged.gate.send(cursor, keyed('k')), rigged.gate.send(cursor, keyed('k'))])
    await settle()
    expect(short(await rigged.gate.send(cursor, keyed('k', 'two')))).toBe('no: key_reused')
    open()
    expect((await both).map(short)).toEqual(['submitted', 'submitted'])
    expect(rigged.surface.writes).toHaveLength(2)
  })

  test('a refusal is shared too, and then the key is free', async () => {
    const rigged = rig()
    const open = hold(rigged)
    const both = Promise.all([rigged.gate.send(cursor, keyed('k')), rigged.gate.send(cursor, keyed('k'))])
    await settle()
    await rigged.gate.pause('person')
    open()
    expect((await both).map(short)).toEqual(['no: paused', 'no: paused'])
    await rigged.gate.resume('person')
    expect(short(await rigged.gate.send(cursor, keyed('k')))).toBe('submitted')
  })

  test('a cancelled first does not take the others with it: one of them is sent, once', async () => {
    const rigged = rig()
    const open = hold(rigged)
    const gone = new AbortController()
    const first = rigged.gate.send(cursor, keyed('k', 'one', gone.signal))
    const others = [rigged.gate.send(cursor, keyed('k')), rigged.gate.send(cursor, keyed('k'))]
    await settle()
    gone.abort()
    open()
    expect(short(await first)).toBe('no: no_answer')
    expect((await Promise.all(others)).map(short)).toEqual(['submitted', 'submitted'])
    expect(rigged.surface.writes).toHaveLength(2)
  })

  test('when the gate breaks under the first, all are refused and nothing is sent', async () => {
    const rigged = rig()
    rigged.onAppend = () => {
      throw new ActivityError('Activity cannot be saved: the disk is full.')
    }
    const all = await Promise.all([1, 2, 3].map(() => rigged.gate.send(cursor, keyed('k'))))
    expect(all.map(short)).toEqual(Array(3).fill('no: not_recorded'))
    expect(rigged.surface.writes).toEqual([])
  })

  test('in whatever order things happen, a key is sent at most once and its calls agree', async () => {
    const call = fc.record({
      agent: fc.constantFrom(cursor, codex),
      key: fc.constantFrom('k1', 'k2'),
      variant: fc.constantFrom('a', 'b'),
      cancelled: fc.boolean(),
    })
    const calls = fc.array(call, { minLength: 2, maxLength: 8 })
    const property = fc.asyncProperty(fc.scheduler(), calls, async (order, wanted) => {
      const rigged = rig()
      const turn = (what: string) => order.schedule(Promise.resolve(), what)
      rigged.onAppend = async () => void (await turn('record'))
      rigged.surface.onReadiness = async () => void (await turn('look'))
      rigged.surface.between = async () => void (await turn('Enter'))
      const answers = wanted.map(async ({ agent, key, variant, cancelled }) => {
        await turn('call')
        const gone = new AbortController()
        if (cancelled) void turn('cancel').then(() => gone.abort())
        return rigged.gate.send(agent, keyed(key, `${agent.id} ${key} ${variant}`, gone.signal))
      })
      const ended = await order.waitFor(Promise.all(answers))
      const texts = rigged.surface.writes.map(({ data }) => data).filter(data => data !== '\r')
      expect(rigged.surface.writes).toHaveLength(2 * texts.length)
      for (const name of [cursor, codex].flatMap(({ id }) => [`${id} k1`, `${id} k2`])) {
        const sent = texts.filter(text => text.includes(name))
        const mine = wanted.flatMap((one, at) => {
          return `${one.agent.id} ${one.key}` === name ? [{ ...one, answer: short(ended[at]!) }] : []
        })
        const all = mine.length > 0 && mine.every(({ cancelled }) => !cancelled)
        expect(sent.length).toBeLessThanOrEqual(1)
        expect(sent.length).toBeGreaterThanOrEqual(all ? 1 : 0)
        for (const { variant, cancelled, answer } of mine) {
          if (answer === 'submitted') expect(sent[0]).toContain(`${name} ${variant}`)
          else expect(['no: key_reused', ...(cancelled ? ['no: no_answer'] : [])]).toContain(answer)
        }
      }
    })
    await fc.assert(property, { numRuns: 300 })
  })
})
