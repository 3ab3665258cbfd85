// What still runs from surfaces of a run that was killed: found by its mark, shown by name, ended when told, and nothing else.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { systemClock } from '../../main/surfaces/clock.ts'
import { watchEarlier } from '../../main/surfaces/earlier.ts'
import { orphaned } from '../../main/surfaces/left-behind.ts'
import { markOf, processTable, readProcess } from '../../main/surfaces/process-table.ts'
import { endOrphans } from '../../main/surfaces/processes.ts'
import { openShell, testFolder, testRegistry, until } from './support.ts'

const alive = (pid: number) => readProcess(pid)?.dead === false
function sleeps(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('sleep')
  } catch {
    // Gone since it was listed.
    return false
  }
}
let last = 0
/** As no other test, and no other Gatehouse, has it. */
function freshId(): string {
  last += 1
  return `s_t${process.pid}x${last}`
}

/** A daemon in a session of its own that carries the mark; `script` may start more, write their pids to $PIDS, and make them sleep. */
async function daemon(mark: string, script = '', count = 0): Promise<{ pid: number; others: number[] }> {
  const pids = path.join(testFolder(), 'pids')
  const env = { PATH: process.env['PATH'], GATEHOUSE_SURFACE: mark, PIDS: pids }
  const child: ChildProcess = spawn('/bin/sh', ['-c', `${script}\nexec sleep 1000`], {
    ...{ env, detached: true, stdio: 'ignore' },
  })
  const written = () => (existsSync(pids) ? readFileSync(pids, 'utf8').split('\n').filter(Boolean).map(Number) : [])
  onTestFinished(() => {
    for (const pid of [child.pid!, ...written()]) if (alive(pid)) process.kill(pid, 'SIGKILL')
  })
  const others = await until('what it starts', () => (written().length >= count ? written() : null))
  // They write their pids first.
  await until('sleep', () => [child.pid!, ...others].every(sleeps))
  return { pid: child.pid!, others }
}

const START = (environment: string) => `${environment} setsid sh -c 'echo $$ >> $PIDS; exec sleep 1000' &`

const on = test.runIf(process.platform === 'linux')

on('it is listed with its program and number, ended when told with what it started, and forgotten', async () => {
  const [mine, none] = [freshId(), freshId()]
  const left = await daemon(mine, START('env -u GATEHOUSE_SURFACE'), 1)
  const stranger = await daemon(freshId())
  const forget = vi.fn()
  const changed = vi.fn()
  const surfaces = [mine, none].map(surface => ({ surface, preset: 'codex' }))
  const earlier = watchEarlier({ surfaces, forget, changed }, systemClock)
  onTestFinished(() => earlier.close())
  await until('the list', () => earlier.list().length > 0)
  const found = [left.pid, ...left.others].toSorted((a, b) => a - b).map(pid => ({ pid, program: 'sleep 1000' }))
  expect(earlier.list()).toEqual([{ surface: mine, preset: 'codex', left: found }])
  expect(forget.mock.calls).toEqual([[none]])
  expect(changed).toHaveBeenCalledTimes(1)
  await earlier.end()
  expect([left.pid, ...left.others].filter(alive)).toEqual([])
  expect(alive(stranger.pid)).toBe(true)
  expect(earlier.list()).toEqual([])
  expect(forget.mock.calls).toEqual([[none], [mine]])
  expect(changed).toHaveBeenCalledTimes(2)
})

on('what ends by itself leaves the list', async () => {
  const mine = freshId()
  const left = await daemon(mine)
  const forgotten: string[] = []
  const options = { surfaces: [{ surface: mine, preset: 'codex' }], forget: (id: string) => void forgotten.push(id) }
  const earlier = watchEarlier(
    { ...options, changed() {} },
    { ...systemClock, after: (_, run) => systemClock.after(20, run) },
  )
  onTestFinished(() => earlier.close())
  await until('the list', () => earlier.list().length > 0)
  process.kill(left.pid, 'SIGKILL')
  await until('an empty list', () => earlier.list().length === 0)
  expect(forgotten).toEqual([mine])
})

on('a surface that is alive in another Gatehouse is none of it, whatever its id', async () => {
  const { registry } = testRegistry()
  const shell = await openShell(registry)
  shell.keys('sleep 1000 &\r')
  // The shell forks for its prompts, too: the job is not the first that has its mark.
  const job = await until('the job', () => marked(shell.facts.id).find(sleeps))
  expect(orphaned(shell.facts.id)).toEqual([])
  await endOrphans(shell.facts.id, systemClock)
  expect(shell.summary().exit).toBe(null)
  expect(alive(job)).toBe(true)
})

on('a Gatehouse that was started in such a surface stays, with its surfaces and its helpers', async () => {
  const [mine, inner] = [freshId(), freshId()]
  // It was started by a program that waits for it, and starts a surface of its own and a helper that carries its own mark.
  const script = path.join(testFolder(), 'gatehouse.sh')
  writeFileSync(script, `echo $$ >> $PIDS\n${START(`GATEHOUSE_SURFACE=${inner}`)}\n${START('')}\nexec sleep 1000\n`)
  const caller = await daemon(mine, `sh '${script}' &`, 3)
  const plain = await daemon(mine)
  expect(orphaned(mine).map(({ pid }) => pid)).toEqual([plain.pid])
  await endOrphans(mine, systemClock)
  expect(alive(plain.pid)).toBe(false)
  expect([caller.pid, ...caller.others].every(alive)).toBe(true)
})

/** All processes that carry the mark, whoever's they are. */
function marked(mark: string): number[] {
  return processTable().flatMap(({ pid }) => (markOf(pid) === mark ? [pid] : []))
}
