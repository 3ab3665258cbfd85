// submit_text: text and Enter, a draft and Enter, or Enter alone for what the caller has inserted; then, where that is
// wanted, a wait for what comes of it.
import { z } from 'zod'
import { listedAs } from './listed.ts'
import { draftArgument, keyArgument, REASONS, seconds, surfaceArgument, until } from './shapes.ts'
import { broken, changed, defineTool, WRITES, whileAsked } from './tool.ts'

const input = z
  .strictObject({
    surface: surfaceArgument,
    text: z.string().min(1).optional().describe('up to 64 KiB'),
    draft: draftArgument.optional().describe('instead of text, as id@revision'),
    wait: z
      .strictObject({ until, timeout_s: seconds })
      .optional()
      .describe('then wait and return what was printed, as wait_for does'),
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
    'Sends text to the program in a terminal and presses Enter, so it runs. Needs submit as level or ask. Give text, ' +
    'or draft for a staged one, or neither to press Enter on what you inserted. A question of the program is for ' +
    'answer_prompt. A person may be asked first, up to 2 minutes. "unconfirmed": Enter went in with no sign that the ' +
    'line left; "unknown": it may have gone in; look, and do not send again. The output comes only with wait, or later by ' +
    'read_surface.',
  needs: 'submit',
  annotations: WRITES,
  input,
  output: z.object({
    outcome: z.enum(['submitted', 'unconfirmed']),
    edited: z.boolean().optional(),
    wait: z
      .object({ reason: z.enum(REASONS), lines: z.array(z.string()), cursor: z.string() })
      .optional()
      .meta(listedAs('object')),
  }),
  async run(call, { surface, text, draft, wait, key }) {
    const { gate, agent, signal, progress } = call
    const what = { ...(text !== undefined && { text }), ...(draft !== undefined && { draft }) }
    const once = key === undefined ? {} : { key }
    const sent = await gate.send(agent, {
      ...{ intent: 'submit', surface, ...what, ...once, signal, onProgress: whileAsked(call) },
      ...(wait && {
        wait: {
          until: wait.until,
          timeoutMs: (wait.timeout_s ?? 60) * 1000,
          onProgress: progress && (ms => progress(`Waiting for ${surface}.`, Math.round(ms / 1000))),
        },
      }),
    })
    if (sent.refused) return sent
    if (sent.outcome === 'failed' || sent.outcome === 'unknown') return broken(sent)
    if (sent.outcome !== 'submitted' && sent.outcome !== 'unconfirmed') {
      throw new Error(`the gate answered submit with ${sent.outcome}`)
    }
    const { outcome, wait: waited } = sent
    return { outcome, ...changed(sent), ...(waited && { wait: waited }) }
  },
})
