// What is left of a surface's folder on another computer, with real processes: the commands as they are run there.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { removal } from '../../../main/surfaces/ssh/place.ts'
import { testFolder, until } from '../support.ts'

const ENDS_LATER = 'until ps -o args= -p $PPID | grep -q "^sleep"; do :; done; exit 3'

/** Runs `script` and gives what it said first; it is ended after the test. */
async function saying(script: string): Promise<{ readonly program: ChildProcess; readonly said: string }> {
  const program = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] })
  onTestFinished(() => void program.kill('SIGKILL'))
  const [said] = (await once(program.stdout!, 'data')) as [Buffer]
  return { program, said: said.toString().trim() }
}

function folderOf(pid: string): string {
  const folder = path.join(testFolder(), 's_1')
  mkdirSync(folder)
  writeFileSync(path.join(folder, 'pid'), `${pid}\n`)
  return folder
}

const remove = (folder: string) => execFileSync('/bin/sh', ['-c', removal(folder)], { stdio: 'ignore' })

test('goes when its program has ended, also where nobody has asked how it ended', async () => {
  // The shell becomes a program that never asks, and only then its child ends.
  const { said } = await saying(`sh -c '${ENDS_LATER}' & echo $!; exec sleep 100`)
  await until('its end', () => execFileSync('ps', ['-o', 'stat=', '-p', said]).toString().startsWith('Z'))
  const folder = folderOf(said)
  remove(folder)
  expect(existsSync(folder)).toBe(false)
})

test('stays while its program runs, and goes when that ends', async () => {
  const { program, said } = await saying('echo $$; exec sleep 100')
  const folder = folderOf(said)
  const removing = spawn('/bin/sh', ['-c', removal(folder)], { stdio: 'ignore' })
  onTestFinished(() => void removing.kill('SIGKILL'))
  const ended = once(removing, 'exit')
  // Its first look is over once it waits for the second.
  const below = () => spawnSync('ps', ['-o', 'args=', '--ppid', String(removing.pid!)]).stdout.toString()
  await until('its first look', () => below().includes('sleep'))
  expect(existsSync(folder)).toBe(true)
  program.kill('SIGKILL')
  await ended
  expect(existsSync(folder)).toBe(false)
})

test('goes also where what it has started writes there a moment longer', async () => {
  const { program, said } = await saying('echo $$')
  await until('its end', () => program.exitCode !== null)
  const folder = folderOf(said)
  // Removes what it finds once, as `rm` does while somebody writes, and from then on for good.
  const bin = testFolder()
  writeFileSync(path.join(bin, 'rm'), '#!/bin/sh\n[ -e "$0.once" ] && exec /bin/rm "$@"\n: > "$0.once"\nexit 1\n', {
    mode: 0o755,
  })
  execFileSync('/bin/sh', ['-c', removal(folder)], { env: { PATH: `${bin}:${process.env['PATH']}` } })
  expect(existsSync(folder)).toBe(false)
})
