// send_many: several sends in one call. Each passes the gate by itself, and each has its own result.
import { z } from 'zod'
import type { OneResult } from '../../gate/send-many.ts'
import { listedAs } from './listed.ts'
import { named } from './refusal.ts'
import { changed, defineTool, WRITES, whileAsked } from './tool.ts'

const OUTCOMES = ['staged', 'inserted', 'submitted', 'unconfirmed', 'unknown', 'failed', 'not_tried'] as const
const one = z.looseObject({ outcome: z.enum(OUTCOMES).optional() })

export const sendMany = defineTool({
  name: 'send_many',
  title: 'Send to many',
  description:
    'Sends texts to several terminals, each as type_text or (submit true) submit_text would. ' +
    'Each has its result, in order: {outcome, draft?} or a refusal {code, why}. One at most waits for a person; others that ' +
    'need one are refused as "ask_limit": send those by themselves.',
  needs: 'type',
  annotations: WRITES,
  input: z.strictObject({
    sends: z
      .array(z.strictObject({ surface: z.string().min(1).max(200), text: z.string().min(1), submit: z.boolean() }))
      .min(1)
      .max(50)
      .describe('1 to 50, in order'),
    stop_on_error: z.boolean().optional().describe('after a refusal or failure the rest is "not_tried"'),
  }),
  output: z.object({ results: z.array(one).meta(listedAs('array', 'in order')) }),
  async run(call, { sends, stop_on_error: stopOnError }) {
    const { gate, agent, signal } = call
    const sent = await gate.sendMany(agent, { sends, stopOnError, signal, onProgress: whileAsked(call) })
    return sent.refused ? sent : { results: sent.results.map(show) }
  },
})

function show(result: OneResult): z.input<typeof one> {
  if (result.refused) return named(result)
  const { outcome } = result
  if (outcome === 'pressed') throw new Error('the gate answered a text with pressed')
  if (outcome === 'not_tried') return { outcome }
  if (outcome === 'failed' || outcome === 'unknown') return { outcome, evidence: result.evidence }
  return { outcome, ...(outcome === 'staged' && { draft: result.draft }), ...changed(result) }
}
