import { cpSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { instanceOf } from '../../main/store/instance.ts'

function folder(): string {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-instance-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

test('an instance has one name at each start; another folder has another, and so has a copy of it', async () => {
  const [one, other] = [folder(), folder()]
  const name = await instanceOf(one)
  expect(name).toMatch(/^[a-z0-9]{10}$/)
  expect(await instanceOf(one)).toBe(name)
  expect(await instanceOf(other)).not.toBe(name)
  cpSync(path.join(one, 'instance'), path.join(other, 'instance'))
  expect(await instanceOf(other)).not.toBe(name)
  expect(statSync(path.join(one, 'instance')).mode & 0o777).toBe(0o600)
})

test('what is no secret of ours is replaced; where nothing can be written it says so and starts', async () => {
  const dir = folder()
  writeFileSync(path.join(dir, 'instance'), 'mine\n')
  const name = await instanceOf(dir)
  expect(await instanceOf(dir)).toBe(name)
  const said: string[] = []
  expect(await instanceOf(path.join(dir, 'gone'), message => said.push(message))).toMatch(/^[a-z0-9]{10}$/)
  expect(said).toEqual([expect.stringMatching(/^What runs in tmux would not be found again after a restart: .*\.$/)])
})
