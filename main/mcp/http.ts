// The MCP server on its loopback port: listens, guards, names the agent, hands on to the SDK. Both protocol eras on one
// URL: 2025-11-25 and older by `initialize`, statelessly; 2026-07-28 by `server/discover`.
// It decides nothing about surfaces and keeps no state between requests.
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler } from '@modelcontextprotocol/server'
import type { Failure, Level, Result } from '../../preload/contract.ts'
import type { AgentGate } from '../gate/gate-api.ts'
import type { Agent } from '../gate/model.ts'
import { readBody } from './body.ts'
import { checkHead, type HttpRefusal, MAX_BODY, NO_TOKEN, TOO_LARGE } from './guards.ts'
import { agentOf, authOf, bearerOf } from './identity.ts'
import { toolServer } from './server.ts'
import { hashToken } from './tokens.ts'

type SdkRequest = Parameters<ReturnType<typeof toNodeHandler>>[0]

export interface McpOptions {
  /** 0 = any free one */
  readonly port: number
  readonly gate: AgentGate
  /** The agent a token's hash stands for, by the policy in force now; null = unknown or revoked. */
  readonly identify: (tokenHash: string) => Agent | null
  /** The highest level or ask any rule could ever give the agent: its tool list ends there. Left out: all tools show. */
  readonly reach?: ((agent: Agent) => Level) | undefined
  /** Hears of every tool call, before it runs. */
  readonly onCall?: ((agentId: string, tool: string) => void) | undefined
  /** Hears of what broke. Messages never hold a token. */
  readonly onFault?: ((fault: Error) => void) | undefined
  readonly version: string
  /** how long a request may take to arrive whole, in ms; 15 s unless said */
  readonly requestTimeoutMs?: number | undefined
}

export interface McpServer {
  readonly url: string
  readonly port: number
  /** What agents may do has changed: those that listen ask for their tools again. */
  toolsChanged(): void
  /** Ends the listener, calls that run and open streams. */
  close(): Promise<void>
}

const NOT_JSON: HttpRefusal = { status: 400, error: 'not_json', message: 'The body is not JSON in UTF-8.' }
const BROKEN: HttpRefusal = {
  status: 500,
  error: 'broken',
  message: 'Something in Gatehouse failed, and nothing was done.',
}

/** Error values: `port_taken`, `port_refused`. */
export async function startMcp(options: McpOptions): Promise<Result<McpServer>> {
  const { gate, identify, reach, onCall, onFault, version } = options
  const handler = createMcpHandler(
    ({ era, authInfo }) => toolServer({ gate, agent: agentOf(authInfo), reach, onCall, onFault, version, era }),
    { legacy: 'stateless', responseMode: 'auto', maxRequestBodySize: MAX_BODY },
  )
  const toSdk = toNodeHandler(handler, onFault ? { onerror: onFault } : {})
  let port = 0

  async function serve(request: IncomingMessage, response: ServerResponse) {
    const headers = request.headersDistinct
    const refusal = checkHead({ method: request.method ?? '', url: request.url ?? '', headers }, port)
    if (refusal) return answer(response, refusal)
    const token = bearerOf(headers['authorization'])
    const agent = token === null ? null : identify(hashToken(token))
    if (!agent) return answer(response, NO_TOKEN)
    const body = await readBody(request, MAX_BODY)
    if (body.is === 'cut') return
    if (body.is !== 'json') return answer(response, body.is === 'too_large' ? TOO_LARGE : NOT_JSON)
    // The token has done its work; nothing behind this line sees it.
    delete request.headers.authorization
    await toSdk(Object.assign(request, { auth: authOf(agent) }) as SdkRequest, response, body.value)
  }

  const timeout = options.requestTimeoutMs ?? 15_000
  const times = { requestTimeout: timeout, headersTimeout: timeout, connectionsCheckingInterval: timeout / 5 }
  const server = http.createServer(times, (request, response) => {
    serve(request, response).catch((fault: unknown) => {
      onFault?.(fault instanceof Error ? fault : new Error(String(fault)))
      if (response.headersSent) response.destroy()
      else answer(response, BROKEN)
    })
  })
  const failure = await listen(server, options.port)
  if (failure) return failure
  server.on('error', fault => onFault?.(fault))
  port = (server.address() as { port: number }).port
  let closed: Promise<void> | undefined
  async function close() {
    const ended = new Promise<void>(resolve => server.close(() => resolve()))
    await handler.close()
    server.closeAllConnections()
    await ended
  }
  return {
    ok: true,
    value: {
      url: `http://127.0.0.1:${port}/mcp`,
      port,
      toolsChanged: () => handler.notify.toolsChanged(),
      close: () => {
        closed ??= close()
        return closed
      },
    },
  }
}

/** Resolves when the port is ours, or with why it is not. */
function listen(server: http.Server, port: number): Promise<Failure | null> {
  return new Promise(resolve => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const choose = 'Choose another with --mcp-port=N, or 0 for any free one.'
      if (error.code === 'EADDRINUSE') {
        const message = `Port ${port} is in use. Agents cannot connect. ${choose}`
        resolve({ ok: false, code: 'port_taken', message })
      } else {
        const message = `Port ${port} cannot be opened (${error.code}). Agents cannot connect. ${choose}`
        resolve({ ok: false, code: 'port_refused', message })
      }
    })
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.removeAllListeners('error')
      resolve(null)
    })
  })
}

function answer(response: ServerResponse, refusal: HttpRefusal): void {
  const body = JSON.stringify({ error: refusal.error, error_description: refusal.message })
  response.writeHead(refusal.status, {
    ...refusal.headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  })
  response.end(body)
}
