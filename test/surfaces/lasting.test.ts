import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createLasting } from '../../main/surfaces/lasting.ts'
import { readProcess } from '../../main/surfaces/process-table.ts'
import { testFolder } from './support.ts'

function program() {
  const child = spawn('sleep', ['1000'], { stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  const { pid, born } = readProcess(child.pid!)!
  return { child, root: { pid, born } }
}
const START = { file: '/bin/bash', interactiveShell: true, nonce: 'a'.repeat(32), lacks: null }

test('how a program was started is known to the next run, for the person alone, as long as it is kept', () => {
  const folder = path.join(testFolder(), 'surfaces')
  const { root } = program()
  createLasting(folder).keep('s_aaaa', { ...START, root })
  const next = createLasting(folder)
  expect(next.read('s_aaaa')).toEqual({ ...START, root })
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(statSync(path.join(folder, 's_aaaa.json')).mode & 0o777).toBe(0o600)
  next.drop('s_aaaa')
  expect([next.read('s_aaaa'), next.lives('s_aaaa'), readdirSync(folder)]).toEqual([null, false, []])
})

test.each(['', 'null', '{"file":1}', JSON.stringify({ ...START, root: null, more: 1 })])(
  'what cannot be understood (%s) is not known, and nothing lives by it',
  text => {
    const folder = testFolder()
    writeFileSync(path.join(folder, 's_aaaa.json'), text)
    const lasting = createLasting(folder)
    expect([lasting.read('s_aaaa'), lasting.lives('s_aaaa')]).toEqual([null, false])
  },
)

test('it lives while exactly that process does; another of its number is another', async () => {
  const lasting = createLasting(testFolder())
  const { child, root } = program()
  lasting.keep('s_aaaa', { ...START, root })
  lasting.keep('s_bbbb', { ...START, root: { ...root, born: '1' } })
  lasting.keep('s_cccc', { ...START, root: null })
  expect(['s_aaaa', 's_bbbb', 's_cccc', 's_dddd'].map(lasting.lives)).toEqual([true, false, true, false])
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(lasting.lives('s_aaaa')).toBe(false)
})

test('what nobody has and nothing runs from is swept; a program that was let go of keeps what its hooks call', () => {
  const folder = testFolder()
  const lasting = createLasting(folder)
  const { root } = program()
  for (const id of ['s_live', 's_dead', 's_kept', 's_half']) lasting.folders.make(id)
  lasting.keep('s_live', { ...START, root })
  for (const id of ['s_dead', 's_kept']) lasting.keep(id, { ...START, root: { ...root, born: '1' } })
  lasting.letGo('s_live')
  lasting.sweep(id => id === 's_kept')
  expect(readdirSync(folder).sort()).toEqual(['s_kept', 's_kept.json', 's_live', 's_live.json'])
  expect(existsSync(path.join(folder, 's_live', 'hook.sh'))).toBe(true)
  expect(existsSync(path.join(folder, 's_live', 'events'))).toBe(false)
  expect(lasting.events('s_kept')).toBe(path.join(folder, 's_kept', 'events'))
  // There is nothing to sweep before anything was ever kept.
  createLasting(path.join(folder, 'none')).sweep(() => false)
})
