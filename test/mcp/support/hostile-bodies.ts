// Bodies that are wrong: no JSON, no JSON-RPC, wrong types, depths and sizes, and the metadata of 2026-07-28 gone bad.
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import {
  badArguments,
  bytesOf,
  error,
  GOOD,
  type Headers,
  json,
  type Make,
  one,
  rpc,
  status,
  toolCall,
} from './hostile.ts'

const META = 'io.modelcontextprotocol'
const MODERN = '2026-07-28'

const modern = (method: string, over: Headers = {}): Headers => ({
  'mcp-protocol-version': MODERN,
  'mcp-method': method,
  ...over,
})
const meta = (over: object = {}) => ({
  _meta: { [`${META}/protocolVersion`]: MODERN, [`${META}/clientCapabilities`]: {}, ...over },
})
const nested = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels)

const notJson = fc.oneof(
  fc.nat({ max: GOOD.length - 1 }).map(end => Buffer.from(GOOD.slice(0, end))),
  fc.uint8Array({ maxLength: 400 }).map(bytes => Buffer.concat([Buffer.from([0xff]), bytes])),
  fc
    .constantFrom('', '{', 'x=1', "{'a':1}", '{"a":1,}', '[1,', 'NaN', '{"jsonrpc":"2.0"}}')
    .map(text => Buffer.from(text)),
  fc.constant(gzipSync(GOOD)),
)
/** Neither an object nor a list of messages. */
const noMessage = fc.oneof(
  fc.integer(),
  fc.string(),
  fc.boolean(),
  fc.constantFrom(null, [], {}, [[]], [1, 2], { a: 1 }, { jsonrpc: '1.0', id: 1, method: 'ping' }),
  fc.constantFrom(rpc('ping', {}, {}), rpc('ping', {}, [1]), rpc('ping', {}, true), rpc('ping', 'x'), rpc('ping', 1)),
)
const notString = fc.oneof(fc.integer(), fc.boolean(), fc.constantFrom(null, [], {}, ['ping']))
const anything = fc.jsonValue({ maxDepth: 3 })
const wrongArguments = fc.oneof(
  fc.record({ surface: notString, text: fc.string() }),
  fc.record({ surface: fc.constant('api'), text: notString }),
  fc.record({ surface: fc.constant('api'), text: fc.constant('x'), enter: anything }),
  fc.constantFrom(
    {},
    { surface: 'api' },
    { text: 'x' },
    { surface: '', text: 'x' },
    { surface: 'x'.repeat(201), text: 'x' },
  ),
  fc.constantFrom({ surface: 'api', text: 'x', key: 'é' }, { surface: 'api', text: 'x', key: 'x'.repeat(129) }),
)
const prototypes = fc.constantFrom(
  '{"surface":"api","text":"x","__proto__":{"polluted":true}}',
  '{"surface":"api","text":"x","constructor":{"prototype":{"polluted":true}}}',
  '{"__proto__":{"surface":"api","text":"x"}}',
)
const deepArguments = fc
  .tuple(fc.integer({ min: 100, max: 250_000 }), fc.constantFrom<[string, string]>(['[', ']'], ['{"a":', '}']))
  .map(([levels, [open, close]]) => {
    const many = Math.min(levels, Math.floor(500_000 / open.length))
    const value = open === '[' ? nested(many, open, close) : `${open.repeat(many)}1${close.repeat(many)}`
    return `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"type_text","arguments":{"surface":${value}}}}`
  })
const wrongMeta = fc.constantFrom(
  { _meta: { [`${META}/protocolVersion`]: MODERN } },
  { _meta: { [`${META}/protocolVersion`]: 7, [`${META}/clientCapabilities`]: {} } },
  { _meta: { [`${META}/protocolVersion`]: MODERN, [`${META}/clientCapabilities`]: 'all' } },
)
const version = fc.constantFrom('1999-01-01', '2027-01-01', 'v999', 'latest', '2026-07-28 ')

/** How often each is tried, and what it makes. */
export const BODIES: readonly [number, fc.Arbitrary<Make>][] = [
  [8, notJson.map(body => one('no JSON', status(400), target => bytesOf(target, body)))],
  [6, noMessage.map(body => json('no message', error(400, -32600), body))],
  [4, notString.map(method => json('a method that is none', error(400, -32600), rpc(method)))],
  [
    5,
    fc
      .stringMatching(/^[a-z]{1,20}\/[a-z]{0,20}$/)
      .map(m => json('an unknown method', error(200, -32601), rpc(`x${m}`))),
  ],
  [5, notString.map(name => json('a tool name that is none', error(200, -32602), toolCall({}, name)))],
  [3, fc.string().map(name => json('an unknown tool', error(200, -32602), toolCall({}, `no_${name}`)))],
  [8, wrongArguments.map(args => json('wrong arguments', badArguments, toolCall(args)))],
  [
    3,
    fc
      .constantFrom('x', 1, true, [])
      .map(args => json('arguments that are no object', error(200, -32602), toolCall(args))),
  ],
  [
    2,
    prototypes.map(args =>
      one('arguments that reach for prototypes', status(200), target =>
        bytesOf(
          target,
          `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"type_text","arguments":${args}}}`,
        ),
      ),
    ),
  ],
  [2, deepArguments.map(body => one('a depth no schema has', badArguments, target => bytesOf(target, body)))],
  [
    2,
    fc
      .constantFrom('tools/list', 'resources/list', 'prompts/list')
      .map(m => json('a cursor that is none', error(200, -32602), rpc(m, { cursor: 7 }))),
  ],
  [
    2,
    anything.map(ref =>
      json('a completion of nothing', error(200, -32602), rpc('completion/complete', { ref: [ref] })),
    ),
  ],
  [3, notString.map(uri => json('an address that is none', error(200, -32602), rpc('resources/read', { uri })))],
  [2, fc.webUrl().map(uri => json('a strange address', error(200, -32602), rpc('resources/read', { uri })))],
  [2, anything.map(name => json('a strange prompt', error(200, -32602), rpc('prompts/get', { name: [name] })))],
  [
    3,
    anything.map(id =>
      json('a cancellation of nothing', status(202, 400), {
        jsonrpc: '2.0',
        method: 'notifications/cancelled',
        params: { requestId: id },
      }),
    ),
  ],
  [
    3,
    wrongMeta.map(params =>
      json(
        'metadata that is incomplete',
        error(400, -32602),
        rpc('server/discover', params),
        modern('server/discover'),
      ),
    ),
  ],
  [
    3,
    version.map(v => {
      const params = meta({ [`${META}/protocolVersion`]: v })
      return json(
        'a version there is not',
        status(400),
        rpc('server/discover', params),
        modern('server/discover', { 'mcp-protocol-version': v }),
      )
    }),
  ],
  [
    3,
    fc
      .constantFrom('tools/list', 'x', '')
      .map(method =>
        json('headers that say something else', error(400, -32020), rpc('server/discover', meta()), modern(method)),
      ),
  ],
  [
    2,
    fc
      .constantFrom('initialize', 'ping', 'logging/setLevel', 'nothing/here')
      .map(m => json('a method of the other era', error(404, -32601), rpc(m, meta()), modern(m))),
  ],
  [
    2,
    anything.map(notifications =>
      json(
        'a subscription to nothing',
        status(200, 400),
        rpc('subscriptions/listen', { ...meta(), notifications: [notifications] }),
        modern('subscriptions/listen'),
      ),
    ),
  ],
]
