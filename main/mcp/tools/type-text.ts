// type_text: text without Enter. Whether it is staged or inserted is the gate's to decide.
import { z } from 'zod'
import { draftRefSchema } from '../../../preload/contract.ts'
import { keyArgument, surfaceArgument } from './shapes.ts'
import { defineTool } from './tool.ts'

export const typeText = defineTool({
  name: 'type_text',
  title: 'Type text',
  description:
    'Puts text into a terminal without Enter. At level type the program does not see it: it is staged as a draft beside ' +
    'the terminal ("staged"), and a person runs, inserts, edits or discards it; do not wait for an effect, and do not ' +
    'send it again: a second call replaces your draft. At level submit it goes onto the input line ("inserted"); press ' +
    'Enter with submit_text, without text. Use submit_text instead when the text should run at once.',
  needs: 'type',
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  input: z.strictObject({
    surface: surfaceArgument,
    text: z.string().min(1).describe('the text, up to 64 KiB, with no control characters but line ends and tabs'),
    key: keyArgument,
  }),
  output: z.object({
    outcome: z.enum(['staged', 'inserted']),
    draft: draftRefSchema.optional().describe('only when staged: id@revision'),
  }),
  async run({ gate, agent, signal }, { surface, text, key }) {
    const once = key === undefined ? {} : { key }
    const sent = await gate.send(agent, { intent: 'type', surface, text, ...once, signal })
    if (sent.refused) return sent
    if (sent.outcome === 'staged') return { outcome: sent.outcome, draft: sent.draft }
    if (sent.outcome === 'inserted') return { outcome: sent.outcome }
    if (sent.outcome === 'failed') return { failed: sent.evidence }
    throw new Error(`the gate answered type with ${sent.outcome}`)
  },
})
