// What in a line of a terminal may name a file, and the place said after it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pathsIn } from '../../renderer/terminal/paths.ts'
import { growth } from '../helpers/growth.ts'

const found = (text: string) =>
  pathsIn(text).map(({ path, line, column }) =>
    [path, ...(line === null ? [] : [line]), ...(column === null ? [] : [column])].join('|'),
  )

describe('is found', () => {
  test.each([
    ['src/app.ts:12:5 - error TS2304: Cannot find name', ['src/app.ts|12|5']],
    ['src/app.ts(12,5): error TS2304', ['src/app.ts|12|5']],
    ['src/app.ts(12): warning', ['src/app.ts|12']],
    ['  at run (/home/you/x/main.js:3:14)', ['/home/you/x/main.js|3|14']],
    ['  File "/usr/lib/python3/ast.py", line 46, in parse', ['/usr/lib/python3/ast.py|46']],
    ['see ~/notes/todo.md.', ['~/notes/todo.md']],
    ['./run.sh ../up/one', ['./run.sh', '../up/one']],
    ['Makefile:7: *** missing separator', ['Makefile|7']],
    ['modified:   README.md', ['README.md']],
    ['open "my notes/to do.md":4', ['my notes/to do.md|4', 'notes/to', 'do.md|4']],
    ["cannot read 'a b/c d.txt:9:2'", ['a b/c d.txt|9|2', 'b/c', 'd.txt|9|2']],
    ['--config=conf/vite.config.ts', ['conf/vite.config.ts']],
    ['│ lib/a.ts │ lib/b.ts:3 │', ['lib/a.ts', 'lib/b.ts|3']],
    ['C:\\work\\a.ts:4:2', ['C:\\work\\a.ts|4|2']],
    ['.gitignore', ['.gitignore']],
    ['diff a/x.c:0:0', ['a/x.c']],
    ['path/漢字.txt:2', ['path/漢字.txt|2']],
  ])('%s', (text, paths) => {
    expect(found(text)).toEqual(paths)
  })
})

describe('is none', () => {
  test.each([
    ['an address of the web', 'https://example.org/src/app.ts:12'],
    ['a share', '//server/share/a.txt'],
    ['a number', '3.14 1.2.3 12:34:56'],
    ['words', 'all is well, and done'],
    ['dots and slashes alone', '.. / ./ ... //'],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual([])
  })
})

test('a path in any such form is found whole, with its place, where it stands', () => {
  const part = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/)
  const file = fc
    .tuple(fc.array(part, { minLength: 1, maxLength: 4 }), part)
    .map(([dirs, end]) => `${dirs.join('/')}/${end}.ts`)
  const place = fc.integer({ min: 1, max: 99_999 })
  const forms = [
    (path: string, line: number, column: number) => [`${path}:${line}:${column}`, line, column],
    (path: string, line: number, column: number) => [`${path}(${line},${column})`, line, column],
    (path: string, line: number) => [`${path}:${line}`, line, null],
    (path: string, _line: number) => [path, null, null],
  ] as const
  fc.assert(
    fc.property(file, place, place, fc.constantFrom(...forms), part, (path, line, column, form, word) => {
      const [written, wantLine, wantColumn] = form(path, line, column)
      const text = `${word} ${written} ${word}`
      const one = pathsIn(text).find(candidate => candidate.path === path)
      expect(one).toMatchObject({ line: wantLine, column: wantColumn })
      expect(text.slice(one!.start, one!.end)).toBe(written)
    }),
  )
})

test('no line is read out of its bounds', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), text => {
      const all = pathsIn(text)
      expect(all.length).toBeLessThanOrEqual(64)
      for (const { start, end, path } of all) {
        expect(0 <= start && start < end && end <= text.length).toBe(true)
        expect(text.slice(start, end)).toContain(path)
      }
    }),
  )
})

/** As long as a line is that is looked at. */
const LONGEST = 16_384
test.each([
  ['a quote and blanks', '"', ' '],
  ['quotes of every kind', '"\'`', 'a '],
  ['quotes', '', '"'],
  ['quotes and blanks', '', "' "],
  ['quotes and letters', '', '`a '],
  ['folders', '', 'a/'],
  ['places that open', '', 'a.b:1('],
  ['dots before a letter', '', '.', 'a'],
  ['a name of dots', 'a', '.1'],
  ['slashes', '', '/'],
  ['places', 'a', ':1'],
  ['open brackets', '', '(1'],
  ['drives', '', 'C:/'],
])('the time for a line grows with its length, and no more: %s', (_, begin, again, end = '') => {
  const read = (length: number) => pathsIn(begin + again.repeat(length / again.length) + end)
  expect(growth(read, LONGEST)).toBeLessThan(10)
})
