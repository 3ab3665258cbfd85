import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { firstLook } from '../../main/store/first-look.ts'

const AT_FIRST = { theme: 'system', scale: 100, bounds: null, crashDumps: false }

function folder(files: Readonly<Record<string, string>>): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-look-'))
  onTestFinished(() => fs.rmSync(dir, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(dir, name), text)
  return dir
}

test('a folder without files looks as at first', () => {
  expect(firstLook(folder({}))).toEqual(AT_FIRST)
})

test('theme, scale and place are as the files say', () => {
  const window = { x: 5, y: -7, width: 1200, height: 700, maximized: true }
  const files = {
    'settings.json': '{"theme":"light","scale":125,"crashDumps":true}',
    'layout.json': JSON.stringify({ version: 1, window }),
  }
  expect(firstLook(folder(files))).toEqual({ theme: 'light', scale: 125, bounds: window, crashDumps: true })
})

test.each([
  ['no JSON', '{', '['],
  ['other kinds of values', '[]', '"window"'],
  ['values out of their range', '{"theme":"pink","scale":1000}', '{"window":{"x":0,"y":0,"width":1,"height":700}}'],
  [
    'values of another type',
    '{"theme":1,"scale":"125","crashDumps":"yes"}',
    '{"window":{"x":"0","y":0,"width":900,"height":700}}',
  ],
  ['nothing', 'null', '{"window":null}'],
])('%s in the files is passed over', (_what, settings, layout) => {
  expect(firstLook(folder({ 'settings.json': settings, 'layout.json': layout }))).toEqual(AT_FIRST)
})
