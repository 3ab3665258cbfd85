// What a hostile request is: bytes, and the one answer that is right. And the plain parts all of them are made of.
import type { Script, WireAnswer } from './wire.ts'

export interface Target {
  readonly port: number
  readonly token: string
}

type Judge = (answers: readonly WireAnswer[]) => string | null

export interface Hostile {
  readonly kind: string
  readonly script: Script
  /** what is wrong with the answers; null = nothing */
  readonly judge: Judge
}

/** Which server it goes to is known only later. */
export type Make = (target: Target) => Hostile

export type Headers = Readonly<Record<string, string | null>>

/** The bytes of a request. `over` replaces headers, null removes. */
export function bytesOf(
  target: Target,
  body: string | Buffer,
  over: Headers = {},
  line = 'POST /mcp HTTP/1.1',
): Buffer {
  const headers: Headers = {
    host: `127.0.0.1:${target.port}`,
    authorization: `Bearer ${target.token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
    ...over,
  }
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : `${name}: ${value}`))
  return Buffer.concat([Buffer.from(`${[line, ...lines].join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)])
}

export const rpc = (method: unknown, params?: unknown, id: unknown = 1) => ({ jsonrpc: '2.0', id, method, params })
export const toolCall = (args: unknown, name: unknown = 'type_text') => rpc('tools/call', { name, arguments: args })
export const GOOD = JSON.stringify(toolCall({ surface: 's_7f3a', text: 'x' }))

/** The JSON-RPC message of an answer, from a body or from a stream of one event. */
function messageIn({ body }: WireAnswer): { error?: { code: number }; result?: Record<string, unknown> } | null {
  try {
    return JSON.parse(/^data: (.*)$/m.exec(body)?.[1] ?? body)
  } catch {
    return null
  }
}

const said = (answers: readonly WireAnswer[]) =>
  answers.map(({ status, body }) => `${status} ${body.slice(0, 200)}`).join('; ') || 'nothing'

/** Exactly one answer, with this status. */
export const status =
  (...wanted: number[]): Judge =>
  answers =>
    answers.length === 1 && wanted.includes(answers[0]!.status) ? null : `not ${wanted} but ${said(answers)}`

/** Exactly one answer, with this status and JSON-RPC error. */
export const error =
  (wanted: number, code: number): Judge =>
  answers =>
    status(wanted)(answers) ??
    (messageIn(answers[0]!)?.error?.code === code ? null : `not ${code} but ${said(answers)}`)

/** A tool's own refusal. */
export const badArguments: Judge = answers => {
  const result = status(200)(answers) === null ? messageIn(answers[0]!)?.result : null
  const content = result?.['structuredContent'] as { code?: string } | undefined
  return content?.code === 'bad_arguments' ? null : `not bad_arguments but ${said(answers)}`
}

/** The connection was closed; before that at most a word about why. */
export const closed: Judge = answers =>
  answers.length === 0 || status(400, 408)(answers) === null ? null : `not closed but ${said(answers)}`

/** Answers to several requests on one connection, in their order. */
export const inOrder =
  (wanted: readonly number[]): Judge =>
  answers => {
    const seen = answers.map(answer => answer.status)
    return seen.join() === wanted.join() ? null : `not ${wanted} but ${said(answers)}`
  }

export const one =
  (kind: string, judge: Judge, bytes: (target: Target) => Buffer): Make =>
  target => ({ kind, judge, script: { pieces: [bytes(target)] } })

export const json = (kind: string, judge: Judge, body: unknown, headers: Headers = {}): Make =>
  one(kind, judge, target => bytesOf(target, JSON.stringify(body) ?? '', headers))
