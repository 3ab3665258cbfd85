// Agents close what they opened, and nothing else; what ends with a surface ends with it.
import { describe, expect, it } from 'vitest'
import type { Lock } from '../../main/policy/model.ts'
import { answer, asked, waiting } from './support/approvals.ts'
import { type OpenRig, openRig, openRule } from './support/opening.ts'
import { agent, codex, cursor, rule, settle, short } from './support/rig.ts'

async function opened(options: Parameters<typeof openRig>[0] = {}): Promise<OpenRig> {
  const state = openRig({ openRules: [openRule({ agents: '*' })], ...options })
  expect(short(await state.gate.open(cursor, { preset: 'shell' }))).toBe('opened')
  return state
}
const close = (state: OpenRig, surface = 's_new1', by = cursor) => state.gate.close(by, { surface })
const asksFirst: Lock = { id: 'l1', agents: '*', surfaces: '*', level: 'read', ask: 'submit' }

it('is recorded before it ends, with how the program ended', async () => {
  const state = await opened()
  const before = state.records.length
  expect(await close(state)).toEqual({ refused: false, outcome: 'closed', exit: { code: null, signal: 'SIGHUP' } })
  expect(state.records.slice(before)).toMatchObject([
    {
      kind: 'surface',
      actor: 'cursor',
      intent: 'close',
      surface: { id: 's_new1' },
      verdict: { effect: 'allow', rule: 'opened' },
      outcome: null,
    },
    { kind: 'surface', actor: 'cursor', intent: 'close', outcome: 'delivered', of: before + 1 },
  ])
  expect(state.log.slice(-3)).toEqual(['record surface close', 'closed s_new1', 'record surface delivered'])
})

it.each<[whose: string, surface: string, by: typeof cursor, expected: string]>([
  ['its own, by id', 's_new1', cursor, 'closed'],
  ['its own, by name', 'shell 1', cursor, 'closed'],
  ['a person’s', 'api', cursor, 'no: denied'],
  ['another agent’s', 's_new1', codex, 'no: denied'],
  ['one that is not there', 's_none', cursor, 'no: no_such_surface'],
  ['one by a stranger', 's_new1', agent('nobody'), 'no: no_such_surface'],
])('%s', async (_, surface, by, expected) => {
  const state = await opened({ rules: [rule('r1', '*', 'submit')] })
  expect(short(await close(state, surface, by))).toBe(expected)
  expect(state.closed).toEqual(expected === 'closed' ? ['s_new1'] : [])
})

it('needs no open rule: what an agent opened it may close', async () => {
  const state = await opened()
  state.openRules = []
  expect(short(await close(state))).toBe('closed')
})

describe('what ends with it', () => {
  it('drafts there, and what waits for a person there', async () => {
    const state = await opened({ people: true, rules: [rule('r1', '*', 'type', { ask: 'submit' })] })
    expect(short(await state.gate.send(codex, { intent: 'type', surface: 's_new1', text: 'ls' }))).toBe('staged')
    const sending = state.gate.send(codex, { intent: 'submit', surface: 's_new1', text: 'ls' })
    await asked(state)
    expect(short(await close(state))).toBe('closed')
    expect(short(await sending)).toBe('no: surface_exited')
    expect([state.gate.drafts(), waiting(state)]).toEqual([[], []])
  })

  it('and not before it is recorded', async () => {
    const state = await opened({ rules: [rule('r1', '*', 'type')] })
    await state.gate.send(codex, { intent: 'type', surface: 's_new1', text: 'ls' })
    state.fault = 'The disk is full.'
    expect(short(await close(state))).toBe('no: not_recorded')
    expect(state.closed).toEqual([])
    expect(state.gate.drafts()).toHaveLength(1)
  })
})

describe('what holds it back', () => {
  it.each<[what: string, happen: (state: OpenRig, abort: AbortController) => unknown, code: string]>([
    ['a pause', state => state.gate.pause('person'), 'paused'],
    ['a pause of this agent', state => state.gate.pauseAgent('cursor', true), 'paused'],
    ['a revocation', state => state.gate.agentGone('cursor'), 'denied'],
    ['a cancellation', (_, abort) => abort.abort(), 'no_answer'],
    ['a lock', state => void Object.assign(state, { locks: [{ ...asksFirst, ask: 'read' }] }), 'denied'],
    ['a person who closed it', state => void state.surfaces.pop(), 'surface_exited'],
  ])('%s while it is recorded: it stays', async (_, happen, code) => {
    const state = await opened()
    const abort = new AbortController()
    state.onAppend = () => {
      state.onAppend = null
      void happen(state, abort)
    }
    const answer = await state.gate.close(cursor, { surface: 's_new1', signal: abort.signal })
    expect(answer).toMatchObject({ refused: true, code })
    expect(state.closed).toEqual([])
  })

  it('while paused', async () => {
    const state = await opened()
    await state.gate.pause('person')
    expect(short(await close(state))).toBe('no: paused')
  })

  it('a lock that leaves an ask: a person is asked, and once it is allowed it ends', async () => {
    const state = await opened({ people: true })
    state.locks = [asksFirst]
    const closing = close(state)
    expect(await asked(state)).toMatchObject({
      kind: 'open',
      intent: 'close',
      surface: { id: 's_new1' },
      lock: 'l1',
      text: null,
      answers: ['once', 'deny', 'deny_all', 'block'],
    })
    await answer(state, 'once')
    expect(short(await closing)).toBe('closed')
    expect(state.gate.approvals().handled).toMatchObject([{ how: 'Allowed once', good: true }])
  })

  it('a person who refuses, or nobody to ask', async () => {
    const state = await opened({ people: true })
    state.locks = [asksFirst]
    const closing = close(state)
    await answer(state, 'deny')
    expect(short(await closing)).toBe('no: refused_by_person')
    const alone = await opened({ locks: [] })
    alone.locks = [asksFirst]
    expect(short(await close(alone))).toBe('no: no_answer')
    expect([state.closed, alone.closed]).toEqual([[], []])
  })
})

it('two at once end it once, and both are told how', async () => {
  const state = await opened()
  state.onClose = () => settle()
  const both = await Promise.all([close(state), close(state)])
  expect(both.map(short)).toEqual(['closed', 'closed'])
  expect(state.closed).toEqual(['s_new1'])
})

it('an error while it ends closes the gate, and is told as such', async () => {
  const state = await opened()
  state.onClose = () => Promise.reject(new Error('boom'))
  expect(await close(state)).toMatchObject({ outcome: 'failed', evidence: /boom/ })
  expect(state.records.map(({ outcome }) => outcome)).toContain('unknown')
  expect(state.gate.status().closed).toMatch(/boom/)
})

describe('what it adopted', () => {
  const adopted = async (more: Parameters<typeof openRig>[0] = {}) => {
    const state = await opened({ ...more })
    const place = { host: null, socket: null }
    state.surfaces.at(-1)!.tmux = { place, session: 'prod', window: 'w', pane: '%3', ours: false, agent: null }
    return state
  }

  it('is let go of, and recorded as that: its program is not ended', async () => {
    const state = await adopted()
    expect(await close(state)).toEqual({ refused: false, outcome: 'let_go' })
    expect([state.closed, state.letGo]).toEqual([[], ['s_new1']])
    expect(state.records.slice(-2)).toMatchObject([
      { intent: 'close', pane: '%3', surface: { id: 's_new1' }, outcome: null },
      { intent: 'close', pane: '%3', surface: { id: 's_new1' }, outcome: 'delivered' },
    ])
    expect(state.log.slice(-3)).toEqual(['record surface close', 'let go of s_new1', 'record surface delivered'])
  })

  it('whoever adopted it, nobody else lets go of it', async () => {
    const state = await adopted({ rules: [rule('r1', '*', 'submit')] })
    for (const letGo of [undefined, true] as const) {
      const no = await state.gate.close(codex, { surface: 's_new1', ...(letGo && { letGo }) })
      expect(no).toMatchObject({ code: 'denied' })
    }
    expect([state.closed, state.letGo]).toEqual([[], []])
  })

  it('what was started in tmux is ended', async () => {
    const state = await adopted()
    const surface = state.surfaces.at(-1)!
    surface.tmux = { ...surface.tmux!, ours: true }
    expect(short(await close(state))).toBe('closed')
    expect([state.closed, state.letGo]).toEqual([['s_new1'], []])
    expect(state.records.at(-1)).not.toHaveProperty('pane')
  })

  it('where only letting go is asked for, nothing is ended: what was not adopted stays', async () => {
    const state = await opened()
    const no = await state.gate.close(cursor, { surface: 's_new1', letGo: true })
    expect(no).toMatchObject({ code: 'bad_arguments', field: 'surface', fix: expect.stringMatching(/\w/) })
    expect([state.closed, state.letGo]).toEqual([[], []])
    const other = await adopted()
    expect(await other.gate.close(cursor, { surface: 's_new1', letGo: true })).toMatchObject({ outcome: 'let_go' })
  })

  it('and whose program has ended by itself is closed', async () => {
    const state = await adopted()
    state.surfaces.at(-1)!.alive = false
    expect(short(await close(state))).toBe('closed')
    expect(state.closed).toEqual(['s_new1'])
  })

  it('a person who is asked is told that it lives on', async () => {
    const state = await adopted({ people: true })
    state.locks = [asksFirst]
    const closing = close(state)
    expect((await asked(state)).facts).toEqual([
      { name: 'Lets go', value: 'Its program lives on in tmux', verified: true },
    ])
    await answer(state, 'once')
    expect(short(await closing)).toBe('let_go')
  })
})
