import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endsOf, exactTokens, warningLine } from '../../renderer/state/exact-text.ts'

/** Text of every kind of code unit, lone surrogates too. */
const hostile = fc
  .array(fc.oneof(fc.nat(0xff), fc.constantFrom(0x1b, 0x200b, 0xd800, 0x1f44d, 0x200d), fc.nat(0x10ffff)), {
    maxLength: 60,
  })
  .map(codes => String.fromCodePoint(...codes))
const kinds = (text: string) => exactTokens(text, []).map(token => token.kind)

describe('exact text', () => {
  it('leaves nothing out: the tokens joined are the text', () => {
    const notices = fc.array(fc.record({ index: fc.nat(40), codePoint: fc.constant('U+0000'), name: fc.string() }))
    fc.assert(
      fc.property(hostile, notices, (text, noticed) => {
        expect(
          exactTokens(text, noticed)
            .map(token => token.raw)
            .join(''),
        ).toBe(text)
      }),
    )
  })

  it('shows a space, a tab and a line end each as what it is', () => {
    expect(kinds('a b\tc\n')).toEqual(['text', 'space', 'text', 'tab', 'text', 'lf'])
  })

  it('what was named in the text before a change is called the same after it', () => {
    const names = [{ index: 90, codePoint: 'U+200B', name: 'zero-width space' }]
    expect(exactTokens('a\u200b', [], names)[1]).toMatchObject({ kind: 'chip', name: 'zero-width space' })
  })

  it.each([
    ['zero-width space', '\u200b', 'U+200B'],
    ['right-to-left override', '\u202e', 'U+202E'],
    ['no-break space', '\u00a0', 'U+00A0'],
    ['line separator', '\u2028', 'U+2028'],
    ['soft hyphen', '\u00ad', 'U+00AD'],
    ['tag letter', '\u{e0041}', 'U+E0041'],
    ['private use', '\ue000', 'U+E000'],
    ['Hangul filler', '\u3164', 'U+3164'],
    ['escape', '\x1b', 'U+001B'],
    ['carriage return', '\r', 'U+000D'],
    ['joiner outside an emoji', '\u200d', 'U+200D'],
    ['lone surrogate', '\ud800', 'U+D800'],
  ])('never draws a %s as itself, noticed by main or not', (_, char, codePoint) => {
    const chip = exactTokens(`a${char}b`, [])[1]
    expect(chip).toMatchObject({ kind: 'chip', raw: char, codePoint })
  })

  it('names a character as main named it', () => {
    const tokens = exactTokens('in\u00a0x', [{ index: 2, codePoint: 'U+00A0', name: 'no-break space' }])
    expect(tokens[1]).toMatchObject({ kind: 'chip', name: 'no-break space' })
    expect(warningLine(tokens)).toBe('1 invisible or special character: no-break space, U+00A0')
  })

  it('counts an index in UTF-16 units, past an emoji too', () => {
    const text = '👍\u00a0x'
    const tokens = exactTokens(text, [{ index: 2, codePoint: 'U+00A0', name: 'no-break space' }])
    expect(tokens.map(token => token.kind)).toEqual(['text', 'chip', 'text'])
  })

  it('leaves an emoji of several parts whole', () => {
    expect(kinds('👩‍💻 ❤️')).toEqual(['text', 'space', 'text'])
  })

  it('warns of nothing in plain text', () => {
    expect(warningLine(exactTokens('git push --force\n', []))).toBeNull()
  })

  it('draws of very many pieces the two ends, and says how much all of it is', () => {
    expect(endsOf(exactTokens('a '.repeat(3000), []))).toBeNull()
    const tokens = exactTokens('a '.repeat(30_000), [])
    const ends = endsOf(tokens)!
    expect(ends.head.length + ends.tail.length).toBe(6000)
    const text = tokens.map(({ raw }) => raw).join('')
    expect(text.startsWith(ends.head.map(({ raw }) => raw).join(''))).toBe(true)
    expect(text.slice(ends.tailAt)).toBe(ends.tail.map(({ raw }) => raw).join(''))
    expect(ends.all).toBe(60_000)
  })
})
