// A model server on loopback that writes down which tools it is offered, as each API spells them, has one of them called
// where that is wanted, and answers with words.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { anthropic } from '../stub/anthropic.ts'
import { type Api, type Body, events, json } from '../stub/api.ts'
import { toolCalls } from '../stub/calls.ts'
import { gemini } from '../stub/gemini.ts'
import { chat, responses } from '../stub/openai.ts'

/** One tool as a model gets it. */
export interface Offered {
  /** with the name of its namespace before it, where it stands in one */
  readonly name: string
  readonly description: string
  readonly schema: Json
  /** what else the definition holds */
  readonly more: Json
}

export type Json = { readonly [key: string]: unknown }

export interface ListeningModel {
  readonly url: string
  /** every request that came, in order */
  readonly requests: readonly { readonly offered: readonly Offered[]; readonly text: string }[]
  /** what came of the call, as JSON text; null = nothing yet */
  result(): string | null
  close(): Promise<void>
}

/** Which tool to call, of those offered, and with what. */
export type Choose = (offered: readonly Offered[]) => { readonly tool: Offered; readonly input: object } | null

const READERS: readonly (readonly [Api, (body: Body) => Offered[]])[] = [
  [anthropic, body => (body.tools ?? []).map(fromAnthropic)],
  [responses, body => (body.tools ?? []).flatMap(fromResponses)],
  [chat, body => (body.tools ?? []).map((tool: Body) => fromFunction(tool.function ?? {}))],
  [gemini, body => (body.tools ?? []).flatMap((tool: Body) => tool.functionDeclarations ?? []).map(fromGemini)],
]

function fromAnthropic({ name, description = '', input_schema: schema = {}, ...more }: Body): Offered {
  return { name, description, schema, more }
}

function fromFunction({ name, description = '', parameters: schema = {}, ...more }: Body): Offered {
  return { name, description, schema, more }
}

function fromResponses({ type, ...tool }: Body): Offered[] {
  if (type !== 'namespace') return [fromFunction({ ...tool, name: tool.name ?? type })]
  return tool.tools.map(({ type: _, ...one }: Body) => fromFunction({ ...one, name: `${tool.name}/${one.name}` }))
}

function fromGemini({ name, description = '', parametersJsonSchema, parameters, ...more }: Body): Offered {
  return { name, description, schema: parametersJsonSchema ?? parameters ?? {}, more }
}

export async function startListening(choose: Choose = () => null): Promise<ListeningModel> {
  const requests: { offered: Offered[]; text: string }[] = []
  let called = false
  let result: string | null = null
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', part => parts.push(part))
    request.on('end', () => {
      const path = (request.url ?? '').split('?')[0]!
      const found = READERS.find(([api]) => api.matches(path))
      // Lists of models and the like.
      if (!found || request.method !== 'POST')
        return json(response, { object: 'list', data: [{ id: 'stub' }], models: [] })
      const [api, read] = found
      const text = Buffer.concat(parts).toString('utf8')
      const body = JSON.parse(text)
      const offered = read(body)
      requests.push({ offered, text })
      const calls = toolCalls(api)
      result ??= calls.result(body)
      const chosen = called || path.includes('count_tokens') ? null : choose(offered)
      if (!chosen) return api.answer(response, body, path, { words: 'Done.' })
      called = true
      calls.call(events(response), body, chosen.tool.name, chosen.input)
      response.end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    result: () => result,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
