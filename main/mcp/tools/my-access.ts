// my_access: what the caller may do, and which rule says so. Every agent has it.
import { z } from 'zod'
import type { LimitLeft } from '../../gate/gate-api.ts'
import { ask, level, surfaceArgument } from './shapes.ts'
import { defineTool } from './tool.ts'

export const myAccess = defineTool({
  name: 'my_access',
  title: 'My access',
  description:
    'Says what you may do on each surface you may know of, which rule or lock decides it and why, how many sends your ' +
    'limits leave, and whether sending is paused. Use it after a refusal, or to plan; a refusal does not go away by asking again.',
  needs: null,
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: z.strictObject({ surface: surfaceArgument.optional() }),
  output: z.object({
    paused: z.boolean().describe('nothing any agent sends is delivered until a person resumes'),
    surfaces: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        level,
        ask,
        rule: z.string().nullable(),
        lock: z.string().nullable(),
        why: z.string(),
        limits: z
          .array(
            z.object({
              rule: z.string(),
              max: z.number(),
              window: z.union([z.number(), z.string()]).describe('a word, or seconds'),
              per: z.string().describe('what is counted together: agent, pair or surface'),
              intent: z.string().optional().describe('absent = every send counts'),
              left: z.number(),
              retry_after_ms: z.number().optional(),
            }),
          )
          .describe('how many sends are left now, by every limit that counts for you there'),
      }),
    ),
  }),
  async run({ gate, agent }, { surface }) {
    const access = gate.access(agent, surface)
    if (access.refused) return access
    const surfaces = access.surfaces.map(one => ({ ...one, limits: one.limits.map(named) }))
    return { paused: access.paused, surfaces }
  },
})

function named({ retryAfterMs, ...rest }: LimitLeft) {
  return retryAfterMs === undefined ? rest : { ...rest, retry_after_ms: retryAfterMs }
}
