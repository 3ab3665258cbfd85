import { describe, expect, it } from 'vitest'
import { type Beyond, type Gesture, ready } from '../../main/gate/ready.ts'
import type { Readiness, TtyState } from '../../main/surfaces/surface.ts'
import type { Effect } from '../../preload/contract.ts'

const calm: Readiness = {
  alive: true,
  unreached: null,
  line: { by: [], version: 1 },
  dialog: { open: 'no', why: 'At its prompt.', id: null },
  tty: null,
  bracketedPaste: true,
  sincePersonKey: null,
  composing: false,
  group: 7,
  alt: false,
  cursorLine: '$',
  insertable: { ok: false, why: 'not at a prompt' },
  betweenCommands: false,
}
const line = (...by: string[]) => ({ line: { by, version: 1 } })
const submit: Gesture = { by: 'cursor', text: 'ls', enter: true }
const insert: Gesture = { by: 'cursor', text: 'ls', enter: false }
const enter: Gesture = { by: 'cursor', text: '', enter: true }
const run: Gesture = { by: 'person', text: 'ls', enter: true }
const unknown = { dialog: { open: 'unknown', why: 'vim runs.', id: null } } as const
const yes = { dialog: { open: 'yes', why: 'It asks.', id: null } } as const

const raw: TtyState = { canonical: false, echo: false, signals: false, control: [] }
const cooked: TtyState = { canonical: true, echo: true, signals: true, control: [3, 4] }
const password: TtyState = { ...cooked, echo: false }

/** What a rule gives beyond submit. */
function granted(answer: Effect, secret: Effect): Beyond {
  return intent => {
    const effect = intent === 'answer' ? answer : secret
    return { effect, rule: 'r1', lock: null, level: 'submit', ask: null, why: `r1 says ${effect} to ${intent}.` }
  }
}
const usual = granted('ask', 'deny')
const beyondOf = (gesture: Gesture) => (gesture.by === 'person' ? null : usual)

describe('ready', () => {
  it.each<[string, Partial<Readiness>, Gesture, string | null]>([
    ['a calm surface takes a submit', {}, submit, null],
    ['and an insert', {}, insert, null],
    ['an ended program takes nothing', { alive: false, ...line('person') }, submit, 'surface_exited'],
    ['not from a person either', { alive: false }, run, 'surface_exited'],
    ['a person who just typed goes first', { sincePersonKey: 1499, ...line('person') }, submit, 'person_typing'],
    ['1.5 s later they do not', { sincePersonKey: 1500 }, submit, null],
    ['a person who composes goes first', { composing: true, sincePersonKey: 9999 }, submit, 'person_typing'],
    ["a person's own run does not wait for them", { sincePersonKey: 0, composing: true }, run, null],
    ["a person's text on the line", line('person'), submit, 'line_not_empty'],
    ["another agent's text on the line", line('codex'), insert, 'line_not_empty'],
    ['own text and more', line('cursor', 'person'), enter, 'line_not_empty'],
    ['own text takes an insert', line('cursor'), insert, null],
    ['own text takes no second text with Enter', line('cursor'), submit, 'line_not_empty'],
    ['Enter alone for own text', line('cursor'), enter, null],
    ['Enter alone for nothing', {}, enter, 'bad_arguments'],
    ["Enter alone for another's text", line('codex'), enter, 'line_not_empty'],
    ["a person's run never lands on another's text", line('codex'), run, 'line_not_empty'],
    ['nor on their own', line('person'), run, 'line_not_empty'],
    ['nor does an insert', line('person'), { ...run, enter: false }, 'line_not_empty'],
    ['an open dialog', yes, submit, 'dialog_open'],
    ['a dialog nobody can exclude', unknown, insert, 'dialog_open'],
    ['Enter alone before a dialog', { ...unknown, ...line('cursor') }, enter, 'dialog_open'],
    ['a person may answer a dialog', yes, run, null],
    ['lines without a paste', { bracketedPaste: false }, { ...submit, text: 'a\nb' }, 'bad_text'],
    ['a tab without a paste', { bracketedPaste: false }, { ...insert, text: 'a\tb' }, 'bad_text'],
    ['lines in a paste', {}, { ...submit, text: 'a\n\tb' }, null],
    ['lines without a paste, from a person', { bracketedPaste: false }, { ...run, text: 'a\nb' }, 'bad_text'],
    ['a line end the paste keeps, in a terminal that reads lines', { tty: cooked }, { ...submit, text: 'a\nb' }, null],
    [
      'a character the terminal acts on',
      { tty: { ...cooked, control: [120] } },
      { ...submit, text: 'axe' },
      'bad_text',
    ],
    ['which only this terminal does', { tty: cooked }, { ...submit, text: 'axe' }, null],
    ['a person may not send one either', { tty: { ...cooked, control: [120] } }, { ...run, text: 'axe' }, 'bad_text'],
    ['a line of 4095 bytes where lines are read', { tty: cooked }, { ...submit, text: 'x'.repeat(4095) }, null],
    ['a longer one', { tty: cooked }, { ...submit, text: 'x'.repeat(4096) }, 'bad_text'],
    ['two such lines', { tty: cooked }, { ...submit, text: `${'x'.repeat(4095)}\n${'x'.repeat(4095)}` }, null],
    ['a long one where keys are read', { tty: raw }, { ...submit, text: 'x'.repeat(60_000) }, null],
    ['a password prompt', { tty: password }, submit, 'secret_prompt'],
    ['a person at a password prompt', { tty: password }, run, null],
    ['the password comes before the dialog', { ...unknown, tty: password }, submit, 'secret_prompt'],
    ['the line comes before the dialog', { ...yes, ...line('person') }, submit, 'line_not_empty'],
  ])('%s', (_, state, gesture, expected) => {
    const answer = ready({ ...calm, ...state }, gesture, author => author, beyondOf(gesture))
    expect(answer[0]?.code ?? null).toBe(expected)
  })

  it('everything that speaks against it is told, in the order in which it is asked', () => {
    const state = { ...calm, ...yes, ...line('person'), sincePersonKey: 1, bracketedPaste: false }
    const codes = (gesture: Gesture) => ready(state, gesture, author => author, usual).map(({ code }) => code)
    expect(codes(submit)).toEqual(['person_typing', 'line_not_empty', 'dialog_open'])
    expect(codes({ ...submit, text: 'a\nb' })).toEqual(['person_typing', 'line_not_empty', 'dialog_open', 'bad_text'])
  })

  it('says who is on the line, what the dialog is and where the line end stands', () => {
    const nameOf = (author: string) => (author === 'codex' ? 'Codex' : 'a person')
    const [taken] = ready({ ...calm, ...line('person', 'codex') }, submit, nameOf, usual)
    expect(taken).toMatchObject({ why: expect.stringContaining('a person, Codex') })
    expect(ready({ ...calm, ...yes }, submit, nameOf, usual)[0]).toMatchObject({
      why: expect.stringContaining('It asks.'),
    })
    const [loose] = ready({ ...calm, bracketedPaste: false }, { ...submit, text: 'a\nb' }, nameOf, usual)
    expect(loose).toMatchObject({ index: 1, codePoint: 'U+000A' })
  })

  it.each<[string, Partial<Readiness>, Beyond, string | null, string | null]>([
    ['answer allowed', unknown, granted('allow', 'deny'), null, null],
    ['answer allowed, an open dialog', yes, granted('allow', 'deny'), null, null],
    ['answer asked', yes, granted('ask', 'deny'), 'dialog_open', 'ask'],
    ['answer denied', yes, granted('deny', 'deny'), 'dialog_open', 'deny'],
    ['secret allowed', { tty: password }, granted('ask', 'allow'), null, null],
    ['secret asked', { tty: password }, granted('ask', 'ask'), 'secret_prompt', 'ask'],
    ['secret allowed, but answer is not', { ...unknown, tty: password }, granted('ask', 'allow'), 'dialog_open', 'ask'],
  ])('by the sub-grants: %s', (_, state, beyond, code, effect) => {
    const [answer = null] = ready({ ...calm, ...state }, submit, author => author, beyond)
    expect(answer).toEqual(code === null ? null : expect.objectContaining({ code, effect, rule: 'r1' }))
  })
})
