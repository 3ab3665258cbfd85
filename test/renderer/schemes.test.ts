// Every scheme that comes with Gatehouse is whole and can be read; which one is in force follows the settings.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { DEFAULT_SETTINGS, SCHEME_COLOURS, type Scheme, schemeSchema } from '../../preload/contract.ts'
import {
  allSchemes,
  BUILT_IN,
  contrast,
  legible,
  OWN,
  schemeInForce,
  takenIds,
} from '../../renderer/state/schemes/index.ts'

test.each(BUILT_IN.map(scheme => [scheme.id, scheme] as const))(
  '%s has all its colours and can be read',
  (_id, scheme) => {
    expect(schemeSchema.parse(scheme)).toEqual(scheme)
    expect(Object.keys(scheme.colours)).toEqual(SCHEME_COLOURS)
    expect(contrast(scheme.foreground, scheme.background)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(scheme.foreground, scheme.selection)).toBeGreaterThanOrEqual(3)
    expect(contrast(scheme.cursor, scheme.background)).toBeGreaterThanOrEqual(2)
    expect(contrast('#ffffff', scheme.background) > contrast('#000000', scheme.background)).toBe(scheme.dark)
  },
)

test('there are eight and more, three and more of them light, no id and no name twice, none of them the window’s own', () => {
  expect(BUILT_IN.length).toBeGreaterThanOrEqual(8)
  expect(BUILT_IN.filter(({ dark }) => !dark).length).toBeGreaterThanOrEqual(3)
  expect(new Set(BUILT_IN.map(({ id }) => id)).size).toBe(BUILT_IN.length)
  expect(new Set(BUILT_IN.map(({ name }) => name)).size).toBe(BUILT_IN.length)
  expect(BUILT_IN.map(({ id }) => id)).not.toContain(OWN)
})

test('the one in force is the one of the window’s theme; the window’s own stands in for one that is gone', () => {
  const mine: Scheme = { ...BUILT_IN[0]!, id: 'mine', name: 'Mine' }
  const values = { ...DEFAULT_SETTINGS, darkScheme: 'mine', lightScheme: 'nord', schemes: [mine] }
  expect(schemeInForce(values, true)).toBe(mine)
  expect(schemeInForce(values, false)?.id).toBe('nord')
  expect(schemeInForce({ ...values, schemes: [] }, true)).toBe(null)
  expect(schemeInForce(DEFAULT_SETTINGS, true)).toBe(null)
  expect(allSchemes([mine])).toContain(mine)
  expect([...takenIds([mine])]).toEqual(expect.arrayContaining([OWN, 'mine', 'nord']))
})

test('contrast is WCAG’s, from 1 to 21, and the same both ways', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#777777', '#777777')).toBe(1)
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
  expect(contrast('#ffffff', '#767676')).toBe(contrast('#767676', '#ffffff'))
})

test('the window’s own colours can be read in both themes', () => {
  const tokens = readFileSync(path.resolve(import.meta.dirname, '../../renderer/ui/tokens.css'), 'utf8')
  for (const theme of ['dark', 'light']) {
    const block = new RegExp(`\\.${theme} \\{([^}]*)\\}`).exec(tokens)![1]!
    const token = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(block)![1]!
    expect(contrast(token('a-w'), token('term'))).toBeGreaterThanOrEqual(4.5)
  }
})

test('a sample is drawn as the terminal would draw it: no colour below the least contrast, and no other one touched', () => {
  for (const { background, colours } of BUILT_IN) {
    for (const colour of Object.values(colours)) {
      expect(contrast(legible(colour, background, 4.5), background)).toBeGreaterThanOrEqual(4.5)
      expect(legible(colour, background, 1)).toBe(colour)
      if (contrast(colour, background) >= 4.5) expect(legible(colour, background, 4.5)).toBe(colour)
    }
  }
})
