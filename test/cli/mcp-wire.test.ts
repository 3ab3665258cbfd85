// The bridge's bytes: lines in, events out of a stream, headers of a message.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLineReader } from '../../main/cli/mcp-stdio.ts'
import { headersFor, messagesOf } from '../../main/cli/mcp-wire.ts'

/** `bytes` in pieces that end at these places. */
function* pieces(bytes: Buffer, cuts: readonly number[]): Generator<Buffer> {
  const places = [0, ...cuts.map(cut => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  for (const [index, from] of places.slice(0, -1).entries()) yield bytes.subarray(from, places[index + 1])
}
async function* flowing(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  yield* pieces(bytes, cuts)
}

function readLines(bytes: Buffer, cuts: readonly number[] = []) {
  const seen: unknown[] = []
  const faults: string[] = []
  const read = createLineReader({ message: value => seen.push(value), fault: why => faults.push(why) })
  for (const piece of pieces(bytes, cuts)) read(piece)
  return { seen, faults }
}

const cuts = fc.array(fc.nat(), { maxLength: 20 })
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u2028', '\u2029', 'ä\u0085ö', '😀\r'))
const message = fc.record({ jsonrpc: fc.constant('2.0'), id: fc.nat(), params: fc.dictionary(text, text) })
// -0 is no JSON, and a key __proto__ is none of an object literal.
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown

describe('lines', () => {
  test('every message comes once and in order, however its bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(message), fc.constantFrom('\n', '\r\n'), cuts, (messages, end, at) => {
        const bytes = Buffer.from(messages.map(one => JSON.stringify(one) + end).join(''))
        expect(readLines(bytes, at)).toEqual({ seen: messages.map(plain), faults: [] })
      }),
    )
  })

  test('a line that is none is one fault, and the next one is read', () => {
    const { seen, faults } = readLines(Buffer.from('{"a":1}\nno\n\n  \n{"b":\n{"b":2}\n'))
    expect(seen).toEqual([{ a: 1 }, { b: 2 }])
    expect(faults).toHaveLength(2)
  })

  test('a line without end is not kept, and is one fault at its end', () => {
    const long = Buffer.alloc(9 * 1024 * 1024, 'x')
    const { seen, faults } = readLines(Buffer.concat([long, Buffer.from('\n{"a":1}\n')]), [1000, 9_000_000])
    expect(seen).toEqual([{ a: 1 }])
    expect(faults).toEqual(['A message may have 8388608 bytes and no more.'])
  })
})

describe('events', () => {
  const heard = async (type: string, bytes: Buffer, at: readonly number[] = []) => {
    const all: unknown[] = []
    for await (const one of messagesOf(type, flowing(bytes, at))) all.push(one)
    return all
  }

  test('every message comes once and in order, however the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(message), fc.constantFrom('\n', '\r\n'), cuts, async (messages, end, at) => {
        const events = messages.map(
          one => `event: message${end}data: ${JSON.stringify(one)}${end}${end}: keepalive${end}${end}`,
        )
        expect(await heard('text/event-stream', Buffer.from(events.join('')), at)).toEqual(messages.map(plain))
      }),
    )
  })

  test('a JSON body is one message, or those of a batch; nothing is none', async () => {
    expect(await heard('application/json', Buffer.from('{"id":1}'))).toEqual([{ id: 1 }])
    expect(await heard('application/json', Buffer.from('[{"id":1},{"id":2}]'))).toEqual([{ id: 1 }, { id: 2 }])
    expect(await heard('', Buffer.from(''))).toEqual([])
  })

  test('an event that is cut off is not heard', async () => {
    expect(await heard('text/event-stream', Buffer.from('data: {"id":1}\n\ndata: {"id":2}\n'))).toEqual([{ id: 1 }])
  })
})

describe('headers', () => {
  const VERSION = 'io.modelcontextprotocol/protocolVersion'
  const CLIENT = 'io.modelcontextprotocol/clientInfo'
  const BRIDGE = 'gatehouse-bridge/1'
  const NOBODY = { agreed: null, client: null }
  const modern = (method: string, params: object = {}) =>
    headersFor({ method, params: { ...params, _meta: { [VERSION]: '2026-07-28' } } }, NOBODY, BRIDGE)

  test('an older message has the version that was agreed on, once there is one', () => {
    expect(headersFor({ method: 'initialize' }, NOBODY, BRIDGE)).not.toHaveProperty('mcp-protocol-version')
    expect(headersFor({ method: 'tools/list' }, { agreed: '2025-06-18', client: null }, BRIDGE)).toMatchObject({
      'mcp-protocol-version': '2025-06-18',
    })
  })

  test('one of 2026-07-28 repeats its version, method and name', () => {
    expect(modern('tools/list')).toMatchObject({ 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' })
    expect(modern('tools/call', { name: 'type_text' })).toMatchObject({ 'mcp-name': 'type_text' })
    expect(modern('resources/read', { uri: 'surface://s_1/screen' })).toMatchObject({
      'mcp-name': 'surface://s_1/screen',
    })
    expect(modern('tools/list', { name: 'x' })).not.toHaveProperty('mcp-name')
  })

  test('the client names itself, before the bridge: with each request or once, in whatever characters', () => {
    const told = { method: 'tools/list', params: { _meta: { [CLIENT]: { name: 'Claude Desktop', version: '1.2' } } } }
    expect(headersFor(told, NOBODY, BRIDGE)['user-agent']).toBe('Claude-Desktop/1.2 gatehouse-bridge/1')
    const before = { agreed: '2025-06-18', client: { name: 'grün\r\nx: y' } }
    expect(headersFor({ method: 'tools/list' }, before, BRIDGE)['user-agent']).toBe('gr-n-x-y gatehouse-bridge/1')
    expect(headersFor({ method: 'tools/list' }, NOBODY, BRIDGE)['user-agent']).toBe('gatehouse-bridge/1')
    const odd = { agreed: null, client: { name: { toString: 1, valueOf: 1 }, version: 1 } }
    expect(headersFor({ method: 'tools/list' }, odd, BRIDGE)['user-agent']).toBe('gatehouse-bridge/1')
  })

  test('no value can be anything but one header', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        fc.anything(),
        (name, version, client) => {
          const params = { name, _meta: { [VERSION]: version, [CLIENT]: client } }
          for (const message of [{ method: 'tools/call', params }, { method: 'tools/call' }])
            for (const value of Object.values(headersFor(message, { agreed: version, client }, BRIDGE)))
              expect(value).toMatch(/^[\x20-\x7e]*$/)
        },
      ),
    )
    expect(modern('tools/call', { name: 'grün' })['mcp-name']).toBe('=?base64?Z3LDvG4=?=')
  })
})
