// A token goes over a connection that was proven, and over no other: not over a new one to the same port, not before.
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createLines } from '../../main/cli/mcp-line.ts'
import { prove } from '../../main/mcp/proof.ts'
import { hashToken, newToken } from '../../main/mcp/tokens.ts'

const token = newToken()
const hash = hashToken(token)

interface Seen {
  readonly connection: number
  readonly path: string
  readonly authorization: string | undefined
}

/** Proves itself on those of its connections that `honest` says, by number, and answers all else with `{}`. */
async function serve(honest: (connection: number) => boolean, options: { close?: boolean; pid?: number } = {}) {
  const seen: Seen[] = []
  let connections = 0
  const numbers = new WeakMap<object, number>()
  const server = http.createServer(async (request, response) => {
    const connection = numbers.get(request.socket)!
    seen.push({ connection, path: request.url!, authorization: request.headers.authorization })
    let body = ''
    for await (const chunk of request) body += chunk
    const { port } = server.address() as AddressInfo
    const known = honest(connection) ? [hash] : []
    const given = request.url === '/proof' ? prove(known, JSON.parse(body), port, options.pid ?? process.pid) : {}
    if (options.close && request.url !== '/proof') response.setHeader('connection', 'close')
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(given))
  })
  server.on('connection', socket => {
    connections += 1
    numbers.set(socket, connections)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const where = { port, pid: process.pid, token, tokenHash: hash }
  const lines = createLines(async () => where)
  onTestFinished(async () => {
    lines.close()
    server.closeAllConnections()
    server.close()
  })
  return { seen, lines, server }
}

type Lines = ReturnType<typeof createLines>

async function use(lines: Lines): Promise<number | string> {
  const line = await lines.take()
  if ('why' in line) return line.why
  const response = await line.post({}, '{}', new AbortController().signal)
  for await (const _ of response);
  lines.giveBack(line)
  return response.statusCode!
}

test('a connection is proven once and used again; two at once are proven each', async () => {
  const { seen, lines } = await serve(() => true)
  expect([await use(lines), await use(lines)]).toEqual([200, 200])
  expect(seen.map(({ connection, path }) => `${connection} ${path}`)).toEqual(['1 /proof', '1 /mcp', '1 /mcp'])
  const [one, two] = await Promise.all([lines.take(), lines.take()])
  expect(one).not.toBe(two)
  expect(seen.map(({ connection, path }) => `${connection} ${path}`).slice(3)).toEqual(['2 /proof'])
})

test('when the connection ends, the next one proves itself anew, and gets no token where it does not', async () => {
  const { seen, lines } = await serve(connection => connection === 1, { close: true })
  expect(await use(lines)).toBe(200)
  expect(await use(lines)).toContain('Something else listens')
  const second = seen.filter(({ connection }) => connection === 2)
  expect(second.map(({ path }) => path)).toEqual(['/proof'])
  expect(seen.filter(one => one.authorization !== undefined).map(({ connection }) => connection)).toEqual([1])
})

test('a line whose connection has ended does not open another one for its request', async () => {
  const { seen, lines, server } = await serve(connection => connection === 1)
  const line = await lines.take()
  if ('why' in line) throw new Error(line.why)
  const closed = new Promise(resolve => server.once('connection', resolve))
  server.closeAllConnections()
  await expect(line.post({}, '{}', new AbortController().signal)).rejects.toThrow()
  await expect(line.post({}, '{}', new AbortController().signal)).rejects.toThrow()
  expect(seen.filter(({ path }) => path === '/mcp')).toEqual([])
  // A new connection does come to the server, but only for a new line.
  await Promise.all([closed, lines.take()])
  expect(seen.every(({ authorization }) => authorization === undefined)).toBe(true)
})

test('the token is not in the proof', async () => {
  const { seen, lines } = await serve(() => true)
  await use(lines)
  expect(seen.map(({ authorization }) => authorization)).toEqual([undefined, `Bearer ${token}`])
})

test('a process other than the one that is meant gets no token, though it knows the hash', async () => {
  const { seen, lines } = await serve(() => true, { pid: process.pid + 1 })
  expect(await use(lines)).toContain('Another Gatehouse')
  expect(new Set(seen.map(({ path }) => path))).toEqual(new Set(['/proof']))
})

test('closed lines end what is under way', async () => {
  const { lines } = await serve(() => true)
  const line = await lines.take()
  if ('why' in line) throw new Error(line.why)
  lines.close()
  expect(line.isDead()).toBe(true)
  expect(await lines.take()).toEqual({ why: expect.any(String) })
})
