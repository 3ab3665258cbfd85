// Many sends in one call: each by its own rules and limits, in order, and one ask at a time.
import { describe, expect, test } from 'vitest'
import type { ManyRequest, OneOfMany } from '../../main/gate/send-many.ts'
import { cursor, paste, type Rig, rig, rule, settle, short } from './support/rig.ts'

const names = { s_aaaa: 'api', s_bbbb: 'web', s_cccc: 'db', s_dddd: 'log' }
/** submit everywhere, but only with a person on those named */
function room(asking: string[] = [], more: Partial<Parameters<typeof rig>[0]> = {}) {
  const asks = asking.map((id, index) => rule(`a${index}`, '*', 'type', { ask: 'submit', surfaces: { id } }))
  return rig({ names, people: true, rules: [rule('r1', '*', 'submit'), ...asks], ...more })
}
const to = (surface: string, text = `echo ${surface}`, submit = true): OneOfMany => ({ surface, text, submit })
const many = (state: Rig, sends: OneOfMany[], more: Partial<ManyRequest> = {}) =>
  state.gate.sendMany(cursor, { sends, ...more })
async function shorts(sending: ReturnType<typeof many>) {
  const done = await sending
  return done.refused ? short(done) : done.results.map(short)
}
const waiting = (state: Rig) => state.gate.approvals().waiting
const wrote = (state: Rig) => state.surfaces.map(surface => surface.bytes())

test('each goes as it would alone, with its own record, and the results are in order', async () => {
  const state = room([], {
    rules: [rule('r1', '*', 'submit'), rule('r2', '*', 'type', { surfaces: { id: 's_bbbb' } })],
  })
  const sends = [to('api'), to('web', 'x', false), to('web'), to('nowhere'), to('db', 'a\x1b'), to('db', 'x', false)]
  const answers = ['submitted', 'staged', 'no: denied', 'no: no_such_surface', 'no: bad_text', 'inserted']
  expect(await shorts(many(state, sends))).toEqual(answers)
  expect(wrote(state)).toEqual([`${paste('echo api')}\r`, '', paste('x'), ''])
  const outcomes = state.records.map(({ outcome }) => outcome).filter(Boolean)
  expect(outcomes).toEqual(['delivered', 'staged', 'denied', 'denied', 'denied', 'inserted'])
})

test('limits count every one of them', async () => {
  const state = room([], {
    rules: [rule('r1', '*', 'submit', { limits: [{ max: 2, window: 'minute', per: 'agent' }] })],
  })
  const answers = ['submitted', 'submitted', 'no: rate_limited', 'no: rate_limited']
  expect(
    await shorts(
      many(
        state,
        ['api', 'web', 'db', 'log'].map(one => to(one)),
      ),
    ),
  ).toEqual(answers)
})

test.each([0, 51])('%i sends are none', async count => {
  const state = room()
  const done = await many(
    state,
    Array.from({ length: count }, () => to('api')),
  )
  expect(done).toMatchObject({ refused: true, code: 'bad_arguments', field: 'sends' })
  expect(wrote(state).join('')).toBe('')
})

test('fifty are', async () => {
  const state = room()
  const sends = Array.from({ length: 50 }, (_, index) => to('api', `echo ${index}`))
  expect(new Set(await shorts(many(state, sends)))).toEqual(new Set(['submitted']))
  expect(state.surface.bytes()).toBe(sends.map(({ text }) => `${paste(text)}\r`).join(''))
})

describe('one that needs a person', () => {
  test('waits, while those that need none go, and those that need one say so', async () => {
    const state = room(['s_bbbb', 's_cccc'])
    const sending = many(state, [to('api'), to('web'), to('db'), to('log')])
    await settle()
    expect(waiting(state).map(({ surface }) => surface?.name)).toEqual(['web'])
    expect(wrote(state)).toEqual([`${paste('echo api')}\r`, '', '', `${paste('echo log')}\r`])
    await state.gate.answer({ ref: waiting(state)[0]!.ref, how: 'once' })
    const done = await sending
    expect(await shorts(Promise.resolve(done))).toEqual(['submitted', 'submitted', 'no: ask_limit', 'submitted'])
    const refused = done.refused ? null : done.results[2]
    expect(refused).toMatchObject({ effect: 'ask', why: expect.stringContaining('an earlier send of this call waits') })
    expect(state.records.find(({ surface, outcome }) => surface?.name === 'db' && outcome === 'denied')).toBeTruthy()
  })

  test('is not overtaken on its own surface, whatever that is called, by what would need none', async () => {
    const state = room()
    state.surface.dialog = { open: 'yes', why: 'it asks', id: null }
    state.surface.onReadiness = () => {
      // By the time the second one comes, the first would no longer have asked.
      if (waiting(state).length > 0) state.surface.dialog = { open: 'no', why: 'shell', id: null }
    }
    const sending = many(state, [to('api', 'cd build'), to('s_aaaa', 'rm *'), to('web')])
    await settle()
    expect(state.surface.bytes()).toBe('')
    await state.gate.answer({ ref: waiting(state)[0]!.ref, how: 'deny' })
    expect(await shorts(sending)).toEqual(['no: refused_by_person', 'no: ask_limit', 'submitted'])
    expect(state.surface.bytes()).toBe('')
  })

  test('is answered before a later one asks', async () => {
    const state = room(['s_aaaa', 's_cccc'])
    // The second send is under way until the first was answered.
    let go = () => {}
    state.surfaces[1]!.between = () =>
      new Promise(resolve => {
        go = resolve
      })
    const sending = many(state, [to('api'), to('web'), to('db')])
    await settle()
    await state.gate.answer({ ref: waiting(state)[0]!.ref, how: 'deny' })
    go()
    await settle()
    expect(waiting(state).map(({ surface }) => surface?.name)).toEqual(['db'])
    await state.gate.answer({ ref: waiting(state)[0]!.ref, how: 'once' })
    expect(await shorts(sending)).toEqual(['no: refused_by_person', 'submitted', 'submitted'])
  })

  test('tells the caller that it waits, and ends with it', async () => {
    const state = room(['s_aaaa'])
    const abort = new AbortController()
    const heard: number[] = []
    const sending = many(state, [to('api'), to('web')], { signal: abort.signal, onProgress: ms => heard.push(ms) })
    await settle()
    expect(heard).toEqual([0])
    abort.abort()
    expect(await shorts(sending)).toEqual(['no: no_answer', 'submitted'])
    expect(waiting(state)).toEqual([])
    expect(state.surface.bytes()).toBe('')
  })

  test('headless is refused as it would be alone', async () => {
    const state = room(['s_aaaa', 's_bbbb'], { people: false })
    const answers = ['no: no_answer', 'no: no_answer', 'submitted']
    expect(await shorts(many(state, [to('api'), to('web'), to('db')]))).toEqual(answers)
  })
})

describe('with stop_on_error', () => {
  const stop = { stopOnError: true }

  test('nothing is tried after the first refusal', async () => {
    const state = room()
    const answers = ['submitted', 'no: no_such_surface', 'not_tried', 'not_tried']
    expect(await shorts(many(state, [to('api'), to('nowhere'), to('web'), to('db')], stop))).toEqual(answers)
    expect(wrote(state)[1]).toBe('')
  })

  test('an ask is answered before the next is tried', async () => {
    const state = room(['s_aaaa', 's_bbbb'])
    const sending = many(state, [to('api'), to('web'), to('db')], stop)
    await settle()
    expect(wrote(state).join('')).toBe('')
    await state.gate.answer({ ref: waiting(state)[0]!.ref, how: 'once' })
    await settle()
    expect(waiting(state).map(({ surface }) => surface?.name)).toEqual(['web'])
    await state.gate.answer({ ref: waiting(state)[0]!.ref, how: 'deny' })
    expect(await shorts(sending)).toEqual(['submitted', 'no: refused_by_person', 'not_tried'])
  })
})

test('a pause in the middle stops the rest', async () => {
  const state = room()
  state.surfaces[1]!.onDeliver = () => state.gate.pause('person')
  const answers = ['submitted', 'submitted', 'no: paused', 'no: paused']
  expect(
    await shorts(
      many(
        state,
        ['api', 'web', 'db', 'log'].map(one => to(one)),
      ),
    ),
  ).toEqual(answers)
})
