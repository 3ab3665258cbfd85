import { describe, expect, test } from 'vitest'
import { isBarePrompt } from '../../main/surfaces/bare-prompt.ts'

describe('a line of a program that was not heard', () => {
  test.each([
    ['', true],
    ['$', true],
    ['root@box:/srv#', true],
    ['me@mac ~ %', true],
    ['~/src on main\n❯', true],
    ['│ >', true],
    ['$ rm -rf', false],
    ['> fix the tests', false],
    ['Password:', false],
    ['Overwrite? (y/n)', false],
    ['~/src (main)', false],
  ])('%j: nothing typed there: %s', (left, bare) => {
    expect(isBarePrompt(left)).toBe(bare)
  })
})
