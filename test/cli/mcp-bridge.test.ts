// The bridge between a client's messages and a real server with the fake gate behind it, and with nobody there.
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createBridge } from '../../main/cli/mcp-bridge.ts'
import { createLines } from '../../main/cli/mcp-line.ts'
import type { Down, Where } from '../../main/cli/mcp-where.ts'
import { runCli } from '../../main/cli.ts'
import { prove } from '../../main/mcp/proof.ts'
import { hashToken, newToken } from '../../main/mcp/tokens.ts'
import { serve } from '../mcp/serve.ts'

const DOWN: Down = { why: 'Gatehouse is not running. Start it, then try again.' }

/** The second that `waitUntil` has by itself is not enough for a real server on a busy computer. */
const until = <T>(check: () => T) => vi.waitUntil(check, { timeout: 10_000 })

interface Wire {
  id?: string | number | null
  method?: string
  params?: Record<string, unknown>
  result?: Record<string, unknown>
  error?: { code: number; message: string }
}

/** A bridge that looks for the app where `find` says. */
function bridgeTo(find: () => Promise<Where | Down>) {
  const sent: Wire[] = []
  const logged: string[] = []
  const lines = createLines(find)
  const bridge = createBridge({
    lines,
    version: '1.2.3',
    send: message => sent.push(message as Wire),
    log: text => logged.push(text),
  })
  onTestFinished(() => {
    bridge.end()
    lines.close()
  })
  const of = (id: unknown) => sent.filter(message => message.id === id && message.method === undefined)
  return {
    ...bridge,
    sent,
    logged,
    of,
    send: (message: object) => bridge.receive({ jsonrpc: '2.0', ...message }),
    answer: (id: unknown) => until(() => of(id)[0]),
  }
}

async function toServer() {
  let token = newToken()
  const here = () => hashToken(token)
  const served = await serve({
    identify: hash => (hash === here() ? { id: 'cursor', name: 'Cursor' } : null),
    tokenHashes: () => [here()],
  })
  const { port } = served.server
  let down = false
  const find = async () => (down ? DOWN : { port, pid: process.pid, token, tokenHash: here() })
  const bridge = bridgeTo(find)
  return {
    served,
    bridge,
    setDown: (is: boolean) => {
      down = is
    },
    renew: () => {
      token = newToken()
      served.server.toolsChanged()
    },
  }
}

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
}
const modern = (id: unknown, method: string, params: object = {}) => ({
  id,
  method,
  params: { ...params, _meta: META },
})
const call = (id: unknown, name: string, args: object = {}) => ({
  id,
  method: 'tools/call',
  params: { name, arguments: args },
})
const initialize = (id: unknown, protocolVersion = '2025-11-25') => ({
  id,
  method: 'initialize',
  params: { protocolVersion, capabilities: {}, clientInfo: { name: 'test', version: '1' } },
})

describe('with the app', () => {
  test('ids come back as they were, a number never for a text, however many run at once', async () => {
    const { bridge } = await toServer()
    const ids = [1, '1', 0, '', -7, 'ünï', ...Array.from({ length: 20 }, (_, i) => `n${i}`)]
    for (const id of ids) bridge.send(call(id, 'list_surfaces'))
    for (const id of ids)
      expect((await bridge.answer(id))?.result).toMatchObject({ structuredContent: { surfaces: [{}, {}] } })
    expect(bridge.sent).toHaveLength(ids.length)
  })

  test.each(['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'])(
    'an older client is told of changes: %s',
    async version => {
      const { bridge, served } = await toServer()
      bridge.send(initialize(1, version))
      const { result } = (await bridge.answer(1))!
      expect(result).toMatchObject({ protocolVersion: version, capabilities: { tools: { listChanged: true } } })
      bridge.send({ method: 'notifications/initialized' })
      await until(() => {
        served.server.toolsChanged()
        return bridge.sent.some(({ method }) => method === 'notifications/tools/list_changed')
      })
      expect(bridge.sent.find(({ method }) => method !== undefined)).toEqual({
        jsonrpc: '2.0',
        method: 'notifications/tools/list_changed',
      })
    },
  )

  test('2026-07-28 passes as it is: discovery, names that no header holds, listening', async () => {
    const { bridge, served } = await toServer()
    bridge.send(modern(1, 'server/discover'))
    expect((await bridge.answer(1))?.result).toMatchObject({ supportedVersions: ['2026-07-28'] })
    bridge.send(modern(2, 'tools/call', { name: 'grün', arguments: {} }))
    expect((await bridge.answer(2))?.error?.message).toContain('There is no such tool')
    bridge.send(modern('l', 'subscriptions/listen', { notifications: { toolsListChanged: true } }))
    const heard = (method: string) => until(() => bridge.sent.find(message => message.method === method))
    const mark = { _meta: { 'io.modelcontextprotocol/subscriptionId': 'l' } }
    expect(await heard('notifications/subscriptions/acknowledged')).toMatchObject({ params: mark })
    served.server.toolsChanged()
    expect(await heard('notifications/tools/list_changed')).toMatchObject({ params: mark })
  })

  test('a cancelled call ends at the gate and is not answered; the end of the client cancels all', async () => {
    const { bridge, served } = await toServer()
    const signals: AbortSignal[] = []
    served.gate.send_ = ({ signal }) => {
      signals.push(signal!)
      return new Promise(() => {})
    }
    for (const id of [1, 2]) bridge.send(call(id, 'submit_text', { surface: 'api', text: 'x' }))
    await until(() => signals.length === 2)
    bridge.send({ method: 'notifications/cancelled', params: { requestId: 1 } })
    await until(() => signals.some(signal => signal.aborted))
    expect(signals.filter(signal => signal.aborted)).toHaveLength(1)
    bridge.end()
    await until(() => signals.every(signal => signal.aborted))
    expect(bridge.sent).toEqual([])
  })

  test('what breaks off is told for what it is: a send is not known, and is not repeated', async () => {
    const { bridge, served, setDown } = await toServer()
    let sends = 0
    served.gate.send_ = () => {
      sends += 1
      return new Promise(() => {})
    }
    bridge.send(call(1, 'submit_text', { surface: 'api', text: 'x' }))
    await until(() => sends === 1)
    setDown(true)
    await served.server.close()
    expect((await bridge.answer(1))?.result).toMatchObject({
      isError: true,
      structuredContent: { outcome: 'unknown', why: expect.stringContaining('is not known') },
    })
    expect(sends).toBe(1)
  })

  test.each([
    ['what only reads is tried once more', 'read_surface', 2, { structuredContent: { lines: [] } }],
    ['what sends is not', 'submit_text', 1, { isError: true, structuredContent: { outcome: 'unknown' } }],
  ])('when a connection breaks, %s', async (_, tool, times, result) => {
    const token = newToken()
    let calls = 0
    const server = http.createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      const asked = JSON.parse(body)
      if (request.url !== '/proof') {
        calls += 1
        if (calls === 1) return void request.socket.destroy()
      }
      const { port } = server.address() as AddressInfo
      const answer = { jsonrpc: '2.0', id: asked.id, result: { content: [], structuredContent: { lines: [] } } }
      const given = request.url === '/proof' ? prove([hashToken(token)], asked, port, process.pid) : answer
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(given))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.closeAllConnections())
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const bridge = bridgeTo(async () => ({ port, pid: process.pid, token, tokenHash: hashToken(token) }))
    bridge.send(call(1, tool, { surface: 'api' }))
    expect((await bridge.answer(1))?.result).toMatchObject(result)
    expect(calls).toBe(times)
  })

  test('a message over 1 MiB is refused without being sent, and the next one goes', async () => {
    const { bridge, served } = await toServer()
    bridge.send(call(1, 'type_text', { surface: 'api', text: 'x'.repeat(1024 * 1024) }))
    bridge.send(call(2, 'type_text', { surface: 'api', text: 'x'.repeat(60_000) }))
    expect((await bridge.answer(1))?.result).toMatchObject({
      isError: true,
      structuredContent: { code: 'no_answer', why: 'A request may have 1 MiB and no more.' },
    })
    expect((await bridge.answer(2))?.result).toMatchObject({ structuredContent: { outcome: 'staged' } })
    expect(served.gate.asked.filter(({ what }) => what === 'send')).toHaveLength(1)
  })

  test('a new token is taken up at the next call, also over a connection that had the old one', async () => {
    const { bridge, renew } = await toServer()
    bridge.send(call(1, 'list_surfaces'))
    expect((await bridge.answer(1))?.result?.['isError']).toBeUndefined()
    renew()
    bridge.send(call(2, 'list_surfaces'))
    expect((await bridge.answer(2))?.result?.['isError']).toBeUndefined()
  })
})

describe('without the app', () => {
  const alone = () => bridgeTo(async () => DOWN)

  test('both handshakes work, and the lists are there', async () => {
    const bridge = alone()
    bridge.send(initialize(1, '2025-06-18'))
    bridge.send({ method: 'notifications/initialized' })
    bridge.send({ id: 2, method: 'tools/list' })
    bridge.send({ id: 3, method: 'ping' })
    expect((await bridge.answer(1))?.result).toMatchObject({
      protocolVersion: '2025-06-18',
      serverInfo: { name: 'gatehouse' },
    })
    const { tools } = (await bridge.answer(2))!.result as { tools: { name: string; inputSchema: unknown }[] }
    expect(tools.find(({ name }) => name === 'submit_text')?.inputSchema).toMatchObject({ type: 'object' })
    expect(await bridge.answer(3)).toEqual({ jsonrpc: '2.0', id: 3, result: {} })
    const other = alone()
    other.send(modern(1, 'server/discover'))
    other.send(modern(2, 'tools/list'))
    expect((await other.answer(1))?.result).toMatchObject({ supportedVersions: ['2026-07-28'] })
    expect((await other.answer(2))?.result).toMatchObject({ resultType: 'complete', tools })
  })

  test.each([
    ['older', (id: number) => call(id, 'submit_text', { surface: 'api', text: 'x' })],
    ['newer', (id: number) => modern(id, 'tools/call', { name: 'submit_text', arguments: {} })],
  ])('every call says so, in the words of a refusal: %s', async (_, made) => {
    const bridge = alone()
    bridge.send(made(1))
    const refusal = { code: 'no_answer', effect: 'deny', rule: null, lock: null, why: DOWN.why, allowed: null }
    const { result } = (await bridge.answer(1))!
    expect(result).toMatchObject({ isError: true, structuredContent: refusal })
    expect(result?.['content']).toEqual([{ type: 'text', text: JSON.stringify(refusal) }])
    expect(bridge.logged).toEqual([DOWN.why])
  })

  test('nothing is made up: what needs the app is an error, not an empty answer', async () => {
    const bridge = alone()
    for (const [id, uri] of ['activity://mine', 'surface://s_7f3a/screen'].entries()) {
      bridge.send({ id, method: 'resources/read', params: { uri } })
      expect((await bridge.answer(id))?.error?.message).toContain(DOWN.why)
    }
  })

  test('who listens is told that it is heard, and then that everything may have changed', async () => {
    const { bridge, setDown } = await toServer()
    setDown(true)
    const uri = 'surface://s_7f3a/screen'
    const notifications = { toolsListChanged: true, resourceSubscriptions: [uri] }
    bridge.send(modern(5, 'subscriptions/listen', { notifications }))
    await until(() => bridge.sent.length === 1)
    expect(bridge.sent[0]).toMatchObject({
      method: 'notifications/subscriptions/acknowledged',
      params: { notifications },
    })
    setDown(false)
    await until(() => bridge.sent.length >= 3)
    const _meta = { 'io.modelcontextprotocol/subscriptionId': 5 }
    expect(bridge.sent.slice(1)).toEqual([
      { jsonrpc: '2.0', method: 'notifications/tools/list_changed', params: { _meta } },
      { jsonrpc: '2.0', method: 'notifications/resources/updated', params: { uri, _meta } },
    ])
    bridge.send({ method: 'notifications/cancelled', params: { requestId: 5 } })
    bridge.send(modern(5, 'tools/list'))
    await bridge.answer(5)
  })

  test('a listen that asks for nothing is answered, and not held open', async () => {
    const bridge = alone()
    bridge.send(modern(1, 'subscriptions/listen', { notifications: {} }))
    bridge.send(modern(2, 'subscriptions/listen'))
    expect((await bridge.answer(1)) ?? null).not.toBeNull()
    expect((await bridge.answer(2))?.error?.code).toBe(-32_602)
  })

  test('every request has exactly one answer, whatever it is, and nothing else has any', async () => {
    const id = fc.oneof(fc.integer(), fc.string())
    const method = fc.oneof(
      fc.constantFrom(
        'tools/call',
        'tools/list',
        'prompts/get',
        'resources/read',
        'ping',
        'server/discover',
        'initialize',
      ),
      fc.constantFrom('completion/complete', 'resources/templates/list', 'notifications/progress'),
      fc.string(),
    )
    const params = fc.oneof(fc.anything(), fc.constantFrom(undefined, { _meta: META }, { name: 'x', _meta: META }))
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(id, { maxLength: 5 }),
        method,
        params,
        fc.json(),
        async (ids, name, given, other) => {
          const bridge = alone()
          const note = JSON.parse(JSON.stringify({ method: name, params: given })) as object
          bridge.send(note)
          const value: unknown = JSON.parse(other)
          const isObject = typeof value === 'object' && value !== null
          if (!isObject || Array.isArray(value) || !('method' in value)) bridge.receive(value)
          const before = bridge.sent.length
          for (const one of ids) bridge.send({ ...note, id: one })
          for (const one of ids) await bridge.answer(one)
          expect(bridge.sent.slice(before).every(({ method: sent }) => sent === undefined)).toBe(true)
          for (const one of ids) expect(bridge.of(one)).toHaveLength(1)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('an id that still runs is refused', async () => {
    const bridge = alone()
    bridge.send(modern(1, 'subscriptions/listen', { notifications: { toolsListChanged: true } }))
    bridge.send({ id: 1, method: 'ping' })
    expect((await bridge.answer(1))?.error?.code).toBe(-32_600)
  })
})

describe('as a command', () => {
  const run = async (...argv: string[]) => {
    let err = ''
    const io = {
      out: () => {},
      err: (text: string) => {
        err += text
      },
      version: '1',
    }
    return { code: await runCli(['mcp', ...argv], io), err }
  }

  test.each([
    [[], /--agent=ID is missing/],
    [['--agent=../x'], /--agent cannot be "..\/x"/],
    [['--agent=a', 'more'], /more/],
    [['--agent=a', '--token=x'], /--token/],
    [['--agent=a', '--user-data-dir='], /--user-data-dir needs a value/],
  ])('%j is a usage error', async (argv, message) => {
    const { code, err } = await run(...argv)
    expect(code).toBe(2)
    expect(err).toMatch(message)
  })

  test.each([
    'https://127.0.0.1:4823/mcp',
    'http://example.org:4823/mcp',
    'http://127.0.0.1:99999/mcp',
    'http://127.0.0.1/mcp',
  ])('GATEHOUSE_URL=%s is refused: a token stays on this computer', async url => {
    vi.stubEnv('GATEHOUSE_URL', url)
    vi.stubEnv('GATEHOUSE_TOKEN', 'gate_x')
    onTestFinished(() => void vi.unstubAllEnvs())
    const { code, err } = await run('--agent=a')
    expect({ code, err }).toEqual({ code: 2, err: 'gatehouse mcp: GATEHOUSE_URL must be http://127.0.0.1:PORT/mcp.\n' })
  })
})
