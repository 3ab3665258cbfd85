// A folder as it really is: what decides by folders must not be led elsewhere by a link.
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { realFolder } from '../../main/surfaces/folder.ts'
import { testFolder } from './support.ts'

test('is absolute and has no link in it; what is no folder is none', () => {
  const home = realpathSync(testFolder())
  const elsewhere = realpathSync(testFolder())
  mkdirSync(path.join(home, 'src/$&'), { recursive: true })
  writeFileSync(path.join(home, 'file'), '')
  symlinkSync(elsewhere, path.join(home, 'src/out'))
  symlinkSync(path.join(home, 'none'), path.join(home, 'src/loose'))
  symlinkSync('loop', path.join(home, 'src/loop'))
  const of = (folder: string) => realFolder(folder, home)
  expect(of('~')).toBe(home)
  expect(of('~/')).toBe(home)
  expect(of('~/src')).toBe(path.join(home, 'src'))
  expect(of(path.join(home, 'src/'))).toBe(path.join(home, 'src'))
  expect(of('~/src/../src/./$&')).toBe(path.join(home, 'src/$&'))
  expect(of('~/src/out')).toBe(elsewhere)
  expect(of('~/src/out/..')).not.toBe(elsewhere)
  for (const none of ['~/file', '~/none', '~/src/loose', '~/src/loop', '~root', 'src', '.', '', 'a\0b', '/\0']) {
    expect(of(none), JSON.stringify(none)).toBe(null)
  }
})

test('a home that is itself a link is what it leads to', () => {
  const real = realpathSync(testFolder())
  const link = path.join(testFolder(), 'home')
  symlinkSync(real, link)
  mkdirSync(path.join(real, 'src'))
  expect(realFolder('~', link)).toBe(real)
  expect(realFolder('~/src', link)).toBe(path.join(real, 'src'))
})
