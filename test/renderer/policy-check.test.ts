import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { PolicyCheck } from '../../preload/contract.ts'
import {
  type Asker,
  checkWords,
  createAsker,
  firstWrong,
  ownFaults,
  stands,
  type Timers,
} from '../../renderer/state/policy-check.ts'

const WAIT = 200

/** Time that only moves when it is told to. */
function clock(): Timers & { pass(ms: number): void } {
  let now = 0
  let next = 0
  const waiting = new Map<number, { at: number; run(): void }>()
  return {
    set(run, ms) {
      next += 1
      waiting.set(next, { at: now + ms, run })
      return next
    },
    clear: timer => void waiting.delete(timer),
    pass(ms) {
      now += ms
      for (const [timer, { at, run }] of [...waiting]) {
        if (at > now) continue
        waiting.delete(timer)
        run()
      }
    },
  }
}

interface Rig extends Asker<string, string> {
  readonly asked: string[]
  readonly heard: string[]
  answer(question: string): Promise<void>
  pass(ms: number): void
}

function rig(): Rig {
  const { pass, ...timers } = clock()
  const asked: string[] = []
  const heard: string[] = []
  const open = new Map<string, (answer: string) => void>()
  const ask = (question: string) => {
    asked.push(question)
    return new Promise<string>(resolve => open.set(question, resolve))
  }
  const asker = createAsker(ask, (question, answer) => heard.push(`${question}: ${answer}`), WAIT, timers)
  const answer = async (question: string) => {
    open.get(question)!('said')
    await Promise.resolve()
    await Promise.resolve()
  }
  return { ...asker, asked, heard, answer, pass }
}

describe('asking about a text while it is written', () => {
  it('waits until the keys rest, and asks once', () => {
    const { later, pass, asked } = rig()
    later('a')
    pass(WAIT - 1)
    later('ab')
    pass(WAIT - 1)
    expect(asked).toEqual([])
    pass(1)
    expect(asked).toEqual(['ab'])
  })

  it('hears only the answer to the latest question, in whatever order they come', async () => {
    const { later, pass, answer, heard } = rig()
    later('a')
    pass(WAIT)
    later('ab')
    pass(WAIT)
    await answer('ab')
    await answer('a')
    expect(heard).toEqual(['ab: said'])
  })

  it('drops an answer when something newer waits to be asked', async () => {
    const { later, pass, answer, heard } = rig()
    later('a')
    pass(WAIT)
    later('ab')
    await answer('a')
    expect(heard).toEqual([])
  })

  it('asks at once where it must, and what waited is not asked', async () => {
    const { later, now, pass, answer, asked, heard } = rig()
    later('a')
    const said = now('ab')
    pass(WAIT)
    await answer('ab')
    expect([await said, asked, heard]).toEqual(['said', ['ab'], ['ab: said']])
  })

  it('hears nothing after it was dropped', async () => {
    const { now, drop, answer, heard } = rig()
    const said = now('a')
    drop()
    await answer('a')
    expect([await said, heard]).toEqual(['said', []])
  })

  it('never hears an older text than one it has heard', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('write', 'rest', 'answer'), { maxLength: 30 }), async steps => {
        const { later, pass, answer, asked, heard } = rig()
        const answered = new Set<string>()
        let written = 0
        for (const step of steps) {
          if (step === 'write') {
            written += 1
            later(String(written))
          } else if (step === 'rest') pass(WAIT)
          else {
            // The newest first: the order that would show an old answer last.
            const next = asked.findLast(question => !answered.has(question))
            if (next === undefined) continue
            answered.add(next)
            await answer(next)
          }
        }
        const order = heard.map(one => Number.parseInt(one, 10))
        expect(order).toEqual([...order].sort((a, b) => a - b))
        if (written > 0 && answered.has(String(written))) expect(order.at(-1)).toBe(written)
      }),
    )
  })
})

const FINE: PolicyCheck = { faults: [], tests: [], changes: [], notes: [] }
const fault = (line: number, path = 'rules[0]') => ({ line, column: 3, path, message: 'no' })
const testOf = (index: number, line: number, ok: boolean) => ({ index, line, words: 'w', ok, why: 'y' })

describe('what a check says', () => {
  test.each<[string, PolicyCheck, boolean, string, number | null]>([
    ['nothing wrong', FINE, true, 'No faults', null],
    ['tests that hold', { ...FINE, tests: [testOf(0, 9, true)] }, true, 'No faults', null],
    ['one fault', { ...FINE, faults: [fault(4)] }, false, '1 fault', 4],
    ['a test that fails, told of alone', { ...FINE, tests: [testOf(0, 9, false)] }, false, '1 test fails', 9],
    [
      'a test that fails, told of as a fault too, counts once',
      { ...FINE, faults: [fault(9, 'tests[1]')], tests: [testOf(0, 8, true), testOf(1, 9, false)] },
      false,
      '1 test fails',
      9,
    ],
    [
      'several of both: the first line is where to look',
      { ...FINE, faults: [fault(7), fault(5)], tests: [testOf(0, 6, false), testOf(1, 8, false)] },
      false,
      '2 faults, 2 tests fail',
      5,
    ],
  ])('%s', (_, check, good, words, line) => {
    expect([stands(check), checkWords(check), firstWrong(check)?.line ?? null]).toEqual([good, words, line])
  })

  it('a fault of the tests as a list is a fault of its own', () => {
    expect(ownFaults({ ...FINE, faults: [fault(2, 'tests')] })).toHaveLength(1)
  })
})
