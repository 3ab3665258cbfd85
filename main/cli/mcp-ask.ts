// One request of the client, answered by the app, or by the bridge itself where the app is not there. What it means for a
// send that no answer came is decided here; which requests run, and what listens, is not.
import { Readable } from 'node:stream'
import { type Answer, answerDown, noAnswer, onlyReads } from '../mcp/down.ts'
import { MAX_BODY, TOO_LARGE } from '../mcp/guards.ts'
import type { Profile } from '../mcp/profiles/tool.ts'
import type { Line, Lines } from './mcp-line.ts'
import { say } from './mcp-say.ts'
import type { Down } from './mcp-where.ts'
import { fieldsOf, type Handshake, headersFor, type Message, messagesOf } from './mcp-wire.ts'

/** How it ended: with its answer; without one, the app or the signal having ended it; or with a word that is not MCP. */
export type Ended = 'answered' | 'lost' | { readonly status: number; readonly why: string }

type Hear = (message: Message) => void

/** A request that was refused for its token did nothing. Lines that are kept have the token they began with. */
const TOKEN_TRIES = 4

export interface Asking {
  /** Sends it over a line that is proven. Hears all messages up to its answer. Never rejects. */
  over(line: Line, request: Message, signal: AbortSignal, hear: Hear): Promise<Ended>
  /** The bridge's own answer. */
  alone(request: Message, signal: AbortSignal, hear: Hear, why: string, answer?: Answer): Promise<void>
  /** By the app where it is there. Rejects for faults alone; hears nothing more once the signal is aborted. */
  ask(request: Message, signal: AbortSignal, hear: Hear): Promise<void>
}

export interface AskingOptions {
  readonly lines: Lines
  readonly version: string
  /** whose tools the client uses; null = ours */
  readonly profile: Profile | null
  readonly handshake: () => Handshake
  /** Hears what keeps requests from the app; null = nothing does. */
  readonly onState: (why: string | null) => void
}

export function createAsking({ lines, version, profile, handshake, onState }: AskingOptions): Asking {
  const headersOf = (request: Message) => headersFor(request, handshake(), `gatehouse-bridge/${version}`)
  // A client that asks while the app is away gets the list it had, not one that flickers.
  let lastTools: unknown = null

  async function over(line: Line, request: Message, signal: AbortSignal, hear: Hear): Promise<Ended> {
    let ended: Ended = 'lost'
    const body = JSON.stringify(request)
    if (Buffer.byteLength(body) > MAX_BODY) {
      lines.giveBack(line)
      return { status: TOO_LARGE.status, why: TOO_LARGE.message }
    }
    try {
      const response = await line.post(headersOf(request), body, signal)
      const { statusCode: status = 0, headers } = response
      for await (const message of messagesOf(headers['content-type'] ?? '', response)) {
        if (signal.aborted) break
        if (message['jsonrpc'] !== '2.0') {
          ended = { status, why: String(message['error_description'] ?? '') }
          continue
        }
        const isAnswer = !('method' in message)
        if (isAnswer) ended = 'answered'
        // A request that could not be read is refused without its id.
        const heard = isAnswer ? { ...message, id: request['id'] } : message
        if (isAnswer && request['method'] === 'tools/list' && 'result' in heard) lastTools = heard['result']
        hear(heard)
      }
      if (ended === 'lost' && status >= 300) ended = { status, why: '' }
      // Its token is good no more; there may be a new one.
      if (status === 401) line.close()
      else if (!signal.aborted) lines.giveBack(line)
    } catch {
      line.close()
    }
    return ended
  }

  async function alone(request: Message, signal: AbortSignal, hear: Hear, why: string, answer = noAnswer(why)) {
    const { id, method } = request
    if (method === 'tools/list' && lastTools !== null) return hear({ jsonrpc: '2.0', id, result: lastTools })
    const headers = { ...headersOf(request), 'content-type': 'application/json' }
    const asked = new Request('http://127.0.0.1/mcp', { method: 'POST', headers, signal })
    const { headers: given, body } = await answerDown(asked, request, { answer, why, version, profile })
    if (body === null) return
    const bytes = Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0])
    for await (const message of messagesOf(given.get('content-type') ?? '', bytes)) {
      if (signal.aborted) return
      hear(message)
    }
  }

  async function ask(request: Message, signal: AbortSignal, hear: Hear): Promise<void> {
    const isCall = request['method'] === 'tools/call'
    const mayRepeat = !isCall || onlyReads(fieldsOf(request['params'])['name'], profile)
    for (let tries = 1; ; tries += 1) {
      const line: Line | Down = await lines.take()
      if (signal.aborted) return void ('close' in line && line.close())
      if ('why' in line) {
        onState(line.why)
        return alone(request, signal, hear, line.why)
      }
      onState(null)
      const ended = await over(line, request, signal, hear)
      if (ended === 'answered' || signal.aborted) return
      if (ended !== 'lost') {
        if (ended.status === 401 && tries < TOKEN_TRIES) continue
        const why = say.refused(ended.status, ended.why)
        if (isCall) return alone(request, signal, hear, why)
        return hear({ jsonrpc: '2.0', id: request['id'], error: { code: -32_000, message: why } })
      }
      if (mayRepeat && tries === 1) continue
      if (!isCall) return hear({ jsonrpc: '2.0', id: request['id'], error: { code: -32_000, message: say.lostRead } })
      return alone(request, signal, hear, say.lostRead, mayRepeat ? undefined : unknown)
    }
  }

  return { over, alone, ask }
}

/** No refusal: it may well have been done. */
const unknown: Answer = { isError: true, result: { outcome: 'unknown', why: say.lostSend } }
