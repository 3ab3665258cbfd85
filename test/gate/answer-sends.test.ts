// answer_prompt as a send: a person who is asked about it, its records, its limits and its idempotency keys. What an answer
// is: answer.test.ts.
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openActivity } from '../../main/gate/activity.ts'
import { createGate } from '../../main/gate/gate.ts'
import { keyedSends, pastSends } from '../../main/gate/history.ts'
import type { KeysRequest } from '../../main/gate/model.ts'
import type { Rule } from '../../main/policy/model.ts'
import { agentBytes, allowed, answering, asking, asks, give, never, none, runs } from './support/answering.ts'
import { testClock } from './support/clock.ts'
import { cursor, type Rig, settle, short } from './support/rig.ts'

describe('a person is asked where the grant says so', () => {
  const room = (more: Partial<Rule> = {}) => {
    const state = asking(more, { people: true })
    state.surface.dialog = asks('d1')
    return state
  }
  async function card(state: Rig) {
    await settle()
    for (let waited = 0; waited < 15 && state.gate.approvals().waiting.length === 0; waited++) {
      state.clock.advance(100)
      await settle()
    }
    const [first] = state.gate.approvals().waiting
    if (!first) throw new Error('nothing waits')
    return first
  }

  test.each([
    ['y', { keys: ['y'], text: null, enter: false }, 'pressed'],
    ['yes', { keys: null, text: 'yes', enter: true }, 'submitted'],
  ])('%s is shown as it would go in, and goes once it is allowed', async (choice, shown, outcome) => {
    const state = room()
    const sending = state.gate.send(cursor, answering(choice))
    const waiting = await card(state)
    expect(waiting).toMatchObject({ kind: 'send', intent: 'answer', ...shown })
    expect(waiting.answers).toEqual(['once', 'minutes', 'deny', 'deny_all', 'block'])
    expect(agentBytes(state)).toEqual([])
    expect(await state.gate.answer({ ref: waiting.ref, how: 'once' })).toMatchObject({ ok: true })
    expect(short(await sending)).toBe(outcome)
    expect(agentBytes(state).length).toBeGreaterThan(0)
  })

  test('for a time: the rule that is written lets the next answer pass', async () => {
    const state = room()
    const sending = state.gate.send(cursor, answering('y'))
    const { ref } = await card(state)
    expect(await state.gate.answer({ ref, how: 'minutes', minutes: 15 })).toMatchObject({ ok: true })
    expect(short(await sending)).toBe('pressed')
    expect(await give(state, answering('y'))).toBe('pressed')
  })

  test('denied, nothing goes in', async () => {
    const state = room()
    const sending = state.gate.send(cursor, answering('y'))
    const { ref } = await card(state)
    await state.gate.answer({ ref, how: 'deny' })
    expect(short(await sending)).toBe('no: refused_by_person')
    expect(agentBytes(state)).toEqual([])
  })

  test('the question ends as soon as it is another or none', async () => {
    for (const dialog of [asks('d2'), none]) {
      const state = room()
      const sending = state.gate.send(cursor, answering('y'))
      await card(state)
      state.surface.news()
      expect(state.gate.approvals().waiting).toHaveLength(1)
      state.surface.dialog = dialog
      state.surface.news()
      expect(short(await sending)).toBe('no: dialog_gone')
      expect(state.gate.approvals().waiting).toEqual([])
      expect(agentBytes(state)).toEqual([])
    }
  })

  test('one that another was opened for unheard is not answered by the consent to the first', async () => {
    const state = room()
    const sending = state.gate.send(cursor, answering('y'))
    const { ref } = await card(state)
    state.surface.dialog = asks('d2')
    await state.gate.answer({ ref, how: 'once' })
    expect(short(await sending)).toBe('no: dialog_gone')
    expect(agentBytes(state)).toEqual([])
  })
})

describe('an answer is a send', () => {
  test.each([
    ['y', { text: null, keys: ['y'] }, 'bytes "y"'],
    ['yes', { text: 'yes', keys: null }, 'bytes "yes"'],
  ])('%s is on disk before its bytes, as an answer with the dialog it named', async (choice, fields, bytes) => {
    const state = asking()
    state.surface.dialog = asks('d1')
    await state.gate.send(cursor, answering(choice, { dialog: 'd1' }))
    expect(state.log.slice(0, 2)).toEqual(['record send answer', bytes])
    expect(state.records[0]).toMatchObject({
      actor: 'cursor',
      intent: 'answer',
      dialog: 'd1',
      outcome: null,
      ...fields,
    })
    expect(state.records[1]).toMatchObject({ intent: 'answer', of: 1, outcome: 'delivered' })
  })

  test.each<[string, string, (state: Rig) => unknown]>([
    ['a pause', 'no: paused', ({ gate }) => gate.pause('person')],
    ['a program that ended', 'no: surface_exited', ({ surface }) => Object.assign(surface, { alive: false })],
    ['a person’s text on the line', 'no: line_not_empty', ({ surface }) => surface.personKey('x')],
    ['a person who composes', 'no: person_typing', ({ surface }) => Object.assign(surface, { composing: true })],
    ['no record', 'no: not_recorded', state => Object.assign(state, { fault: 'Activity cannot be saved.' })],
    ['a screen that says nothing', 'no: dialog_open', ({ surface }) => Object.assign(surface, { onReadiness: never })],
  ])('%s: %s', async (_, expected, prepare) => {
    for (const choice of ['y', 'yes']) {
      const state = asking()
      await prepare(state)
      expect(await give(state, answering(choice))).toBe(expected)
      expect(agentBytes(state)).toEqual([])
    }
  })

  test('not into the surface it runs in, nor one it may not know', async () => {
    const state = asking()
    expect(short(await state.gate.send({ ...cursor, surface: 's_aaaa' }, answering('y')))).toBe('no: own_surface')
    expect(await give(state, answering('y', { surface: 'other' }))).toBe('no: no_such_surface')
  })

  test('limits count it as a submit; one that nothing asked for does not count', async () => {
    const limits = [{ max: 1, window: 'minute', per: 'pair', intent: 'submit' }] as const
    const state = asking({ ...allowed, limits: [...limits] })
    state.surface.dialog = none
    expect(await give(state, answering('y'))).toBe('no: dialog_gone')
    state.surface.dialog = runs
    expect(short(await state.gate.send(cursor, answering('y')))).toBe('pressed')
    expect(short(await state.gate.send(cursor, answering('y')))).toBe('no: rate_limited')
  })
})

describe('idempotency keys', () => {
  const press = (name: string, key: string): KeysRequest => ({ intent: 'keys', surface: 'api', keys: [name], key })

  test('the same answer under the same key goes in once; any other is key_reused', async () => {
    const state = asking()
    state.surface.dialog = asks('d1')
    const first = answering('y', { dialog: 'd1', key: 'k' })
    expect(await give(state, first)).toBe('pressed')
    state.surface.dialog = none
    expect(await give(state, first)).toBe('pressed')
    for (const other of [
      answering('n', { dialog: 'd1', key: 'k' }),
      answering('y', { dialog: 'd2', key: 'k' }),
      answering('y', { key: 'k' }),
      press('y', 'k'),
      { intent: 'submit', surface: 'api', text: 'y', key: 'k' } as const,
    ]) {
      expect(await give(state, other)).toBe('no: key_reused')
    }
    expect(agentBytes(state)).toEqual(['y'])
  })

  test('one that was refused leaves its key free', async () => {
    const state = asking()
    state.surface.dialog = none
    expect(await give(state, answering('y', { key: 'k' }))).toBe('no: dialog_gone')
    state.surface.dialog = runs
    expect(await give(state, answering('y', { key: 'k' }))).toBe('pressed')
  })

  test.each([
    ['y', 'pressed'],
    ['yes', 'submitted'],
  ])('%s stands after a restart, and counts in limits', async (choice, outcome) => {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-answer-'))
    onTestFinished(() => rm(dir, { recursive: true, force: true }))
    const clock = testClock()
    const run = async () => {
      const activity = await openActivity(dir, { clock })
      onTestFinished(() => activity.close())
      const keyed = await keyedSends(dir, clock.now())
      return asking(allowed, { activity, make: options => createGate({ ...options, keyed }) })
    }
    const before = await run()
    before.surface.dialog = asks('d1')
    const first = answering(choice, { dialog: 'd1', key: 'k' })
    expect(short(await before.gate.send(cursor, first))).toBe(outcome)
    const after = await run()
    expect(short(await after.gate.send(cursor, first))).toBe(outcome)
    for (const other of [
      answering(choice, { key: 'k' }),
      answering('n', { dialog: 'd1', key: 'k' }),
      press('y', 'k'),
    ]) {
      expect(short(await after.gate.send(cursor, other))).toBe('no: key_reused')
    }
    expect(after.surface.writes).toEqual([])
    expect(await pastSends(dir, 0, clock.now())).toMatchObject([{ agent: { id: 'cursor' }, intent: 'submit' }])
  })
})
