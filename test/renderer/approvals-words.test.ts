// What is said of an approval, which keys it has, and why an answer is off.
import { describe, expect, it } from 'vitest'
import { ANSWERS, type AnswerKind, type ApprovalView, type Cell } from '../../preload/contract.ts'
import { CARD_KEYS, deedOf, keyOf } from '../../renderer/state/approval-keys.ts'
import {
  answerMeans,
  answerWord,
  asksLine,
  asksOf,
  askWords,
  grantShown,
  primaryOf,
  readWords,
  whyOff,
} from '../../renderer/state/approval-words.ts'
import { ask } from './support/asks.ts'

const key = (name: string, held: Partial<Record<'ctrlKey' | 'altKey' | 'metaKey', boolean>> = {}, code = '') => {
  return { key: name, code, ctrlKey: false, altKey: false, metaKey: false, ...held }
}
const every = ask({ answers: [...ANSWERS] })
const title = (over: Partial<ApprovalView>) => {
  const view = ask(over)
  const { lead, act, join } = askWords(view)
  return ['Cursor', lead, act, ...(view.surface ? [join, view.surface.name] : [])].filter(Boolean).join(' ')
}

describe('the title of a card', () => {
  it.each<[string, Partial<ApprovalView>]>([
    ['Cursor wants to submit in shell', {}],
    ['Cursor wants to type in shell', { intent: 'type' }],
    ['Cursor wants to read shell', { kind: 'read', intent: 'read' }],
    ['Cursor wants to interrupt shell', { intent: 'interrupt' }],
    ['Cursor wants to answer a dialog in shell', { intent: 'answer' }],
    ['Cursor wants to answer a password prompt in shell', { intent: 'secret' }],
    ['Cursor wants to close shell', { intent: 'close' }],
    ['Cursor wants to open a surface', { kind: 'open', intent: 'open', surface: null }],
    [
      'Cursor wants to adopt a tmux pane',
      {
        kind: 'open',
        intent: 'open',
        surface: null,
        facts: [{ name: 'Adopts', value: 'the tmux pane %1', verified: true }],
      },
    ],
    [
      'Cursor wants to let go of shell',
      { intent: 'close', facts: [{ name: 'Lets go', value: 'It lives on', verified: true }] },
    ],
    ['Cursor asks for Type in shell', { kind: 'access', wants: 'type' }],
    ['Cursor wants to connect', { kind: 'connect', surface: null }],
    ['Cursor now comes from another program', { kind: 'program', surface: null }],
  ])('%s', (words, over) => expect(title(over)).toBe(words))
})

it('a pane and a row say who asks for what, or how many', () => {
  const other = ask({ ref: 'a_bbbb@1', surface: { id: 's_2222', name: 'tests', workspace: 'web' } })
  expect(asksOf([every, other], 's_1111')).toEqual([every])
  expect(asksLine([every])).toBe('Cursor asks to submit')
  expect(asksLine([ask({ kind: 'access' })])).toBe('Cursor asks for Submit')
  expect(asksLine([every, other])).toBe('2 requests wait')
  expect(asksLine([])).toBeNull()
})

describe('keys of a card', () => {
  it('do what is drawn on the buttons, and every one of them is in the list of keys', () => {
    for (const how of ANSWERS.filter(one => one !== 'start')) {
      expect(deedOf(key(keyOf(how).toLowerCase()), every)).toBe(how)
      expect(CARD_KEYS.map(one => one.key)).toContain(keyOf(how))
    }
  })

  it.each(ANSWERS)('a card that does not offer %s has no key for it', how => {
    const view = ask({ answers: ANSWERS.filter(one => one !== how && one !== 'start') })
    expect(deedOf(key(keyOf(how)), view)).toBe(how === 'start' ? 'once' : null)
  })

  it('Y lets a new agent in, and looks again where something changed', () => {
    expect(deedOf(key('y'), ask({ kind: 'connect', answers: ['start', 'deny'] }))).toBe('start')
    expect(deedOf(key('y'), ask({ changed: ['the line is not empty'] }))).toBe('look')
  })

  it('Y gives no answer that has a key of its own', () => {
    expect(deedOf(key('y'), ask({ kind: 'access', answers: ['minutes', 'always', 'deny'] }))).toBeNull()
  })

  it.each([
    ['Enter', key('Enter')],
    ['Space', key(' ')],
    ['Ctrl+Y', key('y', { ctrlKey: true })],
    ['Alt+M', key('m', { altKey: true })],
    ['Command+E', key('e', { metaKey: true })],
    ['any other letter', key('q')],
  ])('%s answers nothing', (_, press) => expect(deedOf(press, every)).toBeNull())

  it('are by what they say, and in another script by where they are', () => {
    expect(deedOf(key('y', {}, 'KeyZ'), every)).toBe('once')
    expect(deedOf(key('н', {}, 'KeyY'), every)).toBe('once')
  })

  it('with nothing in front only leave, walk and explain', () => {
    expect(['Escape', 'j', 'k', '?', 'y', 'x'].map(name => deedOf(key(name), null))).toEqual([
      'leave',
      'next',
      'previous',
      'keys',
      null,
      null,
    ])
  })
})

describe('an answer that lets something happen is off', () => {
  const lets: AnswerKind[] = ['once', 'minutes', 'always']
  const free = { paused: false as const, managed: false, whole: true }

  it.each(lets)('%s: while something changed, is folded away, or is paused', how => {
    expect(whyOff(how, every, free)).toBeNull()
    expect(whyOff(how, ask({ changed: ['x'] }), free)).toBe('Look again first.')
    expect(whyOff(how, every, { ...free, whole: false })).toBe('Show all of it first.')
    expect(whyOff(how, every, { ...free, paused: 'all' })).toMatch(/paused/)
  })

  it.each<AnswerKind>(['deny', 'deny_all', 'block'])('%s is never off: it lets nothing happen', how => {
    expect(whyOff(how, ask({ changed: ['x'] }), { ...free, paused: 'all', whole: false })).toBeNull()
  })

  it.each<AnswerKind>(['draft', 'edit'])('%s waits only for what changed: nothing is delivered by it alone', how => {
    expect(whyOff(how, every, { ...free, paused: 'all', whole: false })).toBeNull()
    expect(whyOff(how, ask({ changed: ['x'] }), free)).toBe('Look again first.')
  })

  it('a new agent can be let in while all are paused', () => {
    expect(whyOff('start', ask({ kind: 'connect' }), { ...free, paused: 'all' })).toBeNull()
  })

  it('what writes a rule or a lock is off while the policy is managed, what is for this once is not', () => {
    const off = ANSWERS.filter(how => whyOff(how, every, { ...free, managed: true }) !== null)
    expect(off).toEqual(['minutes', 'always', 'start', 'block'])
  })

  it('it is said whether all are paused or this agent alone', () => {
    expect(whyOff('once', every, { ...free, paused: 'agent' })).toMatch(/^Cursor is paused/)
  })
})

it('a card says what would be read, and of anything else nothing', () => {
  expect(readWords(ask({ kind: 'read', text: 'screen' }))).toBe('What stands on its screen now')
  expect(readWords(ask({ kind: 'read', text: 'the last 200 lines' }))).toBe('the last 200 lines')
  expect(readWords(ask())).toBeNull()
})

it('the first answer is filled, and a card of nothing but refusals has none', () => {
  expect(primaryOf(every)).toBe('once')
  expect(primaryOf(ask({ answers: ['always', 'minutes', 'deny'] }))).toBe('minutes')
  expect(primaryOf(ask({ answers: ['deny', 'block'] }))).toBeNull()
})

it('buttons say how long and what for', () => {
  expect(answerWord('minutes', ask())).toBe('Allow for 15 min')
  expect(answerWord('minutes', ask({ minutes: 60 }))).toBe('Allow for 60 min')
  expect(answerWord('start', ask(), 'read')).toBe('Connect with Read only')
  expect(answerWord('start', ask(), 'none')).toBe('Connect with no access')
  expect(answerWord('deny', ask({ kind: 'connect' }))).toBe('Not now')
  expect(answerWord('once', ask({ kind: 'program' }))).toBe('Accept this program')
  const nine = new Date(2026, 0, 1, 9, 41).getTime()
  expect(answerMeans('minutes', ask(), nine)).toBe('Cursor may submit in shell until 09:56')
  expect(answerMeans('block', ask(), nine)).toBe('Denies this, and Cursor may at most read shell from now on')
  expect(answerMeans('block', ask({ surface: null }), nine)).toBe(
    'Denies this, and Cursor gets nothing anywhere from now on',
  )
})

describe('what the rule gives', () => {
  const cell = { rule: 'r1', level: 'read', ask: 'type' } as Cell
  const wish = ask({ kind: 'access', level: 'read', wants: 'submit' })
  it('is the policy’s word, not what was asked for', () => {
    expect(grantShown(wish, cell)).toEqual({ level: 'read', ask: 'type' })
  })
  it('is said without an ask where the policy is another by now', () => {
    for (const other of [undefined, { ...cell, rule: 'r9' }, { ...cell, level: 'none' as const }]) {
      expect(grantShown(wish, other)).toEqual({ level: 'read', ask: null })
    }
  })
  it('of a send that is asked about reaches to that send', () => {
    expect(grantShown(ask())).toEqual({ level: 'type', ask: 'submit' })
  })
})
