// The short way of a tool call answers what the SDK answers, or leaves the request to it.
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openEndpoint } from '../../main/mcp/endpoint.ts'
import { toolServer } from '../../main/mcp/server.ts'
import { hashToken } from '../../main/mcp/tokens.ts'
import { connect, head, raw, type Served, serve } from './serve.ts'

const key = (name: string) => `io.modelcontextprotocol/${name}`
const MODERN = '2026-07-28'

interface Sent {
  readonly body: Record<string, unknown>
  readonly headers: Record<string, string | null>
}

function legacy(params: unknown, headers: Sent['headers'] = {}): Sent {
  return { body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params }, headers }
}

function modern(
  params: Record<string, unknown>,
  meta: Record<string, unknown> = {},
  headers: Sent['headers'] = {},
): Sent {
  const _meta = {
    [key('protocolVersion')]: MODERN,
    [key('clientInfo')]: { name: 'test', version: '1' },
    [key('clientCapabilities')]: {},
    ...meta,
  }
  const named = { 'mcp-protocol-version': MODERN, 'mcp-method': 'tools/call', 'mcp-name': String(params['name']) }
  return {
    body: { jsonrpc: '2.0', id: 'a', method: 'tools/call', params: { ...params, _meta } },
    headers: { ...named, ...headers },
  }
}

/** The same server twice: with the short way, and without it. */
async function both() {
  const short = await serve()
  const { gate, token } = short
  let made = 0
  const agent = { id: 'cursor', name: 'Cursor' }
  const none = { reach: undefined, opens: undefined, managed: undefined, onCall: undefined, onFault: undefined }
  const opened = await openEndpoint({
    port: 0,
    identify: hash => (hash === hashToken(token) ? agent : null),
    serverFor(caller, era) {
      made += 1
      return toolServer({ ...none, gate, agent: caller, profile: null, version: '1.2.3', era })
    },
  })
  if (!opened.ok) throw new Error(opened.message)
  onTestFinished(() => opened.value.close())
  return { short, long: { ...short, server: opened.value }, made: () => made }
}

async function answer(served: Served, { body, headers }: Sent) {
  const text = JSON.stringify(body)
  const got = await raw(
    served.server.port,
    head(served, Buffer.byteLength(text), { ...headers, connection: 'close' }),
    text,
  )
  const type = /content-type: ([^\r]*)/i.exec(got.headers)?.[1]
  const json = /\{.*\}/s.exec(got.body)?.[0]
  return { status: got.status, type, message: json === undefined ? got.body : (JSON.parse(json) as unknown) }
}

const CALL = { name: 'submit_text', arguments: { surface: 's_1', text: 'echo hi' } }
const plain: Record<string, Sent> = {
  'of the older protocols': legacy(CALL),
  'of the older protocols, with its version': legacy(CALL, { 'mcp-protocol-version': '2025-11-25' }),
  'of the newer one': modern(CALL),
  'without arguments': legacy({ name: 'list_surfaces' }),
  'with wrong arguments': modern({ name: 'submit_text', arguments: { nothing: true } }),
}

describe('a plain call', () => {
  test.each(Object.entries(plain))('%s is answered as by the SDK', async (_what, sent) => {
    const { short, long } = await both()
    const got = await answer(short, sent)
    expect(got).toEqual(await answer(long, sent))
    expect(got).toMatchObject({ status: 200, message: { result: { structuredContent: expect.anything() } } })
  })

  test('goes to a gate of its own, and needs none of the servers that are made for each request', async () => {
    const { short, long, made } = await both()
    await answer(short, legacy(CALL))
    expect(short.calls).toEqual([['cursor', 'submit_text']])
    await answer(long, legacy(CALL))
    expect(made()).toBe(1)
  })
})

test('a call of a tool that is not there is the error that the SDK makes of it', async () => {
  const { short, long } = await both()
  for (const sent of [legacy({ name: 'nothing' }), modern({ name: 'nothing' })]) {
    const got = await answer(short, sent)
    expect(got).toEqual(await answer(long, sent))
    expect(got.message).toMatchObject({ error: { code: -32602 } })
  }
})

test('whatever a call is like, the answer is that of the SDK', async () => {
  const { short, long } = await both()
  const ids = fc.constantFrom<unknown>(1, 0, -3, 'x', '', 1.5, null, true, [], undefined)
  const args = fc.constantFrom<unknown>({ surface: 's_1', text: 'x' }, {}, [], 'x', null, undefined, { surface: 7 })
  const name = fc.constantFrom<unknown>('submit_text', 'read_surface', 'nothing', '', 7, undefined, '=?base64?eA==?=')
  const extra = fc.constantFrom<Record<string, unknown>>(
    {},
    {},
    {},
    { more: 1 },
    { jsonrpc: '1.0' },
    { method: 'ping' },
  )
  const meta = fc.constantFrom<unknown>(
    undefined,
    {},
    { progressToken: 1 },
    { [key('protocolVersion')]: MODERN },
    {
      [key('protocolVersion')]: '1999-01-01',
      [key('clientInfo')]: { name: 'a', version: '1' },
      [key('clientCapabilities')]: {},
    },
    ...[{}, { roots: {} }, { sampling: 7 }, { roots: { listChanged: 'yes' } }, []].map(capabilities => ({
      [key('protocolVersion')]: MODERN,
      [key('clientInfo')]: { name: 'a', version: '1' },
      [key('clientCapabilities')]: capabilities,
    })),
    { [key('protocolVersion')]: MODERN, [key('clientInfo')]: { name: 'a' }, [key('clientCapabilities')]: {} },
  )
  const version = fc.constantFrom<string | null>(
    null,
    null,
    MODERN,
    MODERN,
    '2025-11-25',
    '2024-11-05',
    '1999-01-01',
    '',
  )
  const method = fc.constantFrom<string | null>(null, 'tools/call', 'tools/list', '')
  const named = fc.constantFrom<string | null>(null, 'submit_text', 'read_surface', '=?base64?eA==?=')
  const accept = fc.constantFrom<string>(
    'application/json, text/event-stream',
    'application/json, text/event-stream',
    'application/json',
    '*/*',
  )
  const request = fc.record({ ids, args, name, extra, meta, version, method, named, accept })
  await fc.assert(
    fc.asyncProperty(request, async given => {
      const params = { name: given.name, arguments: given.args, _meta: given.meta }
      const body = { jsonrpc: '2.0', id: given.ids, method: 'tools/call', params, ...given.extra }
      const said = { 'mcp-protocol-version': given.version, 'mcp-method': given.method, 'mcp-name': given.named }
      const sent = { body, headers: { ...said, accept: given.accept } }
      expect(await answer(short, sent)).toEqual(await answer(long, sent))
    }),
    { numRuns: 250 },
  )
}, 60_000)

describe('a call that takes long', () => {
  test('shows who waits an open stream before its answer', async () => {
    let go = () => {}
    const served = await serve()
    served.gate.send = () =>
      new Promise(resolve => (go = () => resolve({ refused: false, outcome: 'submitted', evidence: '' })))
    const { write, answers, socket } = await connect(served.server.port)
    const text = JSON.stringify(legacy(CALL).body)
    write(`${head(served, text.length, { connection: 'close' }).join('\r\n')}\r\n\r\n${text}`)
    const opened = await new Promise<string>(resolve => socket.once('data', data => resolve(String(data))))
    expect(opened).toContain('text/event-stream')
    expect(opened).not.toContain('"result"')
    go()
    await new Promise(resolve => socket.once('close', resolve))
    expect(await answers(1)).toContain('"outcome":"submitted"')
  })

  test('ends when its caller goes away', async () => {
    let signal: AbortSignal | undefined
    const served = await serve()
    const called = new Promise<void>(resolve => {
      served.gate.send = (_agent, request) => {
        signal = request.signal
        resolve()
        return new Promise(() => {})
      }
    })
    const { write, socket } = await connect(served.server.port)
    const text = JSON.stringify(modern(CALL).body)
    write(`${head(served, text.length, modern(CALL).headers).join('\r\n')}\r\n\r\n${text}`)
    await called
    expect(signal?.aborted).toBe(false)
    const aborted = new Promise(resolve => signal?.addEventListener('abort', resolve))
    socket.destroy()
    await aborted
  })
})
