// Presets that are started on another computer, through a real ssh server and a real tmux there: what comes of them, what is said where
// they cannot be, and what is left behind.
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createLasting } from '../../../main/surfaces/lasting.ts'
import { readProcess } from '../../../main/surfaces/process-table.ts'
import { createRegistry } from '../../../main/surfaces/registry.ts'
import type { OpenSpec, PersonSurface, SurfaceFacts } from '../../../main/surfaces/surface.ts'
import { createTmuxRoom } from '../../../main/surfaces/tmux/room.ts'
import { startRelay } from '../../helpers/relay.ts'
import { type Sshd, startSshd } from '../../helpers/sshd.ts'
import { lines, shows, testFolder, until } from '../support.ts'

const CLAUDE = `#!/bin/sh
if [ "$1" = --version ]; then echo "2.1.300 (Claude Code)"; exit; fi
echo "args=$* token=$GATEHOUSE_TOKEN url=$GATEHOUSE_URL mine=$OF_MY_LOGIN"
exec cat
`

let sshd: Sshd
const there = (...names: string[]) => path.join(sshd.remote.HOME, ...names)
beforeAll(async () => {
  sshd = await startSshd({ bashrc: 'PS1="far> "\necho a greeting\n' })
  sshd.host('build')
  mkdirSync(there('.local/bin'), { recursive: true })
  mkdirSync(there('src', 'a b#{pid}'), { recursive: true })
  writeFileSync(there('.local/bin/claude'), CLAUDE, { mode: 0o755 })
  writeFileSync(there('.profile'), 'export OF_MY_LOGIN=yes; . ~/.bashrc\n')
})
afterAll(() => sshd.stop())

/** One start on that folder. */
function run(dir = testFolder(), { env = sshd.env, port: first = null as number | null } = {}) {
  const seats: string[] = []
  let port = first
  const room = createTmuxRoom({ instance: 'started', env, forward: () => port })
  const lasting = createLasting(path.join(dir, 'surfaces'))
  const registry = createRegistry({
    ...{ shell: '/bin/bash', env, tmux: { room, lasting } },
    agents: {
      take({ id }: SurfaceFacts) {
        seats.push(id)
        return { GATEHOUSE_TOKEN: `token-of-${id}`, GATEHOUSE_URL: `http://127.0.0.1:${port}/mcp` }
      },
      leave() {},
    },
  })
  let ended = false
  const end = async () => {
    if (ended) return
    ended = true
    await registry.closeAll()
    await room.close()
  }
  onTestFinished(end)
  const open = (spec: Partial<OpenSpec>) =>
    registry.open({ preset: 'shell', host: 'build', openedBy: 'person', ...spec })
  const opened = async (spec: Partial<OpenSpec> = {}): Promise<PersonSurface> => {
    const got = await open(spec)
    if (!got.ok) throw new Error(`${got.code}: ${got.message}`)
    return got.value
  }
  const allow = (to: number) => {
    port = to
  }
  return { ...{ dir, registry, room, lasting, seats, allow, open, opened, end } }
}
const folders = () => {
  const base = there('.cache/gatehouse/surfaces')
  return existsSync(base) ? readdirSync(base) : []
}
/** '' also where no server runs */
const sessions = () => {
  try {
    const all = sshd.tmux('list-sessions', '-F', '#{session_name}').split('\n')
    return all.filter(name => !name.startsWith('gatehouse-')).join()
  } catch {
    return ''
  }
}
afterEach(() => {
  spawnSync('tmux', ['kill-server'], { env: { ...process.env, ...sshd.remote, TMUX: undefined } })
  rmSync(there('.cache/gatehouse/surfaces'), { recursive: true, force: true })
})

/** tmux 3.3a now and then does not ask how a program ended: it stays in the table, and does not run. */
const runs = (pid: number) => readProcess(pid)?.dead === false

describe('a shell', () => {
  test('runs in a session of its own there, in its folder, and marks its commands', { timeout: 30_000 }, async () => {
    const { opened, registry } = run()
    const shell = await opened({ cwd: '~/src/a b#{pid}' })
    const { id } = shell.facts
    expect(shell.facts).toMatchObject({
      name: 'shell',
      workspace: 'a b#{pid}',
      backend: 'tmux',
      host: 'build',
      named: true,
    })
    await shows(shell, 'far>')
    shell.keys('pwd; false\r')
    await shows(shell, there('src/a b#{pid}'))
    await until('the command to end', () => shell.commands().some(one => one.text === 'pwd; false' && one.exit === 1))
    const { dialog, tty } = await shell.readiness()
    expect([dialog.open, tty]).toEqual(['unknown', null])
    expect(sessions()).toContain(`shell-${id.slice(2)}`)
    expect(sshd.tmux('show-environment', '-t', `=shell-${id.slice(2)}:`)).not.toContain('GATEHOUSE')
    expect(folders()).toContain(id)
    await registry.remove(id)
    await until('its folder to go', () => !folders().includes(id))
    expect(sessions()).toBe('')
  })

  test('of a folder that was not named goes home, and its name is no folder of theirs', {
    timeout: 30_000,
  }, async () => {
    const { opened, registry } = run()
    const shell = await opened()
    expect(shell.facts.workspace).toBe('build')
    expect(shell.summary().cwd).toBe(sshd.remote.HOME)
    await registry.remove(shell.facts.id)
  })

  test('that ended by itself leaves no folder, and what it started goes when it is closed', {
    timeout: 30_000,
  }, async () => {
    const { opened, registry } = run()
    const one = await opened()
    await shows(one, 'far>')
    one.keys('exit 3\r')
    expect((await until('its end', () => one.summary().exit)).code).toBe(3)
    await until('its folder to go', () => !folders().includes(one.facts.id))
    const two = await opened()
    await shows(two, 'far>')
    two.keys('sh -c \'trap "" HUP TERM; echo stubborn $$; while :; do sleep 1; done\'\r')
    const said = async () => /^stubborn (\d+)$/m.exec((await lines(two, 'scrollback')).lines.join('\n'))?.[1]
    const pid = await until('what it started', said)
    await registry.remove(two.facts.id)
    await until('what it started to be gone', () => !runs(Number(pid)))
    await until('its folder to go', () => folders().length === 0, 20_000)
  })

  test('that is let go of runs on, with its folder; the next start there removes it once it has ended', {
    timeout: 30_000,
  }, async () => {
    const first = run()
    const shell = await first.opened({ name: 'kept' })
    const { id } = shell.facts
    await shows(shell, 'far>')
    await first.registry.letGo(id)
    expect(sessions()).toBe(`kept-${id.slice(2)}`)
    expect(folders()).toEqual([id])
    const pid = Number(sshd.tmux('display-message', '-p', '-t', `=kept-${id.slice(2)}:`, '#{pane_pid}'))
    process.kill(pid, 'SIGKILL')
    await until('it to end', () => !runs(pid))
    utimesSync(there('.cache/gatehouse/surfaces', id), 1, 1)
    const next = await first.opened()
    expect(folders()).toEqual([next.facts.id])
    await first.registry.remove(next.facts.id)
  })

  test('is the same surface after a restart, with its marks; closed then, it leaves nothing', {
    timeout: 30_000,
  }, async () => {
    const first = run()
    const shell = await first.opened({ name: 'stays', workspace: 'web' })
    await shows(shell, 'far>')
    const { facts } = shell
    await first.end()
    const second = run(first.dir)
    const place = { host: 'build', socket: null }
    const taken = await second.registry.takeUp({ facts, place, ours: true, cwd: '/', conversation: null })
    if (!taken.ok) throw new Error(taken.message)
    const again = taken.value
    expect(again.facts).toEqual(facts)
    await until('the connection', () => again.summary().link?.is === 'live')
    await shows(again, 'far>')
    again.keys('true; echo again\r')
    await until('a mark', () => again.commands().some(({ text }) => text === 'true; echo again'))
    await second.registry.remove(facts.id)
    await until('its folder to go', () => folders().length === 0)
    expect(sessions()).toBe('')
  })

  test('whatever the login shell there is', { timeout: 60_000 }, async () => {
    for (const shell of ['/usr/bin/fish', '/usr/bin/zsh', '/bin/dash'].filter(file => existsSync(file))) {
      const other = await startSshd({ shell, login: shell })
      onTestFinished(() => other.stop())
      other.host('build')
      const { opened, end } = run(testFolder(), { env: other.env })
      const surface = await opened()
      if (!shell.endsWith('dash')) {
        surface.keys('echo shell is $SHELL\r')
        await shows(surface, `shell is ${shell}`)
        await until('a mark', () => surface.commands().some(({ text }) => text === 'echo shell is $SHELL'))
      }
      expect(surface.summary().host).toBe('build')
      await end()
    }
  })
})

describe('an agent', () => {
  test('whose host does not reach us starts without a token and without hooks, and says so', {
    timeout: 30_000,
  }, async () => {
    const { opened, seats } = run()
    const claude = await opened({ preset: 'claude', workspace: 'web' })
    await shows(claude, 'args=')
    expect((await lines(claude)).lines.join('')).toContain('args= token= url= mine=yes')
    expect(claude.summary().lacks).toContain('build is not among the hosts that reach Gatehouse')
    expect([seats, folders()]).toEqual([[], []])
  })

  test('starts so as well where the port is taken there, and says why', { timeout: 30_000 }, async () => {
    const taken = net.createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as net.AddressInfo
    const { opened, seats } = run(testFolder(), { port })
    const claude = await opened({ preset: 'claude' })
    await shows(claude, 'args= token=')
    expect(claude.summary().lacks).toContain(`Port ${port} of build is taken there`)
    expect(seats).toEqual([])
    taken.close()
  })
})

/** Nobody listens there. */
async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

describe('a host that was allowed to reach us after the connection was made', () => {
  const there = { host: 'build', socket: null }

  test('is connected to anew where nobody else needs the connection', { timeout: 30_000 }, async () => {
    const { opened, seats, allow, room, registry } = run()
    sshd.tmux('new-session', '-d', '-s', 'work', 'cat')
    expect(await room.server(there).list()).toMatchObject({ ok: true })
    allow(await freePort())
    const claude = await opened({ preset: 'claude' })
    expect([claude.summary().lacks, seats]).toEqual([null, [claude.facts.id]])
    await shows(claude, `token-of-${claude.facts.id}`)
    const text = (await lines(claude)).lines.join('')
    expect(text).toMatch(/args=--mcp-config \S+\/claude-mcp\.json --settings \S+\/claude-settings\.json token=/)
    await registry.remove(claude.facts.id)
  })

  test('keeps the one it has where somebody does, and the agent lacks it', { timeout: 30_000 }, async () => {
    const { opened, seats, allow, registry } = run()
    const shell = await opened()
    allow(await freePort())
    const claude = await opened({ preset: 'claude' })
    expect(claude.summary().lacks).toContain('was made before that was allowed')
    expect([seats, shell.summary().link?.is]).toEqual([[], 'live'])
    await registry.remove(claude.facts.id)
    await registry.remove(shell.facts.id)
  })
})

test('without curl there an agent reaches us, and says that it reports nothing', { timeout: 30_000 }, async () => {
  const bare = testFolder()
  const names = ['sh', 'bash', 'tmux', 'env', 'sleep', 'cat', 'mkdir', 'chmod', 'find', 'rm', 'head', 'uname', 'kill']
  for (const name of names) symlinkSync(`/usr/bin/${name}`, path.join(bare, name))
  const other = await startSshd({ path: bare })
  onTestFinished(() => other.stop())
  other.host('build')
  mkdirSync(path.join(other.remote.HOME, '.local/bin'), { recursive: true })
  writeFileSync(path.join(other.remote.HOME, '.local/bin/claude'), CLAUDE, { mode: 0o755 })
  const { opened, seats, end } = run(testFolder(), { env: other.env, port: await freePort() })
  const claude = await opened({ preset: 'claude' })
  expect(claude.summary().lacks).toContain('There is no curl on build to report with')
  expect(seats).toEqual([claude.facts.id])
  await shows(claude, 'claude-mcp.json')
  expect((await lines(claude)).lines.join('')).not.toContain('--settings')
  await end()
})

describe('what cannot be started is said, and nothing is left', () => {
  test.each([
    ['no_such_folder', 'cwd', 'There is no folder ~/none on build', { cwd: '~/none' }],
    ['no_such_folder', 'cwd', 'No folder on build is called that', { cwd: '~/a\nb' }],
    ['not_installed', 'preset', 'Codex was not found on build. To install it there: npm', { preset: 'codex' }],
    ['no_such_preset', 'preset', 'There is no preset "vim"', { preset: 'vim' }],
    ['bad_host', 'host', 'A name of a computer is needed', { host: '-oProxyCommand=x' }],
    ['bad_host', 'host', 'presets are started, and no command lines', { command: 'true' }],
    ['no_login', undefined, 'no-key did not let us in', { host: 'no-key' }],
  ])('%s: %s', { timeout: 30_000 }, async (code, field, message, spec) => {
    sshd.host('no-key', { more: ['PubkeyAuthentication no'] })
    const { open, registry } = run()
    const got = await open(spec)
    expect(got).toMatchObject({ ok: false, code, ...(field && { field }), message: expect.stringContaining(message) })
    expect([registry.all(), folders()]).toEqual([[], []])
  })

  test('no tmux there', { timeout: 30_000 }, async () => {
    const bare = testFolder()
    for (const name of ['sh', 'bash', 'echo', 'printf', 'uname']) symlinkSync(`/bin/${name}`, path.join(bare, name))
    const other = await startSshd({ path: bare })
    onTestFinished(() => other.stop())
    other.host('build')
    const got = await run(testFolder(), { env: other.env }).open({})
    expect(got).toMatchObject({ ok: false, code: 'no_tmux', message: expect.stringContaining('no tmux on build') })
  })

  test('a computer that stops answering in between is given up on', { timeout: 60_000 }, async () => {
    const relay = await startRelay(sshd.port, 0)
    onTestFinished(() => relay.close())
    sshd.host('relayed', { port: relay.port })
    const { open, room, registry } = run()
    const server = room.server({ host: 'relayed', socket: null })
    expect(await server.reach()).toMatchObject({ ok: true })
    await relay.cut('refuse')
    const got = await open({ host: 'relayed' })
    expect(got).toMatchObject({ ok: false, code: 'not_reached' })
    expect(registry.all()).toEqual([])
  })
})
