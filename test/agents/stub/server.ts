// A model server on loopback that agents are pointed at: no network, no keys, no model. It writes down every prompt that
// reaches it. A prompt with `MK:/a/path` in it is answered with a call of the agent's shell tool, `touch /a/path`, so
// that the agent asks a person; every other prompt, and a tool's result, with a line of words.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { anthropic } from './anthropic.ts'
import { type Api, type Body, json } from './api.ts'
import { gemini } from './gemini.ts'
import { chat, responses } from './openai.ts'

const APIS: readonly Api[] = [anthropic, responses, chat, gemini]

export interface StubModel {
  readonly url: string
  /** the text of each turn that was started, in order of arrival */
  readonly prompts: readonly string[]
  /** how many turns have been answered: the latest answer's words end in `answer-N` */
  answered(): number
  close(): Promise<void>
}

export async function startStub(): Promise<StubModel> {
  const prompts: string[] = []
  let answered = 0

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
    answered: () => answered,
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
