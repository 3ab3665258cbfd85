// A model server on loopback that writes down which tools it is offered, as each API spells them, and answers with words.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { anthropic } from '../stub/anthropic.ts'
import { type Api, type Body, json } from '../stub/api.ts'
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
  close(): Promise<void>
}

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

export async function startListening(): Promise<ListeningModel> {
  const requests: { offered: Offered[]; text: string }[] = []
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
      requests.push({ offered: read(body), text })
      api.answer(response, body, path, { words: 'Done.' })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
