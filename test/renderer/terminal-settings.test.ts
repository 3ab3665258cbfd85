// What a person's settings and mouse make of a terminal: fonts, rows, sizes, the right button, what is looked for.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SETTINGS } from '../../preload/contract.ts'
import { countWords, MOST_MATCHES } from '../../renderer/state/find.ts'
import { sized } from '../../renderer/state/text-size.ts'
import { patternFault } from '../../renderer/terminal/find.ts'
import { familyOf, rowOf } from '../../renderer/terminal/metrics.ts'
import { rightClickDoes } from '../../renderer/terminal/mouse.ts'

const OURS = '"JetBrains Mono Variable", "JetBrains Mono", ui-monospace, "DejaVu Sans Mono", monospace'

test.each([
  ['', OURS],
  ['Fira Code', `"Fira Code", ${OURS}`],
  ['"Fira Code", monospace', `"Fira Code", monospace, ${OURS}`],
  [" 'Iosevka' , ", `"Iosevka", ${OURS}`],
])('a font of a person comes first, and ours stands behind it: %j', (chosen, family) => {
  expect(familyOf(chosen)).toBe(family)
})

test('a row is as high as was asked for, in whole device pixels, and never lower than its font', () => {
  const ratio = fc.constantFrom(1, 1.25, 1.5, 2, 3)
  fc.assert(
    fc.property(fc.integer({ min: 6, max: 100 }), fc.integer({ min: 7, max: 90 }), ratio, (wanted, own, pixels) => {
      const { factor, height } = rowOf(wanted, own, pixels)
      expect(factor).toBeGreaterThanOrEqual(1)
      expect(height * pixels).toBeCloseTo(Math.max(own, Math.floor(wanted * pixels + 0.01)), 6)
    }),
  )
})

test('the text never gets a size that a setting may not have', () => {
  fc.assert(
    fc.property(fc.double({ min: 6, max: 40, noNaN: true }), fc.constantFrom(-1, 1), (size, steps) => {
      expect(SETTINGS.fontSize.schema.safeParse(sized(size, steps)).success).toBe(true)
    }),
  )
  expect([sized(12.5, 1), sized(40, 1), sized(6.2, -1)]).toEqual([13.5, 40, 6])
})

describe('the right button', () => {
  const plain = { setting: 'platform', platform: 'linux', shift: false, reports: false, selected: false } as const
  test.each([
    ['brings a menu', {}, 'menu'],
    ['brings a menu on macOS', { platform: 'darwin' }, 'menu'],
    ['pastes on Windows', { platform: 'win32' }, 'paste'],
    ['copies on Windows what is selected', { platform: 'win32', selected: true }, 'copy'],
    ['pastes where that is set', { setting: 'paste' }, 'paste'],
    ['copies there what is selected', { setting: 'paste', selected: true }, 'copy'],
    ['brings a menu on Windows where that is set', { platform: 'win32', setting: 'menu' }, 'menu'],
    ['is the program’s that asked for the mouse', { reports: true, setting: 'paste' }, 'program'],
    ['brings a menu with Shift, whatever else', { reports: true, setting: 'paste', shift: true }, 'menu'],
  ] as const)('%s', (_, given, does) => {
    expect(rightClickDoes({ ...plain, ...given })).toBe(does)
  })
})

describe('a pattern', () => {
  const fault = (text: string, regex = true) => patternFault({ text, regex, matchCase: false })
  test.each(['a.c', '[0-9]+', '\\bword\\b', '(x|y)z', ''])('is good: %s', text => {
    expect(fault(text)).toBeNull()
  })
  test.each([
    ['(', /^Not a regular expression: .+\.$/],
    ['[a', /^Not a regular expression: .+\.$/],
    ['a*', /matches nothing/],
    ['x|', /matches nothing/],
  ])('is not, and says why: %s', (text, words) => {
    expect(fault(text)).toMatch(words)
    expect(fault(text, false)).toBeNull()
  })
})

test.each([
  [{ text: '' }, ''],
  [{ text: 'x', fault: 'no' }, ''],
  [{ text: 'x' }, 'No matches'],
  [{ text: 'x', count: 12, at: 2 }, '3 of 12'],
  [{ text: 'x', count: 12 }, '12'],
  [{ text: 'x', count: MOST_MATCHES, at: 4 }, '500+'],
])('says how many there are: %j', (given, words) => {
  expect(countWords({ count: 0, at: -1, fault: null, ...given })).toBe(words)
})
