// Files that a terminal's text names: found where they are, never on the network, and what could be run is known.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { couldRun, createLooks, findFile, isFolder, wholePath } from '../../main/store/named-files.ts'

let dir = ''
beforeAll(async () => {
  dir = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-named-')))
  await fs.mkdir(path.join(dir, 'src'))
  await fs.writeFile(path.join(dir, 'src/a b.ts'), 'export {}\n')
  await fs.writeFile(path.join(dir, 'notes.txt'), 'x')
})
afterAll(() => fs.rm(dir, { recursive: true, force: true }))

describe('where', () => {
  test.each([
    ['src/a.ts', '/w/src/a.ts'],
    ['../up.ts', '/up.ts'],
    ['/abs/x', '/abs/x'],
    ['~/x', '/home/you/x'],
    ['//server/share', null],
    ['\\\\server\\share', null],
    ['a\0b', null],
    ['/net/evil.example/x', null],
    ['../net/evil.example', null],
    ['/Network/Servers/evil', null],
    ['/network.txt', '/network.txt'],
  ])('%s', (text, whole) => {
    expect(wholePath(text, '/w', '/home/you')).toBe(whole)
  })

  test('in a folder on the network nothing is looked for', () => {
    expect(wholePath('\\\\server\\x', '/w', '/h')).toBeNull()
  })

  test('a file, a folder, and neither', async () => {
    expect(await findFile('src/a b.ts', dir, '/nobody')).toEqual({ path: path.join(dir, 'src/a b.ts'), folder: false })
    expect(await findFile('src', dir, '/nobody')).toEqual({ path: path.join(dir, 'src'), folder: true })
    expect(await findFile('~/notes.txt', '/', dir)).toEqual({ path: path.join(dir, 'notes.txt'), folder: false })
    expect(await findFile('src/none', dir, dir)).toBeNull()
    expect(await findFile('/dev/null', dir, dir)).toBeNull()
  })
})

test('disks that never answer hold two threads at the most, and nobody waits for them for long', async () => {
  const looks = createLooks(2, 20)
  let asked = 0
  const never = () => {
    asked += 1
    return new Promise<string>(() => {})
  }
  expect(await Promise.all(Array.from({ length: 64 }, () => looks(never)))).toEqual(Array(64).fill(null))
  expect(await looks(async () => 'there')).toBeNull()
  expect(asked).toBe(2)
})

test('disks that answer are asked as often as there are questions', async () => {
  const looks = createLooks(2, 10_000)
  let [going, most] = [0, 0]
  const look = (n: number) => async () => {
    going += 1
    most = Math.max(most, going)
    await new Promise(setImmediate)
    going -= 1
    if (n % 3 === 0) throw new Error('gone')
    return n
  }
  const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => looks(look(n))))
  expect(answers).toEqual(answers.map((_, n) => (n % 3 === 0 ? null : n)))
  expect(most).toBe(2)
  expect([await isFolder(dir), await isFolder(path.join(dir, 'notes.txt')), await isFolder('/nowhere')]).toEqual([
    ...[true, false, false],
  ])
})

describe('could be run', () => {
  const made = async (name: string, content: string | Buffer, mode = 0o644) => {
    const file = path.join(dir, name)
    await fs.writeFile(file, content)
    await fs.chmod(file, mode)
    return file
  }
  test.each([
    ['a script with the right to run', 'go', '#!/bin/sh\n', 0o755],
    ['a script without it', 'noext', '#!/bin/sh\n', 0o644],
    ['any file with the right to run', 'text.txt', 'x', 0o755],
    ['a program', 'prog.bin', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2]), 0o644],
    ['a program of Windows', 'prog.dat', 'MZ..', 0o644],
    ['a starter', 'x.desktop', '[Desktop Entry]', 0o644],
    ['one in capitals', 'X.AppImage', 'x', 0o644],
    ['a shell’s file', 'x.sh', 'echo', 0o644],
  ])('%s', async (_, name, content, mode) => {
    expect(await couldRun(await made(name, content, mode), 'linux')).toBe(true)
  })

  test.each(['a.ts', 'b.md', 'c.json', 'd.png', 'e'])('not %s', async name => {
    expect(await couldRun(await made(name, 'some text'), 'linux')).toBe(false)
  })

  test('a link to one, and one that is gone', async () => {
    const target = await made('real.sh', 'echo')
    const link = path.join(dir, 'harmless.txt')
    await fs.symlink(target, link)
    expect(await couldRun(link, 'linux')).toBe(true)
    expect(await couldRun(path.join(dir, 'gone'), 'linux')).toBe(true)
  })

  test.each([
    ['a.js', 'win32'],
    ['a.py', 'win32'],
    ['a.lnk', 'win32'],
    ['a.exe. ', 'win32'],
    ['noextension', 'win32'],
    ['a.command', 'darwin'],
    ['a.py', 'darwin'],
  ] as const)('%s on %s', async (name, platform) => {
    expect(await couldRun(await made(name, 'some text'), platform)).toBe(true)
  })
})
