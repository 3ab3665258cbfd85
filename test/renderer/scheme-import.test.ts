// Schemes of other programs come in whole or not at all: what is wrong is named with its field.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SCHEME_COLOURS, type Scheme, SETTINGS, schemeSchema } from '../../preload/contract.ts'
import { readPlist } from '../../renderer/state/plist.ts'
import { importSchemes } from '../../renderer/state/scheme-import.ts'
import { BUILT_IN, contrast } from '../../renderer/state/schemes/index.ts'

const WINDOWS = {
  name: 'Campbell Mine',
  black: '#0C0C0C',
  red: '#C50F1F',
  green: '#13A10E',
  yellow: '#C19C00',
  blue: '#0037DA',
  purple: '#881798',
  cyan: '#3A96DD',
  white: '#CCC',
  brightBlack: '#767676',
  brightRed: '#E74856',
  brightGreen: '#16C60C',
  brightYellow: '#F9F1A5',
  brightBlue: '#3B78FF',
  brightPurple: '#B4009E',
  brightCyan: '#61D6D6',
  brightWhite: '#F2F2F2',
  background: '#0C0C0C',
  foreground: '#CCCCCC',
}
const component = (name: string, value: number) => `<key>${name} Component</key><real>${value}</real>`
const colour = (key: string, [r, g, b]: readonly number[], more = '') =>
  `<key>${key}</key>\n<dict>${component('Blue', b!)}${component('Green', g!)}${component('Red', r!)}${more}</dict>`
const iterm = (more = '', without = '') => {
  const keys = [
    ...Array.from({ length: 16 }, (_, i) => colour(`Ansi ${i} Color`, [i / 16, 0.5, 1])),
    colour('Background Color', [1, 1, 1]),
    colour('Foreground Color', [0, 0, 0]),
    colour('Cursor Color', [1, 0, 0], '<key>Color Space</key><string>sRGB</string>'),
    colour('Selection Color', [0.7, 0.85, 1]),
    more,
  ].filter(text => without === '' || !text.includes(`<key>${without}</key>`))
  return `<?xml version="1.0" encoding="UTF-8"?>
<!-- A theme > with a note -->
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
${keys.join('\n')}
</dict>
</plist>
`
}

test('a Windows Terminal scheme becomes ours, with what it does not say made up from what it does', () => {
  const { schemes, faults } = importSchemes(JSON.stringify(WINDOWS), 'x.json', [])
  expect(faults).toEqual([])
  expect(schemes).toHaveLength(1)
  const [scheme] = schemes as [Scheme]
  expect(schemeSchema.parse(scheme)).toEqual(scheme)
  expect(scheme).toMatchObject({ id: 'campbell-mine', name: 'Campbell Mine', dark: true, cursor: '#CCCCCC' })
  expect(scheme.colours).toMatchObject({ magenta: '#881798', brightMagenta: '#B4009E', white: '#CCCCCC' })
  expect(contrast(scheme.selection, scheme.foreground)).toBeGreaterThan(3)
})

test('a selection that others draw see-through is one here in which text can be read', () => {
  const light = { ...WINDOWS, selectionBackground: '#FFFFFF' }
  const [scheme] = importSchemes(JSON.stringify(light), 'x.json', []).schemes
  expect(contrast(scheme!.selection, scheme!.foreground)).toBeGreaterThan(3)
  const kept = { ...WINDOWS, selectionBackground: '#203040', cursorColor: '#fff' }
  expect(importSchemes(JSON.stringify(kept), 'x.json', []).schemes[0]).toMatchObject({
    selection: '#203040',
    cursor: '#ffffff',
  })
})

test('all schemes of a Windows Terminal settings.json come in, with its comments; one that is wrong is named', () => {
  const text = `// mine
{ "defaultProfile": "{x}", /* here */
  "schemes": [${JSON.stringify(WINDOWS)}, ${JSON.stringify({ ...WINDOWS, name: 'Bad', red: 'crimson', cyan: undefined })},
  ${JSON.stringify({ ...WINDOWS, name: 'Ünder  Ground!' })},],
}`
  const { schemes, faults } = importSchemes(text, 'settings.json', [])
  expect(schemes.map(({ id }) => id)).toEqual(['campbell-mine', 'under-ground'])
  expect(faults).toEqual([
    'settings.json: schemes[1] ("Bad"): red cannot be "crimson". Write a colour as "#rrggbb". cyan is missing. Write a colour as "#rrggbb".',
  ])
})

test('an iTerm2 file becomes ours, named as the file; components are rounded to bytes', () => {
  const { schemes, faults } = importSchemes(iterm(), '/tmp/My Light.itermcolors', [])
  expect(faults).toEqual([])
  expect(schemes[0]).toMatchObject({
    id: 'my-light',
    name: 'My Light',
    dark: false,
    background: '#ffffff',
    foreground: '#000000',
    cursor: '#ff0000',
    cursorText: '#ffffff',
    selection: '#b3d9ff',
  })
  expect(schemes[0]!.colours).toMatchObject({ black: '#0080ff', brightWhite: '#ef80ff' })
})

test('colours in Display P3 are told in sRGB', () => {
  const p3 = '<key>Color Space</key><string>P3</string>'
  const text = iterm(colour('Cursor Text Color', [0.5, 0.5, 0.5], p3) + colour('Badge Color', [1, 0, 0], p3))
  expect(importSchemes(text, 'a.itermcolors', []).schemes[0]!.cursorText).toBe('#808080')
})

test.each([
  ['Ansi 3 Color', /^a\.itermcolors: "Ansi 3 Color" is missing\. Export/],
  ['Background Color', /"Background Color" is missing/],
])('an iTerm2 file without %s says so', (without, expected) => {
  const { schemes, faults } = importSchemes(iterm('', without), 'a.itermcolors', [])
  expect(schemes).toEqual([])
  expect(faults.join()).toMatch(expected)
})

test.each([
  [
    'a component beyond 1',
    iterm().replace('<real>0.5</real>', '<real>7</real>'),
    /"Ansi 0 Color" needs Red, Green and Blue/,
  ],
  ['a number that is none', iterm().replace('<real>0.5</real>', '<real>much</real>'), /line 7: "much" is no number/],
  ['an end that is missing', iterm().replace('</plist>', ''), /line 49: a tag was expected here/],
  ['entities of its own', iterm().replace('.dtd">', '.dtd" [<!ENTITY a "b">]>'), /line 3: a DOCTYPE with declarations/],
  ['a list', '<plist version="1.0"><array/></plist>', /is no dict/],
  ['HTML', '<html><body>404</body></html>', /line 1: it does not begin with <plist>/],
  ['a binary list', 'bplist00\u0001', /plutil -convert xml1/],
  ['no JSON', '{ "name": ', /line 1: it is not JSON/],
  ['an empty file', '', /it is not JSON/],
  ['something else', '{ "editor.fontSize": 12 }', /no colours are in it\. Choose an \.itermcolors/],
  ['a number', '7', /no colours are in it/],
  ['no schemes', '{ "schemes": [] }', /there is no scheme in it/],
  ['too much', ' '.repeat(1024 * 1024 + 1), /larger than 1 MiB/],
])('%s is refused with what is wrong', (_name, text, expected) => {
  const { schemes, faults } = importSchemes(text, 'a.file', [])
  expect(schemes).toEqual([])
  expect(faults).toHaveLength(1)
  expect(faults[0]).toMatch(expected)
  expect(faults[0]).toMatch(/^a\.file: /)
})

test('our own form comes back as it was; a wrong field is named with its fix', () => {
  const [own] = BUILT_IN as [Scheme]
  const mine = { ...own, id: 'mine' }
  expect(importSchemes(JSON.stringify(mine), 'x.json', []).schemes).toEqual([mine])
  expect(importSchemes(JSON.stringify([mine, mine]), 'x.json', []).schemes.map(({ id }) => id)).toEqual([
    'mine',
    'mine-2',
  ])
  const red = { ...mine, colours: { ...mine.colours, red: 'red' } }
  expect(importSchemes(JSON.stringify(red), 'x.json', []).faults).toEqual([
    'x.json: colours.red cannot be "red". Write a colour as "#rrggbb".',
  ])
  expect(importSchemes(JSON.stringify({ ...mine, dark: undefined }), 'x.json', []).faults).toEqual([
    'x.json: dark is missing. Write true or false.',
  ])
})

test('an id that is taken gets a number, however long it is; more than the setting holds are refused', () => {
  const [own] = BUILT_IN as [Scheme]
  expect(importSchemes(JSON.stringify(own), 'x.json', []).schemes[0]!.id).toBe(`${own.id}-2`)
  const long = { ...own, id: 'a'.repeat(63) }
  const again = importSchemes(JSON.stringify(long), 'x.json', [long]).schemes[0]!
  expect(schemeSchema.parse(again).id).toBe(`${'a'.repeat(61)}-2`)
  const many = Array.from({ length: 99 }, (_, i) => ({ ...own, id: `mine-${i}` }))
  const more = importSchemes(JSON.stringify([long, long, long]), 'x.json', many)
  expect(more.schemes).toHaveLength(1)
  expect(more.faults).toEqual(['x.json: there are 100 imported schemes already. Remove one first.'])
  expect(SETTINGS.schemes.schema.safeParse([...many, ...more.schemes]).success).toBe(true)
  expect(SETTINGS.schemes.schema.safeParse([...many, ...more.schemes, long]).success).toBe(false)
})

test('no file is an exception, and what comes in can be kept as it is', () => {
  const field = fc.constantFrom(
    ...SCHEME_COLOURS,
    'purple',
    'brightPurple',
    'background',
    'foreground',
    'name',
    'colours',
  )
  const value = fc.oneof(fc.constantFrom('#123456', '#abc', 'red'), fc.string(), fc.jsonValue())
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.dictionary(field, value).map(one => JSON.stringify({ ...WINDOWS, ...one })),
    fc
      .tuple(fc.nat(4000), fc.string({ maxLength: 12 }))
      .map(([at, more]) => iterm().slice(0, at) + more + iterm().slice(at)),
  )
  fc.assert(
    fc.property(text, fc.string(), (found, file) => {
      const { schemes, faults } = importSchemes(found, file, BUILT_IN.slice(0, 3))
      expect(schemes.length + faults.length).toBeGreaterThan(0)
      for (const scheme of schemes) expect(schemeSchema.parse(scheme)).toEqual(scheme)
    }),
    { numRuns: 300 },
  )
})

test('a property list is read with its entities and kinds, and no deeper than it needs to be', () => {
  const text =
    '<plist version="1.0"><dict><key>a &amp; b</key><array><true/><false/><integer>-3</integer><string/><string>&#x41;&lt;</string></array></dict></plist>'
  expect(readPlist(text)).toEqual({ ok: true, value: { 'a & b': [true, false, -3, '', 'A<'] } })
  const deep = `<plist version="1.0">${'<array>'.repeat(50)}${'</array>'.repeat(50)}</plist>`
  expect(readPlist(deep)).toEqual({ ok: false, fault: 'line 1: it is nested too deep.' })
  expect(readPlist('<plist><string>&x;</string></plist>')).toEqual({ ok: false, fault: 'line 1: &x; is no character.' })
  expect(readPlist('<plist><string>a</string></plist>more')).toMatchObject({ ok: false })
})
