// What is done in `crashes/` of a data folder: only what Crashpad made is taken away, and no folder of somebody else's is used or changed.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepDumps, tidyDumps } from '../../main/shell/crashes.ts'

const { setPath, start } = vi.hoisted(() => ({ setPath: vi.fn(), start: vi.fn() }))
vi.mock('electron', () => ({ app: { setPath, on: () => {} }, crashReporter: { start } }))

let dir: string
let crashes: string
const id = (nth: number) => `0f8fad5b-d9cb-469f-a165-70867728950${nth}`

beforeEach(async () => {
  dir = await fs.mkdtemp(path.join(os.tmpdir(), 'gh-crashes-'))
  crashes = path.join(dir, 'crashes')
  setPath.mockClear()
  start.mockClear()
})
afterEach(() => fs.rm(dir, { recursive: true, force: true }))

async function put(...names: string[]) {
  for (const name of names) {
    await fs.mkdir(path.dirname(path.join(crashes, name)), { recursive: true })
    await fs.writeFile(path.join(crashes, name), 'x')
  }
}
const files = async () => {
  const all = await fs.readdir(crashes, { recursive: true, withFileTypes: true })
  return all.filter(one => !one.isDirectory()).map(one => path.relative(crashes, path.join(one.parentPath, one.name)))
}

const ITS_OWN = [
  ...[`completed/${id(1)}.dmp`, `completed/${id(1)}.meta`, `pending/${id(2)}.dmp`, `new/${id(3)}.lock`],
  ...[`reports/${id(4)}.dmp`, `attachments/${id(1)}/log`, 'settings.dat', 'metadata'],
]

test('unwanted, all that Crashpad made goes, and the folder with it', async () => {
  await put(...ITS_OWN)
  await tidyDumps(dir, false)
  expect(await fs.readdir(dir)).toEqual([])
})

test('what somebody else put there stays', async () => {
  const theirs = ['notes.txt', 'completed/mine.dmp', 'completed/deep/x.meta', `${id(5)}.dmp`, 'attachments/mine/log']
  await put(...ITS_OWN, ...theirs)
  await tidyDumps(dir, false)
  expect((await files()).sort()).toEqual(theirs.sort())
})

test('nothing is taken by way of a link', async () => {
  const other = path.join(dir, 'other')
  await fs.mkdir(path.join(other, 'completed'), { recursive: true })
  await fs.writeFile(path.join(other, 'completed', `${id(1)}.dmp`), 'x')
  await fs.symlink(other, crashes)
  await tidyDumps(dir, false)
  await fs.rm(crashes)
  await fs.mkdir(crashes)
  await fs.symlink(path.join(other, 'completed'), path.join(crashes, 'completed'))
  await tidyDumps(dir, false)
  await tidyDumps(dir, true)
  expect(await fs.readdir(path.join(other, 'completed'))).toEqual([`${id(1)}.dmp`])
})

test('wanted, they are kept in a folder for this user alone', async () => {
  await fs.mkdir(crashes, { mode: 0o755 })
  keepDumps(dir)
  expect(setPath).toHaveBeenCalledWith('crashDumps', crashes)
  expect(start).toHaveBeenCalledWith({ uploadToServer: false })
  expect((await fs.stat(crashes)).mode & 0o777).toBe(0o700)
})

test('a link elsewhere is no such folder: nothing is kept, and what it leads to stays as it was', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {})
  const other = path.join(dir, 'other')
  await fs.mkdir(other)
  await fs.chmod(other, 0o755)
  await fs.symlink(other, crashes)
  keepDumps(dir)
  expect([setPath.mock.calls, start.mock.calls]).toEqual([[], []])
  expect((await fs.stat(other)).mode & 0o777).toBe(0o755)
  expect(error.mock.lastCall?.join(' ')).toMatch(/cannot be kept/)
  error.mockRestore()
})
