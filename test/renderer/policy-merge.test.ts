import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { mergeTexts } from '../../renderer/views/policy/merge.ts'

const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map(lines => lines.join('\n'))

describe('two changes of one text', () => {
  test.each([
    ['apart are both taken', 'a\nb\nc\nd\ne', 'A\nb\nc\nd\ne', 'a\nb\nc\nd\nE', 'A\nb\nc\nd\nE'],
    ['that add and take away are both taken', 'a\nb\nc\nd', 'a\nnew\nb\nc\nd', 'a\nb\nc', 'a\nnew\nb\nc'],
    ['of the same line are not put together', 'a\nb\nc', 'a\nX\nc', 'a\nY\nc', null],
    ['of lines beside each other are not put together', 'a\nb\nc', 'a\nX\nc', 'a\nb\nY', null],
    ['at the same place are not put together', 'a\nb', 'a\nmine\nb', 'a\ntheirs\nb', null],
    ['of which one empties a line that the other takes away are not put together', 'a\nb', 'a\n', 'a', null],
    ['that are the same are taken once', 'a\nb\nc', 'a\nX\nc', 'a\nX\nc', 'a\nX\nc'],
  ])('%s', (_, base, mine, theirs, both) => {
    expect(mergeTexts(base, mine, theirs)).toBe(both)
  })

  it('of which one is none give the other', () => {
    fc.assert(
      fc.property(text, text, (base, changed) => {
        expect(mergeTexts(base, changed, base)).toBe(changed)
        expect(mergeTexts(base, base, changed)).toBe(changed)
      }),
    )
  })

  it('give the same whichever comes first', () => {
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        expect(mergeTexts(base, mine, theirs)).toBe(mergeTexts(base, theirs, mine))
      }),
    )
  })
})
