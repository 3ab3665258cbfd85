// The port as a stranger meets it: raw sockets, byte for byte.
import net from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startMcp } from '../../main/mcp/http.ts'
import { newToken } from '../../main/mcp/tokens.ts'
import { fakeGate } from './fake-gate.ts'
import { comes, connect, head, raw, serve } from './serve.ts'

const LIST = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_surfaces' } })
const MIB = 1024 * 1024

test('a good request is answered and reaches the gate as its agent', async () => {
  const served = await serve()
  const answer = await raw(served.server.port, head(served, LIST.length), LIST)
  expect(answer.status).toBe(200)
  expect(served.gate.asked).toEqual([{ agent: 'cursor', what: 'list', request: undefined }])
})

describe('refused before the gate hears of it', () => {
  const cases: [string, number, Record<string, string | null>, string?][] = [
    ['no token', 401, { authorization: null }],
    ['an unknown token', 401, { authorization: `Bearer ${newToken()}` }],
    ['a token in another scheme', 401, { authorization: 'Basic Z2F0ZQ==' }],
    ['host evil.example', 403, { host: 'evil.example' }],
    ['a host without its port', 403, { host: '127.0.0.1' }],
    ['an origin', 403, { origin: 'http://localhost:5173' }],
    ['an origin in capitals', 403, { ORIGIN: 'https://evil.example' }],
    ['origin null', 403, { origin: 'null' }],
    ['GET', 405, {}, 'GET /mcp'],
    ['DELETE', 405, {}, 'DELETE /mcp'],
    ['OPTIONS', 405, {}, 'OPTIONS /mcp'],
    ['another path', 404, {}, 'POST /'],
    ['a path in the absolute form', 404, {}, 'POST http://127.0.0.1/mcp'],
    ['a well-known path', 404, {}, 'GET /.well-known/oauth-protected-resource'],
    ['/register', 404, {}, 'POST /register'],
    ['a form', 415, { 'content-type': 'application/x-www-form-urlencoded' }],
    ['no type', 415, { 'content-type': null }],
    ['a declared length over 1 MiB', 413, { 'content-length': String(MIB + 1) }],
  ]
  test.each(cases)('%s: %i', async (_name, status, over, line) => {
    const served = await serve()
    const answer = await raw(served.server.port, head(served, LIST.length, over, line), LIST)
    expect(answer.status).toBe(status)
    expect(answer.headers).toMatch(/content-type: application\/json/i)
    expect(JSON.parse(answer.body)).toEqual({ error: expect.any(String), error_description: expect.any(String) })
    expect(answer.headers).not.toMatch(/access-control|resource_metadata|set-cookie/i)
    expect(served.gate.asked).toEqual([])
    expect(served.calls).toEqual([])
  })

  test('401 names the error in its header and says where to get a token', async () => {
    const served = await serve()
    const answer = await raw(served.server.port, head(served, 2, { authorization: null }), '{}')
    expect(answer.headers).toMatch(/^www-authenticate: Bearer error="invalid_token"$/im)
    expect(answer.body).toContain('Open Gatehouse, Connect, to get one.')
  })

  test('405 says what is allowed', async () => {
    const served = await serve()
    const answer = await raw(served.server.port, head(served, 0, {}, 'GET /mcp'))
    expect(answer.headers).toMatch(/^allow: POST$/im)
  })

  test('no Host is a bad request', async () => {
    const served = await serve()
    expect((await raw(served.server.port, head(served, 2, { host: null }), '{}')).status).toBe(400)
  })

  test('no Host in HTTP/1.0 is refused', async () => {
    const served = await serve()
    const lines = head(served, 2, { host: null })
    expect((await raw(served.server.port, ['POST /mcp HTTP/1.0', ...lines.slice(1)], '{}')).status).toBe(403)
  })

  test.each([
    ['good', 'evil.example'],
    ['evil.example', 'good'],
    ['good', 'good'],
  ])('two Host headers, %s then %s, are refused', async (...hosts) => {
    const served = await serve()
    const lines = hosts.map(host => `Host: ${host === 'good' ? `127.0.0.1:${served.server.port}` : host}`)
    const [request, ...rest] = head(served, LIST.length, { host: null })
    const answer = await raw(served.server.port, [request!, ...lines, ...rest], LIST)
    expect(answer.status).toBe(403)
    expect(served.gate.asked).toEqual([])
  })

  test('two Authorization headers are refused, even when one is good', async () => {
    const served = await serve()
    const lines = [...head(served, LIST.length), `Authorization: Bearer ${newToken()}`]
    expect((await raw(served.server.port, lines, LIST)).status).toBe(401)
  })

  test('a token in the URL is not a token', async () => {
    const served = await serve()
    const line = `POST /mcp?token=${served.token}`
    const answer = await raw(served.server.port, head(served, LIST.length, { authorization: null }, line), LIST)
    expect(answer.status).toBe(404)
  })

  test('a body with both a length and chunks is a bad request', async () => {
    const served = await serve()
    const answer = await raw(
      served.server.port,
      head(served, 2, { 'transfer-encoding': 'chunked' }),
      '2\r\n{}\r\n0\r\n\r\n',
    )
    expect(answer.status).toBe(400)
  })

  test.each(['{', '', 'x=1', '\ufeff', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])])(
    'a body that is not JSON in UTF-8 is a bad request (%#)',
    async body => {
      const served = await serve()
      const answer = await raw(served.server.port, head(served, Buffer.byteLength(body)), body)
      expect(answer.status).toBe(400)
      expect(served.gate.asked).toEqual([])
    },
  )
})

test('header names in any case are the same headers', async () => {
  const served = await serve()
  const shouted = head(served, LIST.length).map((line, i) =>
    i === 0 ? line : line.replace(/^[^:]+/, n => n.toUpperCase()),
  )
  expect((await raw(served.server.port, shouted, LIST)).status).toBe(200)
})

test('a streamed body over 1 MiB is answered 413, and the server lives on', async () => {
  const served = await serve()
  const connection = await connect(served.server.port)
  const lines = head(served, 0, { 'content-length': null, 'transfer-encoding': 'chunked' })
  connection.write(`${lines.join('\r\n')}\r\n\r\n`)
  const piece = 'x'.repeat(64 * 1024)
  for (let i = 0; i < 20; i++) connection.write(`${piece.length.toString(16)}\r\n${piece}\r\n`)
  expect(await connection.answers(1)).toMatch(/^HTTP\/1.1 413 /)
  expect((await raw(served.server.port, head(served, LIST.length), LIST)).status).toBe(200)
})

test('a body of exactly 1 MiB is read', async () => {
  const served = await serve()
  const body = LIST.padEnd(MIB, ' ')
  expect((await raw(served.server.port, head(served, MIB), body)).status).toBe(200)
})

test('a stranger with a large body is sent away without a token, before the body is there', async () => {
  const served = await serve()
  const connection = await connect(served.server.port)
  connection.write(`${head(served, MIB, { authorization: null }).join('\r\n')}\r\n\r\n`)
  expect(await connection.answers(1)).toMatch(/^HTTP\/1.1 401 /)
})

test('pipelined requests are each judged on their own', async () => {
  const served = await serve()
  const connection = await connect(served.server.port)
  const bad = `${head(served, 2, { authorization: null }).join('\r\n')}\r\n\r\n{}`
  const foreign = `${head(served, 2, { host: 'evil.example' }).join('\r\n')}\r\n\r\n{}`
  const get = `${head(served, 0, {}, 'GET /mcp').join('\r\n')}\r\n\r\n`
  connection.write(bad + foreign + get)
  const text = await connection.answers(3)
  expect([...text.matchAll(/HTTP\/1.1 (\d+)/g)].map(match => match[1])).toEqual(['401', '403', '405'])
  expect(served.gate.asked).toEqual([])
})

test('a request that is cut off reaches no tool, and the server lives on', async () => {
  const served = await serve()
  const connection = await connect(served.server.port)
  connection.write(`${head(served, LIST.length).join('\r\n')}\r\n\r\n${LIST.slice(0, 20)}`)
  connection.socket.end()
  await connection.ended()
  expect((await raw(served.server.port, head(served, LIST.length), LIST)).status).toBe(200)
  expect(served.gate.asked).toHaveLength(1)
  expect(served.faults).toEqual([])
})

test('a body that does not arrive in time ends its connection', async () => {
  const served = await serve({ requestTimeoutMs: 250 })
  const connection = await connect(served.server.port)
  connection.write(`${head(served, LIST.length).join('\r\n')}\r\n\r\n${LIST.slice(0, 20)}`)
  expect(await connection.ended()).toMatch(/^HTTP\/1.1 408 /)
  expect(served.gate.asked).toEqual([])
})

test('it listens on 127.0.0.1 and on no other address', async () => {
  const served = await serve()
  const tried = await Promise.all(
    ['::1', '127.0.0.2'].map(
      host =>
        new Promise<string>(resolve => {
          const socket = net.connect(served.server.port, host, () => resolve('connected'))
          socket.on('error', () => resolve('refused'))
          onTestFinished(() => void socket.destroy())
        }),
    ),
  )
  expect(tried).toEqual(['refused', 'refused'])
})

test('a taken port is an error that says so and how to choose another', async () => {
  const { server } = await serve()
  const second = await startMcp({ port: server.port, gate: fakeGate(), identify: () => null, version: '1' })
  expect(second).toMatchObject({ ok: false, code: 'port_taken' })
  if (second.ok) return
  expect(second.message).toMatch(new RegExp(`^Port ${server.port} is in use. Agents cannot connect. .*--mcp-port`))
})

test('when the agents cannot be looked up the door stays shut', async () => {
  const served = await serve({
    identify: () => {
      throw new Error('policy gone')
    },
  })
  const answer = await raw(served.server.port, head(served, LIST.length), LIST)
  expect(answer.status).toBe(500)
  expect(answer.body).not.toContain('policy gone')
  expect(served.faults.map(fault => fault.message)).toEqual(['policy gone'])
})

test('a revoked token is refused with the next request', async () => {
  let known = true
  const served = await serve({ identify: () => (known ? { id: 'cursor', name: 'Cursor' } : null) })
  expect((await raw(served.server.port, head(served, LIST.length), LIST)).status).toBe(200)
  known = false
  expect((await raw(served.server.port, head(served, LIST.length), LIST)).status).toBe(401)
})

test('close ends calls that run, idle connections and the listener', async () => {
  const served = await serve()
  let signal: AbortSignal | undefined
  const asked = new Promise<void>(resolve => {
    served.gate.send_ = request => {
      signal = request.signal
      resolve()
      return new Promise(() => {})
    }
  })
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'type_text', arguments: { surface: 's_7f3a', text: 'x' } },
  })
  const running = await connect(served.server.port)
  running.write(`${head(served, body.length).join('\r\n')}\r\n\r\n${body}`)
  const idle = await connect(served.server.port)
  await asked
  await served.server.close()
  await Promise.all([running.ended(), idle.ended()])
  await comes(() => expect(signal?.aborted).toBe(true))
  await expect(fetch(served.server.url)).rejects.toThrow()
})

test('an agent that goes away cancels its call', async () => {
  const served = await serve()
  const started = new Promise<AbortSignal>(resolve => {
    served.gate.send_ = request => {
      resolve(request.signal!)
      return new Promise(() => {})
    }
  })
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'submit_text', arguments: { surface: 's_7f3a', text: 'x' } },
  })
  const connection = await connect(served.server.port)
  connection.write(`${head(served, body.length).join('\r\n')}\r\n\r\n${body}`)
  const signal = await started
  connection.socket.destroy()
  await comes(() => expect(signal.aborted).toBe(true))
})
