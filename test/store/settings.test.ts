// settings.json: a value that cannot be used falls back alone and is named; what is written is read again as it was; the schema and
// the table for people say what is read here.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { patched, patchFault, plainSettings, settingsFrom } from '../../main/store/settings.ts'
import {
  COMMAND_IDS,
  DEFAULT_SETTINGS,
  SETTING_NAMES,
  SETTINGS,
  type SettingName,
  type SettingsPatch,
} from '../../preload/contract.ts'
import { ROWS } from '../../renderer/state/settings-table.ts'

const DOCS = path.resolve(import.meta.dirname, '../../docs')
const dirs: string[] = []
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true })
})
const folder = () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-settings-'))
  dirs.push(dir)
  return dir
}

/** What no setting can be. */
const WRONG: readonly unknown[] = [null, { a: 1 }, 'no such value; {}', -1, 1e9, [7], [{ id: 'x' }]]
test.each(SETTING_NAMES)('%s: what it cannot be falls back alone, with a warning that names it', name => {
  const usable = SETTINGS[name].schema
  const wrong = WRONG.filter(value => !usable.safeParse(value).success)
  expect(wrong.length).toBeGreaterThan(2)
  for (const value of wrong) {
    const other = name === 'scale' ? 'scrollback' : 'scale'
    const { values, warning } = settingsFrom({ [name]: value, [other]: 120, unknown: value })
    expect(values).toEqual({ ...DEFAULT_SETTINGS, [other]: 120 })
    expect(warning).toMatch(new RegExp(`^settings\\.json: ${name} cannot be .* is used\\.$`))
    expect(warning).not.toContain(`${other} cannot`)
  }
})

test('every value at its limits is read, and nothing is said', () => {
  const found = {
    scale: 300,
    fontSize: 6,
    lineHeight: 2.5,
    scrollback: 0,
    mcpPort: 65_535,
    editor: ['zed'],
    theme: 'light',
  }
  expect(settingsFrom(found)).toEqual({ values: { ...DEFAULT_SETTINGS, ...found }, warning: null })
  expect(settingsFrom({})).toEqual({ values: DEFAULT_SETTINGS, warning: null })
})

const some: { readonly [K in SettingName]?: fc.Arbitrary<unknown> } = {
  theme: fc.constantFrom('system', 'dark', 'light'),
  scale: fc.integer({ min: 50, max: 300 }),
  darkScheme: fc.constantFrom('gatehouse', 'nord', 'mine-2'),
  fontFamily: fc.constantFrom('', 'Hack', '"Fira Code", monospace'),
  fontSize: fc.constantFrom(6, 12.5, 40),
  cursorBlink: fc.boolean(),
  editor: fc.array(fc.string({ minLength: 1, maxLength: 9 }), { maxLength: 4 }),
  keys: fc.dictionary(fc.constantFrom(...COMMAND_IDS), fc.constantFrom('', 'ctrl shift p')),
}
const patch = fc.record(
  Object.fromEntries(Object.entries(some).map(([name, value]) => [name, fc.option(value!, { nil: null })])),
  { requiredKeys: [] },
) as fc.Arbitrary<SettingsPatch>

test('what is set is read again as it was; what is as at first does not stand in the file; null is a reset', () => {
  fc.assert(
    fc.property(fc.array(patch, { maxLength: 6 }), fc.jsonValue(), (patches, mine) => {
      let file: Record<string, unknown> = { presets: mine }
      let expected: Record<string, unknown> = { ...DEFAULT_SETTINGS }
      for (const one of patches) {
        expect(patchFault(one)).toBe(null)
        file = patched(file, one)
        const set = Object.entries(one).map(([name, value]) => [name, value ?? DEFAULT_SETTINGS[name as SettingName]])
        expected = { ...expected, ...Object.fromEntries(set) }
      }
      expect(settingsFrom(file)).toEqual({ values: expected, warning: null })
      expect(file['presets']).toEqual(mine)
      for (const name of SETTING_NAMES) {
        const same = JSON.stringify(expected[name]) === JSON.stringify(DEFAULT_SETTINGS[name])
        expect(Object.hasOwn(file, name)).toBe(!same)
      }
      const reset = Object.fromEntries(SETTING_NAMES.map(name => [name, null]))
      expect(patched(file, reset)).toEqual({ presets: mine })
    }),
  )
})

test('a patch that is wrong names the setting, and nothing of it is written', async () => {
  const dir = folder()
  const settings = plainSettings(dir)
  const bad = await settings.set({ fontSize: 20, scale: 1000 } as SettingsPatch)
  expect(bad).toMatchObject({ ok: false, code: 'bad_setting', message: expect.stringMatching(/^scale cannot be 1000/) })
  expect(settings.get()).toEqual(DEFAULT_SETTINGS)
  expect(patchFault({ nothing: 1 } as unknown as SettingsPatch)).toBe('nothing is no setting.')
})

test('what a person wrote and could not be used is kept beside the file that is written over it', async () => {
  const dir = folder()
  const file = path.join(dir, 'settings.json')
  writeFileSync(file, '{"fontSize": 1000, "note": "mine"}')
  const settings = plainSettings(dir)
  expect(settings.warning).toMatch(/fontSize cannot be 1000/)
  expect(await settings.set({ fontSize: 14 })).toMatchObject({ ok: true })
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ fontSize: 14, note: 'mine' })
  expect(readFileSync(`${file}.kept`, 'utf8')).toContain('1000')
  expect(settings.warning).toBe(null)
})

/** What editors read: every setting with its line and first value; presets stand in a file of their own. */
function fileSchema(): unknown {
  const fields = SETTING_NAMES.map(name => {
    const row = ROWS.find(one => one.name === name)
    const described = SETTINGS[name].schema.describe(
      row ? `${row.title}. ${row.help}` : OTHERS[name as keyof typeof OTHERS],
    )
    return [name, described.optional()]
  })
  const schema = z.toJSONSchema(z.looseObject(Object.fromEntries(fields)), { io: 'input' })
  const properties = schema.properties as Record<string, object>
  for (const name of SETTING_NAMES) properties[name] = { ...properties[name], default: DEFAULT_SETTINGS[name] }
  return { ...schema, properties: { ...properties, presets: { $ref: 'presets.schema.json#/properties/presets' } } }
}
const OTHERS = {
  keys: 'Keys of commands, by the command: "ctrl shift p". Empty = none.',
  schemes: 'Imported colours of terminals.',
}

// `UPDATE_SCHEMA=1 npx vitest run --project unit test/store/settings.test.ts` writes it.
test('docs/settings.schema.json says what is read here', () => {
  const file = path.join(DOCS, 'settings.schema.json')
  const schema = fileSchema()
  if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(schema)
})

test('docs/settings.md names every setting with its first value, and no other', () => {
  const text = readFileSync(path.join(DOCS, 'settings.md'), 'utf8')
  const table = [...text.matchAll(/^\| `(\w+)` \| `([^`]*)` \|/gm)].map(([, name, first]) => [name, first])
  expect(Object.fromEntries(table)).toEqual(
    Object.fromEntries(SETTING_NAMES.map(name => [name, JSON.stringify(DEFAULT_SETTINGS[name])])),
  )
})
