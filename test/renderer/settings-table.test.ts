// The Settings page has every setting, in words that can be searched; what is typed there is right before it is saved.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DEFAULT_SETTINGS, SETTING_NAMES, SETTINGS, type SettingsValues } from '../../preload/contract.ts'
import { hits, isChanged, ROWS, rowHits, SECTIONS, valueWords } from '../../renderer/state/settings-table.ts'
import {
  argvFrom,
  argvText,
  EDITORS,
  editorPlace,
  fontFrom,
  limits,
  type NumberName,
  numberFrom,
  stepped,
} from '../../renderer/state/settings-text.ts'

const NUMBERS = ROWS.filter(({ control }) => control.is === 'number').map(({ name }) => name as NumberName)

test('every setting has a row, once; keys and imported schemes have places of their own', () => {
  expect(ROWS.map(({ name }) => name as string).sort()).toEqual(
    SETTING_NAMES.filter(name => name !== 'keys' && name !== 'schemes').sort(),
  )
})

test('rows stand together by section, in the order of the sections, each with a title and a line of its own', () => {
  const order = Object.keys(SECTIONS)
  const places = ROWS.map(({ section }) => order.indexOf(section))
  expect(places).toEqual([...places].sort((a, b) => a - b))
  expect(new Set(ROWS.map(({ title }) => title)).size).toBe(ROWS.length)
  for (const { help } of ROWS) expect(help).toMatch(/^[A-Z0-9].{8,160}\.$/)
})

test('a row’s control fits its setting: every choice can be saved, and no other', () => {
  for (const { name, control } of ROWS) {
    const { schema } = SETTINGS[name]
    if (control.is === 'switch') expect(schema.safeParse(true).success).toBe(true)
    if (control.is === 'seg') {
      const could = (schema as (typeof SETTINGS)['theme']['schema']).options
      expect(control.choices.map(({ value }) => value)).toEqual(could)
    }
    if (control.is === 'number') expect(typeof DEFAULT_SETTINGS[name]).toBe('number')
  }
})

test('a search finds titles, help, names in the file and values; every word has to be there', () => {
  const found = (query: string, values: SettingsValues = DEFAULT_SETTINGS) =>
    ROWS.filter(row => rowHits(row, query, values, { gatehouse: 'Gatehouse', nord: 'Nord' })).map(({ name }) => name)
  expect(found('')).toHaveLength(ROWS.length)
  expect(found('FONT size')).toContain('fontSize')
  expect(found('FONT size')).not.toContain('cursorStyle')
  expect(found('underline')).toEqual(['cursorStyle'])
  expect(found('copyOnSelect')).toEqual(['copyOnSelect'])
  expect(found('nord')).toEqual(['darkScheme', 'lightScheme'])
  expect(found('notifications')).toHaveLength(6)
  expect(found('hack')).toEqual([])
  expect(found('hack', { ...DEFAULT_SETTINGS, fontFamily: 'Hack' })).toEqual(['fontFamily'])
  expect(hits('one  two', 'Two', 'of one')).toBe(true)
})

test('what differs from the first values is changed, and nothing else', () => {
  for (const name of SETTING_NAMES) expect(isChanged(name, DEFAULT_SETTINGS)).toBe(false)
  expect(isChanged('editor', { ...DEFAULT_SETTINGS, editor: [] })).toBe(false)
  expect(isChanged('editor', { ...DEFAULT_SETTINGS, editor: ['zed'] })).toBe(true)
})

test('values are said in words', () => {
  const words = (name: string, value: unknown) => valueWords(ROWS.find(row => row.name === name)!, value)
  expect(words('fontSize', 12.5)).toBe('12.5 px')
  expect(words('scale', 100)).toBe('100%')
  expect(words('lineHeight', 1.44)).toBe('1.44')
  expect(words('theme', 'system')).toBe('System')
  expect(words('badge', true)).toBe('On')
  expect(words('fontFamily', '')).toBe('JetBrains Mono')
  expect(words('editor', [])).toBe('The system’s own program')
  expect(words('darkScheme', 'gone')).toBe('gone')
})

test.each(NUMBERS)('%s: what is typed is the number within its limits, or the limits are said', name => {
  const { min, max, whole } = limits(name)
  expect(numberFrom(name, ` ${min} `)).toEqual({ ok: true, value: min })
  expect(numberFrom(name, String(max))).toEqual({ ok: true, value: max })
  const wrong = { ok: false, fault: `Use a ${whole ? 'whole number' : 'number'} from ${min} to ${max}.` }
  for (const text of ['', 'x', '-1', String(max + 1), '1e1', '0x10', 'Infinity', `${min} px`]) {
    expect(numberFrom(name, text)).toEqual(wrong)
  }
  expect(numberFrom(name, `${min},5`)).toEqual(whole ? wrong : { ok: true, value: min + 0.5 })
})

test('a step stays within the limits and makes no crumbs', () => {
  fc.assert(
    fc.property(fc.constantFrom(...NUMBERS), fc.array(fc.constantFrom(0.02, -0.02, 0.5, -10, 1000)), (name, steps) => {
      const { min, max } = limits(name)
      const end = steps.reduce((value, step) => stepped(name, value, step), DEFAULT_SETTINGS[name])
      expect(end).toBeGreaterThanOrEqual(min)
      expect(end).toBeLessThanOrEqual(max)
      expect(String(end)).toMatch(/^\d+(\.\d{1,4})?$/)
    }),
  )
  expect(stepped('lineHeight', 1.44, 0.02)).toBe(1.46)
})

test('a font is any list of names; what could end a style is refused', () => {
  expect(fontFrom('  "Fira Code", Hack ')).toEqual({ ok: true, value: '"Fira Code", Hack' })
  expect(fontFrom('')).toEqual({ ok: true, value: '' })
  expect(fontFrom('a; color: red')).toMatchObject({ ok: false, fault: expect.stringMatching(/none of ; /) })
  expect(fontFrom('a'.repeat(201))).toMatchObject({ ok: false, fault: expect.stringMatching(/200/) })
})

test('an editor’s command line is read into words; quotes hold them together', () => {
  expect(argvFrom('code -g {file}:{line}')).toEqual({ ok: true, value: ['code', '-g', '{file}:{line}'] })
  expect(argvFrom(`"/opt/My Editor/bin" 'a b'"c" {file}`)).toEqual({
    ok: true,
    value: ['/opt/My Editor/bin', 'a bc', '{file}'],
  })
  expect(argvFrom('  ')).toMatchObject({ ok: false, fault: expect.stringMatching(/^Write a program/) })
  expect(argvFrom('code "x')).toMatchObject({ ok: false, fault: expect.stringMatching(/quote \("\) is not closed/) })
  expect(argvFrom('code "" x')).toMatchObject({ ok: false, fault: expect.stringMatching(/argument is empty/) })
  expect(argvFrom('x '.repeat(30))).toMatchObject({ ok: false, fault: expect.stringMatching(/19 arguments/) })
})

test('an editor that is kept is read back from its text as it was', () => {
  const argv = fc.array(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(argv, kept => {
      expect(argvFrom(argvText(kept))).toEqual({ ok: true, value: kept })
    }),
  )
})

test('the editors with a name can be saved and are known again', () => {
  for (const [i, { argv }] of EDITORS.entries()) {
    expect(SETTINGS.editor.schema.safeParse(argv).success).toBe(true)
    expect(editorPlace(argv)).toBe(i)
  }
  expect(editorPlace(['vi'])).toBe(-1)
})
