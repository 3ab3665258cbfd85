// my_access: what the caller may do, and which rule says so. Every agent has it.
import { z } from 'zod'
import { ask, level, surfaceArgument } from './shapes.ts'
import { defineTool } from './tool.ts'

export const myAccess = defineTool({
  name: 'my_access',
  title: 'My access',
  description:
    'Says what you may do on each surface you may know of, which rule or lock decides it and why, and whether sending is ' +
    'paused. Use it after a refusal, or to plan; a refusal does not go away by asking again.',
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
      }),
    ),
  }),
  async run({ gate, agent }, { surface }) {
    const access = gate.access(agent, surface)
    return access.refused ? access : { paused: access.paused, surfaces: [...access.surfaces] }
  },
})
