// Each profile is an address of the same server: the same guards, agents, hidden tools, cancelling and both eras of the protocol.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { describe, expect, onTestFinished, test } from 'vitest'
import { PROFILES } from '../../../main/mcp/profiles/index.ts'
import { refusal } from '../fake-gate.ts'
import { callTool, comes, connect, head, raw, rpc, serve } from '../serve.ts'
import { at, SURFACES } from './at.ts'

const NAMES = PROFILES.map(({ name }) => name)
/** One tool of each that only lists, and one that sends. */
const TOOLS: Record<string, [list: string, send: string, args: Record<string, unknown>]> = {
  climux: ['session_list', 'session_send', { sessionId: 's_7f3a', message: 'x' }],
  cmux: ['cmux_list_panels', 'cmux_send_submit', { surface: 's_7f3a', text: 'x' }],
  yaver: ['tmux_list_sessions', 'tmux_send_input', { task_id: 's_7f3a', input: 'x', allow_shell: true }],
  'claude-sessions': ['list_sessions', 'send_keys', { name: 's_7f3a', keys: 'x' }],
}

describe.each(NAMES)('/mcp/%s', name => {
  const [list, send, args] = TOOLS[name]!

  test.each([
    ['no token', 401, { authorization: null }, 'POST'],
    ['another token', 401, { authorization: 'Bearer nobodys' }, 'POST'],
    ['GET', 405, {}, 'GET'],
    ['DELETE', 405, {}, 'DELETE'],
    ['a foreign host', 403, { host: 'gatehouse.test' }, 'POST'],
    ['a web page', 403, { origin: 'http://localhost' }, 'POST'],
    ['a form', 415, { 'content-type': 'text/plain' }, 'POST'],
    ['too long a body', 413, { 'content-length': '2000000' }, 'POST'],
  ] as const)('%s: %i', async (_what, status, over, method) => {
    const served = await serve()
    const answer = await raw(served.server.port, head(served, 2, over, `${method} /mcp/${name}`), '{}')
    expect(answer.status).toBe(status)
    expect(served.gate.asked).toEqual([])
  })

  test('nothing comes below it, and no query', async () => {
    const served = await serve()
    for (const path of [`/mcp/${name}/`, `/mcp/${name}?token=x`, `/mcp/${name.toUpperCase()}`, `/mcp//${name}`]) {
      expect((await raw(served.server.port, head(served, 2, {}, `POST ${path}`), '{}')).status, path).toBe(404)
    }
  })

  test('has its tools alone: no resources, no prompts, none of those of /mcp', async () => {
    const served = await serve()
    for (const method of ['resources/list', 'resources/templates/list', 'prompts/list']) {
      expect((await rpc(at(served, name), method)).error?.code, method).toBe(-32601)
      expect((await rpc(served, method)).error, method).toBeUndefined()
    }
    const answer = await rpc(at(served, name), 'tools/call', { name: 'submit_text', arguments: {} })
    expect(answer.error?.message).toBe('There is no such tool.')
    expect((await rpc(served, 'tools/call', { name: list, arguments: {} })).error?.code).toBe(-32602)
  })

  test('is served in the protocol of 2026-07-28 too, with progress while a person is asked', async () => {
    const served = await serve()
    served.gate.asks = true
    const client = new Client({ name: 't', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } })
    const requestInit = { headers: { authorization: `Bearer ${served.token}` } }
    await client.connect(new StreamableHTTPClientTransport(new URL(at(served, name).server.url), { requestInit }))
    onTestFinished(() => client.close())
    expect((await client.listTools()).tools.map(tool => tool.name)).toContain(list)
    const progress: unknown[] = []
    const done = await client.callTool(
      { name: send, arguments: args },
      { onprogress: one => void progress.push(one.message) },
    )
    expect(done.structuredContent).toMatchObject({ outcome: 'submitted' })
    expect(progress).toEqual(['Waiting for a person to answer.'])
  })

  test('a hidden tool answers denied, and what it reached is what every call reaches', async () => {
    const served = await serve({ reach: () => 'read' })
    served.gate.send_ = async () => refusal
    served.gate.listings = [...SURFACES]
    const answer = await callTool(at(served, name), send, args)
    expect(answer).toMatchObject({ isError: true, data: { code: 'denied', rule: 'r1' } })
    expect(await callTool(at(served, name), send, {})).toMatchObject({ isError: true, data: { code: 'denied' } })
  })

  test('every call is told by its name, offered or not', async () => {
    const served = await serve()
    await callTool(at(served, name), list)
    const { left } = PROFILES.find(one => one.name === name)!
    const [missing] = left.flatMap(([names]) => names.split(' '))
    if (missing === undefined) return expect(served.calls).toEqual([['cursor', list]])
    const answer = await callTool(at(served, name), missing, { whatever: 1 })
    expect(answer).toMatchObject({ isError: true, data: { code: 'denied', effect: 'deny', rule: null } })
    expect(answer.data['why']).toContain(`${missing} is not offered by Gatehouse. `)
    expect(served.calls).toEqual([
      ['cursor', list],
      ['cursor', missing],
    ])
    expect(served.gate.asked.filter(({ what }) => what !== 'list')).toEqual([])
  })

  test('an exception in the gate closes it here too', async () => {
    const served = await serve()
    served.gate.send_ = async () => {
      throw new Error('broken')
    }
    expect(await callTool(at(served, name), send, args)).toMatchObject({ isError: true, data: { code: 'denied' } })
    expect(served.faults.map(({ message }) => message)).toEqual(['broken'])
  })
})

test('another name below /mcp is answered with the profiles there are, before the token is looked at', async () => {
  const served = await serve()
  for (const path of ['/mcp/tmux', '/mcp/', '/mcp/cmux/x', '/mcp/..%2f', '/mcp/__proto__', '/mcp/constructor']) {
    const answer = await raw(served.server.port, head(served, 2, { authorization: null }, `GET ${path}`), '{}')
    expect(answer.status, path).toBe(404)
    const body = JSON.parse(answer.body)
    expect(body.error).toBe('no_such_profile')
    for (const name of NAMES) expect(body.error_description).toContain(`/mcp/${name}`)
  }
})

describe('cancelling', () => {
  const body = (tool: string, args: unknown) =>
    JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: tool, arguments: args } })
  const cancelled = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } })

  async function hanging() {
    const served = await serve()
    const running: AbortSignal[] = []
    served.gate.send_ = ({ signal }) =>
      new Promise(resolve => {
        running.push(signal!)
        signal?.addEventListener('abort', () => resolve(refusal))
      })
    const post = (path: string, text: string) =>
      raw(served.server.port, head(served, text.length, {}, `POST ${path}`), text)
    const start = async (path: string, text: string) => {
      const before = running.length
      const connection = await connect(served.server.port)
      connection.write(`${head(served, text.length, {}, `POST ${path}`).join('\r\n')}\r\n\r\n${text}`)
      await comes(() => expect(running).toHaveLength(before + 1))
      return { signal: running[before]!, connection }
    }
    return { ...served, post, start }
  }

  test.each(NAMES)('at /mcp/%s ends the call of that id there, and none at another address', async name => {
    const [, send, args] = TOOLS[name]!
    const served = await hanging()
    const here = await served.start(`/mcp/${name}`, body(send, args))
    const there = await served.start('/mcp', body('submit_text', { surface: 's_7f3a', text: 'x' }))
    expect((await served.post(`/mcp/${name}`, cancelled)).status).toBe(202)
    await comes(() => expect(here.signal.aborted).toBe(true))
    expect(there.signal.aborted).toBe(false)
    expect((await served.post(`/mcp/${name}`, cancelled)).status).toBe(202)
    expect(there.signal.aborted).toBe(false)
    expect((await served.post('/mcp', cancelled)).status).toBe(202)
    await comes(() => expect(there.signal.aborted).toBe(true))
  })

  test('going away ends it', async () => {
    const served = await hanging()
    const [, send, args] = TOOLS['cmux']!
    const { signal, connection } = await served.start('/mcp/cmux', body(send, args))
    connection.socket.destroy()
    await comes(() => expect(signal.aborted).toBe(true))
  })
})
