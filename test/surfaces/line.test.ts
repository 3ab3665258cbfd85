import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLine } from '../../main/surfaces/line.ts'

/** [what, the person's writes, is the line empty afterwards, was there typing in the last write] */
const PERSON: [string, string[], boolean, boolean][] = [
  ['a letter', ['a'], false, true],
  ['text and Enter', ['ls', '\r'], true, true],
  ['text and Enter in one write', ['ls\r'], true, true],
  ['text after the Enter', ['ls\rx'], false, true],
  ['two lines, the second sent', ['a\rb\r'], true, true],
  ['a line feed is not taken for Enter', ['ls\n'], false, true],
  ['an arrow key', ['\x1b[A'], false, true],
  ['C-c', ['\x03'], false, true],
  ['Alt-Enter', ['ls\x1b\r'], false, true],
  ['Escape, then Enter as the next key', ['ls', '\x1b', '\r'], false, true],
  ['Escape, Enter, Enter', ['ls', '\x1b', '\r', '\r'], true, true],
  ['a quoted Enter', ['ls\x16\r'], false, true],
  ['a paste with a line end in it', ['\x1b[200~one\rtwo\x1b[201~'], false, true],
  ['the same in pieces', ['\x1b[20', '0~one\r', 'two\r\x1b[2', '01~'], false, true],
  ['a paste cut after its first byte', ['\x1b', '[200~one\r'], false, true],
  ['Enter after a paste', ['\x1b[200~one\rtwo\x1b[201~', '\r'], true, true],
  ['Enter after a paste in pieces', ['\x1b[200~one\r', 'two\x1b[201', '~\r'], true, true],
  ['a paste that never ends', ['\x1b[200~one', '\r', '\r'], false, true],
  ['focus in', ['\x1b[I'], true, false],
  ['focus out', ['\x1b[O'], true, false],
  ['an SGR mouse press and release', ['\x1b[<0;10;5M\x1b[<0;10;5m'], true, false],
  ['an X10 mouse report that holds Enters', ['\x1b[M \r\r'], true, false],
  ['a urxvt mouse report', ['\x1b[32;10;5M'], true, false],
  ['a mouse report, then a key', ['\x1b[<0;10;5Mq'], false, true],
  ['a report inside a paste is pasted text', ['\x1b[200~\x1b[I\x1b[201~'], false, true],
  ['focus does not empty a line', ['ls', '\x1b[O', '\x1b[I'], false, false],
]

describe("a person's keys on the line", () => {
  test.each(PERSON)('%s', (_what, writes, empty, typing) => {
    const line = createLine()
    const typed = writes.map(data => line.person(data))
    expect(line.now().by).toEqual(empty ? [] : ['person'])
    expect(typed.at(-1)).toBe(typing)
  })

  test('every byte moves the version, reports included', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), writes => {
        const line = createLine()
        for (const data of writes) {
          const before = line.now().version
          line.person(data)
          expect(line.now().version).toBeGreaterThan(before)
        }
      }),
    )
  })

  test('how the bytes are cut into writes makes no difference', () => {
    const token = fc.constantFrom('a', '\r', '\x1b[200~', '\x1b[201~', '\n', 'zz', '\x16')
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), fc.array(fc.nat(60)), (tokens, cuts) => {
        const text = tokens.join('')
        const whole = createLine()
        whole.person(text)
        const pieces = createLine()
        const at = [...new Set(cuts.filter(cut => cut < text.length))].sort((a, b) => a - b)
        let from = 0
        for (const to of [...at, text.length]) {
          if (to > from) pieces.person(text.slice(from, to))
          from = to
        }
        expect(pieces.now()).toEqual(whole.now())
      }),
    )
  })
})

describe('agents on the line', () => {
  test('an insert dirties it with the agent, a submit that was seen empties it', () => {
    const line = createLine()
    line.insert('cursor', 5)
    expect(line.now()).toEqual({ by: ['cursor'], version: 5 })
    line.enter()
    expect(line.now().by).toEqual(['cursor'])
    line.settle(true)
    expect(line.now()).toEqual({ by: [], version: 6 })
  })

  test('an unconfirmed submit leaves it as it was', () => {
    const line = createLine()
    line.insert('cursor', 5)
    line.enter()
    line.settle(false)
    expect(line.now().by).toEqual(['cursor'])
  })

  test('an unconfirmed submit of which a command came empties it after all, but for what came later', () => {
    const line = createLine()
    line.insert('cursor', 5)
    line.enter()
    line.person('x')
    line.settle(false)
    line.insert('other', 5)
    expect(line.now().by).toEqual(['cursor', 'person', 'other'])
    line.started()
    expect(line.now().by).toEqual(['person', 'other'])
    line.started()
    expect(line.now().by).toEqual(['person', 'other'])
  })

  test('a command that starts empties no line whose Enter never went in, is still open, or was seen', () => {
    const line = createLine()
    line.insert('cursor', 5)
    line.started()
    expect(line.now().by).toEqual(['cursor'])
    line.enter()
    line.started()
    expect(line.now().by).toEqual(['cursor'])
    line.settle(true)
    line.insert('cursor', 5)
    line.started()
    expect(line.now().by).toEqual(['cursor'])
  })

  test('what came after the Enter stays when the Enter is confirmed', () => {
    const line = createLine()
    line.insert('cursor', 5)
    line.enter()
    line.person('x')
    expect(line.now().by).toEqual(['cursor', 'person'])
    line.settle(true)
    expect(line.now().by).toEqual(['person'])
  })

  test("a person's Enter empties what agents put there, also while an Enter is not settled", () => {
    const line = createLine()
    line.insert('cursor', 5)
    line.person('\r')
    expect(line.now().by).toEqual([])
    line.insert('cursor', 5)
    line.enter()
    line.person('y\r')
    line.settle(false)
    expect(line.now().by).toEqual([])
  })

  test('two agents are both named, once each', () => {
    const line = createLine()
    for (const by of ['a', 'b', 'a']) line.insert(by, 1)
    expect(line.now().by).toEqual(['a', 'b'])
  })
})

describe("an agent's own line", () => {
  const box = { row: 3, alt: false, bracketedPaste: true, pasteOffs: 0, left: '>', above: '' }
  const later = { ...box, row: 9, left: '> one' }

  test('is what it put on an empty line, with how that was before', () => {
    const line = createLine()
    line.insert('cursor', 3, 'one', box)
    line.insert('cursor', 4, ' two', later)
    line.person('\x1b[I')
    expect(line.own('cursor')).toEqual({ by: 'cursor', text: 'one two', box })
    expect(line.own('codex')).toBeNull()
  })

  test.each<[string, (line: ReturnType<typeof createLine>) => void]>([
    ['a person typed', line => line.person('x')],
    ['a person pressed Enter', line => line.person('\r')],
    ['another agent wrote', line => line.insert('codex', 3, 'two', later)],
    ['it pressed keys', line => line.press('cursor', 1, false)],
    ['an Enter went in', line => line.enter()],
    ['an Enter was not seen to take it', line => [line.enter(), line.settle(false)]],
  ])('is not known any more once %s', (_what, act) => {
    const line = createLine()
    line.insert('cursor', 3, 'one', box)
    act(line)
    expect(line.own('cursor')).toBeNull()
    if (line.now().by.length === 0) return
    line.insert('cursor', 3, 'two', later)
    expect(line.own('cursor')).toBeNull()
  })

  test('is kept up to 64 KiB of text; how it was before stays known', () => {
    const line = createLine()
    for (let at = 0; at < 3; at += 1) line.insert('cursor', 30_000, 'x'.repeat(30_000), box)
    expect(line.own('cursor')).toEqual({ by: 'cursor', text: null, box })
  })
})

describe('what may not go in', () => {
  const box = { row: 0, alt: false, bracketedPaste: true, pasteOffs: 0, left: '$', above: '' }
  const steps = fc.oneof(
    fc.constantFrom('x', '\r').map(keys => (line: ReturnType<typeof createLine>) => void line.person(keys)),
    fc
      .constantFrom('cursor', 'codex')
      .map(by => (line: ReturnType<typeof createLine>) => line.insert(by, 2, 'ls', box)),
    fc.constant((line: ReturnType<typeof createLine>) => line.press('codex', 1, true)),
    fc.constant((line: ReturnType<typeof createLine>) => line.enter()),
    fc.boolean().map(left => (line: ReturnType<typeof createLine>) => line.settle(left)),
  )

  test('and never did leaves the ledger as it was, but for its version', () => {
    fc.assert(
      fc.property(fc.array(steps), fc.array(steps, { minLength: 1 }), (before, tried) => {
        const line = createLine()
        for (const step of before) step(line)
        const was = { by: line.now().by, own: [line.own('cursor'), line.own('codex')] }
        const { version } = line.now()
        const became = line.attempt(() => {
          for (const step of tried) step(line)
        })
        became('never')
        expect({ by: line.now().by, own: [line.own('cursor'), line.own('codex')] }).toEqual(was)
        expect(line.now().version).toBeGreaterThanOrEqual(version)
      }),
    )
  })

  test('and of which nobody knows leaves everybody who may have something there, and no text that is known', () => {
    fc.assert(
      fc.property(fc.array(steps), fc.array(steps, { minLength: 1 }), (before, tried) => {
        const line = createLine()
        for (const step of before) step(line)
        const was = line.now().by
        const became = line.attempt(() => {
          for (const step of tried) step(line)
        })
        const now = line.now().by
        became('unknown')
        expect([...line.now().by].sort()).toEqual([...new Set([...was, ...now])].sort())
        expect([line.own('cursor'), line.own('codex')]).toEqual([null, null])
      }),
    )
  })

  test('and never did, where a person typed meanwhile, is not empty', () => {
    const line = createLine()
    const became = line.attempt(() => line.insert('cursor', 2, 'ls', box))
    line.person('x')
    became('never')
    expect(line.now().by).toContain('person')
    expect(line.own('cursor')).toBeNull()
  })
})
