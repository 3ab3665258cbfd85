// show_surface: points a person at a surface. It moves nothing.
import { z } from 'zod'
import { surfaceArgument, words } from './shapes.ts'
import { defineTool, TELLS } from './tool.ts'

export const showSurface = defineTool({
  name: 'show_surface',
  title: 'Show a surface',
  description: 'Points the person at a terminal: a badge with your reason, to click when they like. It moves nothing.',
  needs: 'read',
  annotations: TELLS,
  input: z.strictObject({
    surface: surfaceArgument,
    why: words(200).describe('one line of up to 200 characters'),
  }),
  output: z.object({ shown: z.boolean() }),
  async run({ gate, agent }, { surface, why }) {
    const shown = await gate.show(agent, { surface, why })
    return shown.refused ? shown : { shown: true }
  },
})
