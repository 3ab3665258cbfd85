// Ways a call ends before its answer: its agent cancels it, goes away, or is revoked. In each the gate hears of it by the
// call's signal, and nobody else's call ends with it.
import { Client as CurrentClient, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { describe, expect, onTestFinished, test } from 'vitest'
import { hashToken, newToken } from '../../main/mcp/tokens.ts'
import { comes, connect, head, raw, type Served, serve } from './serve.ts'

const call = (id: number | string) =>
  JSON.stringify({
    jsonrpc: '2.0',
    id,
    method: 'tools/call',
    params: { name: 'submit_text', arguments: { surface: 's_7f3a', text: 'x' } },
  })
const modernCall = (id: number) => {
  const meta = 'io.modelcontextprotocol'
  const _meta = {
    [`${meta}/protocolVersion`]: '2026-07-28',
    [`${meta}/clientInfo`]: { name: 'raw', version: '1' },
    [`${meta}/clientCapabilities`]: {},
  }
  const { params, ...rest } = JSON.parse(call(id))
  return JSON.stringify({ ...rest, params: { ...params, _meta } })
}
const MODERN = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': 'submit_text' }
const cancelled = (requestId: unknown) =>
  JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } })

/** Two agents by their tokens; every send hangs until its signal is aborted, and is remembered. */
async function hanging() {
  const tokens: Record<string, string> = { cursor: newToken(), codex: newToken() }
  const served = await serve({
    identify: hash => {
      const found = Object.entries(tokens).find(([, token]) => hashToken(token) === hash)
      return found ? { id: found[0], name: found[0] } : null
    },
  })
  const running: { text: string; signal: AbortSignal }[] = []
  served.gate.send_ = ({ signal, ...request }) =>
    new Promise(resolve => {
      running.push({ text: 'text' in request ? (request.text ?? '') : '', signal: signal! })
      signal?.addEventListener('abort', () => resolve({ refused: false, outcome: 'failed', evidence: 'aborted' }))
    })
  const as = (agent: string): Served => ({ ...served, token: tokens[agent]! })
  const start = async (agent: string, body: string, over: Record<string, string> = {}) => {
    const before = running.length
    const connection = await connect(served.server.port)
    connection.write(`${head(as(agent), body.length, over).join('\r\n')}\r\n\r\n${body}`)
    await comes(() => expect(running).toHaveLength(before + 1))
    return { connection, signal: running[before]!.signal }
  }
  const post = (agent: string, body: string, over: Record<string, string> = {}) =>
    raw(served.server.port, head(as(agent), body.length, over), body)
  return { ...served, tokens, running, as, start, post }
}

/** Everything that is to happen has happened: a later request of the same kind has been answered. */
const settled = (served: Served) => raw(served.server.port, head(served, 2), '{}')

describe('notifications/cancelled of 2025-11-25 and older, a request of its own', () => {
  test('aborts the call it names and ends its stream without an answer', async () => {
    const served = await hanging()
    const { connection, signal } = await served.start('cursor', call(7))
    expect((await served.post('cursor', cancelled(7))).status).toBe(202)
    await comes(() => expect(signal.aborted).toBe(true))
    expect(await connection.answers(1)).not.toContain('"id":7')
    // The stream has ended, chunked, and the connection may serve on.
    await comes(async () => expect(await connection.answers(1)).toMatch(/\r\n0\r\n\r\n$/))
    expect(served.faults).toEqual([])
  })

  test.each([
    ['another id', 'cursor', 8],
    ['an id of another type', 'cursor', '7'],
    ['another agent', 'codex', 7],
    ['no id', 'cursor', undefined],
    ['an id that is none', 'cursor', { 7: 7 }],
  ])('of %s cancels nothing and is no error', async (_what, agent, id) => {
    const served = await hanging()
    const { signal } = await served.start('cursor', call(7))
    const { status } = await served.post(agent, cancelled(id))
    expect([202, 400]).toContain(status)
    await settled(served.as('cursor'))
    expect(signal.aborted).toBe(false)
  })

  test('cancels none of two calls that it cannot tell apart', async () => {
    const served = await hanging()
    const one = await served.start('cursor', call(7))
    const other = await served.start('cursor', call(7))
    await served.post('cursor', cancelled(7))
    await settled(served.as('cursor'))
    expect([one.signal.aborted, other.signal.aborted]).toEqual([false, false])
    // With one of them gone there is no doubt left.
    one.connection.socket.destroy()
    await comes(() => expect(one.signal.aborted).toBe(true))
    await served.post('cursor', cancelled(7))
    await comes(() => expect(other.signal.aborted).toBe(true))
  })

  test('tells programs of one agent apart by what they call themselves', async () => {
    const served = await hanging()
    const one = await served.start('cursor', call(7), { 'user-agent': 'one/1' })
    const other = await served.start('cursor', call(7), { 'user-agent': 'other/1' })
    await served.post('cursor', cancelled(7), { 'user-agent': 'third/1' })
    await served.post('cursor', cancelled(7), { 'user-agent': 'other/1' })
    await comes(() => expect(other.signal.aborted).toBe(true))
    expect(one.signal.aborted).toBe(false)
  })

  test('tells programs of one agent apart by the process at the other end', async () => {
    const programs = ['/bin/one', '/bin/other', '/bin/other']
    const told = await serve({
      callerOf: async (_socket, agent) => ({ ...agent, program: programs.shift() ?? '/bin/third' }),
    })
    const signals: AbortSignal[] = []
    told.gate.send_ = ({ signal }) => {
      signals.push(signal!)
      return new Promise(() => {})
    }
    for (const _ of [0, 1]) {
      const connection = await connect(told.server.port)
      const before = signals.length
      connection.write(`${head(told, call(7).length).join('\r\n')}\r\n\r\n${call(7)}`)
      await comes(() => expect(signals).toHaveLength(before + 1))
    }
    await raw(told.server.port, head(told, cancelled(7).length), cancelled(7))
    await comes(() => expect(signals.map(signal => signal.aborted)).toEqual([false, true]))
  })

  test('finds its call though the process at its end was not found', async () => {
    const programs = ['/bin/one', undefined]
    const told = await serve({ callerOf: async (_socket, agent) => ({ ...agent, program: programs.shift() }) })
    const asked = new Promise<AbortSignal>(resolve => {
      told.gate.send_ = ({ signal }) => {
        resolve(signal!)
        return new Promise(() => {})
      }
    })
    const connection = await connect(told.server.port)
    connection.write(`${head(told, call(7).length).join('\r\n')}\r\n\r\n${call(7)}`)
    const signal = await asked
    await raw(told.server.port, head(told, cancelled(7).length), cancelled(7))
    await comes(() => expect(signal.aborted).toBe(true))
  })

  test('does not end one call of a batch: the others share its answer', async () => {
    const served = await hanging()
    const batch = `[${call(7)},${call(8)}]`
    const connection = await connect(served.server.port)
    connection.write(`${head(served.as('cursor'), batch.length).join('\r\n')}\r\n\r\n${batch}`)
    await comes(() => expect(served.running).toHaveLength(2))
    await served.post('cursor', cancelled(7))
    await settled(served.as('cursor'))
    expect(served.running.map(({ signal }) => signal.aborted)).toEqual([false, false])
    connection.socket.destroy()
    await comes(() => expect(served.running.map(({ signal }) => signal.aborted)).toEqual([true, true]))
  })

  test('is what the SDK v1 client sends when its caller gives up', async () => {
    const served = await hanging()
    const client = new LegacyClient({ name: 'test', version: '1' })
    const requestInit = { headers: { authorization: `Bearer ${served.tokens['cursor']}` } }
    await client.connect(new LegacyTransport(new URL(served.server.url), { requestInit }) as never)
    onTestFinished(() => client.close())
    const stop = new AbortController()
    const asked = { name: 'submit_text', arguments: { surface: 'api', text: 'x' } }
    const answer = client.callTool(asked, undefined, { signal: stop.signal })
    answer.catch(() => {})
    await comes(() => expect(served.running).toHaveLength(1))
    stop.abort('no longer wanted')
    await expect(answer).rejects.toThrow('no longer wanted')
    await comes(() => expect(served.running[0]!.signal.aborted).toBe(true))
    expect(await client.listTools()).toHaveProperty('tools')
  })
})

describe('2026-07-28: the end of the request is its cancellation', () => {
  test('a connection that closes aborts the call', async () => {
    const served = await hanging()
    const { connection, signal } = await served.start('cursor', modernCall(7), MODERN)
    connection.socket.destroy()
    await comes(() => expect(signal.aborted).toBe(true))
    expect(served.faults).toEqual([])
  })

  test('so it does when the SDK v2 client gives up', async () => {
    const served = await hanging()
    const versionNegotiation = { mode: { pin: '2026-07-28' } }
    const client = new CurrentClient({ name: 'test', version: '1' }, { versionNegotiation })
    const requestInit = { headers: { authorization: `Bearer ${served.tokens['cursor']}` } }
    await client.connect(new StreamableHTTPClientTransport(new URL(served.server.url), { requestInit }))
    onTestFinished(() => client.close())
    const stop = new AbortController()
    const asked = { name: 'submit_text', arguments: { surface: 'api', text: 'x' } }
    const answer = client.callTool(asked, { signal: stop.signal })
    answer.catch(() => {})
    await comes(() => expect(served.running).toHaveLength(1))
    stop.abort('no longer wanted')
    await expect(answer).rejects.toThrow()
    await comes(() => expect(served.running[0]!.signal.aborted).toBe(true))
    expect(await client.listTools()).toHaveProperty('tools')
  })
})

test.each([
  ['2025-11-25', call(7), {}],
  ['2026-07-28', modernCall(7), MODERN],
])(
  'a call that was answered is never aborted, whatever its connection does afterwards (%s)',
  async (_era, body, over) => {
    const served = await serve()
    const send = served.gate.send_
    const signals: AbortSignal[] = []
    served.gate.send_ = request => {
      signals.push(request.signal!)
      return send(request)
    }
    expect((await raw(served.server.port, head(served, body.length, over), body)).status).toBe(200)
    await raw(served.server.port, head(served, cancelled(7).length), cancelled(7))
    await settled(served)
    expect(signals.map(signal => signal.aborted)).toEqual([false])
  },
)

describe('revocation', () => {
  test('ends the calls of that agent at once, with an error on an open stream, and of no other', async () => {
    const served = await hanging()
    const mine = await served.start('cursor', call(7))
    const modern = await served.start('cursor', modernCall(8), MODERN)
    const others = await served.start('codex', call(7))
    served.server.agentGone('cursor')
    await comes(() => expect([mine.signal.aborted, modern.signal.aborted]).toEqual([true, true]))
    await comes(async () => {
      expect(await mine.connection.answers(1)).toContain(
        '"id":7,"error":{"code":-32600,"message":"The token was revoked."}',
      )
    })
    expect(await modern.connection.answers(1)).toMatch(/^HTTP\/1.1 401 /)
    await settled(served.as('codex'))
    expect(others.signal.aborted).toBe(false)
    expect(served.faults).toEqual([])
  })

  test('ends streams that listen, and other agents listen on', async () => {
    const served = await hanging()
    const listen = async (agent: string) => {
      const heard: unknown[] = []
      const versionNegotiation = { mode: { pin: '2026-07-28' } }
      const listChanged = { tools: { debounceMs: 0, onChanged: () => heard.push(1) } }
      const client = new CurrentClient({ name: agent, version: '1' }, { versionNegotiation, listChanged })
      const requestInit = { headers: { authorization: `Bearer ${served.tokens[agent]}` } }
      await client.connect(new StreamableHTTPClientTransport(new URL(served.server.url), { requestInit }))
      onTestFinished(() => client.close())
      return heard
    }
    const [mine, others] = [await listen('cursor'), await listen('codex')]
    served.server.agentGone('cursor')
    delete served.tokens['cursor']
    served.server.toolsChanged()
    await comes(() => expect(others).not.toEqual([]))
    expect(mine).toEqual([])
  })

  test('of a token alone, with another in its place, ends what came with the old one', async () => {
    const served = await hanging()
    const old = await served.start('cursor', call(7))
    served.tokens['cursor'] = newToken()
    const fresh = await served.start('cursor', call(7))
    served.server.toolsChanged()
    await comes(() => expect(old.signal.aborted).toBe(true))
    expect(fresh.signal.aborted).toBe(false)
  })

  test('while a body still comes refuses that request', async () => {
    const served = await hanging()
    const connection = await connect(served.server.port)
    const body = call(7)
    connection.write(`${head(served.as('cursor'), body.length).join('\r\n')}\r\n\r\n${body.slice(0, 20)}`)
    await settled(served.as('codex'))
    delete served.tokens['cursor']
    connection.write(body.slice(20))
    expect(await connection.answers(1)).toMatch(/^HTTP\/1.1 401 /)
    expect(served.running).toEqual([])
  })
})
