import { describe, expect, it } from 'vitest'
import { answer, asked, asks, ofSends, room, story, waiting, wrote } from './support/approvals.ts'
import { codex, cursor, paste, type Rig, rig, rule, settle, submit } from './support/rig.ts'

describe('a send that asks', () => {
  it('waits, shows exactly what it would send and where, and goes once it is allowed', async () => {
    const state = room()
    const sending = state.gate.send(cursor, submit('ls -l'))
    const card = await asked(state)
    expect(card).toMatchObject({
      kind: 'send',
      agentName: 'Cursor',
      surface: { id: 's_aaaa', name: 'api' },
      intent: 'submit',
      text: 'ls -l',
      enter: true,
      rule: 'r1',
      level: 'type',
      wants: 'submit',
      lands: { line: '$' },
      changed: [],
      busy: false,
      ends: card.at + 120_000,
      answers: ['once', 'draft', 'minutes', 'edit', 'deny', 'deny_all', 'block'],
    })
    expect(wrote(state)).toBe('')
    expect(await answer(state, 'once')).toEqual({ ok: true, value: { outcome: 'Allowed once' } })
    expect(await sending).toMatchObject({ refused: false, outcome: 'submitted' })
    expect(wrote(state)).toBe(`${paste('ls -l')}\r`)
    expect(waiting(state)).toEqual([])
    expect(state.gate.approvals().handled).toMatchObject([{ how: 'Allowed once', good: true, text: 'ls -l', seq: 1 }])
  })

  it('has one record of what was asked, one of the answer, one of the end, all on disk before the bytes', async () => {
    const state = room()
    const sending = state.gate.send(cursor, submit('ls'))
    await answer(state, 'once')
    await sending
    expect(story(state)).toEqual([
      ['cursor', 'ask', null, null, true],
      ['person', 'allow', null, 1, true],
      ['cursor', undefined, 'delivered', 1, true],
    ])
    expect(state.log).toEqual([
      'record send submit',
      'record send submit',
      `bytes ${JSON.stringify(paste('ls'))}`,
      'bytes "\\r"',
      'record send delivered',
    ])
  })

  it.each([
    ['deny', null, 'A person refused it. Nothing was sent.'],
    ['deny', 'not on Friday', 'A person refused it and says: "not on Friday"'],
  ] as const)('%s with reason %s reaches the agent', async (how, reason, why) => {
    const state = room()
    const sending = state.gate.send(cursor, submit('ls'))
    await answer(state, how, reason === null ? {} : { reason })
    expect(await sending).toMatchObject({ code: 'refused_by_person', effect: 'deny', why, allowed: 'type' })
    expect(wrote(state)).toBe('')
    expect(story(state).at(-1)).toEqual(['person', 'deny', 'denied', 1, true])
  })

  it('kept as a draft is a draft of the agent, and the agent is told so', async () => {
    const state = room()
    const sending = state.gate.send(cursor, submit('ls'))
    expect(await answer(state, 'draft')).toMatchObject({ value: { outcome: 'Kept as draft' } })
    const [draft] = state.gate.drafts()
    expect(draft).toMatchObject({ agent: 'cursor', text: 'ls' })
    expect(await sending).toMatchObject({ code: 'refused_by_person', draft: draft!.ref })
    expect(wrote(state)).toBe('')
  })

  it('kept as a draft with another text: the draft is both of theirs', async () => {
    const state = room()
    const sending = state.gate.send(cursor, submit('rm -r build'))
    await answer(state, 'draft', { text: 'ls build' })
    const [draft] = state.gate.drafts()
    expect(draft).toMatchObject({ agent: 'cursor', text: 'ls build', edited: true })
    expect(await sending).toMatchObject({ code: 'refused_by_person', draft: draft!.ref })
    expect(draft!.ref).toMatch(/@2$/)
  })

  it('changed by a person is sent as they changed it, says so, and both texts are on record', async () => {
    const state = room()
    const sending = state.gate.send(cursor, submit('rm -r build'))
    await answer(state, 'edit', { text: 'ls build' })
    expect(await sending).toMatchObject({ outcome: 'submitted', edited: true })
    expect(wrote(state)).toBe(`${paste('ls build')}\r`)
    expect(ofSends(state).map(({ text }) => text)).toEqual(['rm -r build', 'ls build', null])
  })

  it.each([
    [undefined, 'bad_arguments'],
    ['a\x1bb', 'bad_text'],
  ])('a change to %j is not taken, and the question waits on', async (text, code) => {
    const state = room()
    void state.gate.send(cursor, submit('ls'))
    expect(await answer(state, 'edit', text === undefined ? {} : { text })).toMatchObject({ ok: false, code })
    expect(waiting(state)).toHaveLength(1)
  })

  it('allowed for minutes gives the pair that level, and the next send asks nobody', async () => {
    const state = room()
    const sending = state.gate.send(cursor, submit('ls'))
    await answer(state, 'minutes', { minutes: 15 })
    expect(await sending).toMatchObject({ outcome: 'submitted' })
    expect(state.rules.at(-1)).toMatchObject({ agents: 'cursor', surfaces: { id: 's_aaaa' }, level: 'submit' })
    expect(await state.gate.send(cursor, submit('pwd'))).toMatchObject({ outcome: 'submitted' })
    expect(await Promise.race([state.gate.send(codex, submit('pwd')), settle()])).toBeUndefined()
  })

  it('refused and blocked: the agent is locked to reading there', async () => {
    const state = room()
    const sending = state.gate.send(cursor, submit('ls'))
    await answer(state, 'block')
    expect(await sending).toMatchObject({ code: 'refused_by_person' })
    expect(await state.gate.send(cursor, submit('ls'))).toMatchObject({ code: 'denied', lock: 'b0' })
  })

  it('deny all ends everything that waits from this agent and nothing else', async () => {
    const state = rig({ rules: asks(), names: { s_aaaa: 'api', s_bbbb: 'web' }, people: true })
    const sendings = ['api', 'web'].map(surface => state.gate.send(cursor, { ...submit('ls'), surface }))
    const other = state.gate.send(codex, submit('ls'))
    await settle()
    const card = waiting(state).find(({ agent }) => agent === 'cursor')!
    await state.gate.answer({ ref: card.ref, how: 'deny_all' })
    for (const sending of sendings) expect(await sending).toMatchObject({ code: 'refused_by_person' })
    expect(waiting(state)).toMatchObject([{ agent: 'codex' }])
    await answer(state, 'once')
    expect(await other).toMatchObject({ outcome: 'submitted' })
  })

  it('ends after two minutes without an answer', async () => {
    const state = room()
    const sending = state.gate.send(cursor, submit('ls'))
    const { ref } = await asked(state)
    state.clock.advance(119_999)
    expect(waiting(state)).toHaveLength(1)
    state.clock.advance(1)
    expect(await sending).toMatchObject({ code: 'no_answer', effect: 'ask', why: expect.stringContaining('2 minutes') })
    expect(await state.gate.answer({ ref, how: 'once' })).toMatchObject({ code: 'approval_gone' })
    expect(wrote(state)).toBe('')
  })

  it('is withdrawn when its caller goes away', async () => {
    const state = room()
    const abort = new AbortController()
    const sending = state.gate.send(cursor, submit('ls', abort.signal))
    await asked(state)
    abort.abort()
    expect(await sending).toMatchObject({ refused: true })
    expect(story(state).at(-1)).toEqual(['cursor', 'deny', 'cancelled', 1, true])
    expect(waiting(state)).toEqual([])
  })

  it('is withdrawn with its agent, its surface, or when the policy says no; a wider policy releases nothing', async () => {
    const ends: [string, (state: Rig) => unknown, string][] = [
      ['revoked', state => state.gate.agentGone('cursor'), 'denied'],
      ['closed', state => state.gate.surfaceGone('s_aaaa'), 'surface_exited'],
      ['narrowed', state => Object.assign(state, { rules: [rule('r1', '*', 'read')] }), 'denied'],
    ]
    for (const [, end, code] of ends) {
      const state = room()
      const sending = state.gate.send(cursor, submit('ls'))
      await asked(state)
      state.rules = [rule('r1', '*', 'submit')]
      state.gate.policyChanged()
      await settle()
      expect(waiting(state)).toHaveLength(1)
      end(state)
      state.gate.policyChanged()
      expect(await sending).toMatchObject({ code })
      expect(wrote(state)).toBe('')
      expect(waiting(state)).toEqual([])
    }
  })

  it('ends when the program ends', async () => {
    const state = room()
    const sending = state.gate.send(cursor, submit('ls'))
    await asked(state)
    state.surface.alive = false
    state.surface.news()
    state.clock.advance(250)
    expect(await sending).toMatchObject({ code: 'surface_exited' })
  })

  it('keeps waiting while agents are paused: nothing can be allowed, refusing and keeping can', async () => {
    const state = room()
    const sending = state.gate.send(cursor, submit('ls'))
    await asked(state)
    await state.gate.pause('person')
    for (const how of ['once', 'minutes'] as const) expect(await answer(state, how)).toMatchObject({ code: 'paused' })
    expect(await answer(state, 'edit', { text: 'pwd' })).toMatchObject({ code: 'paused' })
    expect(wrote(state)).toBe('')
    await state.gate.resume('person')
    await answer(state, 'once')
    expect(await sending).toMatchObject({ outcome: 'submitted' })
  })

  it('cannot be answered for an agent that is paused by itself, while others can', async () => {
    const state = room()
    void state.gate.send(cursor, submit('ls'))
    await asked(state)
    await state.gate.pauseAgent('cursor', true)
    expect(await answer(state, 'once')).toMatchObject({ code: 'paused' })
    expect(await state.gate.send(cursor, submit('ls'))).toMatchObject({ code: 'paused' })
    state.rules = [rule('r1', '*', 'submit')]
    expect(await state.gate.send(codex, submit('pwd'))).toMatchObject({ outcome: 'submitted' })
    await state.gate.pauseAgent('cursor', false)
    expect(await state.gate.send(cursor, submit('pwd'))).toMatchObject({ outcome: 'submitted' })
  })

  it('tells its caller at once and every 15 s that it waits', async () => {
    const state = room()
    const told: number[] = []
    const sending = state.gate.send(cursor, { ...submit('ls'), onProgress: ms => void told.push(ms) })
    await asked(state)
    state.clock.advance(15_000)
    state.clock.advance(15_000)
    await answer(state, 'deny')
    await sending
    state.clock.advance(60_000)
    expect(told).toEqual([0, 15_000, 30_000])
  })

  it('gets no rule where the policy is managed; once is still an answer', async () => {
    const state = rig({ rules: asks(), people: true, managed: true })
    const sending = state.gate.send(cursor, submit('ls'))
    for (const how of ['minutes', 'block'] as const) expect(await answer(state, how)).toMatchObject({ code: 'managed' })
    await answer(state, 'once')
    expect(await sending).toMatchObject({ outcome: 'submitted' })
  })

  it('is not delivered when the answer cannot be recorded', async () => {
    const state = room()
    const sending = state.gate.send(cursor, submit('ls'))
    await asked(state)
    state.fault = 'The disk is full.'
    await answer(state, 'once')
    expect(await sending).toMatchObject({ code: 'not_recorded' })
    expect(wrote(state)).toBe('')
    expect(waiting(state)).toEqual([])
  })
})

describe('asks of other kinds', () => {
  it('a text that may not even be typed becomes a draft once a person allows it', async () => {
    const state = room([rule('r1', '*', 'read', { ask: 'type' })])
    const typing = state.gate.send(cursor, { intent: 'type', surface: 'api', text: 'ls' })
    expect(await asked(state)).toMatchObject({ intent: 'type', wants: 'type', lands: null })
    await answer(state, 'once')
    expect(await typing).toMatchObject({ outcome: 'staged' })
    expect(story(state)).toEqual([
      ['cursor', 'ask', null, null, true],
      ['person', 'allow', null, 1, true],
      ['cursor', 'ask', 'staged', 1, false],
    ])
  })

  it('a read waits for a person too, once for a whole wait', async () => {
    const state = room([rule('r1', '*', 'none', { ask: 'read' })])
    const reading = state.gate.read(cursor, { surface: 'api', what: 'screen' })
    expect(await asked(state)).toMatchObject({ kind: 'read', intent: 'read', wants: 'read' })
    await answer(state, 'once')
    expect(await reading).toMatchObject({ refused: false, lines: ['$'] })
    const waited = state.gate.wait(cursor, { surface: 'api', until: 'idle', timeoutMs: 1000 })
    await asked(state)
    await answer(state, 'once')
    for (let turn = 0; turn < 5; turn++) {
      await settle()
      state.clock.advance(300)
    }
    expect(await waited).toMatchObject({ reason: 'idle' })
    expect(waiting(state)).toEqual([])
  })

  it('keys that need a grant to answer show their names', async () => {
    const state = room([rule('r1', '*', 'submit')])
    const pressing = state.gate.send(cursor, { intent: 'keys', surface: 'api', keys: ['Down', 'y'] })
    expect(await asked(state)).toMatchObject({ keys: ['Down', 'y'], text: null, intent: 'answer' })
    await answer(state, 'minutes')
    expect(await pressing).toMatchObject({ outcome: 'pressed' })
    expect(state.rules.at(-1)).toMatchObject({ level: 'submit', answer: 'allow' })
  })
})

describe('limits of asks', () => {
  it('three wait, the fourth is refused; the record has it', async () => {
    const state = room()
    for (let n = 0; n < 3; n++) void state.gate.send(cursor, submit(`echo ${n}`))
    await settle()
    expect(await state.gate.send(cursor, submit('echo 4'))).toMatchObject({ code: 'ask_limit', effect: 'ask' })
    expect(waiting(state)).toHaveLength(3)
    expect(await Promise.race([state.gate.send(codex, submit('ls')), settle()])).toBeUndefined()
    expect(waiting(state)).toHaveLength(4)
  })

  it('two refusals silence the surface for five minutes', async () => {
    const state = room()
    for (let n = 0; n < 2; n++) {
      const sending = state.gate.send(cursor, submit('ls'))
      await answer(state, 'deny')
      await sending
    }
    expect(await state.gate.send(cursor, submit('ls'))).toMatchObject({ code: 'ask_limit', retryAfterMs: 300_000 })
    state.clock.advance(300_000)
    void state.gate.send(cursor, submit('ls'))
    await asked(state)
  })

  it('a refused ask keeps its place in the limits of sends; one that timed out gives it back', async () => {
    const limits = [{ max: 1, window: 'hour', per: 'pair' }] as const
    const state = room(asks({ limits: [...limits] }))
    const first = state.gate.send(cursor, submit('ls'))
    await asked(state)
    state.clock.advance(120_000)
    await first
    const second = state.gate.send(cursor, submit('ls'))
    await answer(state, 'deny')
    await second
    expect(await state.gate.send(cursor, submit('ls'))).toMatchObject({ code: 'rate_limited' })
  })

  it('nobody to ask: the code of what was wrong, as before', async () => {
    const state = rig({ rules: asks() })
    expect(await state.gate.send(cursor, submit('ls'))).toMatchObject({ code: 'no_answer', effect: 'ask' })
    expect(state.gate.approvals()).toEqual({ waiting: [], handled: [] })
  })
})
