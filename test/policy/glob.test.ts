import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { globFault, globMatches, isGlob } from '../../main/policy/glob.ts'
import { processorTime } from '../helpers/processor.ts'

const cases: [pattern: string, text: string, fits: boolean][] = [
  ['web', 'web', true],
  ['web', 'Web', false],
  ['web', 'web2', false],
  ['prod-*', 'prod-1', true],
  ['prod-*', 'prod-', true],
  ['prod-*', 'preprod-1', false],
  ['prod-*', 'prod-a/b', true],
  ['*', '~/src/gatehouse', true],
  ['*', '.hidden', true],
  ['*', '..', true],
  ['*', '.', true],
  ['*', 'two\nlines', true],
  ['**', 'a/b/c', true],
  ['a/*', 'a/b/c', true],
  ['./a*', 'a', false],
  ['./a*', './a1', true],
  ['shell ?', 'shell 2', true],
  ['shell ?', 'shell 22', false],
  ['shell (2)', 'shell (2)', true],
  ['shell (?)', 'shell (2)', true],
  ['a|b*', 'a', false],
  ['a|b*', 'a|b1', true],
  ['c++*', 'c++ build', true],
  ['"q"*', '"q"1', true],
  ['$x*', '$x', true],
  ['^x*', '^x', true],
  ['a.b*', 'aXb', false],
  ['node \\*', 'node *', true],
  ['node \\*', 'node 1', false],
  ['\\d*', '7', false],
  ['\\d*', 'd7', true],
  ['\\!x*', '!x1', true],
  ['[ab]-*', 'b-1', true],
  ['[!ab]-*', 'b-1', false],
  ['[!ab]-*', 'c-1', true],
  ['[0-9]*', '7a', true],
  ['{prod,live}-*', 'live-1', true],
  ['{prod,live}-*', 'stage-1', false],
  ['{prod,live}', 'prod,live', false],
  ['dev\\', 'dev\\', true],
  ['caf\u00e9*', 'cafe\u0301 1', true],
  ['cafe\u0301', 'caf\u00e9', true],
]

describe('a name pattern', () => {
  test.each(cases)('%j and %j: %j', (pattern, text, fits) => {
    expect(globFault(pattern)).toBeNull()
    expect(globMatches(pattern, text, !fits)).toBe(fits)
  })

  test.each([
    ['', 'empty'],
    ['!prod-*', 'everything but'],
    ['@(a|b)', '{a,b}'],
    ['+(a)', '{a,b}'],
    ['{1..9}', 'range'],
    ['[ab', 'not closed'],
    ['{ab', 'not closed'],
    ['[z-a]', 'not closed'],
    ['*a*b*c*d*', 'more than 3'],
    ['x'.repeat(129), 'longer'],
  ])('%j is refused with its reason', (pattern, part) => expect(globFault(pattern)).toContain(part))

  test('a faulty one selects nothing for a rule and everything for a lock', () => {
    expect(globMatches('[ab', 'a', false)).toBe(false)
    expect(globMatches('[ab', 'zzz', true)).toBe(true)
  })

  test('a text too long to check is out for a rule and in for a lock', () => {
    expect(globMatches('a*', 'a'.repeat(200), false)).toBe(false)
    expect(globMatches('b*', 'a'.repeat(200), true)).toBe(true)
  })

  test('special characters make it a pattern, escaped they do not', () => {
    expect(['a*', 'a?', '[a]', '{a,b}'].map(isGlob)).toEqual([true, true, true, true])
    expect(['a', 'a\\*', 'a (2)', 'a/b', '!'].map(isGlob)).toEqual([false, false, false, false, false])
  })

  test('stars and question marks mean what a plain matcher says, whatever else is in the name', () => {
    const alphabet = fc.constantFrom(
      'a',
      'b',
      '/',
      '.',
      '-',
      '(',
      ')',
      '|',
      '+',
      '@',
      '!',
      '$',
      '^',
      '"',
      ',',
      ' ',
      '#',
      '~',
    )
    const text = fc.string({ unit: alphabet, maxLength: 8 })
    const pattern = fc.string({ unit: fc.oneof(alphabet, fc.constantFrom('*', '?')), minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(pattern, text, (glob, name) => {
        fc.pre(globFault(glob) === null)
        expect(globMatches(glob, name, false)).toBe(plain(glob, name))
      }),
      { numRuns: 20_000 },
    )
  })

  test('any text as a pattern gives an answer, and one that passes the check never depends on doubt', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 }), (glob, name) => {
        const sure = globMatches(glob, name, true) === globMatches(glob, name, false)
        if (globFault(glob) === null) expect(sure).toBe(true)
      }),
      { numRuns: 5000 },
    )
  })

  test('the worst accepted pattern is decided in no time', () => {
    const used = processorTime()
    expect(globMatches('*a*a*a*ab', 'a'.repeat(128), false)).toBe(false)
    expect(used()).toBeLessThan(500)
  })
})

/** The same meaning, by recursion over both. */
function plain(glob: string, text: string): boolean {
  if (glob === '') return text === ''
  if (glob[0] === '*') return plain(glob.slice(1), text) || (text !== '' && plain(glob, text.slice(1)))
  return text !== '' && (glob[0] === '?' || glob[0] === text[0]) && plain(glob.slice(1), text.slice(1))
}
