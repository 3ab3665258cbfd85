// POST /v1/messages, as Claude Code speaks it.
import { type Api, type Body, events, freshId, json, type Reply } from './api.ts'

export const anthropic: Api = {
  name: 'anthropic messages',
  matches: path => path.startsWith('/v1/messages'),
  read(body) {
    const tools: Body[] = body.tools ?? []
    const last = (body.messages ?? []).findLast((message: Body) => message.role === 'user')
    return {
      main: tools.some(tool => tool.name === 'Bash'),
      prompt: last ? promptOf(last) : null,
    }
  },
  answer(response, body, path, reply) {
    if (path.includes('count_tokens')) return json(response, { input_tokens: 10 })
    const block = blockOf(reply)
    const stop_reason = 'shell' in reply ? 'tool_use' : 'end_turn'
    const message = { id: freshId('msg'), type: 'message', role: 'assistant', model: body.model, stop_sequence: null }
    const usage = { input_tokens: 1, output_tokens: 1 }
    if (!body.stream) return json(response, { ...message, content: [block], stop_reason, usage })
    const send = events(response)
    const event = (type: string, rest: object) => send({ type, ...rest }, type)
    event('message_start', { message: { ...message, content: [], stop_reason: null, usage } })
    const tool = block.type === 'tool_use'
    event('content_block_start', { index: 0, content_block: tool ? { ...block, input: {} } : { ...block, text: '' } })
    const delta = tool
      ? { type: 'input_json_delta', partial_json: JSON.stringify(block.input) }
      : { type: 'text_delta', text: block.text }
    event('content_block_delta', { index: 0, delta })
    event('content_block_stop', { index: 0 })
    event('message_delta', { delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 1 } })
    event('message_stop', {})
    response.end()
  },
}

function blockOf(reply: Reply): Body {
  if ('words' in reply) return { type: 'text', text: reply.words }
  return {
    type: 'tool_use',
    id: freshId('toolu'),
    name: 'Bash',
    input: { command: reply.shell, description: 'Create the marker' },
  }
}

/**
 * The person's own words: what the program puts before them as a reminder is not. After a turn that was broken off they
 * stand in one message with the result of its tool.
 */
function promptOf({ content }: Body): string | null {
  if (typeof content === 'string') return content
  const texts = content.filter((block: Body) => block.type === 'text').map((block: Body) => block.text)
  const own = texts.filter((text: string) => !/^(<system-reminder>|\[Request interrupted)/.test(text))
  const isResult = content.some((block: Body) => block.type === 'tool_result')
  return isResult && own.length === 0 ? null : own.join('\n')
}
