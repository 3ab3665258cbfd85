// The loopback port by itself: bound early, so that its number is known and a taken one is said, and served once there is something
// to serve with. What comes before that waits, up to a number. Who may ask and what is answered is endpoint.ts's.
import http, { type RequestListener, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Failure, Result } from '../../preload/contract.ts'

export interface Port {
  readonly port: number
  readonly server: http.Server
  /** Once: what has come and what comes. */
  serve(listener: RequestListener): void
  /** There will be nothing to serve with: what has come and what comes is told so. */
  refuse(): void
  /** Ends it, with all that waits. */
  close(): Promise<void>
}

/** How long a connection stays without a request, in ms. Clients are told, and close before. */
const IDLE_MS = 75_000
/** Requests that wait: whoever reaches the port may send some, and no token was looked at yet. */
const MOST_WAITING = 200

/** `port`: 0 = any free one. `requestTimeoutMs`: how long a request may take to arrive whole. Error values: `port_taken`, `port_refused`. */
export async function openPort(port: number, requestTimeoutMs = 15_000): Promise<Result<Port>> {
  const times = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: requestTimeoutMs / 5,
    // Who calls now and then need not connect, and be looked for, each time.
    keepAliveTimeout: IDLE_MS,
  }
  const waiting = new Map<Socket, Parameters<RequestListener>>()
  let serving: RequestListener = (...asked) => {
    const [{ socket }, response] = asked
    // No client sends a second request over a connection before the first is answered, and such a row has no end.
    if (waiting.has(socket)) return void socket.destroy()
    if (waiting.size >= MOST_WAITING) return unavailable(response, 'Gatehouse is starting. Try again in a second.')
    waiting.set(socket, asked)
    response.once('close', () => waiting.delete(socket))
  }
  const server = http.createServer(times, (request, response) => serving(request, response))
  const failure = await listen(server, port)
  if (failure) return failure
  function serve(listener: RequestListener) {
    serving = listener
    const all = [...waiting.values()]
    waiting.clear()
    for (const asked of all) listener(...asked)
  }
  return {
    ok: true,
    value: {
      port: (server.address() as { port: number }).port,
      server,
      serve,
      refuse: () =>
        serve((_, response) => unavailable(response, 'Gatehouse could not load its MCP server. Start it anew.')),
      close() {
        const ended = new Promise<void>(resolve => server.close(() => resolve()))
        server.closeAllConnections()
        return ended
      },
    },
  }
}

function unavailable(response: ServerResponse, message: string): void {
  const head = { 'content-type': 'application/json', connection: 'close', 'retry-after': '1' }
  response.writeHead(503, head).end(JSON.stringify({ error: 'unavailable', message }))
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
