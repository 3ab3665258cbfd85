// type_text: text without Enter. Whether it is staged or inserted is the gate's to decide.
import { z } from 'zod'
import { draftRefSchema } from '../../../preload/contract.ts'
import { keyArgument, surfaceArgument } from './shapes.ts'
import { broken, changed, defineTool, WRITES, whileAsked } from './tool.ts'

export const typeText = defineTool({
  name: 'type_text',
  title: 'Type text',
  description:
    'Puts text into a terminal without Enter. At level type the program does not see it: it is "staged" as a draft, which a ' +
    'person may run, edit or discard, perhaps much later: go on, do not wait. Typing again replaces your draft there. At ' +
    'level submit, and at a shell prompt where a rule says so, it is "inserted" on the input line; submit_text without ' +
    'text presses Enter.',
  needs: 'type',
  annotations: WRITES,
  input: z.strictObject({
    surface: surfaceArgument,
    text: z.string().min(1).describe('up to 64 KiB'),
    key: keyArgument,
  }),
  output: z.object({
    outcome: z.enum(['staged', 'inserted']),
    draft: draftRefSchema.optional().describe('when staged'),
    edited: z.boolean().optional(),
  }),
  async run(call, { surface, text, key }) {
    const { gate, agent, signal } = call
    const once = key === undefined ? {} : { key }
    const request = { intent: 'type', surface, text, ...once, signal, onProgress: whileAsked(call) } as const
    const sent = await gate.send(agent, request)
    if (sent.refused) return sent
    if (sent.outcome === 'staged') return { outcome: sent.outcome, draft: sent.draft, ...changed(sent) }
    if (sent.outcome === 'inserted') return { outcome: sent.outcome, ...changed(sent) }
    if (sent.outcome === 'failed' || sent.outcome === 'unknown') return broken(sent)
    throw new Error(`the gate answered type with ${sent.outcome}`)
  },
})
