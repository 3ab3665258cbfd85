import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../main/surfaces/clock.ts'
import { markOf, readProcess } from '../../main/surfaces/process-table.ts'
import { endTree, findOrphans } from '../../main/surfaces/processes.ts'
import { openShell, openSurface, send, testFolder, testRegistry, until } from './support.ts'

function alive(pid: number): boolean {
  const found = readProcess(pid)
  return found !== null && !found.dead
}

/** Runs `script` in a new shell surface; it writes the pids of what it started to the file in $PIDS. */
async function tree(script: string, count: number) {
  const { registry } = testRegistry()
  const folder = testFolder()
  const pids = path.join(folder, 'pids')
  const file = path.join(folder, 'script.sh')
  writeFileSync(file, `PIDS='${pids}'\n${script}\n`)
  const shell = await openShell(registry)
  await send(shell, `. ${file}`, true)
  const started = await until(`${count} processes`, () => {
    const found = existsSync(pids) ? readFileSync(pids, 'utf8').trim().split('\n').map(Number) : []
    return found.length >= count && found.every(alive) ? found : null
  })
  return { registry, shell, started }
}

const STUBBORN = `trap '' HUP INT TERM; echo $$ >> $PIDS; while :; do sleep 0.1; done`

describe('close ends', () => {
  const cases: [string, string, number][] = [
    ['a program in the foreground', 'sh -c "echo \\$\\$ >> $PIDS; exec sleep 1000"', 1],
    ['a job in the background', 'sleep 1000 & echo $! >> $PIDS', 1],
    ['a stopped job', 'sleep 1000 & echo $! >> $PIDS; kill -STOP $!', 1],
    ['what runs under nohup', 'nohup sleep 1000 >/dev/null 2>&1 & echo $! >> $PIDS', 1],
    ['what left the session', "setsid sh -c 'echo $$ >> $0; exec sleep 1000' $PIDS &", 1],
    ['what left the session and was orphaned', "(setsid sh -c 'echo $$ >> $0; exec sleep 1000' $PIDS &)", 1],
    [
      'a child that left the session and dropped its environment',
      'sh -c "env -i setsid sh -c \'echo \\$\\$ >> \\$0; exec sleep 1000\' $PIDS; :" &',
      1,
    ],
    ['a tree of three generations', 'sh -c \'echo $$ >> $0; sh -c "echo \\$\\$ >> $0; sleep 1000"; :\' $PIDS &', 2],
    ['a program that ignores HUP, INT and TERM', `export PIDS; sh -c '${STUBBORN.replaceAll("'", "'\\''")}'`, 1],
    ['the same outside the session', `export PIDS; setsid sh -c '${STUBBORN.replaceAll("'", "'\\''")}' &`, 1],
  ]
  test.each(cases)('%s', async (_what, script, count) => {
    const { registry, shell, started } = await tree(script, count)
    const exit = await registry.remove(shell.facts.id)
    expect(started.filter(alive)).toEqual([])
    expect(exit).not.toBeNull()
    expect(registry.get(shell.facts.id)).toBeUndefined()
  })

  test('what a shell that has ended left behind', async () => {
    const { registry, shell, started } = await tree('(setsid nohup sleep 1000 >/dev/null 2>&1 & echo $! >> $PIDS)', 1)
    shell.keys('exit\r')
    await until('the shell to end', () => shell.summary().exit)
    expect(started.every(alive)).toBe(true)
    await registry.remove(shell.facts.id)
    expect(started.filter(alive)).toEqual([])
  })

  test('several at once, and twice the same without harm', async () => {
    const { registry } = testRegistry()
    const surfaces = await Promise.all([1, 2, 3].map(() => openSurface(registry, { command: 'sleep 1000' })))
    const twice = await Promise.all([surfaces[0]!.close(), surfaces[0]!.close()])
    expect(twice[0]).toEqual(twice[1])
    await registry.closeAll()
    expect(registry.all()).toEqual([])
  })
})

describe('close leaves alone', () => {
  test('other surfaces, ourselves, and processes that only look related', async () => {
    const { registry } = testRegistry()
    const one = await openShell(registry)
    const other = await openShell(registry)
    const stranger = spawn('sleep', ['1000'], { env: { ...process.env, GATEHOUSE_SURFACE: 's_elsewhere' } })
    onTestFinished(() => void stranger.kill('SIGKILL'))
    await registry.remove(one.facts.id)
    expect(alive(stranger.pid!)).toBe(true)
    expect((await send(other, 'echo still-here', true)).outcome).toBe('submitted')
  })

  test("a process that now has the ended shell's number", async () => {
    const stranger = spawn('sleep', ['1000'], { detached: true })
    onTestFinished(() => void stranger.kill('SIGKILL'))
    const root = { ...readProcess(stranger.pid!)!, born: '1' }
    await endTree(root, 's_nobody', systemClock)
    expect(alive(stranger.pid!)).toBe(true)
  })
})

test('the waits of an end keep our own process alive, others do not', async () => {
  const timers = () => process.getActiveResourcesInfo().filter(one => one === 'Timeout').length
  const before = timers()
  const stop = systemClock.after(10_000, () => {})
  expect(timers()).toBe(before)
  const waiting = systemClock.wait(20)
  expect(timers()).toBe(before + 1)
  await waiting
  stop()
})

test('what outlives the program of a surface is listed by name while it runs, and ended with the surface', async () => {
  const script = '(setsid nohup sleep 1000 >/dev/null 2>&1 & echo $! >> $PIDS)'
  const { registry, shell, started } = await tree(script, 1)
  // It has its number before it is that program.
  await until('sleep', () => readFileSync(`/proc/${started[0]}/cmdline`, 'utf8').startsWith('sleep'))
  expect(shell.summary().left).toEqual([])
  shell.keys('exit\r')
  const left = await until('the list', () => shell.summary().left.length > 0 && shell.summary().left)
  expect(left).toEqual([{ pid: started[0], program: 'sleep 1000' }])
  await registry.remove(shell.facts.id)
  expect(started.filter(alive)).toEqual([])
})

const hasTmux = spawnSync('tmux', ['-V']).status === 0
test.skipIf(!hasTmux)('closing ends what was started there, but no tmux server and nothing in its panes', async () => {
  const socket = path.join(testFolder(), 'sock')
  const tmux = (...args: string[]) => spawnSync('tmux', ['-S', socket, ...args], { encoding: 'utf8' }).stdout.trim()
  onTestFinished(() => void tmux('kill-server'))
  const inPane = "sh -c 'echo \\$\\$ >> \\$0; exec sleep 1000'"
  const { registry, shell, started } = await tree(
    `export PIDS; tmux -S '${socket}' -f /dev/null new-session -d "${inPane} $PIDS"
until [ -s $PIDS ]; do sleep 0.05; done
sleep 1000 & echo $! >> $PIDS`,
    2,
  )
  const server = Number(tmux('display-message', '-p', '#{pid}'))
  expect(markOf(server)).toBe(shell.facts.id)
  await registry.remove(shell.facts.id)
  expect([alive(server), ...started.map(alive)]).toEqual([true, true, false])
  // An earlier run's surface of that id has left nothing that could be ended either.
  expect(findOrphans(shell.facts.id)).toEqual([])
  // What runs in a pane and is a surface's own is ended with it, the rest of the server is not.
  const other = Number(tmux('new-session', '-dP', '-F', '#{pane_pid}', 'sleep 1000'))
  await endTree(readProcess(started[0]!)!, shell.facts.id, systemClock)
  expect([alive(server), alive(other), alive(started[0]!)]).toEqual([true, true, false])
})
