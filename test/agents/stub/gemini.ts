// …:generateContent and …:streamGenerateContent, as Gemini CLI speaks them.
import { type Api, type Body, events, json } from './api.ts'

export const gemini: Api = {
  name: 'gemini generateContent',
  matches: path => /generateContent/i.test(path),
  read(body) {
    const last = (body.contents ?? []).findLast((content: Body) => content.role === 'user')
    const names = (body.tools ?? []).flatMap((tool: Body) => tool.functionDeclarations ?? []).map((f: Body) => f.name)
    return {
      main: names.includes('run_shell_command'),
      prompt: last && !isResult(last) ? textOf(last) : null,
    }
  },
  answer(response, body, path, reply) {
    const wantsJson = body.generationConfig?.responseMimeType === 'application/json'
    const decision = { reasoning: 'x', next_speaker: 'user', model_choice: 'flash', complexity_reasoning: 'x' }
    const words = 'words' in reply ? reply.words : ''
    const args = { command: 'shell' in reply ? reply.shell : '', description: 'Create the marker' }
    const spoken = 'shell' in reply ? { functionCall: { name: 'run_shell_command', args } } : { text: words }
    const part = wantsJson ? { text: JSON.stringify({ ...decision, complexity_score: 10 }) } : spoken
    const result = {
      candidates: [{ content: { role: 'model', parts: [part] }, finishReason: 'STOP', index: 0 }],
      usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
    }
    if (!path.includes('stream')) return json(response, result)
    events(response)(result)
    response.end()
  },
}

function isResult(content: Body): boolean {
  return content.parts.some((part: Body) => part.functionResponse)
}

/** The person's own words: the first turn comes with a description of the folder before them. */
function textOf(content: Body): string {
  const texts = content.parts.map((part: Body) => part.text ?? '')
  return texts.filter((text: string) => !text.trimStart().startsWith('<session_context>')).join('')
}
