import { describe, expect, test } from 'vitest'
import { filesUnder, read } from './support/sources.ts'

const MOST = 400
const USUAL = 250

const files = filesUnder('main', 'preload', 'renderer', 'scripts', 'test').filter(
  file => /\.(tsx?|mjs|css)$/.test(file) && !file.startsWith('test/fixtures/'),
)
const lengths = files.map(file => ({ file, lines: linesOf(read(file)) }))

test(`no file is longer than ${MOST} lines`, () => {
  expect(lengths.filter(({ lines }) => lines > MOST)).toEqual([])
})

test(`nine files in ten have at most ${USUAL} lines`, () => {
  const long = lengths.filter(({ lines }) => lines > USUAL)
  expect(long.length / files.length, long.map(({ file }) => file).join(', ')).toBeLessThanOrEqual(0.1)
})

test('every file of main opens with one to six lines that say what it is', () => {
  const wrong = files.filter(file => file.startsWith('main/') && !opensWell(read(file)))
  expect(wrong).toEqual([])
})

describe('the guard reports', () => {
  test.each([
    ['no comment', `import fs from 'node:fs'\n`],
    ['an empty comment', '//\nimport x\n'],
    ['seven lines', `${'// words\n'.repeat(7)}import x\n`],
    ['a comment further down', '\nconst a = 1\n// words\n'],
  ])('%s', (_, text) => {
    expect(opensWell(text)).toBe(false)
  })

  test('one line too many', () => {
    expect(linesOf('x\n'.repeat(MOST + 1))).toBeGreaterThan(MOST)
    expect(linesOf('x\n'.repeat(MOST))).toBe(MOST)
  })
})

function linesOf(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}

function opensWell(text: string): boolean {
  const end = text.split('\n').findIndex(line => !line.startsWith('//'))
  const opening = text.split('\n').slice(0, end)
  return opening.length >= 1 && opening.length <= 6 && opening.some(line => /\w/.test(line))
}
