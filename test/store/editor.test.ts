// A person's editor: its arguments as they were set, the file's name only ever one of them.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { editorCommand, startEditor } from '../../main/store/editor.ts'
import { keepPicture } from '../../main/store/pastes.ts'
import { until } from '../surfaces/support.ts'

describe('its command', () => {
  const place = { file: '/w/a b.ts', line: 12, column: 5 }
  test.each([
    [['code', '-g', '{file}:{line}:{column}'], place, ['code', '-g', '/w/a b.ts:12:5']],
    [['subl', '{file}'], place, ['subl', '/w/a b.ts']],
    [['gedit'], place, ['gedit', '/w/a b.ts']],
    [['e', '+{line}', '{file}'], { ...place, line: null }, ['e', '+1', '/w/a b.ts']],
    [['e', '{file}'], { ...place, file: '/w/{line}$(x).ts' }, ['e', '/w/{line}$(x).ts']],
  ])('%j', (setting, at, command) => {
    expect(editorCommand(setting, at)).toEqual(command)
  })
})

test('it is started with the file as one argument, without a shell, and without what is ours in its environment', async () => {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-editor-'))
  const out = path.join(dir, 'out.json')
  const script = path.join(dir, 'editor.mjs')
  await fs.writeFile(
    script,
    `import fs from 'node:fs'
const names = Object.keys(process.env).filter(name => name.startsWith('GATEHOUSE_'))
fs.writeFileSync(${JSON.stringify(`${out}.new`)}, JSON.stringify({ args: process.argv.slice(2), names }))
fs.renameSync(${JSON.stringify(`${out}.new`)}, ${JSON.stringify(out)})`,
  )
  const file = path.join(dir, 'a $(touch x) b.ts')
  process.env['GATEHOUSE_TOKEN'] = 'made-up'
  const fault = await startEditor([process.execPath, script, '{file}', '{line}'], { file, line: 3, column: null })
  delete process.env['GATEHOUSE_TOKEN']
  expect(fault).toBeNull()
  const told = await until('the editor', () => fs.readFile(out, 'utf8').catch(() => null))
  expect(JSON.parse(told)).toEqual({ args: [file, '3'], names: [] })
  await fs.rm(dir, { recursive: true, force: true })
})

test('one that is not there is said in words', async () => {
  const fault = await startEditor(['/nowhere/editor'], { file: '/tmp/x', line: null, column: null })
  expect(fault).toMatchObject({ code: 'no_editor' })
  expect(fault?.message).toMatch(/\/nowhere\/editor could not be started: there is no such program/)
})

test('a picture is kept for this user alone, and of all only the newest 50', async () => {
  const dir = path.join(await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-pastes-')), 'pastes')
  const start = Date.UTC(2026, 0, 2, 3, 4, 5)
  for (let n = 0; n < 53; n += 1) {
    const kept = await keepPicture(dir, Buffer.from(`png ${n}`), start + n)
    expect(kept.ok).toBe(true)
  }
  await fs.writeFile(path.join(dir, 'mine.png'), 'x')
  const last = await keepPicture(dir, Buffer.from('png'), start + 60)
  if (!last.ok) throw new Error(last.message)
  expect(path.basename(last.value.path)).toBe('pasted-2026-01-02-030405-060.png')
  expect(((await fs.stat(last.value.path)).mode & 0o777).toString(8)).toBe('600')
  expect(((await fs.stat(dir)).mode & 0o777).toString(8)).toBe('700')
  const names = (await fs.readdir(dir)).sort()
  expect(names).toHaveLength(51)
  expect(names).toContain('mine.png')
  expect(names).not.toContain('pasted-2026-01-02-030405-003.png')
  await fs.rm(path.dirname(dir), { recursive: true, force: true })
})
