// What agents tell a person: notes in the corner and badges on surfaces.
import { describe, expect, test } from 'vitest'
import { codex, cursor, type Rig, rig, rule, settle, short, submit } from './support/rig.ts'

const names = { s_aaaa: 'api', s_bbbb: 'web', s_cccc: 'prod' }
const room = () =>
  rig({
    people: true,
    names,
    rules: [
      rule('r1', '*', 'type', { ask: 'submit' }),
      rule('r2', '*', 'none', { surfaces: { id: 's_cccc' } }),
      rule('r3', '*', 'none', { ask: 'read', surfaces: { id: 's_bbbb' } }),
    ],
  })
const note = { title: 'Done', body: 'The build is green.' }
const notices = (state: Rig) =>
  state.gate.notices().map(({ agent, title, body, surface }) => [agent, title, body, surface])

test('a note is shown with the agent’s name, after it is on record', async () => {
  const state = room()
  let shownAtRecord: number | null = null
  state.onAppend = () => {
    shownAtRecord = state.gate.notices().length
  }
  expect(await state.gate.notify(cursor, { ...note, surface: 'api' })).toEqual({ refused: false })
  expect(shownAtRecord).toBe(0)
  expect(state.gate.notices()).toMatchObject([{ agentName: 'Cursor', ...note, surface: 's_aaaa' }])
  const text = 'Done: The build is green.'
  expect(state.records).toMatchObject([{ kind: 'agent', actor: 'cursor', intent: null, text, outcome: 'delivered' }])
})

test('a note may be about no surface; a badge is a note without a title', async () => {
  const state = room()
  await state.gate.notify(cursor, note)
  await state.gate.show(codex, { surface: 'api', why: 'It asks for a password.' })
  expect(notices(state)).toEqual([
    ['codex', '', 'It asks for a password.', 's_aaaa'],
    ['cursor', 'Done', 'The build is green.', null],
  ])
})

describe('not shown, and on record as refused', () => {
  const line = 'The build\u202e is green.'
  const cases: [string, Parameters<Rig['gate']['notify']>[1], string][] = [
    ['an unknown surface', { ...note, surface: 'prod' }, 'no: no_such_surface'],
    ['a control character', { ...note, body: 'a\x1b]0;b' }, 'no: bad_text'],
    ['a character that nobody sees', { ...note, body: line }, 'no: bad_text'],
    ['two lines', { ...note, title: 'Done\nAllow' }, 'no: bad_text'],
    ['too long', { ...note, body: 'b'.repeat(201) }, 'no: bad_arguments'],
    ['blank', { ...note, title: '  ' }, 'no: bad_arguments'],
  ]
  test.each(cases)('%s', async (_, given, answer) => {
    const state = room()
    expect(short(await state.gate.notify(cursor, given))).toBe(answer)
    expect(notices(state)).toEqual([])
    expect(state.records).toMatchObject([{ kind: 'agent', outcome: 'denied' }])
  })

  test('a bad character is named with its place', async () => {
    const refused = await room().gate.notify(cursor, { ...note, body: line })
    expect(refused).toMatchObject({ index: 9, codePoint: 'U+202E' })
  })

  test('an emoji is a character like others', async () => {
    expect(short(await room().gate.notify(cursor, { ...note, body: 'green 👩‍🚀' }))).toBe('undefined')
  })

  test('a badge where the agent may not read, also where it could ask to', async () => {
    const state = room()
    expect(await state.gate.show(cursor, { surface: 'web', why: 'x' })).toMatchObject({ code: 'denied' })
    expect(await state.gate.show(cursor, { surface: 'prod', why: 'x' })).toMatchObject({ code: 'no_such_surface' })
    expect(notices(state)).toEqual([])
  })

  test('without a window: nobody would see it', async () => {
    const state = rig()
    for (const answer of [
      await state.gate.notify(cursor, note),
      await state.gate.show(cursor, { surface: 'api', why: 'x' }),
    ]) {
      expect(answer).toMatchObject({ code: 'no_answer', why: expect.stringContaining('nobody can answer: no window') })
    }
    expect(state.gate.notices()).toEqual([])
  })

  test('of an agent that a person locked out everywhere', async () => {
    const state = room()
    state.locks = [{ id: 'l1', agents: 'cursor', surfaces: '*', level: 'none' }]
    expect(await state.gate.notify(cursor, note)).toMatchObject({ code: 'denied', lock: 'l1' })
    expect(short(await state.gate.notify(codex, note))).toBe('undefined')
  })

  test('what cannot be recorded', async () => {
    const state = room()
    state.fault = 'the disk is full'
    expect(short(await state.gate.notify(cursor, note))).toBe('no: not_recorded')
    expect(notices(state)).toEqual([])
  })

  test('an agent that was revoked while it was being recorded', async () => {
    const state = room()
    state.onAppend = () => {
      state.onAppend = null
      state.gate.agentGone('cursor')
    }
    expect(short(await state.gate.notify(cursor, note))).toBe('no: denied')
    expect(notices(state)).toEqual([])
  })
})

test('goes on while agents are paused: nothing is sent', async () => {
  const state = room()
  await state.gate.pause('person')
  expect(short(await state.gate.notify(cursor, note))).toBe('undefined')
})

describe('as often as a person may be asked', () => {
  test('ten a minute, notes, badges and asks together; the next one is told when', async () => {
    const state = room()
    for (let index = 0; index < 5; index++) {
      await state.gate.notify(cursor, note)
      await state.gate.show(cursor, { surface: 'api', why: 'x' })
    }
    expect(await state.gate.notify(cursor, note)).toMatchObject({ code: 'ask_limit', retryAfterMs: 60_000 })
    expect(await state.gate.show(cursor, { surface: 'api', why: 'x' })).toMatchObject({ code: 'ask_limit' })
    expect(await state.gate.send(cursor, submit('ls'))).toMatchObject({ code: 'ask_limit' })
    expect(notices(state)).toHaveLength(10)
    expect(short(await state.gate.notify(codex, note))).toBe('undefined')
    state.clock.advance(60_000)
    expect(short(await state.gate.notify(cursor, note))).toBe('undefined')
  })

  test('never while a person has silenced the agent there, nor about nothing then', async () => {
    const state = room()
    for (let turn = 0; turn < 2; turn++) {
      const sending = state.gate.send(cursor, submit('ls'))
      await settle()
      const [card] = state.gate.approvals().waiting
      await state.gate.answer({ ref: card!.ref, how: 'deny' })
      await sending
    }
    expect(await state.gate.notify(cursor, { ...note, surface: 'api' })).toMatchObject({ code: 'ask_limit' })
    expect(await state.gate.notify(cursor, note)).toMatchObject({ code: 'ask_limit' })
    expect(short(await state.gate.notify(cursor, { ...note, surface: 'web' }))).toBe('undefined')
  })
})
