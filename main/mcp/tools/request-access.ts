// request_access: asks a person for a higher level on one surface, and waits for what they say.
import { z } from 'zod'
import { levelSchema } from '../../../preload/contract.ts'
import { surfaceArgument, words } from './shapes.ts'
import { defineTool, TELLS, whileAsked } from './tool.ts'

export const requestAccess = defineTool({
  name: 'request_access',
  title: 'Request access',
  description:
    'Asks the person for a higher level on one terminal and waits up to 2 minutes. For work that needs it more than once; a ' +
    'single send that needs a person asks by itself. Do not repeat it after a refusal.',
  needs: 'read',
  changesPolicy: true,
  annotations: TELLS,
  input: z.strictObject({
    surface: surfaceArgument,
    level: z.enum(['read', 'type', 'submit']).describe('what you need'),
    minutes: z.int().min(1).max(1440).optional().describe('how long you need it, 1 to 1440'),
    why: words(200).describe('for the person: one line of up to 200 characters'),
  }),
  output: z.object({
    granted: levelSchema,
    until: z.string().optional().describe('ISO time; absent: no end'),
  }),
  async run(call, { surface, level, minutes, why }) {
    const { gate, agent, signal } = call
    const asked = { surface, level, minutes, why, signal, onProgress: whileAsked(call) }
    const done = await gate.requestAccess(agent, asked)
    if (done.refused) return done
    const { granted, until } = done
    return { granted, ...(until === undefined ? {} : { until }) }
  },
})
