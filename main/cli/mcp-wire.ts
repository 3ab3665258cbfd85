// One JSON-RPC message as an HTTP request of MCP, and what comes back as messages. Both protocol eras; nothing is judged.
import type { Headers } from './mcp-line.ts'

export type Message = Readonly<Record<string, unknown>>

const VERSION_KEY = 'io.modelcontextprotocol/protocolVersion'
const CLIENT_KEY = 'io.modelcontextprotocol/clientInfo'
/** Which field of a request the header Mcp-Name repeats. */
const NAMED: Readonly<Record<string, string>> = { 'tools/call': 'name', 'prompts/get': 'name', 'resources/read': 'uri' }

export function fieldsOf(value: unknown): Message {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Message) : {}
}

export const isId = (id: unknown): id is string | number => typeof id === 'string' || typeof id === 'number'

/** What an older client said once, in its handshake; a newer one says it with each request. */
export interface Handshake {
  /** the version of the protocol that was agreed on; null = none yet, or it is said with each request */
  readonly agreed: string | null
  /** its name for itself: a claim */
  readonly client: unknown
}

export function headersFor({ method, params }: Message, before: Handshake, bridge: string): Headers {
  const given = fieldsOf(params)
  const meta = fieldsOf(given['_meta'])
  const version = meta[VERSION_KEY]
  const headers: Record<string, string> = {
    accept: 'application/json, text/event-stream',
    'user-agent': [...productOf(meta[CLIENT_KEY] ?? before.client), bridge].join(' '),
  }
  if (typeof version !== 'string') {
    if (before.agreed !== null) headers['mcp-protocol-version'] = headerValue(before.agreed)
    return headers
  }
  headers['mcp-protocol-version'] = headerValue(version)
  headers['mcp-method'] = headerValue(String(method))
  const field = Object.hasOwn(NAMED, String(method)) ? NAMED[String(method)] : undefined
  const name = field === undefined ? undefined : given[field]
  if (typeof name === 'string') headers['mcp-name'] = headerValue(name)
  return headers
}

/** As a product of a User-Agent header, which has few characters. */
function productOf(client: unknown): string[] {
  const { name, version } = fieldsOf(client)
  const plain = (part: unknown) => (typeof part === 'string' ? part.replace(/[^\w.+-]+/g, '-').slice(0, 64) : '')
  const parts = [plain(name), plain(version)].filter(part => part !== '')
  return plain(name) === '' ? [] : [parts.join('/')]
}

/** As the protocol puts into a header what no header may hold. */
function headerValue(text: string): string {
  const isPlain = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text) && !text.startsWith('=?base64?')
  return isPlain ? text : `=?base64?${Buffer.from(text, 'utf8').toString('base64')}?=`
}

/** The messages in an answer, as they come: events of a stream, or a JSON body. What is no JSON throws. */
export async function* messagesOf(type: string, body: AsyncIterable<Uint8Array>): AsyncGenerator<Message> {
  const decoder = new TextDecoder()
  const isStream = type.startsWith('text/event-stream')
  let text = ''
  let data: string[] = []
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true })
    if (!isStream) continue
    const lines = text.split('\n')
    text = lines.pop() ?? ''
    for (const line of lines.map(one => one.replace(/\r$/, ''))) {
      if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5))
      if (line !== '' || data.length === 0) continue
      yield fieldsOf(JSON.parse(data.join('\n')))
      data = []
    }
  }
  if (isStream || text === '') return
  const value: unknown = JSON.parse(text)
  for (const one of Array.isArray(value) ? value : [value]) yield fieldsOf(one)
}
