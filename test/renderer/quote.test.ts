// Paths as words of a shell's line: whatever a file is called, the shell reads that name and nothing else.
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canBePasted, quoted, wordsOf } from '../../renderer/terminal/quote.ts'

const read = (words: string) => execFileSync('sh', ['-c', `printf '%s\\0' ${words}`], { encoding: 'utf8' })
const name = fc
  .string({ unit: fc.constantFrom(...'ab /\\\'"`$!*?[]{}()<>|&;#~%=^:,.-é漢😀\t\n') })
  .map(text => `/${text}`)

describe('on Linux and macOS', () => {
  test('any name comes back from a real shell as it was', () => {
    const names = fc.sample(name, 300)
    expect(read(names.map(one => quoted(one, false)).join(' '))).toBe(names.map(one => `${one}\0`).join(''))
  })

  test.each([
    ['/home/you/a.txt', '/home/you/a.txt'],
    ['/home/you/my file.txt', "'/home/you/my file.txt'"],
    ["/it's", "'/it'\\''s'"],
    ['/$(touch x)', "'/$(touch x)'"],
    ['/back\\slash', "'/back'\\\\'slash'"],
    ['~', "'~'"],
    ['', "''"],
  ])('%s', (path, word) => {
    expect(quoted(path, false)).toBe(word)
  })
})

describe('on Windows', () => {
  test.each([
    ['C:\\Users\\you\\a.txt', 'C:\\Users\\you\\a.txt'],
    ['C:\\My files\\a.txt', '"C:\\My files\\a.txt"'],
    ['C:\\a&b.txt', '"C:\\a&b.txt"'],
  ])('%s', (path, word) => {
    expect(quoted(path, true)).toBe(word)
  })
})

test('several files are several words with a blank after each, and no Enter', () => {
  expect(wordsOf(['/a', '/b c'], false)).toBe("/a '/b c' ")
  expect(wordsOf([], false)).toBe('')
})

test.each(['', '/a\nb', '/a\x1b[31m', '/a\x7f', '/a\u0085b'])(
  'a name that a paste would change is left out: %j',
  path => {
    expect(canBePasted(path)).toBe(false)
  },
)
