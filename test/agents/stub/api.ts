// What the stub model server needs to know of one model API: how to read a request, and how to answer it.
import type { ServerResponse } from 'node:http'

/** What the stub says: words, or a call of the agent's own shell tool. */
export type Reply = { readonly words: string } | { readonly shell: string }

/** A call of any tool that the request offers: the first whose name fits. */
export interface ToolReply {
  readonly tool: RegExp
  readonly input: object
}

export interface Asked {
  /** the conversation itself: titles and the like are asked for without tools */
  readonly main: boolean
  /** the text of the person's turn that this request starts with; null = it goes on after a tool's result */
  readonly prompt: string | null
}

// biome-ignore lint/suspicious/noExplicitAny: bodies of four foreign APIs, read for a handful of fields
export type Body = any

export interface Api {
  readonly name: string
  matches(path: string): boolean
  read(body: Body): Asked
  answer(response: ServerResponse, body: Body, path: string, reply: Reply): void
}

/** Answers with JSON. */
export function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}

/** Opens a stream of server-sent events; `event` only where the API names its events. */
export function events(response: ServerResponse): (data: unknown, event?: string) => void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  return (data, event) => {
    const text = typeof data === 'string' ? data : JSON.stringify(data)
    response.write(`${event ? `event: ${event}\n` : ''}data: ${text}\n\n`)
  }
}

let ids = 0
/** An id no other answer of this stub has. */
export const freshId = (prefix: string): string => `${prefix}_${Date.now()}${ids++}`
