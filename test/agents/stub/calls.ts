// What the stub's APIs need besides: an answer that calls a tool of an MCP server, and the result that comes back of it.
import { type Api, type Body, type events, freshId } from './api.ts'

export interface ToolCalls {
  /** the tools a request offers, in the agent's own spelling */
  names(body: Body): string[]
  /** Answers with one call of the tool `name`. */
  call(send: Send, body: Body, name: string, input: object): void
  /** what a request that goes on after a tool says came of it, as JSON text; null = it goes on after none */
  result(body: Body): string | null
}

type Send = ReturnType<typeof events>

const anthropic: ToolCalls = {
  names: body => (body.tools ?? []).map((tool: Body) => tool.name),
  call(send, body, name, input) {
    const event = (type: string, rest: object) => send({ type, ...rest }, type)
    const message = { id: freshId('msg'), type: 'message', role: 'assistant', model: body.model, content: [] }
    const usage = { input_tokens: 1, output_tokens: 1 }
    event('message_start', { message: { ...message, stop_reason: null, stop_sequence: null, usage } })
    const content_block = { type: 'tool_use', id: freshId('toolu'), name, input: {} }
    event('content_block_start', { index: 0, content_block })
    const delta = { type: 'input_json_delta', partial_json: JSON.stringify(input) }
    event('content_block_delta', { index: 0, delta })
    event('content_block_stop', { index: 0 })
    event('message_delta', { delta: { stop_reason: 'tool_use', stop_sequence: null }, usage: { output_tokens: 1 } })
    event('message_stop', {})
  },
  result(body) {
    // Newer versions put words of their own after it.
    const content = body.messages?.findLast((message: Body) => message.role === 'user')?.content
    return text(Array.isArray(content) && content.find((block: Body) => block.type === 'tool_result')?.content)
  },
}

/** A server's tools stand in a namespace of their own, or beside all others. */
const responses: ToolCalls = {
  names: body =>
    (body.tools ?? []).flatMap((tool: Body) =>
      tool.type === 'namespace' ? tool.tools.map((one: Body) => `${tool.name}/${one.name}`) : [tool.name ?? tool.type],
    ),
  call(send, _body, name, input) {
    const event = (type: string, rest: object) => send({ type, ...rest }, type)
    const [last, namespace] = name.split('/').reverse()
    const item = {
      type: 'function_call',
      id: freshId('fc'),
      call_id: freshId('call'),
      name: last,
      ...(namespace && { namespace }),
      arguments: JSON.stringify(input),
      status: 'completed',
    }
    const response = { id: freshId('resp'), object: 'response' }
    event('response.created', { response: { ...response, status: 'in_progress', output: [] } })
    event('response.output_item.added', { output_index: 0, item })
    event('response.output_item.done', { output_index: 0, item })
    const details = { input_tokens_details: { cached_tokens: 0 }, output_tokens_details: { reasoning_tokens: 0 } }
    const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2, ...details }
    event('response.completed', { response: { ...response, status: 'completed', output: [item], usage } })
  },
  result(body) {
    const last = Array.isArray(body.input) ? body.input.at(-1) : null
    return text(last?.type === 'function_call_output' && last.output)
  },
}

const chat: ToolCalls = {
  names: body => (body.tools ?? []).map((tool: Body) => tool.function?.name),
  call(send, _body, name, input) {
    const about = { id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'stub' }
    const chunk = (delta: object, finish_reason: string | null) =>
      send({ ...about, choices: [{ index: 0, delta, finish_reason }] })
    const call = { index: 0, id: freshId('call'), type: 'function' }
    chunk({ role: 'assistant', tool_calls: [{ ...call, function: { name, arguments: JSON.stringify(input) } }] }, null)
    chunk({}, 'tool_calls')
    send('[DONE]')
  },
  result(body) {
    const last = body.messages?.at(-1)
    return text(last?.role === 'tool' && last.content)
  },
}

const gemini: ToolCalls = {
  names: body =>
    (body.tools ?? []).flatMap((tool: Body) => tool.functionDeclarations ?? []).map((one: Body) => one.name),
  call(send, _body, name, args) {
    const content = { role: 'model', parts: [{ functionCall: { name, args } }] }
    const usageMetadata = { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 }
    send({ candidates: [{ content, finishReason: 'STOP', index: 0 }], usageMetadata })
  },
  result(body) {
    const parts = body.contents?.at(-1)?.parts ?? []
    return text(parts.find((part: Body) => part.functionResponse)?.functionResponse.response)
  },
}

const CALLS: Readonly<Record<Api['name'], ToolCalls>> = {
  'anthropic messages': anthropic,
  'openai responses': responses,
  'openai chat completions': chat,
  'gemini generateContent': gemini,
}

export function toolCalls(api: Api): ToolCalls {
  const found = CALLS[api.name]
  if (!found) throw new Error(`the stub calls no tools by ${api.name}`)
  return found
}

/** Agents put a tool's JSON into strings of JSON, one in the other: without the backslashes they read alike. */
function text(value: unknown): string | null {
  return value ? JSON.stringify(value).replaceAll(/\\+(?:n\b)?/g, '') : null
}
