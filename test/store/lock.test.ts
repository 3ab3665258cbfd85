// The lock with real processes: kill -9 of a holder, many starts at once, a process id that is used again.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { takeLock } from '../../main/store/lock.ts'
import { startOf } from '../../main/store/process-start.ts'
import { type Bundle, bundle } from '../helpers/bundle.ts'

let program: Bundle
let dir: string
const children: ChildProcess[] = []

beforeAll(async () => {
  program = await bundle(path.join(import.meta.dirname, 'support/holder.ts'))
})
afterAll(() => program.remove())
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-lock-'))
})
afterEach(async () => {
  await Promise.all(children.splice(0).map(child => end(child)))
  await rm(dir, { recursive: true, force: true })
})

interface Starter {
  child: ChildProcess
  /** the next line it prints that is not yet read */
  line(): Promise<string>
}
function start(then = 'hold'): Starter {
  const child = spawn(process.execPath, [program.path, dir, then], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const lines: string[] = []
  let rest = ''
  child.stdout?.on('data', (data: Buffer) => {
    const parts = (rest + data).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
  })
  return { child, line: () => vi.waitFor(() => lines.shift() ?? expect.fail('no line yet'), { timeout: 15_000 }) }
}
function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<unknown> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  const gone = new Promise(resolve => child.once('exit', resolve))
  child.kill(signal)
  return gone
}
const lockFiles = async () => (await readdir(dir)).filter(name => name.startsWith('lock'))

test('the second start hears who holds the lock', async () => {
  const first = start()
  expect(await first.line()).toBe('mine')
  expect(await start().line()).toBe(`other ${first.child.pid}`)
})

test('a holder that ends cleanly leaves no lock behind', async () => {
  const first = start()
  expect(await first.line()).toBe('mine')
  await end(first.child, 'SIGTERM')
  expect(await lockFiles()).toEqual([])
  expect(await start().line()).toBe('mine')
})

test('a holder that was killed holds nothing', async () => {
  const first = start()
  expect(await first.line()).toBe('mine')
  await end(first.child)
  expect(await lockFiles()).toEqual(['lock'])
  expect(await start().line()).toBe('mine')
})

test('a second start brings the first to the front, once for each time, and leaves nothing behind', async () => {
  const first = start()
  expect(await first.line()).toBe('mine')
  for (let time = 0; time < 3; time++) {
    expect(await start('raise').line()).toBe(`other ${first.child.pid}`)
    expect(await first.line()).toBe('raised')
  }
  await vi.waitFor(async () => expect(await readdir(dir)).toEqual(['lock']))
})

test('a request to come to the front that nobody took raises no later holder', async () => {
  const first = start()
  expect(await first.line()).toBe('mine')
  first.child.kill('SIGSTOP')
  expect(await start('raise').line()).toBe(`other ${first.child.pid}`)
  await end(first.child)
  const later = start()
  expect(await later.line()).toBe('mine')
  expect(await start('raise').line()).toBe(`other ${later.child.pid}`)
  expect(await later.line()).toBe('raised')
  await expect(vi.waitFor(() => later.line(), { timeout: 300 })).rejects.toThrow()
}, 30_000)

test.each([1, 2, 3])('of eight starts at once over a dead holder exactly one wins (round %i)', async () => {
  const first = start()
  expect(await first.line()).toBe('mine')
  await end(first.child)
  const starters = Array.from({ length: 8 }, () => start())
  const said = await Promise.all(starters.map(one => one.line()))
  const winners = starters.filter((_, index) => said[index] === 'mine')
  expect(winners).toHaveLength(1)
  expect(said.filter(line => line === `other ${winners[0]?.child.pid}`)).toHaveLength(7)
  expect(await lockFiles()).toEqual(['lock'])
})

test('a lock whose process id now belongs to another process is dead', async () => {
  if (startOf(process.pid) === null) return
  const turn = 'a'.repeat(24)
  await writeFile(path.join(dir, 'lock'), JSON.stringify({ pid: process.pid, started: 'boot:1', turn }))
  expect(await start().line()).toBe('mine')
})

test('one who died between winning a turn and taking the lock is succeeded too', async () => {
  const dead = (turn: string) => JSON.stringify({ pid: 2 ** 22 + 1, started: null, turn })
  const [one, two, three] = ['1', '2', '3'].map(digit => digit.repeat(24))
  await writeFile(path.join(dir, 'lock'), dead(one ?? ''))
  await writeFile(path.join(dir, `lock.after-${one}`), dead(two ?? ''))
  await writeFile(path.join(dir, `lock.after-${two}`), dead(three ?? ''))
  const starters = Array.from({ length: 4 }, () => start())
  const said = await Promise.all(starters.map(starter => starter.line()))
  expect(said.filter(line => line === 'mine')).toHaveLength(1)
  expect(await lockFiles()).toEqual(['lock'])
})

test('a damaged lock is nobody’s once nobody can still be writing it', async () => {
  const file = path.join(dir, 'lock')
  await writeFile(file, '{"pid":')
  const longAgo = new Date(Date.now() - 60_000)
  await utimes(file, longAgo, longAgo)
  const lock = await takeLock(dir)
  expect(lock.mine).toBe(true)
  if (lock.mine) await lock.release()
  expect(await lockFiles()).toEqual([])
})

test('a zombie holds nothing', async () => {
  if (startOf(process.pid) === null) return
  // the shell never asks about its child, so that the child stays a zombie while the shell lives
  const script = `"$0" "$1" "$2" & child=$!; echo $child; exec sleep 60`
  const shell = spawn('/bin/sh', ['-c', script, process.execPath, program.path, dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(shell)
  let said = ''
  shell.stdout.on('data', (data: Buffer) => {
    said += data
  })
  await vi.waitFor(() => expect(said).toContain('mine'), { timeout: 15_000 })
  const pid = Number(/\d+/.exec(said)?.[0])
  process.kill(pid, 'SIGKILL')
  const stat = () => readFile(`/proc/${pid}/stat`, 'utf8')
  await vi.waitFor(async () => expect(await stat()).toContain(') Z '), { timeout: 15_000 })
  expect(await start().line()).toBe('mine')
})

test('release by somebody who lost the lock takes nothing from the new holder', async () => {
  const lock = await takeLock(dir)
  await rm(path.join(dir, 'lock'))
  const other = start()
  expect(await other.line()).toBe('mine')
  if (lock.mine) await lock.release()
  expect(await lockFiles()).toEqual(['lock'])
})
