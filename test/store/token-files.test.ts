import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  listTokenFiles,
  readTokenFile,
  removeTokenFile,
  replaceTokenFile,
  writeTokenFile,
} from '../../main/store/token-files.ts'

async function folder(): Promise<string> {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-tokens-'))
  onTestFinished(() => fs.rm(dir, { recursive: true, force: true }))
  return dir
}
const modeOf = async (file: string) => (await fs.stat(file)).mode & 0o777
const TOKEN = 'gate_abc-DEF_123'

test('what is written is read again, by this user alone', async () => {
  const dir = await folder()
  await writeTokenFile(dir, 'cursor', TOKEN)
  expect(await readTokenFile(dir, 'cursor')).toEqual({ ok: true, value: TOKEN })
  expect(await modeOf(path.join(dir, 'tokens'))).toBe(0o700)
  expect(await modeOf(path.join(dir, 'tokens', 'cursor'))).toBe(0o600)
  await writeTokenFile(dir, 'cursor', 'gate_new')
  expect(await readTokenFile(dir, 'cursor')).toEqual({ ok: true, value: 'gate_new' })
  expect(await fs.readdir(path.join(dir, 'tokens'))).toEqual(['cursor'])
})

test('the list has the agents that have one, and a removed one is gone', async () => {
  const dir = await folder()
  expect(await listTokenFiles(dir)).toEqual([])
  await writeTokenFile(dir, 'cursor', TOKEN)
  await writeTokenFile(dir, 'codex', TOKEN)
  await fs.writeFile(path.join(dir, 'tokens', '.cursor.1.new'), '')
  expect(await listTokenFiles(dir)).toEqual(['codex', 'cursor'])
  await removeTokenFile(dir, 'cursor')
  await removeTokenFile(dir, 'cursor')
  expect(await listTokenFiles(dir)).toEqual(['codex'])
  expect(await readTokenFile(dir, 'cursor')).toMatchObject({ ok: false, code: 'no_file' })
})

test.each([0o604, 0o640, 0o660, 0o644, 0o622, 0o611])('mode %o is refused, and the fix is named', async mode => {
  const dir = await folder()
  await writeTokenFile(dir, 'cursor', TOKEN)
  const file = path.join(dir, 'tokens', 'cursor')
  await fs.chmod(file, mode)
  const read = await readTokenFile(dir, 'cursor')
  expect(read).toMatchObject({
    ok: false,
    code: 'not_private',
    message: expect.stringContaining(`chmod 600 "${file}"`),
  })
  expect(JSON.stringify(read)).not.toContain(TOKEN)
})

test.each(['', ' \n', 'two words', 'a\nb', 'grün', '"quoted"'])('%j is no token', async text => {
  const dir = await folder()
  await writeTokenFile(dir, 'cursor', text)
  expect(await readTokenFile(dir, 'cursor')).toMatchObject({ ok: false, code: 'no_token' })
})

test('a link is not followed, and a folder is no file', async () => {
  const dir = await folder()
  await writeTokenFile(dir, 'cursor', TOKEN)
  await fs.symlink(path.join(dir, 'tokens', 'cursor'), path.join(dir, 'tokens', 'link'))
  await fs.mkdir(path.join(dir, 'tokens', 'folder'), { mode: 0o700 })
  expect(await readTokenFile(dir, 'link')).toMatchObject({ ok: false, code: 'no_file' })
  expect(await readTokenFile(dir, 'folder')).toMatchObject({ ok: false, code: 'no_file' })
})

test.each(['../policy.json', 'a/b', '', '.hidden', 'A'])('%j is no agent, and no file is touched for it', async id => {
  const dir = await folder()
  await expect(readTokenFile(dir, id)).rejects.toThrow()
  await expect(writeTokenFile(dir, id, TOKEN)).rejects.toThrow()
  await expect(removeTokenFile(dir, id)).rejects.toThrow()
})

test('what was there before a new token comes back as it was, also where that was nothing', async () => {
  const dir = await folder()
  const none = await replaceTokenFile(dir, 'cursor', TOKEN)
  const back = await replaceTokenFile(dir, 'cursor', 'gate_new')
  expect(await readTokenFile(dir, 'cursor')).toEqual({ ok: true, value: 'gate_new' })
  await back()
  expect(await readTokenFile(dir, 'cursor')).toEqual({ ok: true, value: TOKEN })
  expect(await modeOf(path.join(dir, 'tokens', 'cursor'))).toBe(0o600)
  await none()
  expect(await listTokenFiles(dir)).toEqual([])
})

test('a token is never written through a link into another file', async () => {
  const dir = await folder()
  const other = path.join(dir, 'other')
  await fs.writeFile(other, 'mine')
  await fs.mkdir(path.join(dir, 'tokens'))
  await fs.symlink(other, path.join(dir, 'tokens', 'cursor'))
  const back = await replaceTokenFile(dir, 'cursor', TOKEN)
  expect(await fs.readFile(other, 'utf8')).toBe('mine')
  expect(await readTokenFile(dir, 'cursor')).toEqual({ ok: true, value: TOKEN })
  await back()
  expect(await fs.readFile(other, 'utf8')).toBe('mine')
})
