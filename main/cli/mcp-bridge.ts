// The stdio bridge between a client's messages and the app: which requests run, how they are cancelled, and who listens. A
// message passes as it is, but for what only a pipe can do: a client of the older protocols hears of changes here.
import type { Profile } from '../mcp/profiles/tool.ts'
import { createAsking } from './mcp-ask.ts'
import type { Lines } from './mcp-line.ts'
import { listen } from './mcp-listen.ts'
import { say } from './mcp-say.ts'
import { fieldsOf, isId, type Message } from './mcp-wire.ts'

export interface Bridge {
  /** One message of the client. Never throws. */
  receive(message: unknown): void
  /** Something came that is no message. */
  fault(why: string): void
  /** Everything that runs is cancelled, and nothing is sent to the client any more. */
  end(): void
}

export interface BridgeOptions {
  readonly lines: Lines
  readonly version: string
  /** whose tools the client uses; null and left out = ours */
  readonly profile?: Profile | null
  readonly send: (message: Message) => void
  /** for people; never holds a token or what the client sent */
  readonly log: (text: string) => void
}

export function createBridge({ lines, version, profile = null, send, log }: BridgeOptions): Bridge {
  const running = new Map<string | number, AbortController>()
  let agreed: string | null = null
  let client: unknown = null
  let hearing: AbortController | null = null
  let ended = false

  let state: string | null | undefined
  function onState(why: string | null): void {
    if (why === state) return
    state = why
    log(why ?? 'connected to Gatehouse.')
  }

  const asking = createAsking({ lines, version, profile, handshake: () => ({ agreed, client }), onState })
  const listening = { lines, asking, onState }

  const refuse = (id: string | number | null, code: number, message: string) =>
    send({ jsonrpc: '2.0', id, error: { code, message } })

  async function answer(request: Message, id: string | number): Promise<void> {
    const abort = new AbortController()
    running.set(id, abort)
    const { signal } = abort
    if (request['method'] === 'initialize') client = fieldsOf(request['params'])['clientInfo']
    const hear = (message: Message) => {
      if (signal.aborted || ended) return
      send(request['method'] === 'initialize' ? agree(message) : message)
    }
    try {
      if (request['method'] === 'subscriptions/listen') await listen(listening, request, signal, hear)
      else await asking.ask(request, signal, hear)
    } catch (fault) {
      log(`${say.broken} (${fault instanceof Error ? fault.message : String(fault)})`)
      if (!signal.aborted) refuse(id, -32_603, say.broken)
    } finally {
      if (running.get(id) === abort) running.delete(id)
    }
  }

  /** The app cannot tell a client of the older protocols anything, over HTTP without a stream; over a pipe we can. */
  function agree(message: Message): Message {
    const result = fieldsOf(message['result'])
    if (typeof result['protocolVersion'] !== 'string') return message
    agreed = result['protocolVersion']
    const given = fieldsOf(result['capabilities'])
    const told = ['tools', 'prompts'].filter(name => name in given)
    const heard = Object.fromEntries(told.map(name => [name, { ...fieldsOf(given[name]), listChanged: true }]))
    return { ...message, result: { ...result, capabilities: { ...given, ...heard } } }
  }

  function hearForOlder(): void {
    hearing = new AbortController()
    const { signal } = hearing
    const hear = ({ jsonrpc, method }: Message) => {
      if (ended || signal.aborted || !String(method).endsWith('/list_changed')) return
      send({ jsonrpc, method })
    }
    listen(listening, ownListen(version), signal, hear).catch((fault: Error) => log(`${say.broken} (${fault.message})`))
  }

  function receive(value: unknown): void {
    if (ended) return
    if (Array.isArray(value)) {
      for (const one of value) receive(one)
      return
    }
    const message = fieldsOf(value)
    const { id, method, params } = message
    if (typeof method !== 'string') {
      // An answer: nobody here asks a client anything.
      if (!('result' in message) && !('error' in message)) refuse(isId(id) ? id : null, -32_600, say.notMessage)
    } else if (isId(id)) {
      if (running.has(id)) refuse(id, -32_600, say.sameId)
      else void answer(message, id)
    } else if (method === 'notifications/cancelled') {
      const meant = fieldsOf(params)['requestId']
      if (isId(meant)) running.get(meant)?.abort()
    } else if (method === 'notifications/initialized' && hearing === null) hearForOlder()
    // The app keeps nothing of a client, so that all other notifications would be lost on it.
  }

  return {
    receive,
    fault: why => refuse(null, -32_700, why),
    end() {
      ended = true
      hearing?.abort()
      for (const abort of running.values()) abort.abort()
      running.clear()
    },
  }
}

/** In the protocol that can listen, whatever the client speaks. */
function ownListen(version: string): Message {
  const notifications = { toolsListChanged: true, promptsListChanged: true }
  const key = (name: string) => `io.modelcontextprotocol/${name}`
  const _meta = {
    [key('protocolVersion')]: '2026-07-28',
    [key('clientInfo')]: { name: 'gatehouse-bridge', version },
    [key('clientCapabilities')]: {},
  }
  return { jsonrpc: '2.0', id: 'gatehouse-bridge', method: 'subscriptions/listen', params: { notifications, _meta } }
}
