// Real processes at the other end of real connections.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readlinkSync, realpathSync } from 'node:fs'
import net from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createPeerFinder } from '../../main/mcp/peer.ts'
import { until } from '../surfaces/support.ts'

/** A listener on 127.0.0.1 and the connections that came in, oldest first. */
async function listen() {
  const sockets: net.Socket[] = []
  const server = net.createServer(socket => {
    socket.on('error', () => {})
    sockets.push(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as net.AddressInfo
  return { port, next: (index = 0) => until('a connection', () => sockets[index]) }
}

function start(file: string, ...args: string[]): ChildProcess {
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

/** With more time than a busy machine needs. */
const finder = () => createPeerFinder({ budgetMs: 20_000 })

const connectTo = (port: number, host = '127.0.0.1') =>
  start(process.execPath, '-e', `require('node:net').connect(${port}, '${host}'); setInterval(() => {}, 1000)`)
const bash = (script: string) => start('bash', '--norc', '-c', script)
/** The pid that the child printed. */
const printed = async (child: ChildProcess) => Number(String((await once(child.stdout!, 'data'))[0]).trim())
const runs = (pid: number) => readlinkSync(`/proc/${pid}/exe`)

describe.runIf(process.platform === 'linux')('the process at the other end', () => {
  test('is named with its program, its start and all it descends from', async () => {
    const { port, next } = await listen()
    const child = connectTo(port)
    const peer = await finder()(await next())
    expect(peer).toMatchObject({ pid: child.pid, exe: realpathSync(process.execPath) })
    expect(peer?.ancestors[0]).toBe(process.pid)
    expect(peer?.ancestors[1]).toBe(process.ppid)
    expect(Number(peer?.started)).toBeGreaterThan(0)
  })

  test('is ourselves where we connect to ourselves', async () => {
    const { port, next } = await listen()
    const own = net.connect(port, '127.0.0.1')
    onTestFinished(() => void own.destroy())
    expect(await finder()(await next())).toMatchObject({ pid: process.pid })
  })

  test('is found behind an IPv6 socket too', async () => {
    const { port, next } = await listen()
    const child = connectTo(port, '::ffff:127.0.0.1')
    expect(await finder()(await next())).toMatchObject({ pid: child.pid })
  })

  test('is told apart for connections that are open at the same time', async () => {
    const { port, next } = await listen()
    const children = [connectTo(port), connectTo(port), connectTo(port)]
    const find = finder()
    const sockets = await Promise.all([next(0), next(1), next(2)])
    const peers = await Promise.all(sockets.map(find))
    expect(new Set(peers.map(peer => peer?.pid))).toEqual(new Set(children.map(child => child.pid)))
    expect((await Promise.all(sockets.map(find))).map(peer => peer?.pid)).toEqual(peers.map(peer => peer?.pid))
  })

  test('is who has the connection now: not who opened it, gave it on and lives', async () => {
    const { port, next } = await listen()
    const child = bash(`exec 3<>/dev/tcp/127.0.0.1/${port}; read -r; sleep 1000 & echo $!; exec 3>&-; read -r`)
    const find = finder()
    const socket = await next()
    expect(await find(socket)).toMatchObject({ pid: child.pid })
    child.stdin!.write('\n')
    const heir = await printed(child)
    await until('the first process to let go', async () => (await find(socket))?.pid === heir)
    expect(await find(socket)).toMatchObject({ pid: heir, ancestors: expect.arrayContaining([child.pid]) })
    process.kill(heir, 'SIGKILL')
  })

  test('is who inherited the connection from a process that ended', async () => {
    const { port, next } = await listen()
    const child = bash(`exec 3<>/dev/tcp/127.0.0.1/${port}; read -r; sleep 1000 & echo $!`)
    const find = finder()
    const socket = await next()
    expect(await find(socket)).toMatchObject({ pid: child.pid })
    child.stdin!.write('\n')
    const heir = await printed(child)
    await once(child, 'exit')
    const peer = await find(socket)
    expect(peer?.pid).toBe(heir)
    expect(peer?.ancestors).not.toContain(child.pid)
    process.kill(heir, 'SIGKILL')
  })

  test('is named by the program it is now, after it became another', async () => {
    const { port, next } = await listen()
    const child = bash(`exec 3<>/dev/tcp/127.0.0.1/${port}; read -r; exec sleep 1000`)
    const find = finder()
    const socket = await next()
    const before = await find(socket)
    expect(before?.exe).toBe(runs(child.pid!))
    child.stdin!.write('\n')
    await until('the other program', () => runs(child.pid!) !== before?.exe)
    expect(await find(socket)).toMatchObject({ pid: child.pid, started: before?.started, exe: runs(child.pid!) })
  })
})

describe('the process is not known', () => {
  test('once the connection is gone', async () => {
    const { port, next } = await listen()
    const own = net.connect(port, '127.0.0.1')
    const socket = await next()
    own.destroy()
    await once(socket.resume(), 'close')
    expect(await finder()(socket)).toBe(null)
    expect(await finder()(new net.Socket())).toBe(null)
  })

  test('when there is no time to look for it, and again once there is', async () => {
    const { port, next } = await listen()
    connectTo(port)
    const socket = await next()
    const hurried = createPeerFinder({ budgetMs: 0 })
    expect(await hurried(socket)).toBe(null)
    expect(await hurried(socket)).toBe(null)
    if (process.platform === 'linux') expect(await finder()(socket)).not.toBe(null)
  })

  test('on other systems', async () => {
    const { port, next } = await listen()
    connectTo(port)
    expect(await createPeerFinder({ platform: 'darwin' })(await next())).toBe(null)
  })
})
