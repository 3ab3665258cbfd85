// The proof before the token: only who knows the hash gives it, for one question, one port and one process; and asking for it
// tells nobody anything.
import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ask, createProver, prove, provenPid } from '../../main/mcp/proof.ts'
import { hashToken, newToken } from '../../main/mcp/tokens.ts'
import { head, raw, type Served, serve } from './serve.ts'

const hash = hashToken(newToken())
const others = [hashToken(newToken()), hashToken(newToken())]
const PORT = 4823
const PID = 4711

test('who knows the hash proves port and process, among any other tokens', () => {
  for (const known of [[hash], [...others, hash], [hash, ...others]]) {
    const asked = ask(hash, PORT)
    expect(provenPid(hash, asked, PORT, prove(known, asked, PORT, PID))).toBe(PID)
  }
})

test('who does not know it proves nothing, and says what looks the same', () => {
  const asked = ask(hash, PORT)
  const given = prove(others, asked, PORT, PID)
  expect(provenPid(hash, asked, PORT, given)).toBeNull()
  const right = prove([hash], asked, PORT, PID)
  expect(Object.keys(given)).toEqual(Object.keys(right))
  expect(JSON.stringify(given)).toHaveLength(JSON.stringify(right).length)
})

test('no two answers to one question are the same, known or not: what is chance cannot be told from what is not', () => {
  const asked = ask(hash, PORT)
  const answers = [[hash], others].flatMap(known => Array.from({ length: 20 }, () => prove(known, asked, PORT, PID)))
  expect(new Set(answers.map(({ proof }) => proof)).size).toBe(40)
  expect(new Set(answers.map(({ salt }) => salt)).size).toBe(40)
})

test('no two questions are the same, and none says which token it is for', () => {
  const questions = Array.from({ length: 20 }, () => ask(hash, PORT))
  expect(new Set(questions.flatMap(({ nonce, who }) => [nonce, who])).size).toBe(40)
  expect(JSON.stringify(questions)).not.toContain(hash.slice('sha256:'.length))
})

describe('an answer is good for nothing else', () => {
  test('another question, so none can be kept for later', () => {
    const [first, second] = [ask(hash, PORT), ask(hash, PORT)]
    expect(provenPid(hash, second, PORT, prove([hash], first, PORT, PID))).toBeNull()
  })

  test('another port, so a relay to the app on its own port gets nothing it can use', () => {
    const asked = ask(hash, PORT)
    expect(provenPid(hash, asked, PORT, prove([hash], asked, PORT + 1, PID))).toBeNull()
    // The app there does not even see whose question it is.
    const given = prove([hash], asked, PORT + 1, PID)
    expect(provenPid(hash, asked, PORT + 1, given)).toBeNull()
  })

  test.each([
    ['pid', PID + 1],
    ['salt', 'A'.repeat(43)],
    ['proof', 'A'.repeat(43)],
  ])('another %s', (field, value) => {
    const asked = ask(hash, PORT)
    const given = prove([hash], asked, PORT, PID)
    expect(provenPid(hash, asked, PORT, { ...given, [field]: value })).toBeNull()
  })

  test('a question is no answer: what the bridge said itself proves nothing', () => {
    const asked = ask(hash, PORT)
    const mirrored = { salt: asked.nonce, pid: PID, proof: asked.who }
    expect(provenPid(hash, asked, PORT, mirrored)).toBeNull()
  })
})

test('whatever comes back, nothing is proven and nothing throws', () => {
  const asked = ask(hash, PORT)
  const near = fc.record({ salt: fc.string(), pid: fc.anything(), proof: fc.string() })
  fc.assert(fc.property(fc.oneof(fc.anything(), near), answer => provenPid(hash, asked, PORT, answer) === null))
})

test('the MAC is the one that is written down', () => {
  const asked = ask(hash, PORT)
  const mac = (text: string) =>
    createHmac('sha256', Buffer.from(hash.slice(7), 'hex'))
      .update(text)
      .digest('base64url')
  expect(asked.who).toBe(mac(`gatehouse who 1\n${asked.nonce}\n${PORT}`))
  const { salt, proof } = prove([hash], asked, PORT, PID)
  expect(proof).toBe(mac(`gatehouse proof 1\n${asked.nonce}\n${salt}\n${PORT}\n${PID}`))
})

describe('over HTTP', () => {
  const post = (served: Served, body: string, over: Record<string, string | null> = {}) =>
    raw(
      served.server.port,
      head(served, Buffer.byteLength(body), { authorization: null, ...over }, 'POST /proof'),
      body,
    )

  test('it is given without a token, by the process that listens', async () => {
    const served = await serve({ tokenHashes: () => [...others, hash] })
    const { port } = served.server
    const asked = ask(hash, port)
    const answer = await post(served, JSON.stringify(asked))
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatch(/cache-control: no-store/i)
    expect(provenPid(hash, asked, port, JSON.parse(answer.body))).toBe(process.pid)
  })

  test('a hash that is good no more proves nothing from then on', async () => {
    let known = [hash]
    const served = await serve({ tokenHashes: () => known })
    known = []
    const asked = ask(hash, served.server.port)
    const answer = await post(served, JSON.stringify(asked))
    expect(answer.status).toBe(200)
    expect(provenPid(hash, asked, served.server.port, JSON.parse(answer.body))).toBeNull()
  })

  test.each<[string, number, Record<string, string>]>([
    ['a foreign Host', 403, { host: 'evil.example' }],
    ['an Origin', 403, { origin: 'http://127.0.0.1:6274' }],
    ['what a form could send', 415, { 'content-type': 'text/plain' }],
  ])('%s is refused', async (_, status, over) => {
    // An Origin that may use MCP may not ask for proofs.
    const served = await serve({ tokenHashes: () => [hash], origins: ['http://127.0.0.1:6274'] })
    expect((await post(served, JSON.stringify(ask(hash, served.server.port)), over)).status).toBe(status)
  })

  test('only POST, only a small body, only the two fields', async () => {
    const served = await serve({ tokenHashes: () => [hash] })
    const asked = ask(hash, served.server.port)
    const get = await raw(served.server.port, head(served, 0, {}, 'GET /proof'))
    expect(get.status).toBe(405)
    expect((await post(served, `${JSON.stringify(asked)}${' '.repeat(1100)}`)).status).toBe(413)
    const chunked = { 'content-length': null, 'transfer-encoding': 'chunked' }
    const piece = `${(1100).toString(16)}\r\n${' '.repeat(1100)}\r\n0\r\n\r\n`
    expect((await post(served, piece, chunked)).status).toBe(413)
    for (const wrong of [
      '',
      '{',
      '[]',
      '{}',
      JSON.stringify({ ...asked, agent: 'x' }),
      JSON.stringify({ ...asked, who: 'x' }),
    ])
      expect((await post(served, wrong)).status, wrong).toBe(400)
  })

  test('it opens nothing: a proof is no token', async () => {
    const served = await serve({ tokenHashes: () => [hash] })
    const { proof } = prove([hash], ask(hash, served.server.port), served.server.port, process.pid)
    const answer = await raw(served.server.port, head(served, 2, { authorization: `Bearer ${proof}` }), '{}')
    expect(answer.status).toBe(401)
  })
})

test('after 200 at once it is 50 a second, and it says so', async () => {
  let now = 0
  const serveProof = createProver({ tokenHashes: () => [], port: () => PORT, now: () => now })
  const statuses = async (times: number) => {
    const seen: number[] = []
    for (let i = 0; i < times; i += 1) {
      const request = {
        method: 'POST',
        headersDistinct: { host: [`127.0.0.1:${PORT}`], 'content-type': ['application/json'] },
        on(event: string, listener: () => void) {
          if (event === 'end') queueMicrotask(listener)
        },
      }
      const response = { writeHead: (status: number) => void seen.push(status), end() {} }
      await serveProof(request as never, response as never)
    }
    return { served: seen.filter(status => status === 400).length, busy: seen.filter(status => status === 429).length }
  }
  expect(await statuses(210)).toEqual({ served: 200, busy: 10 })
  now += 1000
  expect(await statuses(60)).toEqual({ served: 50, busy: 10 })
  now += 60_000
  expect(await statuses(210)).toEqual({ served: 200, busy: 10 })
})
