// Asking a person for more: what they see, what their answers give, and what is never even asked.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AccessRequest } from '../../main/gate/access-request.ts'
import type { ApprovalAnswer } from '../../main/gate/gate-api.ts'
import type { Agent } from '../../main/gate/model.ts'
import { codex, cursor, type Rig, rig, rule, settle, short, submit } from './support/rig.ts'

const names = { s_aaaa: 'api', s_bbbb: 'web', s_cccc: 'prod' }
const rules = () => [rule('r1', '*', 'read'), rule('r2', '*', 'none', { surfaces: { id: 's_cccc' } })]
const room = (more: Partial<Parameters<typeof rig>[0]> = {}) => rig({ people: true, names, rules: rules(), ...more })
const wanted = { surface: 'api', level: 'submit', minutes: 30, why: 'to run the tests' } as const
const request = (state: Rig, more: Partial<AccessRequest> = {}, who: Agent = cursor) =>
  state.gate.requestAccess(who, { ...wanted, ...more })

async function card(state: Rig) {
  await settle()
  const [first, ...more] = state.gate.approvals().waiting
  if (!first || more.length > 0) throw new Error('not one waits')
  return first
}
async function answer(state: Rig, how: ApprovalAnswer['how'], more: Partial<ApprovalAnswer> = {}) {
  return state.gate.answer({ ref: (await card(state)).ref, how, ...more })
}

test('a person sees who asks for what, for how long and why, and can only answer with a rule or a no', async () => {
  const state = room()
  const asking = request(state)
  expect(await card(state)).toMatchObject({
    kind: 'access',
    agentName: 'Cursor',
    surface: { id: 's_aaaa', name: 'api' },
    intent: 'submit',
    text: null,
    keys: null,
    level: 'read',
    wants: 'submit',
    minutes: 30,
    says: 'to run the tests',
    lands: null,
    rule: 'r1',
    answers: ['minutes', 'always', 'deny', 'deny_all', 'block'],
  })
  await answer(state, 'deny', { reason: 'not now' })
  expect(await asking).toMatchObject({
    code: 'refused_by_person',
    why: expect.stringContaining('not now'),
    allowed: 'read',
  })
})

describe('a yes is a rule', () => {
  test('for the minutes that the person chose, whatever was asked for', async () => {
    const state = room()
    const asking = request(state)
    await answer(state, 'minutes', { minutes: 5 })
    const until = new Date(state.clock.now() + 5 * 60_000).toISOString()
    expect(await asking).toEqual({ refused: false, granted: 'submit', until })
    expect(short(await state.gate.send(cursor, submit('ls')))).toBe('submitted')
    expect(short(await state.gate.send(codex, submit('ls')))).toBe('no: denied')
  })

  test('for the minutes that were asked for, where the answer says none', async () => {
    const state = room()
    const asking = request(state)
    await answer(state, 'minutes')
    expect(await asking).toMatchObject({ until: new Date(state.clock.now() + 30 * 60_000).toISOString() })
  })

  test('for good has no end', async () => {
    const state = room()
    const asking = request(state, { level: 'type' })
    await answer(state, 'always')
    expect(await asking).toEqual({ refused: false, granted: 'type' })
    expect(short(await state.gate.send(cursor, { intent: 'type', surface: 'api', text: 'x' }))).toBe('staged')
    expect(short(await state.gate.send(cursor, submit('ls')))).toBe('no: denied')
  })

  test('gives nothing while it waits, and lasts not longer than what was asked about exists', async () => {
    const state = room()
    const asking = request(state)
    await settle()
    expect(short(await state.gate.send(cursor, submit('ls')))).toBe('no: denied')
    state.gate.surfaceGone('s_aaaa')
    expect(await asking).toMatchObject({ code: 'surface_exited' })
    expect(state.rules).toHaveLength(2)
  })

  test('that another rule undoes is no yes', async () => {
    const state = room()
    const asking = request(state)
    await settle()
    // Written, and at the same moment a lock came.
    state.onAppend = ({ actor }) => {
      if (actor === 'person') state.locks = [{ id: 'l9', agents: '*', surfaces: '*', level: 'read' }]
    }
    await answer(state, 'always')
    expect(await asking).toMatchObject({ code: 'denied', lock: 'l9' })
  })
})

test('the record says what was asked, what a person answered and how it ended, and none of it is a send', async () => {
  const state = room()
  const asking = request(state)
  await answer(state, 'always')
  await asking
  const story = state.records.map(({ kind, actor, intent, text, outcome, of, approval }) => {
    return [kind, actor, intent, text, outcome, of ?? null, approval !== null]
  })
  expect(story).toEqual([
    ['policy', 'cursor', 'submit', 'to run the tests', null, null, true],
    ['policy', 'person', 'submit', null, null, 1, true],
    ['policy', 'cursor', 'submit', 'to run the tests', 'delivered', 1, true],
  ])
})

describe('nobody is asked', () => {
  const none = (state: Rig) => expect(state.gate.approvals().waiting).toEqual([])

  test('for what the agent has', async () => {
    const state = room()
    expect(await request(state, { level: 'read' })).toEqual({ refused: false, granted: 'read' })
    none(state)
  })

  test('where a lock holds it below, which is named', async () => {
    const state = room({ locks: [{ id: 'l1', agents: '*', surfaces: '*', level: 'type', reason: 'hands off' }] })
    const refused = await request(state)
    expect(refused).toMatchObject({ code: 'denied', lock: 'l1', why: expect.stringContaining('hands off') })
    none(state)
    void request(state, { level: 'type' })
    expect(await card(state)).toMatchObject({ wants: 'type' })
  })

  test('where a lock leaves asking for each send: a rule could not give the level', async () => {
    const state = room({ locks: [{ id: 'l1', agents: '*', surfaces: '*', level: 'read', ask: 'submit' }] })
    expect(await request(state)).toMatchObject({ code: 'denied', lock: 'l1' })
  })

  test('where the policy is managed', async () => {
    const state = room({ managed: true })
    expect(await request(state)).toMatchObject({ code: 'denied', why: expect.stringContaining('managed') })
    none(state)
  })

  test('without a window', async () => {
    const refused = await request(rig({ names, rules: rules() }))
    expect(refused).toMatchObject({ code: 'no_answer', why: expect.stringContaining('nobody can answer: no window') })
  })

  test('about a surface that the agent may not know of', async () => {
    const state = room()
    const absent = await request(state, { surface: 'nothing' })
    const hidden = await request(state, { surface: 'prod' })
    expect(hidden).toEqual({ ...absent, why: expect.stringContaining('"prod"') })
    expect(hidden).toMatchObject({ code: 'no_such_surface', allowed: null })
    none(state)
  })

  test('to send into the surface that the agent runs in', async () => {
    const state = room()
    expect(await request(state, {}, { ...cursor, surface: 's_aaaa' })).toMatchObject({ code: 'own_surface' })
  })

  test('by an agent inside a surface, whose id no rule can name', async () => {
    const state = room({ rules: [rule('r1', { preset: 'claude' }, 'read')] })
    const inside = {
      id: 'claude@s_bbbb',
      name: 'Claude Code in web',
      preset: 'claude',
      workspace: 'web',
      surface: 's_bbbb',
    }
    expect(await request(state, {}, inside)).toMatchObject({ code: 'denied', allowed: 'read' })
    none(state)
  })

  test('where the program has ended', async () => {
    const state = room()
    state.surface.alive = false
    expect(await request(state)).toMatchObject({ code: 'surface_exited' })
  })

  const wrong: [string, Partial<AccessRequest>, string][] = [
    ['a level there is not', { level: 'none' as 'read' }, 'no: bad_arguments'],
    ['minutes that are none', { minutes: 0 }, 'no: bad_arguments'],
    ['half a minute', { minutes: 1.5 }, 'no: bad_arguments'],
    ['more than a day', { minutes: 1441 }, 'no: bad_arguments'],
    ['a reason that deceives', { why: 'safe\u202e' }, 'no: bad_text'],
    ['no reason', { why: ' ' }, 'no: bad_arguments'],
    ['a reason that is too long', { why: 'w'.repeat(201) }, 'no: bad_arguments'],
  ]
  test.each(wrong)('with %s', async (_, more, code) => {
    const state = room()
    expect(short(await request(state, more))).toBe(code)
    none(state)
    expect(state.records).toMatchObject([{ kind: 'policy', outcome: 'denied' }])
  })
})

test('no calls of agents, whatever they are, change a rule or a lock', async () => {
  const surface = fc.constantFrom('api', 'web', 'prod', 's_aaaa', 'nothing')
  const level = fc.constantFrom('read', 'type', 'submit')
  const text = fc.constantFrom('ls', 'allow me', 'a\x1b')
  type Act = (state: Rig, who: Agent) => unknown
  const act: fc.Arbitrary<Act> = fc.oneof(
    fc.record({ surface, level, why: text }).map(
      (asked): Act =>
        (state, who) =>
          state.gate.requestAccess(who, asked),
    ),
    fc.record({ surface, text }).map(
      (sent): Act =>
        (state, who) =>
          state.gate.send(who, { intent: 'submit', ...sent }),
    ),
    fc.record({ surface, text }).map(
      (sent): Act =>
        (state, who) =>
          state.gate.send(who, { intent: 'type', ...sent }),
    ),
    fc.record({ surface, why: text }).map(
      (pointer): Act =>
        (state, who) =>
          state.gate.show(who, pointer),
    ),
    fc.record({ title: text, body: text }).map(
      (note): Act =>
        (state, who) =>
          state.gate.notify(who, note),
    ),
    fc.array(fc.record({ surface, text, submit: fc.boolean() }), { minLength: 1, maxLength: 4 }).map(
      (sends): Act =>
        (state, who) =>
          state.gate.sendMany(who, { sends }),
    ),
    fc.integer({ min: 1, max: 130_000 }).map(
      (ms): Act =>
        state =>
          state.clock.advance(ms),
    ),
  )
  const acts = fc.array(fc.tuple(act, fc.constantFrom(cursor, codex)), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(acts, async calls => {
      const state = room({ rules: [...rules(), rule('r3', 'codex', 'type', { ask: 'submit' })] })
      const before = JSON.stringify([state.rules, state.locks])
      const asked: unknown[] = []
      for (const [call, who] of calls) {
        asked.push(call(state, who))
        await settle()
      }
      for (let turn = 0; turn < 5; turn++) {
        state.clock.advance(120_000)
        await settle()
      }
      await Promise.all(asked)
      expect(JSON.stringify([state.rules, state.locks])).toBe(before)
      expect(state.gate.approvals().waiting).toEqual([])
    }),
    { numRuns: 60 },
  )
})

describe('what waits', () => {
  test('is withdrawn when a lock comes that holds it below', async () => {
    const state = room()
    const asking = request(state)
    await settle()
    state.locks = [{ id: 'l1', agents: '*', surfaces: '*', level: 'read' }]
    state.gate.policyChanged()
    expect(await asking).toMatchObject({ code: 'denied', lock: 'l1' })
  })

  test('ends with its caller, its agent and its time', async () => {
    const state = room()
    const abort = new AbortController()
    const cancelled = request(state, { signal: abort.signal })
    await settle()
    abort.abort()
    expect(await cancelled).toMatchObject({ refused: true })
    const revoked = request(state)
    await settle()
    state.gate.agentGone('cursor')
    expect(await revoked).toMatchObject({ code: 'denied' })
    const late = request(state)
    await settle()
    state.clock.advance(120_000)
    expect(await late).toMatchObject({ code: 'no_answer' })
    expect(state.rules).toHaveLength(2)
  })

  test('is asked about while agents are paused, and answered with a yes only afterwards', async () => {
    const state = room()
    await state.gate.pause('person')
    const asking = request(state)
    expect(await answer(state, 'always')).toMatchObject({ ok: false, code: 'paused' })
    await state.gate.resume('person')
    await answer(state, 'always')
    expect(await asking).toMatchObject({ granted: 'submit' })
  })

  test('counts among the asks: three at once, and two refusals silence the surface', async () => {
    const state = room()
    const waiting = ['api', 'web', 'api'].map(surface => request(state, { surface }))
    await settle()
    expect(await request(state)).toMatchObject({ code: 'ask_limit' })
    for (const { ref } of state.gate.approvals().waiting) await state.gate.answer({ ref, how: 'deny' })
    await Promise.all(waiting)
    expect(await request(state)).toMatchObject({ code: 'ask_limit', retryAfterMs: expect.any(Number) })
  })

  test('tells its caller so at once and every 15 s', async () => {
    const state = room()
    const heard: number[] = []
    void request(state, { onProgress: ms => heard.push(ms) })
    await settle()
    state.clock.advance(15_000)
    state.clock.advance(15_000)
    expect(heard).toEqual([0, 15_000, 30_000])
  })
})
