// The short way of a tool call: what clients send all the time, one plain `tools/call` in the form of its protocol, is answered
// without the SDK's objects in between, and exactly as through them (test/mcp/direct.test.ts). Everything else, and whatever is
// unusual in any way, goes to the SDK. It decides nothing about a call.
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  SERVER_INFO_META_KEY,
} from '@modelcontextprotocol/server'

export interface DirectCall {
  readonly era: 'legacy' | 'modern'
  readonly id: string | number
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
}

type Headers = Readonly<Record<string, readonly string[] | undefined>>
type Fields = Readonly<Record<string, unknown>>

const MODERN = '2026-07-28'
const LEGACY: readonly string[] = ['2025-11-25', '2025-06-18', '2025-03-26']
/** A client that waits hears that its stream is open after this long, and again so often that nothing in between gives up, in ms. */
const OPEN_MS = 50
const ALIVE_MS = 15_000

/** The call, where the short way can answer it; null = it is the SDK's. */
export function directCall(headers: Headers, body: unknown): DirectCall | null {
  const message = fieldsOf(body, ['jsonrpc', 'id', 'method', 'params'])
  if (message?.['jsonrpc'] !== '2.0' || message['method'] !== 'tools/call') return null
  const { id } = message
  if (typeof id !== 'string' && !Number.isSafeInteger(id)) return null
  const params = fieldsOf(message['params'], ['name', 'arguments', '_meta'])
  const args = params?.['arguments'] === undefined ? {} : fieldsOf(params['arguments'])
  if (!params || !args || typeof params['name'] !== 'string') return null
  const accept = headers['accept']
  if (accept?.length !== 1 || !accept[0]!.includes('application/json')) return null
  if (!accept[0]!.includes('text/event-stream')) return null
  const era = eraOf(headers, params['name'], params['_meta'])
  return era && { era, id: id as string | number, name: params['name'], args }
}

function eraOf(headers: Headers, name: string, meta: unknown): DirectCall['era'] | null {
  const [version, method, named] = ['mcp-protocol-version', 'mcp-method', 'mcp-name'].map(one => headers[one])
  if (meta === undefined) {
    const isKnown = version === undefined || (version.length === 1 && LEGACY.includes(version[0]!))
    return isKnown && method === undefined && named === undefined ? 'legacy' : null
  }
  // Anything else in there is for the SDK: a token for progress, what traces go by.
  const said = fieldsOf(meta, [PROTOCOL_VERSION_META_KEY, CLIENT_INFO_META_KEY, CLIENT_CAPABILITIES_META_KEY])
  if (said?.[PROTOCOL_VERSION_META_KEY] !== MODERN || !isClient(said[CLIENT_INFO_META_KEY])) return null
  if (!areCapabilities(said[CLIENT_CAPABILITIES_META_KEY])) return null
  const isSaid = (given: readonly string[] | undefined, value: string) => given?.length === 1 && given[0] === value
  return isSaid(version, MODERN) && isSaid(method, 'tools/call') && isSaid(named, name) ? 'modern' : null
}

function isClient(value: unknown): boolean {
  const client = fieldsOf(value, ['name', 'version', 'title'])
  const isText = (key: string) => typeof client?.[key] === 'string'
  return isText('name') && isText('version') && (client?.['title'] === undefined || isText('title'))
}

function areCapabilities(value: unknown): boolean {
  const all = fieldsOf(value, ['roots', 'sampling', 'elicitation'])
  return all !== null && Object.values(all).every(one => fieldsOf(one, []) !== null)
}

/** A plain object, with no other keys than these where they are given. */
function fieldsOf(value: unknown, keys?: readonly string[]): Fields | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return keys === undefined || Object.keys(value).every(key => keys.includes(key)) ? (value as Fields) : null
}

const EVENTS = {
  'cache-control': 'no-cache, no-transform',
  'content-type': 'text/event-stream',
  'x-accel-buffering': 'no',
}

/** How an answer is sent. `end` it in any case. */
export interface DirectAnswer {
  /** The tool's result. `server`: what we call ourselves. */
  send(result: object, server: object): void
  /** Opens the stream now, in the protocol that has one. Returns whether it has. */
  open(): boolean
  /** No answer follows. */
  end(): void
}

/** Begins to answer: who waits for long is shown an open stream, in the protocol that answers by one. */
export function answerDirect({ era, id }: DirectCall, response: ServerResponse): DirectAnswer {
  let timer: NodeJS.Timeout | undefined
  let stream: Readable | undefined
  function open(): boolean {
    if (era === 'modern' || response.headersSent || response.destroyed) return era === 'legacy'
    response.writeHead(200, EVENTS)
    response.flushHeaders()
    const opened = new Readable({ read() {} })
    opened.pipe(response, { end: false })
    timer = setInterval(() => void opened.push(': keepalive\n\n'), ALIVE_MS)
    stream = opened
    return true
  }
  if (era === 'legacy') timer = setTimeout(open, OPEN_MS)
  const end = () => {
    clearTimeout(timer)
    stream?.unpipe(response)
  }
  return {
    send(result, server) {
      end()
      const whole =
        era === 'legacy' ? result : { ...result, resultType: 'complete', _meta: { [SERVER_INFO_META_KEY]: server } }
      const message = JSON.stringify({ result: whole, jsonrpc: '2.0', id })
      const text = era === 'legacy' ? `event: message\ndata: ${message}\n\n` : message
      if (!response.headersSent) {
        const type = era === 'legacy' ? EVENTS : { 'content-type': 'application/json' }
        response.writeHead(200, { ...type, 'content-length': Buffer.byteLength(text) })
      }
      response.end(text)
    },
    open,
    end,
  }
}
