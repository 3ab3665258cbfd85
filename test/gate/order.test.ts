import { describe, expect, it } from 'vitest'
import type { SendRequest } from '../../main/gate/model.ts'
import { agent, cursor, type Rig, rig, rule, short } from './support/rig.ts'

const submit = (text = 'ls', surface = 'api'): SendRequest => ({ intent: 'submit', surface, text })
const type = (text = 'ls', surface = 'api'): SendRequest => ({ intent: 'type', surface, text })

/** From the last check to the first: each makes one more thing wrong, and the newest wrong thing is what is named. */
const wrongs: [string, string, (rig: Rig) => SendRequest | undefined][] = [
  ['nothing', 'submitted', () => undefined],
  [
    'a dialog is open',
    'no: dialog_open',
    ({ surface }) => {
      surface.dialog = { open: 'yes', why: 'It asks.', id: null }
    },
  ],
  [
    'a person is on the line',
    'no: line_not_empty',
    ({ surface, clock }) => {
      surface.personKey('x')
      clock.advance(2000)
      return undefined
    },
  ],
  [
    'a person composes',
    'no: person_typing',
    ({ surface }) => {
      surface.composing = true
    },
  ],
  ['the text deceives', 'no: no_answer', () => submit('a\u202eb')],
  [
    'the program ended',
    'no: surface_exited',
    ({ surface }) => {
      surface.alive = false
    },
  ],
  [
    'the policy asks',
    'no: no_answer',
    state => {
      state.rules = [rule('r2', '*', 'type', { ask: 'submit' })]
    },
  ],
  [
    'the policy denies',
    'no: denied',
    state => {
      state.rules = [rule('r3', '*', 'type')]
    },
  ],
  ['the text acts', 'no: bad_text', () => submit('a\u202eb\x1b')],
  ['agents are paused', 'no: paused', ({ gate }) => void gate.pause('person')],
  ['nobody has that name', 'no: no_such_surface', () => submit('a\x1b', 'web')],
  [
    'the policy is broken',
    'no: denied',
    state => {
      state.policyFault = 'line 3: unknown key'
    },
  ],
  [
    'the record is broken',
    'no: not_recorded',
    state => {
      state.fault = 'Activity cannot be saved: EIO.'
    },
  ],
]

describe('the order of checks', () => {
  it.each(wrongs.map(([name, expected], index) => [name, expected, index] as const))(
    'of all that is wrong so far, "%s" is named (%s)',
    async (_, expected, index) => {
      const state = rig()
      let request: SendRequest = submit()
      for (const [, , make] of wrongs.slice(0, index + 1)) request = make(state) ?? request
      const answer = await state.gate.send(cursor, request)
      expect(short(answer)).toBe(expected)
      expect(state.surface.writes.filter(({ by }) => by === 'cursor')).toHaveLength(index === 0 ? 2 : 0)
    },
  )

  it.each(wrongs.slice(1, -1).map(([name], index) => [name, index + 1] as const))(
    'a refusal is on disk with its reason before it is answered (%s)',
    async (_, index) => {
      const state = rig()
      const request = wrongs[index]![2](state) ?? submit()
      const answer = await state.gate.send(cursor, request)
      const last = state.records.filter(({ kind }) => kind === 'send').at(-1)
      if (!answer.refused) throw new Error('not refused')
      const { effect, why } = answer
      expect(last).toMatchObject({ actor: 'cursor', outcome: 'denied', verdict: { effect, why } })
    },
  )
})

describe('refusals', () => {
  it('carry effect, rule, lock, the level there and the sentence', async () => {
    const locks = [{ id: 'l1', agents: '*', surfaces: '*', level: 'read' }] as const
    const state = rig({ locks: [...locks] })
    const denied = await state.gate.send(cursor, submit())
    expect(denied).toMatchObject({ code: 'denied', effect: 'deny', rule: 'r1', lock: 'l1', allowed: 'read' })
    state.locks = []
    state.rules = [rule('r2', 'cursor', 'read', { ask: 'submit' })]
    const asks = await state.gate.send(cursor, type())
    expect(asks).toMatchObject({ code: 'no_answer', effect: 'ask', rule: 'r2', allowed: 'read' })
    expect(asks).toMatchObject({ why: expect.stringContaining('nobody can answer: no window') })
  })

  it('a text names index and code point', async () => {
    const { gate, surface } = rig()
    const answer = await gate.send(cursor, submit('😀\r'))
    expect(answer).toMatchObject({ code: 'bad_text', index: 2, codePoint: 'U+000D' })
    expect(answer).toMatchObject({ why: expect.stringContaining('carriage return') })
    expect(await gate.send(cursor, submit('a\u200bb'))).toMatchObject({ index: 1, codePoint: 'U+200B' })
    surface.bracketedPaste = false
    expect(await gate.send(cursor, submit('a\nb'))).toMatchObject({ code: 'bad_text', index: 1, codePoint: 'U+000A' })
    expect(await gate.send(cursor, submit('a\tb'))).toMatchObject({ code: 'bad_text', index: 1, codePoint: 'U+0009' })
    expect(surface.writes).toEqual([])
  })

  it.each<[string, SendRequest, string]>([
    ['an empty text', { intent: 'submit', surface: 'api', text: '' }, 'text'],
    ['an empty draft text', { intent: 'type', surface: 'api', text: '' }, 'text'],
    ['text and draft', { intent: 'submit', surface: 'api', text: 'a', draft: 'd_aaaa@1' }, 'draft'],
    ['a draft that is no reference', { intent: 'submit', surface: 'api', draft: 'd_aaaa' }, 'draft'],
    ['Enter alone with nothing on the line', { intent: 'submit', surface: 'api' }, 'text'],
  ])('%s is a bad argument with a fix', async (_, request, field) => {
    const { gate, surface } = rig()
    const answer = await gate.send(cursor, request)
    expect(answer).toMatchObject({ code: 'bad_arguments', field, fix: expect.any(String) })
    expect(surface.writes).toEqual([])
  })

  it('a text over the limit is refused and kept shortened in the record', async () => {
    const { gate, records } = rig()
    expect(await gate.send(cursor, submit('x'.repeat(65_537)))).toMatchObject({ code: 'bad_text', index: 65_536 })
    expect(records[0]!.text).toHaveLength(1024)
  })

  it('a surface the agent may not know of is answered like one that is not there', async () => {
    const state = rig({ rules: [rule('r1', 'codex', 'submit')] })
    const hidden = await state.gate.send(cursor, submit('ls', 'api'))
    const absent = await state.gate.send(cursor, submit('ls', 'xyz'))
    expect(JSON.stringify(hidden)).toBe(JSON.stringify(absent).replace('xyz', 'api'))
    expect(hidden).toMatchObject({ code: 'no_such_surface', rule: null, lock: null, allowed: null })
    expect(state.records.map(({ surface }) => surface)).toEqual([null, null])
    expect(await state.gate.send(agent('nobody'), submit())).toMatchObject({ code: 'no_such_surface' })
  })

  it('two of a name are an error that lists the ids the caller may see', async () => {
    const names = { s_aaaa: 'api', s_bbbb: 'api', s_cccc: 'api' }
    const state = rig({ names })
    state.locks = [{ id: 'l1', agents: 'cursor', surfaces: { id: 's_cccc' }, level: 'none' }]
    const answer = await state.gate.send(cursor, submit())
    expect(answer).toMatchObject({ code: 'bad_arguments', field: 'surface' })
    expect(answer).toMatchObject({ why: expect.stringMatching(/s_aaaa, s_bbbb\./) })
    expect(JSON.stringify(answer)).not.toContain('s_cccc')
    expect(short(await state.gate.send(cursor, submit('ls', 's_bbbb')))).toBe('submitted')
    expect(state.surfaces.map(({ writes }) => writes.length)).toEqual([0, 2, 0])
  })
})
