// A real ssh server: words and shells, and every way in which one is not let in, as ssh itself tells it.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Forward, sshCommand } from '../../../main/surfaces/ssh/command.ts'
import { whyEnded } from '../../../main/surfaces/ssh/ended.ts'
import { readHosts } from '../../../main/surfaces/ssh/hosts.ts'
import { startRelay } from '../../helpers/relay.ts'
import { type Sshd, startSshd } from '../../helpers/sshd.ts'

async function ssh(host: string, remote: readonly string[], { env }: Pick<Sshd, 'env'>, forward?: Forward) {
  const { file, args } = sshCommand(host, { remote, forward })
  const child = spawn(file, [...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout!.on('data', bytes => (stdout += bytes))
  child.stderr!.on('data', bytes => (stderr += bytes))
  const [code] = await once(child, 'close')
  return { exit: code as number | null, stdout, ...whyEnded(stderr, code, host) }
}

let sshd: Sshd
beforeAll(async () => {
  sshd = await startSshd({ bashrc: 'echo "a greeting of ~/.bashrc"\n' })
  sshd.host('build')
})
afterAll(() => sshd.stop())

test('a host of the config is reached without a question, and words arrive as they were', async () => {
  expect((await readHosts(sshd.env)).hosts).toEqual([{ name: 'build' }])
  const words = ["it's", '$HOME', 'two  blanks', '', 'ä€😀', 'a\\nb', '!!', '"']
  const { stdout, exit } = await ssh(
    'build',
    ['node', '-p', 'JSON.stringify(process.argv.slice(1))', '--', ...words],
    sshd,
  )
  expect(exit).toBe(0)
  expect(JSON.parse(stdout.split('\n').at(-2)!)).toEqual(words)
})

test('tmux there is a server of its own, whose folder and home are not this user’s', async () => {
  expect(sshd.tmux('new-session', '-d', '-P', '-F', '#{pane_id}', '-s', 'work', 'cat')).toBe('%0')
  const { stdout } = await ssh(
    'build',
    ['tmux', '-u', 'display-message', '-p', '-t', 'work:', '#{socket_path} #S'],
    sshd,
  )
  expect(stdout.trim().split('\n').at(-1)).toBe(`${sshd.remote.TMUX_TMPDIR}/tmux-${process.getuid!()}/default work`)
})

const SHELLS = ['/bin/dash', '/usr/bin/zsh', '/usr/bin/fish', '/bin/bash'].filter(file => fs.existsSync(file))
test.each(SHELLS)('%s as the login shell there starts the program', async shell => {
  const other = await startSshd({ shell })
  try {
    other.host('other')
    const { stdout, exit } = await ssh('other', ['printf', '%s|', "it's", '$x `y`', '#{z}'], other)
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: "\nit's|$x `y`|#{z}|" })
  } finally {
    await other.stop()
  }
})

test('a forwarded port of the other computer leads to one of this', async () => {
  const server = net.createServer(socket => socket.end('here'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const localPort = (server.address() as net.AddressInfo).port
  const free = net.createServer().listen(0, '127.0.0.1')
  await once(free, 'listening')
  const remotePort = (free.address() as net.AddressInfo).port
  free.close()
  await once(free, 'close')
  const script = `require('net').connect(${remotePort}, '127.0.0.1').pipe(process.stdout)`
  const { stdout } = await ssh('build', ['node', '-e', script], sshd, { remotePort, localPort })
  expect(stdout.trim().split('\n').at(-1)).toBe('here')
  server.close()
})

describe('who is not let in is told why', () => {
  test('no key that the other side knows', async () => {
    sshd.host('no-key', { more: ['PubkeyAuthentication no'] })
    const { code, message } = await ssh('no-key', ['true'], sshd)
    expect(code).toBe('no_login')
    expect(message).toContain('`ssh no-key`')
  })

  test('a host key that is not known here', async () => {
    sshd.host('unknown', { more: ['HostKeyAlias nobody-knows'] })
    expect((await ssh('unknown', ['true'], sshd)).code).toBe('key_unknown')
  })

  test('another host key than before', async () => {
    const known = path.join(sshd.home, 'other_hosts')
    const other = fs
      .readFileSync(path.join(sshd.home, '..', 'user_key.pub'), 'utf8')
      .split(' ')
      .slice(0, 2)
      .join(' ')
    fs.writeFileSync(known, `gatehouse-test ${other}\n`)
    sshd.host('changed', { more: [`UserKnownHostsFile ${known}`] })
    const { code, message } = await ssh('changed', ['true'], sshd)
    expect(code).toBe('key_changed')
    expect(message).toContain('somebody stands in between')
  })

  test('nobody listens', async () => {
    const relay = await startRelay(sshd.port, 0)
    sshd.host('closed', { port: relay.port })
    await relay.close()
    expect((await ssh('closed', ['true'], sshd)).code).toBe('not_reached')
  })

  test('somebody listens, and says nothing', async () => {
    const relay = await startRelay(sshd.port, 0)
    await relay.cut('swallow')
    sshd.host('silent', { port: relay.port })
    const start = performance.now()
    expect((await ssh('silent', ['true'], sshd)).code).toBe('not_reached')
    expect(performance.now() - start).toBeLessThan(15_000)
    await relay.close()
  })

  test('a name that no network knows', async () => {
    expect((await ssh('no-such-host.invalid', ['true'], sshd)).code).toBe('not_reached')
  })

  test('a config that ssh does not take', async () => {
    const other = await startSshd()
    fs.writeFileSync(other.config, 'Host build\n  NoSuchOption yes\n')
    const { code, message } = await ssh('build', ['true'], other)
    expect(code).toBe('bad_config')
    expect(message).toMatch(/line 2: Bad configuration option/)
    await other.stop()
  })
})

describe('the tmux there', () => {
  const withPath = async (tmux: string | null) => {
    const bin = fs.mkdtempSync('/tmp/gh-bin-')
    const sh = spawnSync('sh', ['-c', 'command -v sh'], { encoding: 'utf8' }).stdout.trim()
    fs.symlinkSync(sh, path.join(bin, 'sh'))
    if (tmux !== null) fs.writeFileSync(path.join(bin, 'tmux'), tmux, { mode: 0o755 })
    const other = await startSshd({ path: bin })
    other.host('other')
    try {
      return await ssh('other', ['tmux', '-u', '-C', 'attach', '-f', 'ignore-size'], other)
    } finally {
      await other.stop()
      fs.rmSync(bin, { recursive: true })
    }
  }
  const elsewhere = ['/usr/local/bin/tmux', '/opt/homebrew/bin/tmux'].some(file => fs.existsSync(file))

  test.skipIf(elsewhere)('is not there', async () => {
    const { code, message } = await withPath(null)
    expect(code).toBe('no_tmux')
    expect(message).toContain('Install tmux 3.2 or newer')
  })

  test('is of 2019', async () => {
    const old = `#!/bin/sh\ncase "$*" in *-f*) echo "usage: tmux [-2CluvV] [-c shell-command]" >&2; exit 1;; esac\n`
    expect((await withPath(old)).code).toBe('old_tmux')
  })

  test('has no server', async () => {
    const empty = await startSshd()
    empty.host('empty')
    expect((await ssh('empty', ['tmux', '-u', 'list-sessions'], empty)).code).toBe('no_server')
    await empty.stop()
  })
})
