// my_access: what the caller may do, and which rule says so. Every agent has it.
import { z } from 'zod'
import type { LimitLeft } from '../../gate/gate-api.ts'
import { listedAs } from './listed.ts'
import { ask, level, surfaceArgument } from './shapes.ts'
import { defineTool, READS } from './tool.ts'

const LISTED = '[{id, name, you, level, ask, rule, lock, why, limits}]'

export const myAccess = defineTool({
  name: 'my_access',
  title: 'My access',
  description:
    'Says what you may do on each surface you may know of, which rule or lock decides that and why, how many sends your ' +
    'limits leave, and whether sending is paused. For planning, and after a refusal, which repeating does not change.',
  needs: null,
  annotations: READS,
  input: z.strictObject({ surface: surfaceArgument.optional() }),
  output: z.object({
    /** nothing it sends is delivered until a person resumes */
    paused: z.boolean(),
    surfaces: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          you: z.boolean(),
          level,
          ask,
          rule: z.string().nullable(),
          lock: z.string().nullable(),
          why: z.string(),
          limits: z.array(
            z.object({
              rule: z.string(),
              max: z.number(),
              /** a word, or seconds */
              window: z.union([z.number(), z.string()]),
              /** what is counted together: agent, pair or surface */
              per: z.string(),
              /** absent = every send counts */
              intent: z.string().optional(),
              left: z.number(),
              retry_after_ms: z.number().optional(),
            }),
          ),
        }),
      )
      .meta(listedAs('array', LISTED)),
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
