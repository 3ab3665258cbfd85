import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { presetsFileSchema, readPresets } from '../../main/store/presets-setting.ts'

const OURS = ['shell', 'claude']
const TOP = { id: 'top', title: 'Top', command: ['top'] }
const read = (...found: unknown[]) => readPresets(found, OURS)

describe('an entry that is right', () => {
  test.each<[string, Record<string, unknown>]>([
    ['has an id, a title and a program', {}],
    ['has arguments as they stand', { command: ['top', '-d', '', '$HOME "x"'] }],
    ['names a path', { command: ['/opt/my tools/top'] }],
    ['names a path from home', { command: ['~/bin/top'] }],
    ['has variables', { env: { NO_COLOR: '1', _x: '' } }],
    ['has a folder', { cwd: '~' }],
    ['has a folder from home', { cwd: '~/src' }],
    ['is an agent', { agent: true }],
    ['says how to install it', { install: { command: 'npm i -g top', page: 'https://example.com/top' } }],
  ])('%s', (_what, more) => {
    expect(read({ ...TOP, ...more })).toEqual({ entries: [{ ...TOP, ...more }], warnings: [] })
  })

  test('is none where there is no setting', () => {
    expect(readPresets(undefined, OURS)).toEqual({ entries: [], warnings: [] })
  })
})

describe('an entry that is wrong is left out, and its place, its field and the fix are named', () => {
  const INSTALL = { command: 'x', page: 'https://example.com' }
  test.each<[string, unknown, RegExp]>([
    ['no object', 7, /presets\[1\] is left out: it is not an object\. Write \{"id"/],
    ['no id', { title: 'Top', command: ['top'] }, /presets\[1\] is left out: id is missing\. Use 1 to 31/],
    ['an id with capitals', { ...TOP, id: 'Top' }, /presets\[1\] \("Top"\).*id cannot be "Top"\. Use 1 to 31/],
    ['an id that is too long', { ...TOP, id: 'a'.repeat(32) }, /id cannot be/],
    ['an id of ours', { ...TOP, id: 'claude' }, /id: "claude" is taken\. Choose another/],
    ['the word for what is adopted', { ...TOP, id: 'tmux' }, /id: "tmux" is taken\. Choose another/],
    ['the word for terminals elsewhere', { ...TOP, id: 'ssh' }, /id: "ssh" is taken\. Choose another/],
    ['an id that is there', { ...TOP, id: 'first' }, /id: "first" is taken/],
    ['an empty title', { ...TOP, title: ' ' }, /title cannot be " "\. Use 1 to 64/],
    ['a command line', { ...TOP, command: 'top -d 1' }, /command cannot be "top -d 1"\. Write a list/],
    ['no program', { ...TOP, command: [] }, /command cannot be \[\]/],
    ['a relative program', { ...TOP, command: ['./top'] }, /command cannot be \["\.\/top"\]/],
    ['a folder as a program', { ...TOP, command: ['/opt/'] }, /command cannot be/],
    ['dots as a program', { ...TOP, command: ['..'] }, /command cannot be/],
    ['a NUL in an argument', { ...TOP, command: ['top', 'a\0b'] }, /command cannot be/],
    ['a variable of ours', { ...TOP, env: { GATEHOUSE_TOKEN: 'x' } }, /env cannot be that\. .*GATEHOUSE_/],
    ['a variable of ours in small letters', { ...TOP, env: { gatehouse_url: 'x' } }, /env cannot be that/],
    ['a variable that is no text', { ...TOP, env: { A: 1 } }, /env cannot be that/],
    ['a relative folder', { ...TOP, cwd: 'src' }, /cwd cannot be "src"\. Write a folder/],
    ['another home', { ...TOP, cwd: '~root' }, /cwd cannot be/],
    ['agent as a text', { ...TOP, agent: 'yes' }, /agent cannot be "yes"\. Write true or false/],
    ['an install page of another kind', { ...TOP, install: { ...INSTALL, page: 'file:///x' } }, /install cannot be/],
    ['an install of two lines', { ...TOP, install: { ...INSTALL, command: 'a\nb' } }, /install cannot be/],
    ['an unknown field', { ...TOP, comand: ['x'] }, /"comand" is no field\. There are: id, title, command/],
  ])('%s', (_what, entry, warning) => {
    const { entries, warnings } = read({ ...TOP, id: 'first' }, entry, { ...TOP, id: 'last' })
    expect(entries.map(({ id }) => id)).toEqual(['first', 'last'])
    expect(warnings).toEqual([expect.stringMatching(warning)])
    expect(warnings[0]).toMatch(/^settings\.json: presets\[1\]/)
  })

  test('every wrong field of an entry is named', () => {
    const [warning] = read({ id: '', title: '', command: 1 }).warnings
    for (const field of ['id', 'title', 'command']) expect(warning).toContain(`${field} cannot be`)
  })

  test('what a variable holds is in no warning', () => {
    const secret = 'hunter2'
    expect(read({ ...TOP, env: { GATEHOUSE_X: secret } }).warnings.join()).not.toContain(secret)
  })

  test('a setting that is no list is one warning', () => {
    expect(readPresets({ top: TOP }, OURS)).toEqual({
      entries: [],
      warnings: [expect.stringMatching(/presets is not a list\. Write a list/)],
    })
  })

  test('only so many are read', () => {
    const many = Array.from({ length: 52 }, (_, at) => ({ ...TOP, id: `p${at}` }))
    const { entries, warnings } = readPresets(many, OURS)
    expect([entries.length, warnings.length]).toEqual([50, 2])
  })
})

test('no setting is an exception: each entry is read or left out with a warning', () => {
  const field = fc.constantFrom('id', 'title', 'command', 'env', 'cwd', 'agent', 'install', 'x')
  const entry = fc.oneof(fc.jsonValue(), fc.dictionary(field, fc.jsonValue()))
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 8 }), found => {
      const { entries, warnings } = readPresets(found, OURS)
      expect(entries.length + warnings.length).toBe(found.length)
    }),
  )
  fc.assert(
    fc.property(fc.jsonValue(), found => {
      readPresets(found, OURS)
    }),
  )
})

// `UPDATE_SCHEMA=1 npx vitest run --project unit test/store/presets-setting.test.ts` writes it.
test('docs/presets.schema.json says what is read here', () => {
  const file = path.resolve(import.meta.dirname, '../../docs/presets.schema.json')
  const schema = z.toJSONSchema(presetsFileSchema, { io: 'input' })
  if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(schema)
})
