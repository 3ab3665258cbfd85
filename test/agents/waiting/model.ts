// A model server on loopback that has an agent call Gatehouse's submit_text once, and says that it is done whatever came
// of it: what an agent does by itself in between, to wait or to try again, is the agent's own.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { anthropic } from '../stub/anthropic.ts'
import { type Body, events, json } from '../stub/api.ts'
import { toolCalls } from '../stub/calls.ts'
import { gemini } from '../stub/gemini.ts'
import { chat, responses } from '../stub/openai.ts'

const APIS = [anthropic, responses, chat, gemini]
const TOOL = /(^|[_/-])submit_text$/

/** The model's last words. */
export const DONE = 'That is all I had to do.'

export interface CallingModel {
  readonly url: string
  /** the tool as this agent spells it; null = it has not been called */
  called(): { readonly name: string; readonly at: number } | null
  /** every result of a tool that the agent sent back, in order, with the time in ms */
  results(): readonly { readonly text: string; readonly at: number }[]
  /** paths and tools of what was asked, for the message of a test that waits in vain */
  readonly asked: readonly string[]
  close(): Promise<void>
}

/** `input` is what submit_text is called with. */
export async function startCallingModel(input: { surface: string; text: string }): Promise<CallingModel> {
  const asked: string[] = []
  const results: { text: string; at: number }[] = []
  let called: { name: string; at: number } | null = null

  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', part => parts.push(part))
    request.on('end', () => {
      const path = (request.url ?? '').split('?')[0]!
      const api = APIS.find(one => one.matches(path))
      if (!api || request.method !== 'POST')
        return json(response, { object: 'list', data: [{ id: 'stub' }], models: [] })
      const body = bodyOf(Buffer.concat(parts))
      const tools = toolCalls(api)
      const name = tools.names(body).find(one => TOOL.test(one))
      asked.push(`${path}: ${tools.names(body).length} tools, ${name ?? 'no submit_text'}`)
      const result = tools.result(body)
      if (result !== null) results.push({ text: result, at: Date.now() })
      if (name === undefined || called !== null || path.includes('count_tokens'))
        return api.answer(response, body, path, { words: DONE })
      called = { name, at: Date.now() }
      tools.call(events(response), body, name, input)
      response.end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    called: () => called,
    results: () => results,
    asked,
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
