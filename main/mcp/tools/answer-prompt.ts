// answer_prompt: one answer to what a program asks. What the choice is, and whether it still asks, is the gate's to say.
import { z } from 'zod'
import { keyArgument, surfaceArgument } from './shapes.ts'
import { broken, defineTool, WRITES, whileAsked } from './tool.ts'

export const answerPrompt = defineTool({
  name: 'answer_prompt',
  title: 'Answer a prompt',
  description:
    'Answers a question that a program asks now, with one key (1, y, Enter, Down) or, where it reads lines, a line and ' +
    'Enter. Look first with read_surface. Needs level submit and the grant to answer. A program that acts on single keys ' +
    'may take the first character of a line for the answer.',
  needs: 'submit',
  annotations: WRITES,
  input: z.strictObject({
    surface: surfaceArgument,
    dialog: z.string().min(1).max(200).optional().describe('state.dialog.id: this question and no later one'),
    choice: z.string().min(1).max(1000).describe('one key by its name, or a line'),
    key: keyArgument,
  }),
  output: z.object({ outcome: z.enum(['pressed', 'submitted', 'unconfirmed']) }),
  async run(call, { surface, dialog, choice, key }) {
    const { gate, agent, signal } = call
    const named = dialog === undefined ? {} : { dialog }
    const once = key === undefined ? {} : { key }
    const what = { intent: 'answer', surface, choice, ...named, ...once } as const
    const sent = await gate.send(agent, { ...what, signal, onProgress: whileAsked(call) })
    if (sent.refused) return sent
    if (sent.outcome === 'failed' || sent.outcome === 'unknown') return broken(sent)
    if (sent.outcome === 'staged' || sent.outcome === 'inserted') {
      throw new Error(`the gate answered an answer with ${sent.outcome}`)
    }
    return { outcome: sent.outcome }
  },
})
