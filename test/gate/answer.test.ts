// answer_prompt at the gate: what a choice is, which question it reaches, and that no check of a send is left out. With real
// programs: answer-real.test.ts.
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openActivity } from '../../main/gate/activity.ts'
import { createGate } from '../../main/gate/gate.ts'
import { keyedSends, pastSends } from '../../main/gate/history.ts'
import type { AnswerRequest, KeysRequest, SendRequest } from '../../main/gate/model.ts'
import type { Rule } from '../../main/policy/model.ts'
import type { Dialog, TtyState } from '../../main/surfaces/surface.ts'
import { testClock } from './support/clock.ts'
import { codex, cursor, paste, type Rig, rig, rule, settle, short } from './support/rig.ts'

const answering = (choice: string, more: Partial<AnswerRequest> = {}): AnswerRequest => {
  return { intent: 'answer', surface: 'api', choice, ...more }
}
const allowed = { answer: 'allow' } as const
const all = { answer: 'allow', interrupt: 'allow' } as const
const asks = (id: string | null): Dialog => ({ open: 'yes', why: 'It asks.', id })
const never = () => new Promise<void>(() => {})
const runs: Dialog = { open: 'unknown', why: 'a script runs', id: null }
const none: Dialog = { open: 'no', why: 'the shell is at its prompt', id: null }
const raw: TtyState = { canonical: false, echo: false, signals: true, control: [3] }
const lines: TtyState = { canonical: true, echo: true, signals: true, control: [3, 4, 26, 28] }

/** Something runs that reads keys. */
function asking(more: Partial<Rule> = allowed, options: Parameters<typeof rig>[0] = {}): Rig {
  const state = rig({ rules: [rule('r1', '*', 'submit', more)], ...options })
  Object.assign(state.surface, { dialog: runs, tty: raw, bracketedPaste: false })
  return state
}
/** What the surface says of a dialog, from now on. */
const says = ({ surface }: Pick<Rig, 'surface'>, dialog: Dialog) => Object.assign(surface, { dialog })
const agentBytes = ({ surface }: Rig) => surface.writes.filter(({ by }) => by !== 'person').map(({ data }) => data)

/** Lets the time pass that a send may wait. */
async function ended<T>(state: Rig, sending: Promise<T>): Promise<T> {
  for (let waited = 0; waited < 12; waited++) {
    await settle()
    state.clock.advance(1000)
  }
  return sending
}
const give = async (state: Rig, request: SendRequest) => short(await ended(state, state.gate.send(cursor, request)))

describe('what a choice is', () => {
  const UP = '\x1b[A'
  const keys: [choice: string, bytes: string[], outcome?: string][] = [
    ['y', ['y']],
    ['1', ['1']],
    [' ', [' ']],
    ['Enter', ['\r']],
    ['return', ['\r']],
    ['Up', [UP]],
    ['up', [UP]],
    ['Escape', ['\x1b']],
    ['C-c', ['\x03']],
    ['Tab', ['\t']],
    ['yes', ['yes', '\r'], 'submitted'],
    ['no thanks', ['no thanks', '\r'], 'submitted'],
    ['é', ['é', '\r'], 'submitted'],
    ['1 ', ['1 ', '\r'], 'submitted'],
  ]
  test.each(keys)('to a program that reads keys, %j is %j', async (choice, bytes, outcome = 'pressed') => {
    const state = asking(all)
    expect(await give(state, answering(choice))).toBe(outcome)
    expect(agentBytes(state)).toEqual(bytes)
  })

  test('a line goes in as one paste where the program takes pastes', async () => {
    const state = asking()
    state.surface.bracketedPaste = true
    expect(await give(state, answering('a new name'))).toBe('submitted')
    expect(agentBytes(state)).toEqual([paste('a new name'), '\r'])
  })

  const inLines: [choice: string, bytes: string[], outcome?: string][] = [
    ['y', ['y', '\r'], 'submitted'],
    ['yes', ['yes', '\r'], 'submitted'],
    ['2', ['2', '\r'], 'submitted'],
    ['Enter', ['\r']],
    ['ENTER', ['\r']],
    ['C-m', ['\r']],
    ['C-d', ['\x04']],
    ['ctrl-c', ['\x03']],
    ['Up', [], 'no: bad_arguments'],
    ['Escape', [], 'no: bad_arguments'],
    ['next', [], 'no: bad_arguments'],
    ['delete', [], 'no: bad_arguments'],
    ['M-a', [], 'no: bad_arguments'],
    ['KP1', [], 'no: bad_arguments'],
  ]
  test.each(inLines)('to one that reads whole lines, %j is %j', async (choice, bytes, outcome = 'pressed') => {
    const state = asking(all)
    state.surface.tty = lines
    expect(await give(state, answering(choice))).toBe(outcome)
    expect(agentBytes(state)).toEqual(bytes)
  })

  test('where the terminal’s modes are not known it is a key, or a line', async () => {
    const state = asking()
    state.surface.tty = null
    expect(await give(state, answering('y'))).toBe('pressed')
    expect(await give(asking(), answering('yes'))).toBe('submitted')
  })

  test.each([
    ['', 'bad_arguments'],
    ['x'.repeat(1001), 'bad_arguments'],
    ['one\ntwo', 'bad_text'],
    ['y\n', 'bad_text'],
    ['a\tb', 'bad_text'],
    ['y\r', 'bad_text'],
    ['\x1b[A', 'bad_text'],
    ['C-s', 'bad_arguments'],
    ['C-v', 'bad_arguments'],
  ])('%j is refused: %s', async (choice, code) => {
    const state = asking(all)
    expect(await give(state, answering(choice))).toBe(`no: ${code}`)
    expect([agentBytes(state), state.log]).toEqual([[], ['record send denied']])
  })
})

describe('which grants it needs', () => {
  test.each<[string, Partial<Rule>, string, string]>([
    ['asks unless said', {}, 'y', 'no: no_answer'],
    ['denied', { answer: 'deny' }, 'y', 'no: denied'],
    ['allowed', allowed, 'y', 'pressed'],
    ['to interrupt is not to answer', { interrupt: 'allow' }, 'y', 'no: no_answer'],
    ['Enter needs it too', {}, 'Enter', 'no: no_answer'],
    ['Enter allowed', allowed, 'Enter', 'pressed'],
    ['a line needs it too', {}, 'yes', 'no: no_answer'],
    ['Escape is also an interrupt', allowed, 'Escape', 'no: no_answer'],
    ['Escape denied', { ...allowed, interrupt: 'deny' }, 'Escape', 'no: denied'],
    ['Escape allowed', all, 'Escape', 'pressed'],
    ['level type', { ...allowed, level: 'type' }, 'y', 'no: denied'],
    ['an ask for submit', { ...allowed, level: 'type', ask: 'submit' }, 'y', 'no: no_answer'],
    ['a text rule', { ...allowed, text: [{ deny: { contains: 'y' } }] }, 'y', 'no: denied'],
    ['a text rule, a line', { ...allowed, text: [{ deny: { contains: 'yes' } }] }, 'yes', 'no: denied'],
    ['a required text', { ...allowed, text: [{ require: { equals: 'no' } }] }, 'no', 'submitted'],
  ])('%s', async (_, more, choice, expected) => {
    const state = asking(more)
    expect(await give(state, answering(choice))).toBe(expected)
    expect(agentBytes(state).length > 0).toBe(!expected.startsWith('no'))
  })

  test('a lock caps it and is named', async () => {
    const state = asking()
    state.locks = [{ id: 'l1', agents: '*', surfaces: '*', level: 'submit', answer: 'deny' }]
    expect(await state.gate.send(cursor, answering('y'))).toMatchObject({ code: 'denied', lock: 'l1' })
  })

  test('who may not answer does not learn whether anything asks', async () => {
    for (const dialog of [none, runs, asks('d1')]) {
      const state = asking({ answer: 'deny' })
      state.surface.dialog = dialog
      let looked = 0
      state.surface.onReadiness = () => {
        looked += 1
      }
      const refusal = await state.gate.send(cursor, answering('y', { dialog: 'd1' }))
      expect([refusal.refused && refusal.code, looked]).toEqual(['denied', 0])
    }
  })

  test('a password needs the grant for secrets as well, pressed or typed', async () => {
    for (const choice of ['hunter2', 'y', 'Enter', 'C-c']) {
      const state = asking(all)
      state.surface.tty = { ...lines, echo: false }
      expect([choice, await give(state, answering(choice))]).toEqual([choice, 'no: secret_prompt'])
      expect(agentBytes(state)).toEqual([])
      state.rules = [rule('r1', '*', 'submit', { ...all, secret: 'allow' })]
      expect(await give(state, answering(choice))).toMatch(/^(submitted|pressed)$/)
    }
  })

  test('what nobody sees in a line asks a person', async () => {
    expect(await give(asking(), answering('ye\u200bs'))).toBe('no: no_answer')
  })
})

describe('which question it reaches', () => {
  test.each<[string, Dialog, string | undefined, string]>([
    ['the one that is named', asks('d1'), 'd1', 'pressed'],
    ['the open one, where none is named', asks('d1'), undefined, 'pressed'],
    ['one without a name', asks(null), undefined, 'pressed'],
    ['what may ask', runs, undefined, 'pressed'],
    ['not another', asks('d2'), 'd1', 'no: dialog_gone'],
    ['not one without a name, for one that is named', asks(null), 'd1', 'no: dialog_gone'],
    ['not what may ask, for one that is named', runs, 'd1', 'no: dialog_gone'],
    ['not a prompt', none, undefined, 'no: dialog_gone'],
    ['not a prompt, for one that is named', none, 'd1', 'no: dialog_gone'],
  ])('%s', async (_, dialog, named, expected) => {
    for (const choice of ['y', 'yes']) {
      const state = asking()
      state.surface.dialog = dialog
      const done = await give(state, answering(choice, named === undefined ? {} : { dialog: named }))
      expect(done).toBe(choice === 'yes' && expected === 'pressed' ? 'submitted' : expected)
      expect(agentBytes(state).length > 0).toBe(expected === 'pressed')
    }
  })

  test('the delivery is told its name', async () => {
    const state = asking()
    state.surface.dialog = asks('d1')
    const told: unknown[] = []
    state.surface.onPress = ({ dialog }) => void told.push(dialog)
    state.surface.onDeliver = ({ dialog }) => void told.push(dialog)
    await state.gate.send(cursor, answering('y'))
    await state.gate.send(codex, answering('yes', { dialog: 'd1' }))
    expect(told).toEqual(['d1'])
    expect(agentBytes(state)).toEqual(['y'])
  })

  const changes: [string, (state: Rig) => unknown][] = [
    ['another opened', state => says(state, asks('d2'))],
    ['it was answered', state => says(state, none)],
    ['nothing is known any more', state => says(state, runs)],
    ['one without a name opened', state => says(state, asks(null))],
    ['the program reads lines now', ({ surface }) => Object.assign(surface, { tty: lines })],
    ['another program is in front', ({ surface }) => Object.assign(surface, { group: 8 })],
  ]
  test.each(changes)('%s while the record is written: nothing goes in', async (_, change) => {
    for (const choice of ['y', 'yes']) {
      const state = asking()
      state.surface.dialog = asks('d1')
      state.onAppend = entry => {
        if (entry.outcome === null) change(state)
      }
      expect(await give(state, answering(choice))).toBe('no: dialog_gone')
      expect(agentBytes(state)).toEqual([])
      expect(state.records).toMatchObject([{ outcome: null }, { outcome: 'denied', of: 1 }])
    }
  })

  test('a question that nobody knew of before is not what was answered', async () => {
    const state = asking()
    state.onAppend = () => void says(state, asks('d1'))
    expect(await give(state, answering('y'))).toBe('no: dialog_gone')
    expect(agentBytes(state)).toEqual([])
  })

  test('another one right before the first byte: nothing goes in', async () => {
    for (const choice of ['y', 'yes']) {
      const state = asking()
      state.surface.dialog = asks('d1')
      state.surface.onPress = () => void says(state, asks('d2'))
      state.surface.onDeliver = () => void says(state, asks('d2'))
      expect(await give(state, answering(choice))).toBe('no: dialog_gone')
      expect(agentBytes(state)).toEqual([])
    }
  })

  test('no byte meant for one question goes in while another is open, whatever changes when', async () => {
    const state = fc.constantFrom(asks('A'), asks('B'), asks(null), runs, none)
    const changing = fc.array(fc.option(state, { nil: null, freq: 2 }), { minLength: 12, maxLength: 12 })
    const choices = fc.constantFrom('y', '1', 'Enter', 'Down', 'Escape', 'yes', 'a line')
    let delivered = 0
    await fc.assert(
      fc.asyncProperty(choices, fc.boolean(), state, changing, async (choice, named, first, flips) => {
        const made = asking(all, { people: false })
        const { surface } = made
        surface.dialog = first
        let turn = 0
        let seen: string | null | undefined = named ? 'A' : undefined
        const flip = () => {
          surface.dialog = flips[turn++ % flips.length] ?? surface.dialog
        }
        surface.onReadiness = () => {
          if (turn > 0) flip()
          turn = Math.max(turn, 1)
          // Without a name it is for what is there when it is looked at first.
          if (seen === undefined) seen = surface.dialog.id
        }
        Object.assign(surface, { onPress: flip, onDeliver: flip, between: async () => flip() })
        made.onAppend = flip
        const wrong: unknown[] = []
        surface.log = event => {
          if (!event.startsWith('bytes')) return
          delivered++
          if (surface.dialog.id !== seen) wrong.push([event, surface.dialog, seen])
        }
        await ended(made, made.gate.send(cursor, answering(choice, named ? { dialog: 'A' } : {})))
        expect(wrong).toEqual([])
      }),
      { numRuns: 400 },
    )
    expect(delivered).toBeGreaterThan(30)
  })
})

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
