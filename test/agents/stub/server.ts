// A model server on loopback that agents are pointed at: no network, no keys, no model. It writes down every prompt that
// reaches it. A prompt with `MK:/a/path` in it is answered with a call of the agent's shell tool, `touch /a/path`, so
// that the agent asks a person; one that something is planned for, with that; every other prompt, and a tool's result,
// with a line of words.
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { anthropic } from './anthropic.ts'
import { type Api, type Body, events, json, type Reply, type ToolReply } from './api.ts'
import { toolCalls } from './calls.ts'
import { gemini } from './gemini.ts'
import { chat, responses } from './openai.ts'

const APIS: readonly Api[] = [anthropic, responses, chat, gemini]

export interface StubModel {
  readonly url: string
  /** the text of each turn that was started, in order of arrival */
  readonly prompts: readonly string[]
  /** how many turns have been answered: the latest answer's words end in `answer-N` */
  answered(): number
  /**
   * The replies to a prompt that contains `word`, and then to what comes after each, such as a tool's result. Each is
   * given once. What is planned twice for a word is given after what was planned before.
   */
  plan(word: string, replies: readonly Planned[]): void
  /** What came of the tools that were called, as JSON text, the latest last. */
  readonly results: readonly string[]
  close(): Promise<void>
}

/** `after`: when it begins to answer: ms from the request, or once this resolves. `status`: it refuses, by HTTP. */
export type Planned = (Reply | ToolReply | { readonly status: number }) & {
  readonly after?: number | Promise<unknown>
}

export async function startStub(): Promise<StubModel> {
  const prompts: string[] = []
  const results: string[] = []
  const plans = new Map<string, Planned[]>()
  let answered = 0

  /** What is next for this request; null = nothing is planned. */
  function planned(text: string): Planned | null {
    for (const [word, replies] of plans) if (replies.length > 0 && text.includes(word)) return replies.shift()!
    return null
  }

  async function play(what: Planned, to: { response: ServerResponse; body: Body; path: string; api: Api }) {
    const { response, body, path, api } = to
    const { after = 0 } = what
    await (typeof after === 'number' ? new Promise(resolve => setTimeout(resolve, after)) : after)
    if (response.destroyed) return
    if ('status' in what) {
      response.writeHead(what.status, { 'content-type': 'application/json' })
      return response.end(JSON.stringify({ error: { type: 'api_error', message: 'The stub refuses.' } }))
    }
    if (!('tool' in what)) return api.answer(response, body, path, what)
    const calls = toolCalls(api)
    const names = calls.names(body)
    const name = names.find(one => what.tool.test(one))
    if (name === undefined) return api.answer(response, body, path, { words: `No ${what.tool} in ${names.join(' ')}` })
    calls.call(events(response), body, name, what.input)
    response.end()
  }

  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', part => parts.push(part))
    request.on('end', () => {
      const path = (request.url ?? '').split('?')[0]!
      const api = APIS.find(one => one.matches(path))
      const body = bodyOf(Buffer.concat(parts))
      // Lists of models and the like.
      if (!api || request.method !== 'POST')
        return json(response, { object: 'list', data: [{ id: 'stub' }], models: [] })
      const asked = api.read(body)
      if (asked.main && asked.prompt !== null) prompts.push(asked.prompt)
      const result = toolCalls(api).result(body)
      if (asked.main && result !== null) results.push(result)
      const next = asked.main ? planned(asked.prompt ?? JSON.stringify(body)) : null
      if (next) return void play(next, { response, body, path, api })
      const marker = asked.main && asked.prompt !== null && /MK:([\w./-]+)/.exec(asked.prompt)
      if (marker) return api.answer(response, body, path, { shell: `touch ${marker[1]}` })
      if (asked.main) answered += 1
      api.answer(response, body, path, { words: asked.main ? `This is answer-${answered}.` : 'A title' })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    prompts,
    results,
    answered: () => answered,
    plan(word, replies) {
      plans.set(word, [...(plans.get(word) ?? []), ...replies])
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function bodyOf(bytes: Buffer): Body {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return {}
  }
}
