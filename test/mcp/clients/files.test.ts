// What stands between us and a config on disk: modes, links, other writers, folders that are closed.
import { appendFileSync } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { apply, clientOf, preview, undo } from '../../../main/mcp/clients/index.ts'
import { type Home, newHome } from './support/home.ts'

const TEXT = '{\n  "mcpServers": {\n    "a": {}\n  }\n}\n'
const cursor = clientOf('cursor')
/** a file's mode keeps root from nothing, so what a mode forbids is tested as somebody else */
const asRoot = process.getuid?.() === 0

let home: Home
let file: string
beforeEach(async () => {
  home = await newHome()
  file = await home.config('cursor')
})
afterEach(() => home.remove())

async function shown() {
  const change = await preview(cursor, home.machine, 'cursor')
  if (!change.ok) throw new Error(change.message)
  return change.value
}
const connect = async () => apply(cursor, home.machine, 'cursor', (await shown()).revision)
const takeOut = () => undo(cursor, home.machine)
const modeOf = async (name: string) => (await fs.stat(name)).mode & 0o777
const names = async () => (await fs.readdir(path.dirname(file))).sort()

test.each([0o600, 0o644, 0o640, 0o664])('a file of mode %o keeps it, and what is kept of it has it too', async mode => {
  await fs.writeFile(file, TEXT)
  await fs.chmod(file, mode)
  const done = await connect()
  expect(await modeOf(file)).toBe(mode)
  expect(done.ok && (await modeOf(done.value.backup!))).toBe(mode)
  await takeOut()
  expect(await modeOf(file)).toBe(mode)
})

describe('a config that is a link', () => {
  test('is written through it, and stays one', async () => {
    const real = path.join(home.dir, 'dotfiles', 'mcp.json')
    await fs.mkdir(path.dirname(real))
    await fs.writeFile(real, TEXT)
    await fs.symlink(path.relative(path.dirname(file), real), file)
    await connect()
    expect((await fs.lstat(file)).isSymbolicLink()).toBe(true)
    expect(await fs.readFile(real, 'utf8')).toContain('gatehouse')
    // nothing of ours in the folder it leads to
    expect(await fs.readdir(path.dirname(real))).toEqual(['mcp.json'])
    await takeOut()
    expect((await fs.lstat(file)).isSymbolicLink()).toBe(true)
    expect(await fs.readFile(real, 'utf8')).toBe(TEXT)
  })

  test('to nothing is left, and named', async () => {
    await fs.symlink(path.join(home.dir, 'nowhere'), file)
    const change = await preview(cursor, home.machine, 'cursor')
    expect(change).toMatchObject({
      ok: false,
      code: 'not_understood',
      message: expect.stringContaining(`${file} is a link`),
    })
    expect(await fs.readlink(file)).toBe(path.join(home.dir, 'nowhere'))
  })
})

describe('a file that changed since the change was shown', () => {
  test('is not written', async () => {
    await fs.writeFile(file, TEXT)
    const { revision } = await shown()
    await fs.appendFile(file, '\n')
    expect(await apply(cursor, home.machine, 'cursor', revision)).toMatchObject({ ok: false, code: 'changed_since' })
    expect(await fs.readFile(file, 'utf8')).toBe(`${TEXT}\n`)
    expect(await names()).toEqual(['mcp.json'])
  })

  test('neither where it was made or taken away since', async () => {
    const made = await shown()
    await fs.writeFile(file, TEXT)
    const gone = await shown()
    expect(await apply(cursor, home.machine, 'cursor', made.revision)).toMatchObject({ code: 'changed_since' })
    await fs.rm(file)
    expect(await apply(cursor, home.machine, 'cursor', gone.revision)).toMatchObject({ code: 'changed_since' })
    expect(await names()).toEqual([])
  })

  test('nor for another agent, or another start of Gatehouse, than was shown', async () => {
    await fs.writeFile(file, TEXT)
    const { revision } = await shown()
    const moved = { ...home.machine, start: { ...home.machine.start, command: '/elsewhere/gatehouse' } }
    expect(await apply(cursor, home.machine, 'other', revision)).toMatchObject({ code: 'changed_since' })
    expect(await apply(cursor, moved, 'cursor', revision)).toMatchObject({ code: 'changed_since' })
    expect(await fs.readFile(file, 'utf8')).toBe(TEXT)
  })

  test('nor when that happens while it is being written', async () => {
    await fs.writeFile(file, TEXT)
    const { revision } = await shown()
    // the clock is asked for the name of what is kept, after the file was read for the change
    const now = () => {
      appendFileSync(file, ' ')
      return home.machine.now()
    }
    const done = await apply(cursor, { ...home.machine, now }, 'cursor', revision)
    expect(done).toMatchObject({ ok: false, code: 'changed_since', message: expect.stringContaining(file) })
    expect(await fs.readFile(file, 'utf8')).toBe(`${TEXT} `)
    expect(await names()).toEqual(['mcp.json'])
  })
})

describe('what cannot be written', () => {
  test('a read-only file is named, and left', async () => {
    await fs.writeFile(file, TEXT)
    await fs.chmod(file, 0o444)
    expect(await connect()).toMatchObject({
      ok: false,
      code: 'not_written',
      message: expect.stringContaining(`${file} is read-only`),
    })
    expect(await fs.readFile(file, 'utf8')).toBe(TEXT)
    expect(await names()).toEqual(['mcp.json'])
  })

  test.skipIf(asRoot)('a file in a closed folder is named, and left', async () => {
    await fs.writeFile(file, TEXT)
    await fs.chmod(path.dirname(file), 0o500)
    const done = await connect().finally(() => fs.chmod(path.dirname(file), 0o700))
    expect(done).toMatchObject({ ok: false, code: 'not_written', message: expect.stringContaining(file) })
    expect(await names()).toEqual(['mcp.json'])
  })

  test.runIf(asRoot)('a file of another user is named, and left', async () => {
    await fs.writeFile(file, TEXT)
    await fs.chown(file, 12_345, 12_345)
    expect(await connect()).toMatchObject({
      ok: false,
      code: 'not_written',
      message: expect.stringContaining(`${file} belongs`),
    })
    expect((await fs.stat(file)).uid).toBe(12_345)
    expect(await names()).toEqual(['mcp.json'])
  })

  test('a folder where the config should be is named', async () => {
    await fs.mkdir(file)
    expect(await preview(cursor, home.machine, 'cursor')).toMatchObject({
      code: 'not_understood',
      message: expect.stringContaining(`${file} is not a file`),
    })
  })

  test('a file where its folder should be is named', async () => {
    await fs.rmdir(path.dirname(file))
    await fs.writeFile(path.dirname(file), '')
    expect(await preview(cursor, home.machine, 'cursor')).toMatchObject({
      ok: false,
      message: expect.stringContaining(file),
    })
  })

  test.each([
    ['UTF-16', Buffer.from('\uFEFF{}', 'utf16le')],
    ['Latin-1', Buffer.from('{ "a": "\xE9" }', 'latin1')],
  ])('%s is not understood, and left', async (_, bytes) => {
    await fs.writeFile(file, bytes)
    expect(await preview(cursor, home.machine, 'cursor')).toMatchObject({
      code: 'not_understood',
      message: expect.stringContaining('UTF-8'),
    })
    expect(await fs.readFile(file)).toEqual(bytes)
  })

  test('a disk that fails in the middle leaves the file, and keeps nothing beside it', async () => {
    await fs.writeFile(file, TEXT)
    const { revision } = await shown()
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' })
    const machine = { ...home.machine, replace: () => Promise.reject(full) }
    const done = await apply(cursor, machine, 'cursor', revision)
    expect(done).toMatchObject({
      ok: false,
      code: 'not_written',
      message: `${file} cannot be written (ENOSPC). Nothing was changed.`,
    })
    expect(await fs.readFile(file, 'utf8')).toBe(TEXT)
    expect(await names()).toEqual(['mcp.json'])
  })
})

describe('what is kept beside a config', () => {
  test('is named by the time, and never written over', async () => {
    await fs.writeFile(file, TEXT)
    await fs.writeFile(`${file}.gatehouse-backup-20260821T094100Z`, 'older')
    await fs.writeFile(`${file}.gatehouse-backup-20261121T094100Z`, 'of this second')
    const done = await connect()
    expect(done).toMatchObject({ ok: true, value: { backup: `${file}.gatehouse-backup-20261121T094100Z-2` } })
    expect(await fs.readFile(`${file}.gatehouse-backup-20261121T094100Z`, 'utf8')).toBe('of this second')
    expect(await takeOut()).toMatchObject({ ok: true, value: { exact: true } })
    // only what it was taken back to goes
    expect(await names()).toEqual([
      'mcp.json',
      'mcp.json.gatehouse-backup-20260821T094100Z',
      'mcp.json.gatehouse-backup-20261121T094100Z',
    ])
  })

  test('does not pile up: the same content is kept once', async () => {
    await fs.writeFile(file, TEXT)
    await connect()
    // ours taken out by hand, so that nothing was taken back
    await fs.writeFile(file, TEXT)
    expect(await connect()).toMatchObject({ ok: true, value: { backup: null } })
    expect(await names()).toHaveLength(2)
    expect(await takeOut()).toMatchObject({ ok: true, value: { exact: true } })
    expect(await names()).toEqual(['mcp.json'])
  })

  test('may be thrown away by a person: ours is taken out all the same', async () => {
    await fs.writeFile(file, TEXT)
    const done = await connect()
    if (done.ok) await fs.rm(done.value.backup!)
    expect(await takeOut()).toMatchObject({ ok: true, value: { exact: false } })
    expect(await fs.readFile(file, 'utf8')).toBe(TEXT)
  })
})

test('a config that became a link is emptied, not taken away', async () => {
  await connect()
  const real = path.join(home.dir, 'real.json')
  await fs.rename(file, real)
  await fs.symlink(real, file)
  expect(await takeOut()).toMatchObject({ ok: true })
  expect((await fs.lstat(file)).isSymbolicLink()).toBe(true)
  expect(JSON.parse(await fs.readFile(real, 'utf8'))).toEqual({ mcpServers: {} })
})
