// press_key at the gate: which grants keys need, what the line and the dialog change, and that nothing of it goes around
// what holds for every send. The keys themselves: test/surfaces/keys.test.ts.
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openActivity } from '../../main/gate/activity.ts'
import { createGate } from '../../main/gate/gate.ts'
import { keyedSends, pastSends } from '../../main/gate/history.ts'
import type { KeysRequest, SendRequest } from '../../main/gate/model.ts'
import type { Rule } from '../../main/policy/model.ts'
import type { TtyState } from '../../main/surfaces/surface.ts'
import { testClock } from './support/clock.ts'
import { codex, cursor, type Rig, rig, rule, settle, short } from './support/rig.ts'

const press = (keys: string, key?: string): KeysRequest => {
  return { intent: 'keys', surface: 'api', keys: keys.split(' '), ...(key === undefined ? {} : { key }) }
}
const insert: SendRequest = { intent: 'type', surface: 'api', text: 'ls' }
const submit: SendRequest = { intent: 'submit', surface: 'api', text: 'ls' }
const grants = (more: Partial<Rule>) => ({ rules: [rule('r1', '*', 'submit', more)] })
const yes = { open: 'yes', why: 'It asks.', id: null } as const
const unknown = { open: 'unknown', why: 'vim runs.', id: null } as const
const cooked: TtyState = { canonical: true, echo: true, signals: true, control: [3, 4, 21, 23, 26, 28, 127] }

/** What an agent has put there before. */
async function inserted(state: Rig) {
  expect(short(await state.gate.send(cursor, insert))).toBe('inserted')
  state.surface.writes.splice(0)
}
const person = (state: Rig) => {
  state.surface.personKey('x')
  state.clock.advance(5000)
}
const agentBytes = ({ surface }: Rig) => surface.writes.filter(({ by }) => by !== 'person').map(({ data }) => data)

/** [what, keys, grants beyond submit, the surface, what comes of it] */
type Row = [string, string, Partial<Rule>, ((state: Rig) => unknown) | null, string]
const answer = { answer: 'allow' } as const
const interrupt = { interrupt: 'allow' } as const

describe('which grant keys need', () => {
  const dialog = (state: Rig) => Object.assign(state.surface, { dialog: yes })
  const vim = (state: Rig) => Object.assign(state.surface, { dialog: unknown })
  const table: Row[] = [
    ['C-c asks unless said', 'C-c', {}, null, 'no: no_answer'],
    ['C-c denied', 'C-c', { interrupt: 'deny' }, null, 'no: denied'],
    ['C-c allowed', 'C-c', interrupt, null, 'pressed'],
    ['to answer is not to interrupt', 'C-c', answer, null, 'no: no_answer'],
    ['C-c allowed, whatever runs', 'C-c', interrupt, vim, 'pressed'],
    ['Escape allowed, at a dialog', 'Escape', { ...interrupt, answer: 'deny' }, dialog, 'pressed'],
    ['C-d, C-z, C-\\ and Escape too', 'C-d C-z C-\\ Escape', {}, null, 'no: no_answer'],
    ['a character asks', 'y', {}, null, 'no: no_answer'],
    ['to interrupt is not to answer', 'y', interrupt, null, 'no: no_answer'],
    ['a character denied', 'y', { answer: 'deny' }, null, 'no: denied'],
    ['a character allowed', 'y', answer, null, 'pressed'],
    ['at a dialog', 'y', answer, dialog, 'pressed'],
    ['an arrow', 'Up', {}, null, 'no: no_answer'],
    ['an arrow allowed, in another program', 'Up', answer, vim, 'pressed'],
    ['Tab', 'Tab', {}, null, 'no: no_answer'],
    ['F1', 'F1', {}, null, 'no: no_answer'],
    ['M-x', 'M-x', {}, null, 'no: no_answer'],
    ['all of these allowed', 'Tab F1 M-x PageUp Space', answer, null, 'pressed'],
    ['both needed, one allowed', 'C-c y', interrupt, null, 'no: no_answer'],
    ['both needed, one denied', 'C-c y', { ...interrupt, answer: 'deny' }, null, 'no: denied'],
    ['both allowed', 'C-c y', { ...interrupt, ...answer }, null, 'pressed'],
    ['Escape before a key makes another of it', 'Escape C-e', interrupt, inserted, 'no: no_answer'],
    ['Enter on an empty line', 'Enter', {}, null, 'no: no_answer'],
    ['Enter on an empty line, to answer denied', 'Enter', { answer: 'deny' }, null, 'no: denied'],
    ['Enter for own text', 'Enter', { answer: 'deny' }, inserted, 'pressed'],
    ['KPEnter, C-m and C-j for own text', 'C-m', { answer: 'deny' }, inserted, 'pressed'],
    ['Enter with nothing of its own, allowed to answer', 'Enter', answer, null, 'pressed'],
    ['Enter at a dialog', 'Enter', {}, dialog, 'no: dialog_open'],
    ['Enter at a dialog, denied', 'Enter', { answer: 'deny' }, dialog, 'no: dialog_open'],
    ['Enter at a dialog, allowed', 'Enter', answer, dialog, 'pressed'],
    ['a choice and Enter', 'Down Enter', answer, dialog, 'pressed'],
    ['a choice and Enter, not allowed', 'Down Enter', {}, dialog, 'no: no_answer'],
    ['own text, and then a dialog', 'Enter', {}, async state => [await inserted(state), vim(state)], 'no: dialog_open'],
    ['editing own text', 'C-a C-k Backspace', { answer: 'deny' }, inserted, 'pressed'],
    ['editing nothing', 'Backspace', {}, null, 'no: no_answer'],
    ['editing nothing, denied', 'C-u', { answer: 'deny' }, null, 'no: denied'],
    ['editing what it does not know', 'Backspace', answer, vim, 'pressed'],
    ['editing in another program', 'Backspace', {}, vim, 'no: dialog_open'],
    ['C-l', 'C-l', { answer: 'deny', interrupt: 'deny' }, null, 'pressed'],
    ['C-l in another program', 'C-l', {}, vim, 'no: dialog_open'],
    ['C-s', 'C-s', { ...interrupt, ...answer }, null, 'no: bad_arguments'],
    ['C-q', 'C-q', { ...interrupt, ...answer }, null, 'no: bad_arguments'],
    ['C-v', 'C-v', { ...interrupt, ...answer }, null, 'no: bad_arguments'],
    ['C-M-s among others', 'a C-M-s', { ...interrupt, ...answer }, null, 'no: bad_arguments'],
    ["another agent's text", 'Enter', answer, state => state.gate.send(codex, insert), 'no: line_not_empty'],
    ["a person's text", 'C-c', interrupt, person, 'no: line_not_empty'],
    ["a person's text is not edited", 'C-u', answer, person, 'no: line_not_empty'],
    ['a person who types', 'C-c', interrupt, ({ surface }) => surface.personKey('\r'), 'no: person_typing'],
    [
      'a program that has ended',
      'C-c',
      interrupt,
      ({ surface }) => Object.assign(surface, { alive: false }),
      'no: surface_exited',
    ],
    ['a pause', 'C-c', interrupt, ({ gate }) => gate.pause('person'), 'no: paused'],
    ['no bytes of its own', 'C-Enter', answer, null, 'no: bad_arguments'],
  ]
  test.each(table)('%s: %s', async (_, keys, more, prepare, expected) => {
    const state = rig(grants(more))
    await prepare?.(state)
    const before = agentBytes(state).length
    const sending = state.gate.send(cursor, press(keys))
    if (expected === 'no: person_typing') Object.assign(state.surface, { composing: true })
    for (let waited = 0; waited < 12; waited++) {
      await settle()
      state.clock.advance(1000)
    }
    expect(short(await sending)).toBe(expected)
    expect(agentBytes(state).length - before).toBe(expected === 'pressed' ? 1 : 0)
  })

  test.each(['none', 'read', 'type'] as const)('level %s presses nothing, whatever else it may', async level => {
    const state = rig({ rules: [rule('r1', '*', level, { ...answer, ...interrupt })] })
    for (const keys of ['C-c', 'y', 'Enter', 'C-l']) {
      expect((await state.gate.send(cursor, press(keys))).refused).toBe(true)
    }
    expect(state.surface.writes).toEqual([])
  })

  test('a lock caps each sub-grant, and is named', async () => {
    const state = rig(grants({ ...answer, ...interrupt }))
    state.locks = [{ id: 'l1', agents: '*', surfaces: '*', level: 'submit', interrupt: 'deny' }]
    expect(await state.gate.send(cursor, press('C-c'))).toMatchObject({ code: 'denied', lock: 'l1' })
    expect(short(await state.gate.send(cursor, press('y')))).toBe('pressed')
  })

  test('what keys spell is a text for the rules on texts', async () => {
    const text = [{ deny: { contains: 'rm' } }]
    const state = rig(grants({ ...answer, text }))
    expect(short(await state.gate.send(cursor, press('r m')))).toBe('no: denied')
    expect(short(await state.gate.send(cursor, press('l s')))).toBe('pressed')
    state.rules = [rule('r1', '*', 'submit', { ...answer, ...interrupt, text: [{ require: { equals: 'ls' } }] })]
    for (const keys of ['Up', 'Enter', 'l', 'l s Enter Up l', 'Up l s', 'l s Enter']) {
      expect([keys, short(await state.gate.send(cursor, press(keys)))]).toEqual([keys, 'no: denied'])
    }
    expect(short(await state.gate.send(cursor, press('l s')))).toBe('pressed')
    expect(short(await state.gate.send(cursor, press('C-c')))).toBe('pressed')
  })
})

describe('a password prompt and a terminal with other control characters', () => {
  test('keys need the grant for secrets there, interrupting ones too', async () => {
    const state = rig(grants({ ...answer, ...interrupt }))
    state.surface.tty = { ...cooked, echo: false }
    for (const keys of ['a', 'Enter', 'C-c']) {
      expect(short(await state.gate.send(cursor, press(keys)))).toBe('no: secret_prompt')
    }
    state.rules = [rule('r1', '*', 'submit', { ...answer, ...interrupt, secret: 'allow' })]
    expect(short(await state.gate.send(cursor, press('a')))).toBe('pressed')
  })

  test('a key that this terminal acts on, and is not known to, is refused', async () => {
    const state = rig(grants({ ...answer, ...interrupt }))
    state.surface.tty = { ...cooked, control: [...cooked.control, 'x'.charCodeAt(0)] }
    expect(await state.gate.send(cursor, press('a x'))).toMatchObject({ code: 'bad_arguments', field: 'keys' })
    expect(short(await state.gate.send(cursor, press('a C-c C-u')))).toBe('pressed')
  })
})

describe('names', () => {
  test.each<[readonly string[], RegExp]>([
    [['Up', 'Entr'], /keys\[1\] is "Entr".*nearest is Enter/],
    [['C-Entr'], /keys\[0\] is "C-Entr".*nearest is C-Enter/],
    [['PageUpp'], /nearest is PageUp\b/],
    [['\x03'], /keys\[0\] is "\\u0003"/],
    [['\n'], /no key\. Nothing/],
    [['x'.repeat(10_000)], /no key/],
    [[], /no key to press/],
    [Array.from({ length: 17 }, () => 'a'), /17 keys.*at most 16/],
  ])('%j is a bad argument', async (keys, why) => {
    const state = rig(grants({ ...answer, ...interrupt }))
    const refused = await state.gate.send(cursor, { intent: 'keys', surface: 'api', keys })
    expect(refused).toMatchObject({ code: 'bad_arguments', field: 'keys', fix: expect.stringMatching(/\w/) })
    expect(refused).toMatchObject({ why: expect.stringMatching(why) })
    expect(state.surface.writes).toEqual([])
    expect(JSON.stringify(state.records[0]?.keys).length).toBeLessThan(200)
  })

  test('16 keys are not too many, and go in as one write', async () => {
    const state = rig(grants(answer))
    expect(short(await state.gate.send(cursor, press(Array.from({ length: 16 }, () => 'Up').join(' '))))).toBe(
      'pressed',
    )
    expect(state.surface.writes).toEqual([{ by: 'cursor', data: '\x1b[A'.repeat(16) }])
  })

  test('no list of names whatever writes a byte that its grants do not cover', async () => {
    const names = fc.oneof(
      fc.constantFrom('C-c', 'ctrl-c', '^C', 'esc', 'C-[', 'Enter', 'C-m', 'y', 'Up', 'tab', 'BSpace', 'C-s', 'C-l'),
      fc.string({ maxLength: 6 }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(names, { maxLength: 18 }), async keys => {
        const state = rig(grants({}))
        await state.gate.send(cursor, { intent: 'keys', surface: 'api', keys })
        expect(state.surface.bytes()).toMatch(/^\x0c*$/)
      }),
    )
  })
})

describe('a press is a send', () => {
  test('it is on disk before its bytes, with its keys and the grant it needed, and so is its end', async () => {
    const state = rig(grants(interrupt))
    expect(short(await state.gate.send(cursor, press('ctrl-c')))).toBe('pressed')
    expect(state.log).toEqual(['record send interrupt', 'bytes "\\u0003"', 'record send delivered'])
    const [first, second] = state.records
    const both = {
      actor: 'cursor',
      intent: 'interrupt',
      text: null,
      keys: ['ctrl-c'],
      surface: { id: 's_aaaa', name: 'api' },
    }
    expect(first).toMatchObject({ ...both, outcome: null, bytes: null, verdict: { effect: 'allow', rule: 'r1' } })
    expect(second).toMatchObject({ ...both, of: 1, outcome: 'delivered', bytes: 1 })
  })

  test.each<[string, Partial<Rule>]>([
    ['C-c', {}],
    ['y', { answer: 'deny' }],
    ['nonsense', {}],
  ])('a refusal of %s is on disk, with nothing delivered', async (keys, more) => {
    const state = rig(grants(more))
    await state.gate.send(cursor, press(keys))
    expect(state.log).toHaveLength(1)
    expect(state.records).toMatchObject([{ actor: 'cursor', keys: [keys], outcome: 'denied' }])
  })

  test('Enter that no line was seen to leave on is unconfirmed', async () => {
    const state = rig()
    await inserted(state)
    state.surface.seenToSubmit = false
    expect(short(await state.gate.send(cursor, press('Enter')))).toBe('unconfirmed')
    expect(state.records.at(-1)).toMatchObject({ outcome: 'unconfirmed', keys: ['Enter'] })
  })

  test('it counts as a submit in limits, and one that was refused does not', async () => {
    const limits = [{ max: 1, window: 'minute', per: 'pair', intent: 'submit' }] as const
    const state = rig(grants({ ...interrupt, limits: [...limits] }))
    expect(short(await state.gate.send(cursor, press('y')))).toBe('no: no_answer')
    expect(short(await state.gate.send(cursor, press('C-c')))).toBe('pressed')
    expect(short(await state.gate.send(cursor, press('C-c')))).toBe('no: rate_limited')
    expect(short(await state.gate.send(cursor, submit))).toBe('no: rate_limited')
  })

  test('it takes its turn: two senders never mix', async () => {
    const state = rig(grants(answer))
    let go = () => {}
    state.surface.between = () =>
      new Promise(resolve => {
        go = resolve
      })
    const first = state.gate.send(codex, submit)
    await expect.poll(() => state.surface.writes.length).toBe(1)
    const second = state.gate.send(cursor, press('y'))
    await settle()
    go()
    expect([short(await first), short(await second)]).toEqual(['submitted', 'pressed'])
    expect(state.surface.writes.map(({ by }) => by)).toEqual(['codex', 'codex', 'cursor'])
  })

  const changes: [string, string, (state: Rig) => void][] = [
    ['a pause', 'no: paused', ({ gate }) => void gate.pause('person')],
    [
      'a narrower grant',
      'no: denied',
      state => Object.assign(state, { rules: [rule('r1', '*', 'submit', { interrupt: 'deny' })] }),
    ],
    ['a revocation', 'no: denied', ({ gate }) => gate.agentGone('cursor')],
    ['the surface closed', 'no: surface_exited', ({ surfaces }) => void surfaces.splice(0)],
    ['a person who types', 'no: line_not_empty', ({ surface }) => surface.personKey('x')],
    [
      'a password prompt',
      'no: secret_prompt',
      ({ surface }) => Object.assign(surface, { tty: { ...cooked, echo: false } }),
    ],
  ]
  test.each(changes)('%s while the record is written: nothing is pressed', async (_, expected, change) => {
    const state = rig(grants(interrupt))
    state.onAppend = entry => {
      if (entry.outcome === null && entry.kind === 'send') change(state)
    }
    const sending = state.gate.send(cursor, press('C-c'))
    await settle()
    state.clock.advance(2000)
    expect(short(await sending)).toBe(expected)
    expect(agentBytes(state)).toEqual([])
    expect(state.records.find(({ of }) => of !== undefined)).toMatchObject({ outcome: 'denied' })
  })

  test('a line that changed before the write is checked again', async () => {
    const state = rig(grants(interrupt))
    let times = 0
    state.surface.onPress = () => {
      times += 1
      if (times === 1) state.surface.personKey('\r')
    }
    const sending = state.gate.send(cursor, press('C-c'))
    for (let waited = 0; waited < 3; waited++) {
      await settle()
      state.clock.advance(1000)
    }
    expect(short(await sending)).toBe('pressed')
    expect(times).toBe(2)
  })

  test('what cannot be recorded is not pressed', async () => {
    const state = rig(grants(interrupt))
    state.fault = 'Activity cannot be saved.'
    expect(short(await state.gate.send(cursor, press('C-c')))).toBe('no: not_recorded')
    expect(state.surface.writes).toEqual([])
  })

  test('a key that may stay on the line keeps others away; a signal does not', async () => {
    const state = rig(grants({ ...answer, ...interrupt }))
    await state.gate.send(cursor, press('C-c'))
    expect(short(await state.gate.send(codex, submit))).toBe('submitted')
    await state.gate.send(cursor, press('Up'))
    expect(short(await state.gate.send(codex, submit))).toBe('no: line_not_empty')
    expect(short(await state.gate.send(cursor, press('Enter')))).toBe('pressed')
  })
})

describe('idempotency keys', () => {
  test('the same keys under the same key are pressed once; others are key_reused', async () => {
    const state = rig(grants(answer))
    expect(short(await state.gate.send(cursor, press('y', 'k')))).toBe('pressed')
    expect(short(await state.gate.send(cursor, press('y', 'k')))).toBe('pressed')
    for (const other of [press('n', 'k'), press('y y', 'k'), { ...submit, key: 'k' }, { ...insert, key: 'k' }]) {
      expect(short(await state.gate.send(cursor, other))).toBe('no: key_reused')
    }
    expect(state.records.at(-2)).toMatchObject({ intent: 'submit', text: 'ls', keys: null, key: 'k' })
    expect(agentBytes(state)).toEqual(['y'])
  })

  test('a refused press leaves its key free', async () => {
    const state = rig()
    expect(short(await state.gate.send(cursor, press('y', 'k')))).toBe('no: no_answer')
    state.rules = [rule('r1', '*', 'submit', answer)]
    expect(short(await state.gate.send(cursor, press('y', 'k')))).toBe('pressed')
  })

  test('after a restart it stands, and counts in limits', async () => {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-press-'))
    onTestFinished(() => rm(dir, { recursive: true, force: true }))
    const clock = testClock()
    const run = async () => {
      const activity = await openActivity(dir, { clock })
      onTestFinished(() => activity.close())
      const keyed = await keyedSends(dir, clock.now())
      return rig({
        ...grants({ ...interrupt, ...answer }),
        activity,
        make: options => createGate({ ...options, keyed }),
      })
    }
    const before = await run()
    expect(short(await before.gate.send(cursor, press('C-c', 'k')))).toBe('pressed')
    const after = await run()
    expect(short(await after.gate.send(cursor, press('C-c', 'k')))).toBe('pressed')
    expect(short(await after.gate.send(cursor, press('y', 'k')))).toBe('no: key_reused')
    expect(after.surface.writes).toEqual([])
    expect(await pastSends(dir, 0, clock.now())).toMatchObject([{ agent: { id: 'cursor' }, intent: 'submit' }])
  })
})
