import { describe, expect, it } from 'vitest'
import { agent, codex, cursor, rig, rule } from './support/rig.ts'

const screen = { surface: 'api', what: 'screen' } as const

describe('list', () => {
  it('shows what the agent may know of: all of it, id and name alone, or nothing', () => {
    const names = { s_aaaa: 'api', s_bbbb: 'web', s_cccc: 'db' }
    const rules = [
      rule('r1', 'cursor', 'read', { surfaces: { id: 's_aaaa' }, ask: 'type' }),
      rule('r2', 'cursor', 'none', { surfaces: { id: 's_bbbb' }, ask: 'read' }),
    ]
    const { gate } = rig({ names, rules })
    const listed = gate.list(cursor)
    expect(listed).toHaveLength(2)
    expect(listed[0]).toMatchObject({
      id: 's_aaaa',
      level: 'read',
      ask: 'type',
      workspace: 'web',
      state: { is: 'idle' },
    })
    expect(listed[0]).toMatchObject({ untrusted: { alias: null, title: 'a title', cwd: '/home' }, cols: 80, rows: 24 })
    expect(listed[1]).toEqual({ id: 's_bbbb', name: 'web', level: 'none', ask: 'read' })
    expect(gate.list(codex)).toEqual([])
    expect(gate.list(agent('nobody'))).toEqual([])
  })

  it('shows drafts by reference, never their text', async () => {
    const { gate } = rig({ rules: [rule('r1', 'cursor', 'read'), rule('r2', 'codex', 'type')] })
    await gate.send(codex, { intent: 'type', surface: 'api', text: 'hidden words' })
    const [listed] = gate.list(cursor)
    expect(listed).toMatchObject({ drafts: [{ draft: expect.stringMatching(/^d_.*@1$/), by: 'codex', bytes: 12 }] })
    const read = await gate.read(cursor, screen)
    expect(JSON.stringify([listed, read])).not.toContain('hidden words')
  })
})

describe('read', () => {
  it('needs level read, gives rows and state, and is recorded without waiting', async () => {
    const { gate, reads } = rig({ rules: [rule('r1', 'cursor', 'read')] })
    expect(await gate.read(cursor, screen)).toMatchObject({ refused: false, lines: ['$'], state: { is: 'idle' } })
    expect(reads).toMatchObject([{ actor: 'cursor', intent: 'read', text: 'screen', outcome: 'delivered' }])
    expect(reads[0]).toMatchObject({ surface: { id: 's_aaaa' }, verdict: { effect: 'allow', rule: 'r1' } })
  })

  it.each([
    ['an ask has nobody to answer it', rule('r1', 'cursor', 'none', { ask: 'read' }), screen, 'no_answer'],
    ['no grant: there is no such surface', rule('r1', 'cursor', 'none'), screen, 'no_such_surface'],
    ['a foreign cursor', rule('r1', 'cursor', 'read'), { ...screen, cursor: 'bad' }, 'bad_arguments'],
  ])('%s', async (_, given, request, code) => {
    const { gate, reads } = rig({ rules: [given] })
    expect(await gate.read(cursor, request)).toMatchObject({ refused: true, code })
    expect(reads).toMatchObject([{ outcome: 'denied' }])
  })

  it('a surface that is closed meanwhile is gone; one that breaks closes the gate', async () => {
    const state = rig()
    state.surface.read = () => {
      state.surfaces.splice(0)
      return Promise.reject(new Error('disposed'))
    }
    expect(await state.gate.read(cursor, screen)).toMatchObject({ code: 'surface_exited' })
    expect(state.gate.status().closed).toBeNull()
    const broken = rig()
    broken.surface.read = () => Promise.reject(new Error('dead mirror'))
    expect(await broken.gate.read(cursor, screen)).toMatchObject({ code: 'paused' })
    expect(broken.gate.status().closed).toContain('dead mirror')
  })

  it('a grant taken away while it is read gives nothing', async () => {
    const state = rig()
    const read = state.surface.read
    state.surface.read = async request => {
      state.rules = []
      return read(request)
    }
    expect(await state.gate.read(cursor, screen)).toMatchObject({ refused: true, code: 'denied' })
  })
})

describe('access', () => {
  it('says level, ask, rule, lock and why, for one surface or all', () => {
    const locks = [{ id: 'l1', agents: '*', surfaces: { id: 's_bbbb' }, level: 'read' }] as const
    const { gate } = rig({ names: { s_aaaa: 'api', s_bbbb: 'web' }, locks: [...locks] })
    const all = gate.access(cursor)
    expect(all).toMatchObject({ refused: false, paused: false })
    expect(all).toMatchObject({
      surfaces: [
        { level: 'submit', rule: 'r1' },
        { level: 'read', lock: 'l1' },
      ],
    })
    expect(gate.access(cursor, 'web')).toMatchObject({
      surfaces: [{ id: 's_bbbb', why: expect.stringContaining('l1') }],
    })
    expect(gate.access(cursor, 'nope')).toMatchObject({ refused: true, code: 'no_such_surface' })
  })

  it('says why nothing works while the policy is broken', async () => {
    const state = rig()
    state.policyFault = 'line 3, column 5: unknown key "levl"'
    expect(state.gate.access(cursor)).toMatchObject({ refused: true, why: expect.stringContaining('line 3, column 5') })
    expect(state.gate.list(cursor)).toEqual([])
    expect(await state.gate.read(cursor, screen)).toMatchObject({ code: 'denied' })
    expect(state.gate.status().closed).toContain('line 3, column 5')
  })
})
