// A real server on a free port with the fake gate behind it, and the plainest ways to talk to it.
import net from 'node:net'
import { onTestFinished, vi } from 'vitest'
import { type McpOptions, type McpServer, startMcp } from '../../main/mcp/http.ts'
import { hashToken, newToken } from '../../main/mcp/tokens.ts'
import { type FakeGate, fakeGate } from './fake-gate.ts'

export interface Served {
  server: McpServer
  gate: FakeGate
  token: string
  calls: [agent: string, tool: string][]
  faults: Error[]
}

export async function serve(options: Partial<McpOptions> = {}): Promise<Served> {
  const gate = fakeGate()
  const token = newToken()
  const calls: [string, string][] = []
  const faults: Error[] = []
  const started = await startMcp({
    port: 0,
    gate,
    identify: hash => (hash === hashToken(token) ? { id: 'cursor', name: 'Cursor' } : null),
    onCall: (agent, tool) => calls.push([agent, tool]),
    onFault: fault => faults.push(fault),
    version: '1.2.3',
    ...options,
  })
  if (!started.ok) throw new Error(started.message)
  onTestFinished(() => started.value.close())
  return { server: started.value, gate, token, calls, faults }
}

/** Waits until `check` no longer throws. The second that vi.waitFor gives by itself may be one turn of a busy machine. */
export const comes = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 8000, interval: 5 })

/** A raw connection: what is written is what arrives. `answers(n)` resolves with all text once n answers are there. */
export async function connect(port: number) {
  const socket = net.connect(port, '127.0.0.1')
  let text = ''
  let ended = false
  const waiting = new Set<() => void>()
  const stir = () => {
    for (const look of waiting) look()
  }
  socket.on('data', data => {
    text += data
    stir()
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    ended = true
    stir()
  })
  await new Promise(resolve => socket.once('connect', resolve))
  onTestFinished(() => {
    socket.destroy()
  })
  const until = (done: () => boolean) =>
    new Promise<string>(resolve => {
      const look = () => {
        if (!done() && !ended) return
        waiting.delete(look)
        resolve(text)
      }
      waiting.add(look)
      look()
    })
  return {
    socket,
    write: (data: string | Buffer) => socket.write(data),
    answers: (n: number) => until(() => parts(text).length >= n),
    ended: () => until(() => false),
  }
}

/** Complete answers in `text`, by their Content-Length. */
function parts(text: string): string[] {
  const found: string[] = []
  for (let rest = text; rest.startsWith('HTTP/'); ) {
    const head = rest.indexOf('\r\n\r\n')
    const length = Number(/content-length: (\d+)/i.exec(rest.slice(0, head))?.[1] ?? 0)
    const end = head + 4 + length
    if (head < 0 || Buffer.byteLength(rest) < end) break
    found.push(rest.slice(0, end))
    rest = rest.slice(end)
  }
  return found
}

export interface RawAnswer {
  status: number
  headers: string
  body: string
}

/** One request exactly as `lines` say, with its body. */
export async function raw(port: number, lines: string[], body: string | Buffer = ''): Promise<RawAnswer> {
  const connection = await connect(port)
  connection.write(`${lines.join('\r\n')}\r\n\r\n`)
  if (body.length > 0) connection.write(body)
  const text = await connection.answers(1)
  connection.socket.destroy()
  const [headers = '', ...rest] = text.split('\r\n\r\n')
  return { status: Number(headers.split(' ')[1] ?? 0), headers, body: rest.join('\r\n\r\n') }
}

/** The head of a good request, to be spoilt by a test. Header names in `over` replace or (null) remove. */
export function head(
  served: Served,
  length: number,
  over: Record<string, string | null> = {},
  line = 'POST /mcp',
): string[] {
  const headers: Record<string, string | null> = {
    host: `127.0.0.1:${served.server.port}`,
    authorization: `Bearer ${served.token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'content-length': String(length),
    ...over,
  }
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]))
  return [`${line} HTTP/1.1`, ...lines]
}

interface ToolResult {
  isError?: boolean
  structuredContent: Record<string, unknown>
  content: { type: string; text: string }[]
}
interface RpcAnswer {
  result?: ToolResult & Record<string, unknown>
  error?: { code: number; message: string }
}

/** One legacy JSON-RPC request over fetch; the answer of a stateless server comes as one event. */
export async function rpc(served: Served, method: string, params: unknown = {}) {
  const response = await fetch(served.server.url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${served.token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const text = await response.text()
  const data = /^data: (.*)$/m.exec(text)?.[1] ?? text
  return JSON.parse(data) as RpcAnswer
}

/** Calls a tool and gives its result. */
export async function callTool(served: Served, name: string, args: unknown = {}) {
  const { result, error } = await rpc(served, 'tools/call', { name, arguments: args })
  if (!result) throw new Error(`protocol error ${error?.code}: ${error?.message}`)
  return { isError: result.isError === true, data: result.structuredContent, text: result.content[0]?.text ?? '' }
}
