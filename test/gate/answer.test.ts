// answer_prompt at the gate: what a choice is, which grants it needs and which question it reaches. As a send, and with a
// person asked: answer-sends.test.ts. With real programs: answer-real.test.ts.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type * as Product from '../../main/gate/gate.ts'
import type { Rule } from '../../main/policy/model.ts'
import type { Dialog } from '../../main/surfaces/surface.ts'
import { bundle } from '../helpers/bundle.ts'
import {
  agentBytes,
  all,
  allowed,
  answering,
  asking,
  asks,
  ended,
  give,
  lines,
  none,
  runs,
  says,
} from './support/answering.ts'
import { codex, cursor, paste, type Rig, rule } from './support/rig.ts'

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

test('a program that reads keys has taken the last answer; on a line what was inserted is still there', async () => {
  const state = asking()
  expect(await give(state, answering('y'))).toBe('pressed')
  expect(await give(state, answering('a name'))).toBe('submitted')
  const inserted = asking()
  inserted.surface.tty = lines
  expect(await give(inserted, { intent: 'type', surface: 'api', text: 'rm ' })).toBe('inserted')
  expect(await give(inserted, answering('yes'))).toBe('no: line_not_empty')
  expect(agentBytes(inserted)).toEqual(['rm '])
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
})

describe('no byte meant for one question goes in while another is open', () => {
  const state = fc.constantFrom(asks('A'), asks('B'), asks(null), runs, none)
  const changing = fc.array(fc.option(state, { nil: null, freq: 2 }), { minLength: 12, maxLength: 12 })
  const choices = fc.constantFrom('y', '1', 'Enter', 'Down', 'Escape', 'yes', 'a line')

  const meant = (delivered: () => void, make?: typeof Product.createGate) =>
    fc.asyncProperty(choices, fc.boolean(), state, changing, async (choice, named, first, flips) => {
      const made = asking(all, make ? { make } : {})
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
        delivered()
        if (surface.dialog.id !== seen) wrong.push([event, surface.dialog, seen])
      }
      await ended(made, made.gate.send(cursor, answering(choice, named ? { dialog: 'A' } : {})))
      expect(wrong).toEqual([])
    })

  test('whatever changes when', async () => {
    let delivered = 0
    const count = () => {
      delivered++
    }
    await fc.assert(meant(count), { numRuns: 400 })
    expect(delivered).toBeGreaterThan(30)
  })

  test('a gate that looks at the question only once is found out', async () => {
    const once = { file: 'gate/write.ts', from: 'answers && state.alive', to: 'answers && !state.alive' }
    const copy = await bundle(path.join(import.meta.dirname, '../../main/gate/gate.ts'), [once])
    try {
      const { createGate } = (await import(/* @vite-ignore */ pathToFileURL(copy.path).href)) as typeof Product
      const held = fc.assert(
        meant(() => {}, createGate),
        { numRuns: 400 },
      )
      await expect(held).rejects.toThrow(/Property failed/)
    } finally {
      await copy.remove()
    }
  }, 60_000)
})
