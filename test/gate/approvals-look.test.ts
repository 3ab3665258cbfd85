import { describe, expect, it } from 'vitest'
import type { SendOutcome } from '../../main/gate/model.ts'
import { answer, asked, ofSends, room, waiting, wrote } from './support/approvals.ts'
import { codex, cursor, type Rig, rule, settle, submit } from './support/rig.ts'

describe('what a person looked at', () => {
  it.each<[string, (state: Rig) => unknown]>([
    ['another line', ({ surface }) => Object.assign(surface, { cursorLine: 'Really? [y/N]' })],
    ['another program', ({ surface }) => Object.assign(surface, { group: 8 })],
    ['a dialog', ({ surface }) => Object.assign(surface, { dialog: { open: 'yes', why: 'It asks.', id: 'd1' } })],
    ['other modes', ({ surface }) => Object.assign(surface, { bracketedPaste: false })],
    ['somebody’s text', ({ surface }) => surface.personKey('x')],
  ])('%s: the answer is not taken before it was looked at again', async (_, change) => {
    const state = room([
      rule('r1', '*', 'submit', { answer: 'allow' }),
      rule('r2', 'cursor', 'type', { ask: 'submit', answer: 'allow' }),
    ])
    const sending = state.gate.send(cursor, submit('ls'))
    const { ref } = await asked(state)
    change(state)
    state.surface.news()
    state.clock.advance(250)
    const card = await asked(state)
    expect(card.changed).not.toEqual([])
    expect(card.ref).toBe(ref)
    expect(await state.gate.answer({ ref, how: 'once' })).toMatchObject({ code: 'look_again' })
    expect(wrote(state)).not.toContain('ls')
    const looked = state.gate.look(ref)
    expect(looked).toMatchObject({ ok: true })
    expect(await state.gate.answer({ ref, how: 'deny' })).toMatchObject({ code: 'approval_changed' })
    expect((await asked(state)).changed).toEqual([])
    await answer(state, 'deny')
    expect(await sending).toMatchObject({ code: 'refused_by_person' })
  })

  it('that changed unheard is found before the first byte, and asked about anew', async () => {
    const state = room()
    const sending = state.gate.send(cursor, submit('ls'))
    const { ref } = await asked(state)
    state.surface.cursorLine = 'Password for root:'
    expect(await state.gate.answer({ ref, how: 'once' })).toMatchObject({ code: 'look_again' })
    expect(wrote(state)).toBe('')
    const card = await asked(state)
    expect(card.changed.join()).toContain('Password for root:')
    const looked = state.gate.look(card.ref)
    await state.gate.answer({ ref: looked.ok ? looked.value.ref : '', how: 'once' })
    expect(await sending).toMatchObject({ outcome: 'submitted' })
  })

  it('a spinner that turns and a clock that goes on are no change', async () => {
    const state = room()
    state.surface.cursorLine = '⠋ ready 12:00:01 >'
    const sending = state.gate.send(cursor, submit('ls'))
    await asked(state)
    state.surface.cursorLine = '⠙ ready 12:00:02 >'
    await answer(state, 'once')
    expect(await sending).toMatchObject({ outcome: 'submitted' })
  })
})

describe('what a rule cannot decide', () => {
  it.each<[string, (state: Rig) => unknown, string]>([
    ['a line that holds something', ({ surface }) => surface.personKey('x'), 'line_not_empty'],
    [
      'a dialog nobody can exclude',
      ({ surface }) => Object.assign(surface, { dialog: { open: 'unknown', why: 'vim', id: null } }),
      'dialog_open',
    ],
  ])('%s is asked about where somebody can answer', async (_, make, code) => {
    const state = room([rule('r1', '*', 'submit')])
    make(state)
    state.clock.advance(2000)
    const sending = state.gate.send(cursor, submit('ls'))
    for (let turn = 0; turn < 15; turn++) await settle()
    const [card] = waiting(state)
    expect(card).toMatchObject({ reasons: [{ code }] })
    // The rule alone would have let it pass.
    expect(ofSends(state)[0]?.verdict).toMatchObject({ effect: 'ask', rule: 'r1', why: card!.reasons[0]!.why })
    await answer(state, 'once')
    expect(await sending).toMatchObject({ outcome: 'submitted' })
  })

  it('a person who goes on typing is not waited for without end', async () => {
    const state = room([rule('r1', '*', 'submit')])
    state.surface.composing = true
    const sending = state.gate.send(cursor, submit('ls'))
    for (let turn = 0; turn < 60; turn++) await settle()
    expect(waiting(state)).toMatchObject([{ reasons: [{ code: 'person_typing' }] }])
    await answer(state, 'once')
    expect(await sending).toMatchObject({ outcome: 'submitted' })
  })

  it('a character nobody would see is named, and its consent is for this text alone', async () => {
    const state = room([rule('r1', '*', 'submit')])
    const sending = state.gate.send(cursor, submit('ls\u200b'))
    expect(await asked(state)).toMatchObject({ reasons: [{ code: 'unseen' }], notices: [{ index: 2 }] })
    await answer(state, 'once')
    expect(await sending).toMatchObject({ outcome: 'submitted' })
  })

  it('another agent’s draft is released only with a person', async () => {
    const state = room([rule('r1', 'cursor', 'type'), rule('r2', 'codex', 'submit')])
    const staged = (await state.gate.send(cursor, { intent: 'type', surface: 'api', text: 'ls' })) as SendOutcome & {
      draft: string
    }
    const sending = state.gate.send(codex, { intent: 'submit', surface: 'api', draft: staged.draft })
    expect(await asked(state)).toMatchObject({
      reasons: [{ code: 'others_draft' }],
      answers: ['once', 'deny', 'deny_all', 'block'],
    })
    await answer(state, 'once')
    expect(await sending).toMatchObject({ outcome: 'submitted' })
    expect(state.gate.drafts()).toEqual([])
  })

  it('more to ask than was asked: it is asked again, with all of it', async () => {
    const state = room()
    const sending = state.gate.send(cursor, submit('ls'))
    const { ref } = await asked(state)
    state.surface.onReadiness = () => {
      state.surface.onReadiness = null
      state.surface.dialog = { open: 'yes', why: 'It asks.', id: 'd1' }
    }
    await state.gate.answer({ ref, how: 'once' })
    const card = await asked(state)
    expect(card.reasons.map(({ code }) => code)).toEqual(['policy', 'dialog_open'])
    expect(wrote(state)).toBe('')
    await answer(state, 'deny')
    await sending
  })
})
