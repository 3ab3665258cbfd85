// The loopback port: listens, guards, names the agent, hands on to the SDK. Both protocol eras on one URL: 2025-11-25 and
// older by `initialize`, statelessly; 2026-07-28 by `server/discover`. What a server offers is given to it (http.ts), and
// it keeps nothing of a request once it is answered.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createMcpHandler, type McpServer as SdkMcpServer, type Server } from '@modelcontextprotocol/server'
import type { Result } from '../../preload/contract.ts'
import type { Agent } from '../gate/model.ts'
import { isStream, sendRefusal, sendResponse, webRequest } from './answer.ts'
import { readBody } from './body.ts'
import type { CallerOf } from './caller.ts'
import { answerDirect, type DirectCall, directCall } from './direct.ts'
import { createExchanges, type Exchange } from './exchanges.ts'
import { BROKEN, checkHead, MAX_BODY, NO_TOKEN, NOT_JSON, TOO_LARGE } from './guards.ts'
import { createHooks, HOOKS_PATH, type HookSink } from './hooks.ts'
import { agentOf, authOf, bearerOf, profileOf } from './identity.ts'
import { cancelledBy, idsOf, subscribedBy } from './messages.ts'
import { openPort, type Port } from './port.ts'
import { createProver, PROOF_PATH } from './proof.ts'
import { createSubscriptions, type WatchResource } from './subscriptions.ts'
import { hashToken } from './tokens.ts'

export type Era = 'legacy' | 'modern'

export interface EndpointOptions {
  /** 0 = any free one; one that is open is taken as it is, and closed with the server */
  readonly port: number | Port
  /** The agent a token's hash stands for, by the policy in force now; null = unknown or revoked. */
  readonly identify: (tokenHash: string) => Agent | null
  /** Those that `identify` knows now, for the proof that a bridge asks for. Left out: it is never given. */
  readonly tokenHashes?: (() => Iterable<string>) | undefined
  /** The agent with what is known of the process at the other end. Left out: nothing is. */
  readonly callerOf?: CallerOf | undefined
  /** Hears who called, with what is known of it. */
  readonly onCaller?: ((caller: Agent) => void) | undefined
  /** What an agent is served, made anew for each request. `profile`: it came to `/mcp/PROFILE`; null = to `/mcp`. */
  readonly serverFor: (agent: Agent, era: Era, profile: string | null) => Server | SdkMcpServer
  /** The same by the short way (direct.ts). Left out: all goes through `serverFor`. */
  readonly direct?: DirectTools | undefined
  /** The addresses below `/mcp` that are served too. Left out: none. */
  readonly profiles?: readonly string[] | undefined
  /** Calls back when a resource may have changed, while that agent may know. Left out: none ever does. */
  readonly watch?: WatchResource | undefined
  /** Origins that are not refused. Left out: every Origin is. */
  readonly origins?: readonly string[] | undefined
  /** Takes what hooks on other computers tell. Left out: nothing is there to tell it to. */
  readonly hooks?: HookSink | undefined
  /** Hears of what broke. Messages never hold a token. */
  readonly onFault?: ((fault: Error) => void) | undefined
  /** how long a request may take to arrive whole, in ms; 15 s unless said */
  readonly requestTimeoutMs?: number | undefined
}

export interface DirectTools {
  /** Null = there is no such tool, and nothing was done. Never rejects. */
  call(agent: Agent, profile: string | null, call: DirectCall, signal: AbortSignal): Promise<object> | null
  /** what we call ourselves there */
  server(profile: string | null): object
}

export interface McpServer {
  readonly url: string
  readonly port: number
  /** What agents may do has changed: who lost its token is cut off, who listens asks for tools and prompts again. */
  toolsChanged(): void
  /** An agent was revoked: its calls and streams end at once. */
  agentGone(id: string): void
  /** Ends the listener, calls that run and open streams. */
  close(): Promise<void>
}

/** How much is kept of what a caller calls itself. */
const MAX_SAYS = 200
/** Streams of one agent that hear of changes. */
const MAX_LISTENING = 16

/** Error values: `port_taken`, `port_refused`. */
export async function openEndpoint(options: EndpointOptions): Promise<Result<McpServer>> {
  const { identify, onFault } = options
  const exchanges = createExchanges()
  // One for each agent: what is published to one is heard by no other.
  const handlers = new Map<string, ReturnType<typeof newHandler>>()
  let port = 0
  const prove = createProver({ tokenHashes: options.tokenHashes ?? (() => []), port: () => port })

  const hooks = options.hooks && createHooks({ sink: options.hooks, port: () => port })

  function newHandler() {
    // One for all addresses, so that what an agent may have open counts once.
    const handler = createMcpHandler(
      ({ era, authInfo }) => options.serverFor(agentOf(authInfo), era, profileOf(authInfo)),
      { legacy: 'stateless', responseMode: 'auto', maxRequestBodySize: MAX_BODY, maxSubscriptions: MAX_LISTENING },
    )
    const watch: WatchResource = (who, uri, changed) => options.watch?.(who, uri, changed) ?? null
    const subscriptions = createSubscriptions(watch, uri => handler.notify.resourceUpdated(uri))
    return { handler, subscriptions }
  }

  function handlerOf(agent: Agent) {
    const found = handlers.get(agent.id)
    if (found) return found
    const made = newHandler()
    handlers.set(agent.id, made)
    return made
  }

  async function serve(request: IncomingMessage, response: ServerResponse) {
    if (request.url === PROOF_PATH) return prove(request, response)
    if (request.url === HOOKS_PATH && hooks) return hooks(request, response)
    const headers = request.headersDistinct
    const { method = '', url: path = '' } = request
    const refusal = checkHead({ method, url: path, headers }, port, options.origins, options.profiles)
    if (refusal) return sendRefusal(response, refusal)
    const given = bearerOf(headers['authorization'])
    const token = given === null ? null : hashToken(given)
    if (token === null || !identify(token)) return sendRefusal(response, NO_TOKEN)
    const body = await readBody(request, MAX_BODY)
    if (body.is === 'cut') return
    if (body.is !== 'json') return sendRefusal(response, body.is === 'too_large' ? TOO_LARGE : NOT_JSON)
    // Once more: a body may take seconds to come, and the token may be revoked meanwhile.
    const agent = identify(token)
    if (!agent) return sendRefusal(response, NO_TOKEN)
    const says = request.headers['user-agent']?.slice(0, MAX_SAYS)
    const caller = { ...((await options.callerOf?.(request.socket, agent)) ?? agent), ...(says && { says }) }
    if (!identify(token)) return sendRefusal(response, NO_TOKEN)
    options.onCaller?.(caller)
    if (response.destroyed) return
    const userAgent = request.headers['user-agent']
    const sender = { agent: agent.id, program: caller.program, userAgent, path }
    for (const id of cancelledBy(body.value)) exchanges.cancel(sender, id)
    const exchange = exchanges.add({ ...sender, token, ids: idsOf(body.value) })
    response.once('close', () => exchange.end('gone'))
    const profile = path === '/mcp' ? null : path.slice('/mcp/'.length)
    const plain = options.direct && directCall(headers, body.value)
    if (plain && (await short(plain, caller, profile, exchange, response))) return
    const { handler, subscriptions } = handlerOf(agent)
    // Profiles have tools alone.
    const unsubscribe = subscriptions.add(caller, profile === null ? subscribedBy(body.value) : [])
    try {
      const asked = webRequest(request, exchange.signal)
      const made = handler.fetch(asked, { authInfo: authOf(caller, profile), parsedBody: body.value })
      const first = await Promise.race([made, aborted(exchange.signal)])
      if (first) await sendResponse(first, response, exchange.signal)
      finish(exchange, response, first !== null && isStream(first))
    } finally {
      exchange.close()
      unsubscribe()
    }
  }

  /** Answers it, or says that it is the SDK's, and did nothing. */
  async function short(
    call: DirectCall,
    caller: Agent,
    profile: string | null,
    exchange: Exchange,
    response: ServerResponse,
  ): Promise<boolean> {
    const answer = answerDirect(call, response)
    let done = true
    try {
      const running = options.direct?.call(caller, profile, call, exchange.signal)
      if (!running) {
        done = false
        return false
      }
      const result = await Promise.race([running, aborted(exchange.signal)])
      if (result && exchange.ended === null) answer.send(result, options.direct?.server(profile) ?? {})
      else finish(exchange, response, answer.open())
      return true
    } finally {
      answer.end()
      if (done) exchange.close()
    }
  }

  const opened =
    typeof options.port === 'number'
      ? await openPort(options.port, options.requestTimeoutMs)
      : ({ ok: true, value: options.port } as const)
  if (!opened.ok) return opened
  const { server } = opened.value
  server.on('error', fault => onFault?.(fault))
  port = opened.value.port
  opened.value.serve((request, response) => {
    serve(request, response).catch((fault: unknown) => {
      onFault?.(fault instanceof Error ? fault : new Error(String(fault)))
      if (response.headersSent) response.destroy()
      else sendRefusal(response, BROKEN)
    })
  })
  let closed: Promise<void> | undefined

  async function close() {
    const ended = new Promise<void>(resolve => server.close(() => resolve()))
    await Promise.all([...handlers.values()].map(({ handler }) => handler.close()))
    server.closeAllConnections()
    await ended
  }

  return {
    ok: true,
    value: {
      url: `http://127.0.0.1:${port}/mcp`,
      port,
      toolsChanged() {
        exchanges.end(({ token, agent }) => identify(token)?.id !== agent, 'revoked')
        for (const { handler } of handlers.values()) {
          handler.notify.toolsChanged()
          handler.notify.promptsChanged()
        }
      },
      agentGone(id) {
        exchanges.end(({ agent }) => agent === id, 'revoked')
        const gone = handlers.get(id)
        handlers.delete(id)
        gone?.handler.close().catch((fault: Error) => onFault?.(fault))
      },
      close: () => {
        closed ??= close()
        return closed
      },
    },
  }
}

/** Null when the signal is aborted. */
function aborted(signal: AbortSignal): Promise<null> {
  if (signal.aborted) return Promise.resolve(null)
  return new Promise(resolve => signal.addEventListener('abort', () => resolve(null), { once: true }))
}

/** The end of a response, however its exchange ended. */
function finish({ ended, ids }: Exchange, response: ServerResponse, streams: boolean): void {
  if (ended !== null && !response.headersSent) {
    if (ended === 'revoked') sendRefusal(response, NO_TOKEN)
    // A request that was cancelled is not answered.
    else response.destroy()
    return
  }
  // The status has been sent, so the error comes as the answer.
  const errors = ended === 'revoked' && streams ? ids.map(revokedEvent) : []
  response.end(errors.join(''))
}

function revokedEvent(id: string | number): string {
  const error = { code: -32600, message: 'The token was revoked.' }
  return `event: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', id, error })}\n\n`
}
