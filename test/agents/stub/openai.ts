// The two APIs of OpenAI's kind: POST …/responses, as Codex speaks it, and POST …/chat/completions, as OpenCode does.
import { type Api, type Body, events, freshId, type Reply } from './api.ts'

const USAGE = {
  input_tokens: 1,
  output_tokens: 1,
  total_tokens: 2,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens_details: { reasoning_tokens: 0 },
}

export const responses: Api = {
  name: 'openai responses',
  matches: path => path.endsWith('/responses'),
  read(body) {
    const last = Array.isArray(body.input) ? body.input.at(-1) : null
    return {
      main: (body.tools ?? []).some((tool: Body) => /exec_command|shell/.test(tool.name ?? tool.type)),
      prompt: last?.type === 'message' && last.role === 'user' ? inputText(last) : null,
    }
  },
  answer(response, body, _path, reply) {
    const send = events(response)
    let number = 0
    const event = (type: string, rest: object) => send({ type, sequence_number: number++, ...rest }, type)
    const about = { id: freshId('resp'), object: 'response' }
    const item = itemOf(reply, body)
    event('response.created', { response: { ...about, status: 'in_progress', output: [] } })
    event('response.output_item.added', { output_index: 0, item })
    event('response.output_item.done', { output_index: 0, item })
    event('response.completed', { response: { ...about, status: 'completed', output: [item], usage: USAGE } })
    response.end()
  },
}

function inputText(item: Body): string {
  return item.content.map((part: Body) => part.text ?? '').join('')
}

function itemOf(reply: Reply, body: Body): Body {
  if ('words' in reply) {
    const content = [{ type: 'output_text', text: reply.words, annotations: [] }]
    return { type: 'message', id: freshId('m'), role: 'assistant', status: 'completed', content }
  }
  const names: string[] = body.tools.map((tool: Body) => tool.name ?? tool.type)
  const name = names.find(one => /^(exec_command|shell_command)$/.test(one)) ?? 'shell'
  const ask = { sandbox_permissions: 'require_escalated', justification: 'Do you want to create the marker?' }
  const call: Record<string, object> = {
    exec_command: { cmd: reply.shell, ...ask },
    shell_command: { command: reply.shell, ...ask },
    shell: { command: ['bash', '-lc', reply.shell] },
  }
  const args = JSON.stringify(call[name])
  return {
    type: 'function_call',
    id: freshId('fc'),
    call_id: freshId('call'),
    name,
    arguments: args,
    status: 'completed',
  }
}

export const chat: Api = {
  name: 'openai chat completions',
  matches: path => path.endsWith('/chat/completions'),
  read(body) {
    const last = body.messages?.at(-1)
    return {
      main: (body.tools ?? []).some((tool: Body) => tool.function?.name === 'bash'),
      prompt: last?.role === 'user' ? chatText(last) : null,
    }
  },
  answer(response, _body, _path, reply) {
    const send = events(response)
    const chunk = (delta: object, finish_reason: string | null) =>
      send({
        id: 'c1',
        object: 'chat.completion.chunk',
        created: 1,
        model: 'stub',
        choices: [{ index: 0, delta, finish_reason }],
      })
    if ('shell' in reply) {
      const args = JSON.stringify({ command: reply.shell, description: 'Create the marker' })
      const call = { index: 0, id: freshId('call'), type: 'function', function: { name: 'bash', arguments: args } }
      chunk({ role: 'assistant', tool_calls: [call] }, null)
      chunk({}, 'tool_calls')
    } else {
      chunk({ role: 'assistant', content: reply.words }, null)
      chunk({}, 'stop')
    }
    send('[DONE]')
    response.end()
  },
}

function chatText(message: Body): string {
  if (typeof message.content === 'string') return message.content
  return message.content.map((part: Body) => part.text ?? '').join('\n')
}
