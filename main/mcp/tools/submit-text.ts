// submit_text: text and Enter, a draft and Enter, or Enter alone for what the caller has inserted.
import { z } from 'zod'
import { draftRefSchema } from '../../../preload/contract.ts'
import { keyArgument, surfaceArgument } from './shapes.ts'
import { defineTool } from './tool.ts'

const input = z
  .strictObject({
    surface: surfaceArgument,
    text: z
      .string()
      .min(1)
      .optional()
      .describe('the text to send with Enter; leave it out to press Enter on what you inserted with type_text'),
    draft: draftRefSchema.optional().describe('a staged draft to send instead of text, as id@revision, like d_ab12@1'),
    key: keyArgument,
  })
  .check(context => {
    const { text, draft } = context.value
    if (text === undefined || draft === undefined) return
    const message = 'Give "text" or "draft", not both.'
    context.issues.push({ code: 'custom', path: ['draft'], message, input: draft })
  })

export const submitText = defineTool({
  name: 'submit_text',
  title: 'Submit text',
  description:
    'Sends text to the program in a terminal and presses Enter, so it runs. Needs level submit; where a person would ' +
    'have to agree and nobody can, it is refused. Give text, or draft to send a staged one, or neither to press Enter on ' +
    'what you inserted yourself. "submitted": the line was seen to leave. "unconfirmed": Enter went in, but no sign of ' +
    'it; look with read_surface, and do not send again. The answer does not hold the output: read it with read_surface.',
  needs: 'submit',
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  input,
  output: z.object({ outcome: z.enum(['submitted', 'unconfirmed']) }),
  async run({ gate, agent, signal }, { surface, text, draft, key }) {
    const what = { ...(text !== undefined && { text }), ...(draft !== undefined && { draft }) }
    const once = key === undefined ? {} : { key }
    const sent = await gate.send(agent, { intent: 'submit', surface, ...what, ...once, signal })
    if (sent.refused) return sent
    if (sent.outcome === 'submitted' || sent.outcome === 'unconfirmed') return { outcome: sent.outcome }
    if (sent.outcome === 'failed') return { failed: sent.evidence }
    throw new Error(`the gate answered submit with ${sent.outcome}`)
  },
})
