// Connections to the app. Each proves by itself that the app is at its other end before a token goes over it, and it is that
// very socket the token goes over: one proven and another used would leave a gap to step into.
import http, { type IncomingMessage } from 'node:http'
import net from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask, PROOF_PATH, provenPid } from '../mcp/proof.ts'
import { say } from './mcp-say.ts'
import type { Down, Where } from './mcp-where.ts'

/** Who does not prove itself in this time is nobody we know, in ms. */
const PROOF_MS = 3000
const MAX_PROOF = 4096
/** A request that meets the app's end of an idle connection would be lost, so we close first: so long before the app says it will. */
const BEFORE_MS = 2000
/** Where it does not say. */
const IDLE_MS = 3000
const MOST_IDLE_MS = 60_000
/** How often, and how long after each other, a proof is asked for again where the app only just starts or is busy. */
const TRIES = 5
const AGAIN_MS = 300

export type Headers = Readonly<Record<string, string>>

/** A proven connection, for one request at a time. */
export interface Line {
  /** Rejects when the connection breaks before an answer begins, or at the signal, which ends the connection. */
  post(headers: Headers, body: string, signal: AbortSignal): Promise<IncomingMessage>
  /** Nothing can go over it any more. */
  isDead(): boolean
  /** how long it may be kept without a request, in ms */
  idleMs(): number
  close(): void
}

export interface Lines {
  take(): Promise<Line | Down>
  /** Its request was answered to the end. */
  giveBack(line: Line): void
  /** Ends those in use as well. */
  close(): void
}

/** `path`: where requests go once the app has proven itself. */
export function createLines(find: () => Promise<Where | Down>, path = '/mcp'): Lines {
  const idle = new Map<Line, NodeJS.Timeout>()
  const sockets = new Set<net.Socket>()
  const ending = new AbortController()

  async function dial(): Promise<Line | Down> {
    for (let tries = 1; ; tries += 1) {
      const where = await find()
      if ('why' in where) return where
      if (ending.signal.aborted) return { why: say.notRunning }
      const socket = await connect(where.port, sockets)
      if (!socket) return { why: say.notRunning }
      const line = overSocket(socket, where.port)
      const found = await prove(line, where)
      if (found === 'proven') return line.withToken(where.token, path)
      line.close()
      if (found === 'stranger' || tries === TRIES || ending.signal.aborted) return { why: WHY[found] }
      await sleep(AGAIN_MS, undefined, { signal: ending.signal }).catch(() => {})
    }
  }

  return {
    async take() {
      for (const [line, timer] of idle) {
        clearTimeout(timer)
        idle.delete(line)
        if (!line.isDead()) return line
      }
      return dial()
    },
    giveBack(line) {
      if (ending.signal.aborted || line.isDead()) return line.close()
      const forget = () => {
        idle.delete(line)
        line.close()
      }
      idle.set(line, setTimeout(forget, line.idleMs()))
    },
    close() {
      ending.abort()
      for (const timer of idle.values()) clearTimeout(timer)
      idle.clear()
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** `broken`: it ended the connection instead of answering, as the app does when it ends. */
type Found = 'proven' | 'stranger' | 'other' | 'busy' | 'broken'
const WHY: Readonly<Record<Exclude<Found, 'proven'>, string>> = {
  stranger: say.stranger,
  other: say.otherFolder,
  busy: say.busy,
  broken: say.stranger,
}

async function prove(line: ReturnType<typeof overSocket>, { port, pid, tokenHash }: Where): Promise<Found> {
  const limit = AbortSignal.timeout(PROOF_MS)
  try {
    const asked = ask(tokenHash, port)
    const response = await line.post(PROOF_PATH, {}, JSON.stringify(asked), limit)
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of response) {
      size += (chunk as Buffer).length
      if (size > MAX_PROOF) return 'stranger'
      chunks.push(chunk as Buffer)
    }
    if (response.statusCode === 429) return 'busy'
    const proven = provenPid(tokenHash, asked, port, JSON.parse(Buffer.concat(chunks).toString('utf8')))
    if (proven === null) return 'stranger'
    return pid === null || proven === pid ? 'proven' : 'other'
  } catch (error) {
    return limit.aborted || !isReset(error) ? 'stranger' : 'broken'
  }
}

/** A connection that ended under us, and not an answer that is no HTTP. */
function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ECONNRESET', 'EPIPE'].includes(String(error.code))
}

/** Null = nobody listens there. */
function connect(port: number, sockets: Set<net.Socket>): Promise<net.Socket | null> {
  return new Promise(resolve => {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true, timeout: PROOF_MS })
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    const fail = () => {
      socket.destroy()
      resolve(null)
    }
    socket.once('error', fail)
    socket.once('timeout', fail)
    socket.once('close', fail)
    socket.once('connect', () => {
      socket.setTimeout(0)
      socket.off('timeout', fail)
      socket.off('error', fail)
      // Whoever uses it hears of its end from the request.
      socket.on('error', () => {})
      resolve(socket)
    })
  })
}

/** HTTP over this socket and no other. */
class OneSocket extends http.Agent {
  #socket: net.Socket | null

  constructor(socket: net.Socket) {
    super({ keepAlive: true, maxSockets: 1 })
    this.#socket = socket
  }

  override createConnection(
    _options: http.ClientRequestArgs,
    made?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null {
    const socket = this.#socket
    this.#socket = null
    // Node takes an error instead of a connection, and its types do not say so.
    if (socket === null) made?.(new Error('the connection has ended'), undefined as never)
    return socket
  }
}

function overSocket(socket: net.Socket, port: number) {
  const agent = new OneSocket(socket)
  const isDead = () => socket.destroyed || !socket.writable
  const close = () => void socket.destroy()
  let idleMs = IDLE_MS

  function post(path: string, headers: Headers, body: string, signal: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const length = String(Buffer.byteLength(body))
      const all = { 'content-type': 'application/json', ...headers, 'content-length': length }
      const request = http.request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers: all, signal })
      // It may come after the answer has begun, too; then whoever reads that hears of it.
      request.on('error', reject)
      request.once('response', response => {
        idleMs = idleOf(response)
        resolve(response)
      })
      request.end(body)
    })
  }

  const withToken = (token: string, path: string): Line => ({
    post: (headers, body, signal) => post(path, { ...headers, authorization: `Bearer ${token}` }, body, signal),
    isDead,
    idleMs: () => idleMs,
    close,
  })
  return { post, withToken, close }
}

function idleOf({ headers }: IncomingMessage): number {
  const seconds = /\btimeout=(\d{1,6})\b/.exec(String(headers['keep-alive'] ?? ''))?.[1]
  if (seconds === undefined) return IDLE_MS
  return Math.min(MOST_IDLE_MS, Math.max(0, Number(seconds) * 1000 - BEFORE_MS))
}
