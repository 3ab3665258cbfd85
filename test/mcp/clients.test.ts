// Independent clients against the real server: SDK v1 (2025-11-25), SDK v2 (2026-07-28) and the mcporter command.
import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Client as CurrentClient, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { isShown, TOOLS } from '../../main/mcp/tools/index.ts'
import { legacyClient, type TestClient } from '../helpers/mcp-clients.ts'
import { refusal } from './fake-gate.ts'
import { type Served, serve } from './serve.ts'

const NAMES = TOOLS.map(tool => tool.definition.name)

async function modern(url: string, token: string, options = {}): Promise<CurrentClient> {
  const versionNegotiation = { mode: { pin: '2026-07-28' } }
  const client = new CurrentClient({ name: 'test', version: '1' }, { versionNegotiation, ...options })
  const requestInit = { headers: { authorization: `Bearer ${token}` } }
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }))
  onTestFinished(() => client.close())
  return client
}

/** The v2 client pinned to the 2026-07-28 protocol: it fails to connect where that is not spoken. */
async function modernClient(url: string, token: string): Promise<TestClient> {
  const client = await modern(url, token)
  return {
    kind: 'SDK v2',
    tools: async () => (await client.listTools()).tools.map(tool => tool.name),
    async call(tool, args = {}) {
      const result = await client.callTool({ name: tool, arguments: args })
      return { isError: result.isError === true, data: (result.structuredContent ?? {}) as Record<string, unknown> }
    },
    close: () => client.close(),
  }
}

/** A process for every call. What mcporter prints is the structured result alone, so a refusal is known by its code. */
async function mcporterClient(url: string, token: string): Promise<TestClient & { printed(): string }> {
  const home = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-mcporter-'))
  const config = path.join(home, 'mcporter.json')
  const gatehouse = { baseUrl: url, headers: { Authorization: `Bearer ${token}` } }
  await fs.writeFile(config, JSON.stringify({ mcpServers: { gatehouse }, imports: [] }))
  const bin = path.resolve(import.meta.dirname, '../../node_modules/.bin/mcporter')
  let printed = ''
  const run = (...args: string[]) =>
    new Promise<Record<string, unknown>>((resolve, reject) => {
      const env = { PATH: process.env['PATH'], HOME: home }
      execFile(bin, ['--config', config, ...args], { env, cwd: home, timeout: 30_000 }, (_error, stdout, stderr) => {
        printed += stdout + stderr
        try {
          resolve(JSON.parse(stdout))
        } catch {
          reject(new Error(`mcporter printed no JSON: ${stdout}${stderr}`))
        }
      })
    })
  return {
    kind: 'mcporter',
    async tools() {
      const listed = await run('list', 'gatehouse', '--schema', '--json')
      return (listed['tools'] as { name: string }[]).map(tool => tool.name)
    },
    async call(tool, args = {}) {
      const data = await run('call', `gatehouse.${tool}`, '--args', JSON.stringify(args), '--output', 'json')
      return { isError: typeof data['code'] === 'string', data }
    },
    printed: () => printed,
    close: () => fs.rm(home, { recursive: true, force: true }),
  }
}

let written = ''
beforeEach(() => {
  written = ''
  const keep = (chunk: unknown) => {
    written += String(chunk)
    return true
  }
  vi.spyOn(process.stdout, 'write').mockImplementation(keep)
  vi.spyOn(process.stderr, 'write').mockImplementation(keep)
})
afterEach(() => {
  vi.restoreAllMocks()
})

describe.each([
  ['SDK v1', legacyClient],
  ['SDK v2', modernClient],
  ['mcporter', mcporterClient],
] as const)('%s', (_kind, connectClient) => {
  const open = async (served: Served): Promise<TestClient | Awaited<ReturnType<typeof mcporterClient>>> => {
    const client = await connectClient(served.server.url, served.token)
    onTestFinished(() => client.close())
    return client
  }

  test('lists the tools and calls each; schemas and results agree', { timeout: 60_000 }, async () => {
    const served = await serve()
    const client = await open(served)
    expect(await client.tools()).toEqual(NAMES)
    const list = await client.call('list_surfaces')
    expect(list).toMatchObject({ isError: false, data: { surfaces: [{ id: 's_7f3a' }, { id: 's_0bad' }] } })
    const read = await client.call('read_surface', { surface: 'api' })
    expect(read).toMatchObject({ isError: false, data: { lines: ['$ echo hi', 'hi'], untrusted: true } })
    const typed = await client.call('type_text', { surface: 'api', text: 'x' })
    expect(typed).toMatchObject({ isError: false, data: { outcome: 'staged', draft: 'd_ab12@1' } })
    const submitted = await client.call('submit_text', { surface: 'api', text: 'x' })
    expect(submitted).toMatchObject({ isError: false, data: { outcome: 'submitted' } })
    const waited = await client.call('wait_for', { surface: 'api', until: 'idle' })
    expect(waited).toMatchObject({ isError: false, data: { reason: 'idle', lines: ['$ echo hi', 'hi'] } })
    expect(await client.call('my_access')).toMatchObject({ isError: false, data: { paused: false } })
    expect(await client.call('discard_draft', { draft: 'd_ab12@1' })).toMatchObject({ data: { outcome: 'discarded' } })
    const sends = [{ surface: 'api', text: 'x', submit: true }]
    const many = await client.call('send_many', { sends })
    expect(many).toMatchObject({ isError: false, data: { results: [{ outcome: 'submitted' }] } })
    const shown = await client.call('show_surface', { surface: 'api', why: 'look' })
    expect(shown).toMatchObject({ isError: false, data: { shown: true } })
    const told = await client.call('notify_person', { title: 'Done', body: 'The build is green.' })
    expect(told).toMatchObject({ isError: false, data: { shown: true } })
    const granted = await client.call('request_access', { surface: 'api', level: 'type', why: 'to help' })
    expect(granted).toMatchObject({ isError: false, data: { granted: 'type' } })
    expect(served.faults).toEqual([])
  })

  test('gets a refusal whole, though its schema is not that of a success', { timeout: 60_000 }, async () => {
    const served = await serve()
    served.gate.send_ = async () => ({ ...refusal, code: 'paused', retryAfterMs: 9 })
    const client = await open(served)
    await client.tools()
    const answer = await client.call('submit_text', { surface: 'api', text: 'x' })
    expect(answer).toMatchObject({ isError: true, data: { code: 'paused', why: refusal.why, retry_after_ms: 9 } })
  })

  test('gets a wrong argument back as a refusal', { timeout: 60_000 }, async () => {
    const served = await serve()
    const client = await open(served)
    const answer = await client.call('type_text', { surface: 'api', text: 'x', enter: true })
    expect(answer).toMatchObject({ isError: true, data: { code: 'bad_arguments', field: 'enter' } })
    expect(served.gate.asked).toEqual([])
  })

  test('never sees its token again, and the server writes it nowhere', { timeout: 60_000 }, async () => {
    const served = await serve()
    const client = await open(served)
    served.gate.send_ = async () => {
      throw new Error('broken')
    }
    const seen = [await client.tools(), await client.call('list_surfaces'), await client.call('my_access')]
    const broken = await client.call('submit_text', { surface: 'api', text: 'x' })
    const faults = served.faults.map(fault => `${fault.message} ${fault.stack}`)
    const printed = 'printed' in client ? client.printed() : ''
    expect(JSON.stringify([seen, broken, faults]) + written + printed).not.toContain(served.token.slice(5))
  })
})

test('the server calls itself gatehouse, has its version, and tells how to begin', async () => {
  const served = await serve()
  const client = await modern(served.server.url, served.token)
  expect(client.getServerVersion()).toMatchObject({ name: 'gatehouse', version: '1.2.3' })
  expect(client.getInstructions()).toContain('untrusted data')
})

test('a wrong token is an error at connecting, in both eras', async () => {
  const { server } = await serve()
  await expect(modern(server.url, 'gate_wrong')).rejects.toThrow()
  await expect(legacyClient(server.url, 'gate_wrong')).rejects.toThrow()
})

test('a modern client that listens hears that its tools changed, and then sees the new list', async () => {
  let reach: 'read' | 'submit' = 'read'
  const served = await serve({ reach: () => reach })
  let heard: (names: string[]) => void
  const changed = new Promise<string[]>(resolve => {
    heard = resolve
  })
  const onChanged = (_error: unknown, tools: { name: string }[] | null) => heard(tools?.map(tool => tool.name) ?? [])
  const client = await modern(served.server.url, served.token, { listChanged: { tools: { debounceMs: 0, onChanged } } })
  const before = TOOLS.filter(tool => isShown(tool, 'read'))
  expect((await client.listTools()).tools).toHaveLength(before.length)
  reach = 'submit'
  served.server.toolsChanged()
  expect(await changed).toEqual(NAMES)
})

test('close ends the stream of a client that listens', async () => {
  const served = await serve()
  const listChanged = { tools: { onChanged: () => {} } }
  await modern(served.server.url, served.token, { listChanged })
  await served.server.close()
  await expect(fetch(served.server.url)).rejects.toThrow()
})

describe('a client that asked for progress hears it while it waits', () => {
  const call = { name: 'wait_for', arguments: { surface: 'api', until: 'idle' } }

  test('SDK v2, 2026-07-28', async () => {
    const { server, token } = await serve()
    const heard: unknown[] = []
    const client = await modern(server.url, token)
    const result = await client.callTool(call, { onprogress: progress => void heard.push(progress) })
    expect(result.structuredContent).toMatchObject({ reason: 'idle' })
    expect(heard).toEqual([{ progress: 0, message: 'Waiting for api.' }])
  })

  test('SDK v1, 2025-11-25', async () => {
    const { server, token } = await serve()
    const heard: unknown[] = []
    const client = new LegacyClient({ name: 'test', version: '1' })
    const requestInit = { headers: { authorization: `Bearer ${token}` } }
    await client.connect(new LegacyTransport(new URL(server.url), { requestInit }) as never)
    onTestFinished(() => client.close())
    const result = await client.callTool(call, undefined, { onprogress: progress => void heard.push(progress) })
    expect(result['structuredContent']).toMatchObject({ reason: 'idle' })
    expect(heard).toEqual([{ progress: 0, message: 'Waiting for api.' }])
  })
})
