// What hooks of agents on other computers tell, at the port: who may, how much and how often, and that nothing else gets in.
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { createHooks } from '../../main/mcp/hooks.ts'
import { hashToken, newToken } from '../../main/mcp/tokens.ts'
import { type Served, serve } from './serve.ts'

const token = newToken()
type Told = [surface: string, name: string, payload: unknown]

async function listening(is: { open: boolean } = { open: true }) {
  const told: Told[] = []
  const served = await serve({
    hooks: {
      surfaceOf: hash => (is.open && hash === hashToken(token) ? 's_far1' : null),
      take: (...one) => void told.push(one),
    },
  })
  return { served, told }
}

function post({ server }: Served, body: string, more: Record<string, string> = {}, path = '/hooks', method = 'POST') {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...more }
  return fetch(`http://127.0.0.1:${server.port}${path}`, { method, headers, ...(method === 'GET' ? {} : { body }) })
}
const STOP = '{"name":"Stop","payload":{"a":1}}'

test('what is told with the token of a surface is taken for that surface, and answered with nothing', async () => {
  const { served, told } = await listening()
  const answer = await post(served, STOP)
  expect([answer.status, await answer.text()]).toEqual([204, ''])
  expect((await post(served, '{"name":"plugin.loaded","payload":null}')).status).toBe(204)
  expect(told).toEqual([
    ['s_far1', 'Stop', { a: 1 }],
    ['s_far1', 'plugin.loaded', null],
  ])
})

describe('is refused, and nothing is taken', () => {
  test.each<[what: string, status: number, body: string, headers: Record<string, string>]>([
    ['another agent’s token', 401, STOP, { authorization: 'Bearer gate_other' }],
    ['no token', 401, STOP, { authorization: '' }],
    ['a web page', 403, STOP, { origin: 'https://example.com' }],
    ['a page of this computer', 403, STOP, { origin: 'http://127.0.0.1' }],
    ['a form', 415, STOP, { 'content-type': 'text/plain' }],
    ['no JSON', 400, 'Stop', {}],
    ['no name', 400, '{"payload":{}}', {}],
    ['a name that is a path', 400, '{"name":"../x","payload":{}}', {}],
    ['a name that is long', 400, `{"name":"${'x'.repeat(101)}","payload":{}}`, {}],
    ['a surface that is named', 400, '{"name":"Stop","payload":{},"surface":"s_other1"}', {}],
    ['too much', 413, `{"name":"Stop","payload":"${'x'.repeat(1024 * 1024)}"}`, {}],
  ])('%s: %i', async (_what, status, body, headers) => {
    const { served, told } = await listening()
    expect((await post(served, body, headers)).status).toBe(status)
    expect(told).toEqual([])
  })

  test('another method, another address, and a server that has no such surfaces', async () => {
    const { served, told } = await listening()
    expect((await post(served, STOP, {}, '/hooks', 'GET')).status).toBe(405)
    for (const path of ['/hooks/', '/hooks?token=x', '/Hooks'])
      expect((await post(served, STOP, {}, path)).status).toBe(404)
    expect((await post(await serve(), STOP)).status).toBe(404)
    expect(told).toEqual([])
  })

  test('a surface that was closed while the body came', async () => {
    const is = { open: true }
    const { served, told } = await listening(is)
    let send = (_end: boolean) => {}
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        send = end => {
          controller.enqueue(Buffer.from(end ? STOP.slice(5) : STOP.slice(0, 5)))
          if (end) controller.close()
        }
      },
    })
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const url = `http://127.0.0.1:${served.server.port}/hooks`
    const answer = fetch(url, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
    send(false)
    await post(served, STOP)
    is.open = false
    send(true)
    expect((await answer).status).toBe(401)
    expect(told).toHaveLength(1)
  })
})

test('a hundred in a row are taken, then twenty a second, each surface for itself', async () => {
  let now = 0
  const told: string[] = []
  const surfaceOf = (hash: string) => (hash === hashToken(token) ? 's_far1' : 's_far2')
  const handle = createHooks({
    sink: { surfaceOf, take: surface => void told.push(surface) },
    port: () => 4823,
    now: () => now,
  })
  const ask = async (by = token) => {
    const request = Object.assign(Readable.from([Buffer.from(STOP)]), {
      method: 'POST',
      headersDistinct: {
        host: ['127.0.0.1:4823'],
        authorization: [`Bearer ${by}`],
        'content-type': ['application/json'],
      },
    })
    let status = 0
    const response = {
      writeHead(code: number) {
        status = code
      },
      end() {},
      setHeader() {},
    }
    await handle(request as never, response as never)
    return status
  }
  const codes = []
  for (let at = 0; at < 101; at += 1) codes.push(await ask())
  expect(codes.filter(code => code === 204)).toHaveLength(100)
  expect(codes.at(-1)).toBe(429)
  expect(await ask('another')).toBe(204)
  now = 100
  expect([await ask(), await ask(), await ask()]).toEqual([204, 204, 429])
  expect(told.filter(surface => surface === 's_far1')).toHaveLength(102)
})
