// The file of an AppImage is replaced, with real files and a real new program: a script. Whatever fails, the old file is there.
import { createHash } from 'node:crypto'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkWhole, replaceAppImage } from '../../main/shell/app-image.ts'

const sum = (text: string) => createHash('sha512').update(text).digest('base64')
let dir: string
let apps: string
let old: string
let downloaded: string

beforeEach(async () => {
  dir = await fs.mkdtemp(path.join(os.tmpdir(), 'gh-app-image-'))
  apps = path.join(dir, 'apps')
  old = path.join(apps, 'gatehouse-0.1.0.AppImage')
  downloaded = path.join(dir, 'pending', 'gatehouse-0.2.0.AppImage')
  for (const folder of [apps, path.dirname(downloaded)]) await fs.mkdir(folder)
  await fs.writeFile(old, 'the old one', { mode: 0o755 })
})
afterEach(() => fs.rm(dir, { recursive: true, force: true }))

/** It writes what it was started with into a pipe, which ends when it does. */
async function program(): Promise<{ text: string; said: () => Promise<string> }> {
  const out = path.join(dir, 'out')
  return {
    text: `#!/bin/sh\nprintf '%s\\n' "$0" "$@" > '${out}.new'\nmv '${out}.new' '${out}'\n`,
    said: () =>
      expect
        .poll(() => fs.readFile(out, 'utf8').catch(() => ''), { timeout: 10_000 })
        .not.toBe('')
        .then(() => fs.readFile(out, 'utf8')),
  }
}

const replace = (bytes: string) =>
  replaceAppImage({ old, downloaded, sha512: sum(bytes), args: ['--mcp-port=0', 'a b'] })

async function unchanged() {
  expect(await fs.readdir(apps)).toEqual([path.basename(old)])
  expect(await fs.readFile(old, 'utf8')).toBe('the old one')
}

describe.skipIf(process.platform !== 'linux')('the new one', () => {
  test('is put in place under its own name, and started', async () => {
    const { text, said } = await program()
    await fs.writeFile(downloaded, text)
    const file = await replace(text)
    expect(path.basename(file)).toBe('gatehouse-0.2.0.AppImage')
    expect(await said()).toBe(`${file}\n--mcp-port=0\na b\n`)
    expect(await fs.readdir(apps)).toEqual(['gatehouse-0.2.0.AppImage'])
  })

  test.each([
    ['a name of the person’s own', 'Gatehouse', 'gatehouse-0.2.0.AppImage'],
    ['a name that is no AppImage’s', 'gatehouse-0.1.0.AppImage', '.profile'],
  ])('%s: the old name stays', async (_, was, offered) => {
    await fs.rename(old, path.join(apps, was))
    old = path.join(apps, was)
    downloaded = path.join(path.dirname(downloaded), offered)
    const { text, said } = await program()
    await fs.writeFile(downloaded, text)
    expect(await replace(text)).toBe(old)
    await said()
    expect(await fs.readdir(apps)).toEqual([was])
    expect(await fs.readFile(old, 'utf8')).toBe(text)
  })
})

describe.skipIf(process.platform !== 'linux')('the old one stays, and nothing beside it,', () => {
  test('where what was downloaded is gone', async () => {
    await expect(replace('x')).rejects.toThrow('the downloaded file is not there any more')
    await unchanged()
  })

  test('where it was exchanged', async () => {
    await fs.writeFile(downloaded, 'something else')
    await expect(replace('x')).rejects.toThrow('not the one any more')
    await expect(checkWhole(downloaded, sum('x'))).rejects.toThrow('not the one any more')
    await unchanged()
  })

  test('where it is a link, whatever it leads to', async () => {
    await fs.writeFile(path.join(dir, 'x'), 'x')
    await fs.symlink(path.join(dir, 'x'), downloaded)
    await expect(replace('x')).rejects.toThrow('not there any more')
    await unchanged()
  })

  test.each(['gatehouse-0.1.0.AppImage', 'Gatehouse'])('where the new one cannot be started: %s', async was => {
    await fs.rename(old, path.join(apps, was))
    old = path.join(apps, was)
    await fs.writeFile(downloaded, '#!/no/such/interpreter\n')
    await expect(replace('#!/no/such/interpreter\n')).rejects.toThrow('ENOENT')
    await unchanged()
  })

  test('where a folder is in its place', async () => {
    await fs.writeFile(downloaded, 'x')
    const taken = path.join(apps, path.basename(downloaded))
    await fs.mkdir(taken)
    await expect(replace('x')).rejects.toThrow()
    await fs.rmdir(taken)
    await unchanged()
  })

  test('also what stood under the new name', async () => {
    const other = path.join(apps, path.basename(downloaded))
    await fs.writeFile(other, 'somebody’s')
    await fs.writeFile(downloaded, '#!/no/such/interpreter\n')
    await expect(replace('#!/no/such/interpreter\n')).rejects.toThrow('ENOENT')
    expect(await fs.readFile(other, 'utf8')).toBe('somebody’s')
    await fs.rm(other)
    await unchanged()
  })
})
