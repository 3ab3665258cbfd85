// Requests that are wrong before their body is read, or while it comes: strangers, headers, sizes, half ones and slow ones.
import fc from 'fast-check'
import { bytesOf, closed, GOOD, type Headers, inOrder, type Make, one, status, type Target } from './hostile.ts'

const MIB = 1024 * 1024
const good = (over: Headers, line?: string) => (target: Target) => bytesOf(target, GOOD, over, line)
/** Splits after each of these many bytes. */
function split(bytes: Buffer, at: readonly number[]): Buffer[] {
  const ends = [...new Set(at.map(n => n % bytes.length))].filter(n => n > 0).sort((a, b) => a - b)
  return [0, ...ends].map((from, index) => bytes.subarray(from, ends[index] ?? bytes.length))
}

const token = fc.oneof(
  fc.stringMatching(/^gate_[A-Za-z0-9_-]{43}$/),
  fc.string({ maxLength: 100 }).map(text => text.replace(/[^\x21-\x7e]/g, '.')),
  fc.constantFrom('', 'x'.repeat(5000), '../../tokens/cursor', '*', 'null', 'undefined', '\xff\xfe'),
)
const host = fc.oneof(
  fc.domain(),
  fc.constantFrom('127.0.0.1', 'localhost', '127.0.0.1:1', 'evil.example:4823', '[::1]', '0.0.0.0', 'a@b'),
)
const origin = fc.oneof(
  fc.webUrl(),
  fc.constantFrom('null', '', 'http://localhost', 'http://127.0.0.1:5173', 'file://'),
)
const path = fc.oneof(
  fc.constantFrom(
    '/',
    '/mcp/',
    '/mcp/../mcp',
    '/mcp?x',
    '/MCP',
    '//mcp',
    '/.well-known/oauth-protected-resource',
    '/register',
  ),
  fc.webPath().map(text => `/x${text}`),
  fc.constant('*'),
)
const type = fc.constantFrom(
  null,
  '',
  'text/plain',
  'application/jsonx',
  'multipart/form-data; boundary=x',
  'text/event-stream',
)
const method = fc.constantFrom('GET', 'DELETE', 'PUT', 'PATCH', 'OPTIONS', 'TRACE')
const accept = fc.constantFrom(null, 'application/json', 'text/html', '')

const broken = fc.constantFrom<Headers>(
  { 'content-length': '-1' },
  { 'content-length': '0x10' },
  { 'content-length': '1e3' },
  { 'content-length': '5, 5' },
  { 'content-length': '99999999999999999999' },
  { 'transfer-encoding': 'chunked' },
  { 'transfer-encoding': 'identity, chunked' },
  { 'bad header': 'x' },
  { 'x-control': 'a\x00b' },
)
const line = fc.constantFrom(
  'POST /mcp HTTP/9.9',
  'post /mcp HTTP/1.1',
  'POST  HTTP/1.1',
  'PRI * HTTP/2.0',
  '\x16\x03\x01\x02',
  '{}',
)
const rude = fc.nat({ max: 10_000 })

const cutOff: fc.Arbitrary<Make> = fc
  .tuple(rude, fc.constantFrom('end' as const, 'destroy' as const))
  .map(([at, then]) => target => {
    const all = bytesOf(target, GOOD)
    return {
      kind: 'one that is cut off',
      judge: closed,
      script: { pieces: [all.subarray(0, 1 + (at % (all.length - 1)))], then },
    }
  })
const inPieces: fc.Arbitrary<Make> = fc.array(rude, { minLength: 1, maxLength: 20 }).map(at => target => ({
  kind: 'a good one in pieces',
  judge: status(200),
  script: { pieces: split(bytesOf(target, GOOD), at), pauseMs: 1 },
}))
/** It never comes to its end: the server ends it. */
const slow: fc.Arbitrary<Make> = rude.map(at => target => {
  const all = bytesOf(target, GOOD)
  const pieces = split(all.subarray(0, 1 + (at % (all.length - 1))), [10, 30, 60, 90])
  return { kind: 'one that never ends', judge: closed, script: { pieces, pauseMs: 20 } }
})
const hugeChunks: fc.Arbitrary<Make> = fc.integer({ min: 17, max: 40 }).map(chunks => target => {
  const piece = `10000\r\n${'x'.repeat(0x10000)}\r\n`
  const head = bytesOf(target, '', { 'content-length': null, 'transfer-encoding': 'chunked' })
  return {
    kind: 'a body of more than 1 MiB in chunks',
    judge: status(413),
    script: { pieces: [head, piece.repeat(chunks), '0\r\n\r\n'] },
  }
})

/** Requests behind each other on one connection; none of these closes it. */
const parts: readonly [number, (target: Target, over: Headers) => Buffer][] = [
  [401, (target, over) => bytesOf(target, GOOD, { authorization: null, ...over })],
  [403, (target, over) => bytesOf(target, GOOD, { host: 'evil.example', ...over })],
  [404, (target, over) => bytesOf(target, GOOD, over, 'POST /register HTTP/1.1')],
  [405, (target, over) => bytesOf(target, '', over, 'GET /mcp HTTP/1.1')],
  [415, (target, over) => bytesOf(target, GOOD, { 'content-type': 'text/plain', ...over })],
  [400, (target, over) => bytesOf(target, '{', over)],
  [200, (target, over) => bytesOf(target, GOOD, over)],
]
const pipelined: fc.Arbitrary<Make> = fc
  .array(fc.nat({ max: parts.length - 1 }), { minLength: 2, maxLength: 12 })
  .map(picked => target => {
    const last = picked.length - 1
    const bytes = picked.map((n, index) => parts[n]![1](target, index === last ? {} : { connection: 'keep-alive' }))
    const judge = inOrder(picked.map(n => parts[n]![0]))
    return { kind: 'several at once', judge, script: { pieces: [Buffer.concat(bytes)] } }
  })

/** How often each is tried, and what it makes. */
export const HTTP: readonly [number, fc.Arbitrary<Make>][] = [
  [8, token.map(text => one('a foreign token', status(401), good({ authorization: `Bearer ${text}` })))],
  [2, token.map(text => one('a token in another scheme', status(401), good({ authorization: `Basic ${text}` })))],
  [
    2,
    fc.constant(
      one('the token in the address', status(404), target =>
        bytesOf(target, GOOD, { authorization: null }, `POST /mcp?token=${target.token} HTTP/1.1`),
      ),
    ),
  ],
  [5, host.map(name => one('a foreign host', status(403), good({ host: name })))],
  [5, origin.map(name => one('an origin', status(403), good({ origin: name })))],
  [5, path.map(to => one('another path', status(404), good({}, `POST ${to} HTTP/1.1`)))],
  [3, type.map(name => one('another type', status(415), good({ 'content-type': name })))],
  [3, method.map(name => one('another method', status(405), good({}, `${name} /mcp HTTP/1.1`)))],
  [2, accept.map(text => one('an answer it would not take', status(406), good({ accept: text })))],
  [4, broken.map(headers => one('headers that are broken', status(400), good(headers)))],
  [3, line.map(text => one('a first line that is none', status(400), good({}, text)))],
  [
    2,
    fc
      .integer({ min: MIB + 1, max: 2 ** 40 })
      .map(n =>
        one('a declared length over 1 MiB', status(413), target =>
          bytesOf(target, '', { 'content-length': String(n) }),
        ),
      ),
  ],
  [1, hugeChunks],
  [
    1,
    fc
      .integer({ min: 17, max: 200 })
      .map(k => one('headers without end', status(431), good({ 'x-long': 'x'.repeat(k * 1024) }))),
  ],
  [5, cutOff],
  [3, inPieces],
  [1, slow],
  [6, pipelined],
]
