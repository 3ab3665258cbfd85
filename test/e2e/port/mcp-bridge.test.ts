// The stdio bridge as clients start it, with the app as it runs: real processes on both sides. The app comes, goes, crashes
// and moves, and the client stays.
import { once } from 'node:events'
import fs from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { TOOLS } from '../../../main/mcp/tools/index.ts'
import { writeTokenFile } from '../../../main/store/token-files.ts'
import { type Running, startHeadless, until } from '../../helpers/app.ts'
import { currentStdio, legacyStdio, type RawBridge, rawBridge, type StdioClient } from '../../helpers/bridge.ts'
import { type DataFolder, dataFolder } from '../../helpers/data-folder.ts'

type App = Awaited<ReturnType<typeof startHeadless>>

let app: Running | undefined
let folder: DataFolder | undefined
const clients: StdioClient[] = []
const bridges: RawBridge[] = []
afterEach(async () => {
  await Promise.all(clients.splice(0).map(client => client.close()))
  await Promise.all(bridges.splice(0).map(bridge => bridge.end()))
  await app?.stop()
  await folder?.remove()
  app = undefined
})

async function newFolder(): Promise<DataFolder> {
  folder = await dataFolder(['runner'], [{ id: 'r1', agents: 'runner', surfaces: '*', level: 'submit' }])
  await writeTokenFile(folder.dir, 'runner', folder.agents['runner']!.token)
  return folder
}

async function start(dir: string, port = 0): Promise<App> {
  const started = await startHeadless([
    ...[`--user-data-dir=${dir}`, `--mcp-port=${port}`],
    ...['--open=shell', '--name=shell'],
  ])
  app = started
  return started
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const flags = (dir: string) => ['--agent', 'runner', `--user-data-dir=${dir}`]
const names = (answer: { data: { surfaces?: { name: string }[] } }) => answer.data.surfaces?.map(({ name }) => name)

function raw(dir: string, env: Record<string, string> = {}): RawBridge {
  const bridge = rawBridge(flags(dir), env)
  bridges.push(bridge)
  return bridge
}

async function ended(running: App, signal: NodeJS.Signals): Promise<void> {
  const gone = once(running.child, 'exit')
  running.child.kill(signal)
  await gone
}

describe.each([
  ['SDK v1', legacyStdio],
  ['SDK v2', currentStdio],
] as const)('%s over standard input and output', (_kind, connect) => {
  const open = async (dir: string) => {
    const client = await connect(flags(dir))
    clients.push(client)
    return client
  }

  test('lists, reads, submits, waits with progress, cancels', async () => {
    const { dir } = await newFolder()
    await start(dir)
    const client = await open(dir)
    expect(await client.tools()).toContain('submit_text')
    expect(names(await client.call('list_surfaces'))).toEqual(['shell'])
    await until('a submit', async () => {
      const sent = await client.call('submit_text', { surface: 'shell', text: 'echo "it-is-$((40+2))"' })
      return !sent.isError
    })
    await until('its output', async () => {
      const { data } = await client.call('read_surface', { surface: 'shell' })
      return data.lines?.some(line => line === 'it-is-42')
    })
    const text = 'x'.repeat(60_000)
    expect(await client.call('type_text', { surface: 'none', text })).toMatchObject({
      data: { code: 'no_such_surface' },
    })

    const progress: (string | undefined)[] = []
    const stop = new AbortController()
    const waiting = client.call(
      'wait_for',
      { surface: 'shell', until: { text: 'never-comes' }, timeout_s: 600 },
      { signal: stop.signal, onProgress: message => progress.push(message) },
    )
    await until('progress', () => progress.length > 0)
    // Others go on beside it.
    const many = await Promise.all(Array.from({ length: 8 }, () => client.call('list_surfaces')))
    expect(many.map(names)).toEqual(many.map(() => ['shell']))
    stop.abort()
    await expect(waiting).rejects.toThrow()
    expect(names(await client.call('list_surfaces'))).toEqual(['shell'])
  })

  test('stays while the app is down, comes up, crashes, comes back, and moves to another port', async () => {
    const { dir } = await newFolder()
    const client = await open(dir)
    expect(await client.tools()).toEqual(TOOLS.map(({ definition }) => definition.name))
    const nobody = {
      isError: true,
      data: { code: 'no_answer', why: 'Gatehouse is not running. Start it, then try again.' },
    }
    expect(await client.call('list_surfaces')).toMatchObject(nobody)

    const port = await freePort()
    const first = await start(dir, port)
    await until('the news that tools changed', () => client.changes() > 0)
    expect(names(await client.call('list_surfaces'))).toEqual(['shell'])
    const listed = await client.tools()

    await ended(first, 'SIGKILL')
    expect(await client.call('list_surfaces')).toMatchObject(nobody)
    expect(await client.tools()).toEqual(listed)
    const before = client.changes()
    const second = await start(dir, port)
    await until('the news once more', () => client.changes() > before)
    expect(names(await client.call('list_surfaces'))).toEqual(['shell'])

    await ended(second, 'SIGTERM')
    const third = await start(dir, await freePort())
    expect(third.ready.mcp).not.toBe(first.ready.mcp)
    expect(names(await client.call('list_surfaces'))).toEqual(['shell'])
  })
})

const call = (id: number, name: string, args: object) => ({
  id,
  method: 'tools/call',
  params: { name, arguments: args },
})
const WAIT = { surface: 'shell', until: { text: 'never-comes' }, timeout_s: 600 }
const INITIALIZE = {
  id: 'i',
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
}

describe('as a process', () => {
  test('what was sent when the app crashed is not known, and what only read may be tried again', async () => {
    const { dir } = await newFolder()
    const running = await start(dir)
    const bridge = raw(dir)
    bridge.send(INITIALIZE)
    await bridge.answer('i')
    await until('the shell to be ready', async () => {
      const id = bridge.messages.length + 1000
      bridge.send(call(id, 'submit_text', { surface: 'shell', text: 'true' }))
      return (await bridge.answer(id)).result?.isError !== true
    })
    bridge.send(
      call(1, 'submit_text', {
        surface: 'shell',
        text: 'cat',
        wait: { until: { text: 'never-comes' }, timeout_s: 600 },
      }),
    )
    bridge.send(call(2, 'wait_for', WAIT))
    await until('the send to be on record', async () =>
      (await folder!.activity()).some(record => record['text'] === 'cat' && record['kind'] === 'send'),
    )
    await ended(running, 'SIGKILL')
    expect((await bridge.answer(1)).result).toMatchObject({ isError: true, structuredContent: { outcome: 'unknown' } })
    expect((await bridge.answer(2)).result).toMatchObject({ isError: true, structuredContent: { code: 'no_answer' } })
  })

  test('at the end of its input it cancels what runs, and leaves cleanly', async () => {
    const { dir } = await newFolder()
    const running = await start(dir)
    const bridge = raw(dir)
    bridge.send(call(1, 'wait_for', WAIT))
    bridge.send(call(2, 'list_surfaces', {}))
    await bridge.answer(2)
    expect(await bridge.end()).toBe(0)
    expect(bridge.messages.map(({ id }) => id)).toEqual([2])
    expect(bridge.errors()).toBe('gatehouse mcp: connected to Gatehouse.\n')
    expect(running.errors()).not.toContain('MCP:')
  })

  test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it cleanly, with the app and without', async signal => {
    const { dir } = await newFolder()
    const down = raw(dir)
    down.send(INITIALIZE)
    await down.answer('i')
    down.send({ method: 'notifications/initialized' })
    await start(dir)
    const up = raw(dir)
    up.send(call(1, 'wait_for', WAIT))
    up.send(call(2, 'list_surfaces', {}))
    await up.answer(2)
    expect(await Promise.all([down.kill(signal), up.kill(signal)])).toEqual([0, 0])
  })

  test('the token stands in no argument, and nothing it prints holds it', async () => {
    const { dir, agents } = await newFolder()
    await start(dir)
    const bridge = raw(dir)
    bridge.send(call(1, 'list_surfaces', {}))
    await bridge.answer(1)
    const { token } = agents['runner']!
    const line = await fs.readFile(`/proc/${bridge.pid}/cmdline`, 'utf8')
    expect(line + bridge.errors() + JSON.stringify(bridge.messages)).not.toContain(token)
  })

  test('GATEHOUSE_TOKEN and GATEHOUSE_URL are enough, and come before the folder', async () => {
    const { dir, agents } = await newFolder()
    const running = await start(dir)
    await fs.rm(path.join(dir, 'tokens'), { recursive: true })
    const env = { GATEHOUSE_TOKEN: agents['runner']!.token, GATEHOUSE_URL: running.ready.mcp }
    const bridge = rawBridge(['--agent=another', '--user-data-dir=/nonexistent/folder'], env)
    bridges.push(bridge)
    bridge.send(call(1, 'list_surfaces', {}))
    expect((await bridge.answer(1)).result).toMatchObject({ structuredContent: { surfaces: [{ name: 'shell' }] } })
  })

  test('without a token that is safe it does not start, and says how to get one', async () => {
    const { dir, agents } = await newFolder()
    const file = path.join(dir, 'tokens', 'runner')
    await fs.chmod(file, 0o640)
    const open = raw(dir)
    expect(await open.exited).toBe(2)
    expect(open.errors()).toContain('can be read by others')
    await fs.rm(file)
    const none = raw(dir)
    expect(await none.exited).toBe(2)
    expect(none.errors()).toMatch(/There is no token in .*runner\. In Gatehouse, Connect gives an agent a token/)
    expect(open.errors() + none.errors()).not.toContain(agents['runner']!.token)
    expect([...open.messages, ...none.messages]).toEqual([])
  })
})
