// scrollback/ID.txt: what comes back, who may read it, how much it is at the most, and what happens where nothing can be kept.
import { execFileSync } from 'node:child_process'
import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createScrollback, MOST_BYTES } from '../../main/store/scrollback.ts'

let dir: string
const folder = () => path.join(dir, 'scrollback')
const mode = (file: string) => statSync(file).mode & 0o777

beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-scrollback-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

test('lines come back as they were written, for their owner alone', async () => {
  const texts = createScrollback(folder())
  expect(await texts.read('s_aaaa')).toBe(null)
  const text = fc.array(fc.string({ unit: fc.constantFrom('a', ' ', '一', '👍', '\u202e') }), {
    minLength: 1,
    maxLength: 9,
  })
  await fc.assert(
    fc.asyncProperty(text, async lines => {
      await texts.save('s_aaaa', lines)
      expect((await texts.read('s_aaaa'))?.lines).toEqual(lines)
    }),
    { numRuns: 30 },
  )
  expect([mode(folder()), mode(path.join(folder(), 's_aaaa.txt'))]).toEqual([0o700, 0o600])
})

test('the newest lines are kept that fit, whole', async () => {
  const texts = createScrollback(folder())
  const lines = Array.from({ length: 3000 }, (_, n) => `${n} ${'é'.repeat(400)}`)
  await texts.save('s_aaaa', lines)
  const kept = (await texts.read('s_aaaa'))!.lines
  expect(kept).toEqual(lines.slice(-kept.length))
  const { size } = statSync(path.join(folder(), 's_aaaa.txt'))
  expect(size).toBeLessThanOrEqual(MOST_BYTES)
  expect(size).toBeGreaterThan(MOST_BYTES - 1000)
})

test('a text moves to another surface with the time it has, and goes when it is dropped or has no lines any more', async () => {
  const texts = createScrollback(folder())
  await texts.save('s_aaaa', ['one'])
  const at = new Date(1_763_740_800_000)
  await utimes(path.join(folder(), 's_aaaa.txt'), at, at)
  await texts.move('s_aaaa', 's_bbbb')
  expect(await texts.read('s_bbbb')).toEqual({ lines: ['one'], at: at.getTime() })
  await texts.move('s_gone', 's_cccc')
  await texts.save('s_cccc', ['two'])
  await texts.save('s_cccc', [])
  await texts.drop('s_bbbb')
  expect(await readdir(folder())).toEqual([])
})

test('what belongs to no surface that comes back goes', async () => {
  const texts = createScrollback(folder())
  await texts.keep(new Set(['s_aaaa']))
  for (const id of ['s_aaaa', 's_bbbb']) await texts.save(id, [id])
  writeFileSync(path.join(folder(), '.s_aaaa.txt.12.new'), 'half')
  await texts.keep(new Set(['s_aaaa']))
  expect(await readdir(folder())).toEqual(['s_aaaa.txt'])
})

test('a place that cannot be written to is said once, and is no text', async () => {
  writeFileSync(folder(), 'a file')
  const said: string[] = []
  const texts = createScrollback(folder(), message => said.push(message))
  await texts.save('s_aaaa', ['one'])
  await texts.save('s_bbbb', ['two'])
  expect(said).toEqual([expect.stringMatching(/^Text of terminals is not kept as it should be: .*\(E\w+\)\.$/)])
  expect(await texts.read('s_aaaa')).toBe(null)
})

test('no name of a surface leads out of the folder, and a file that is too long is not read', async () => {
  const texts = createScrollback(folder())
  await expect(texts.save('../settings', ['x'])).rejects.toThrow()
  mkdirSync(folder())
  writeFileSync(path.join(folder(), 's_aaaa.txt'), 'x'.repeat(MOST_BYTES + 1))
  expect(await texts.read('s_aaaa')).toBe(null)
  expect(await readFile(path.join(folder(), 's_aaaa.txt'), 'utf8')).toHaveLength(MOST_BYTES + 1)
})

test.skipIf(process.platform === 'win32')('what is no file is not read, and keeps nobody waiting', async () => {
  const texts = createScrollback(folder(), () => {})
  mkdirSync(folder())
  execFileSync('mkfifo', [path.join(folder(), 's_aaaa.txt')])
  symlinkSync('/dev/zero', path.join(folder(), 's_bbbb.txt'))
  mkdirSync(path.join(folder(), 's_cccc.txt'))
  expect(await Promise.all(['s_aaaa', 's_bbbb', 's_cccc'].map(texts.read))).toEqual([null, null, null])
})

test('of what lies in the folder only texts, and what was left of writing one, are dropped', async () => {
  const texts = createScrollback(folder())
  mkdirSync(folder())
  const left = '.s_aaaa.txt.4711.0a1b2c.new'
  for (const name of ['s_aaaa.txt', 's_bbbb.txt', left, 'letter.txt', '.profile', 's_aaaa.txt.bak']) {
    writeFileSync(path.join(folder(), name), 'x')
  }
  await texts.keep(new Set(['s_bbbb']))
  expect((await readdir(folder())).sort()).toEqual(['.profile', 'letter.txt', 's_aaaa.txt.bak', 's_bbbb.txt'])
})
