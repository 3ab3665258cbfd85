// notify_person: a few words to the person. They are shown as the agent's own.
import { z } from 'zod'
import { surfaceArgument, words } from './shapes.ts'
import { defineTool, TELLS } from './tool.ts'

export const notifyPerson = defineTool({
  name: 'notify_person',
  title: 'Notify the person',
  description:
    'Shows the person a short note as your words, such as that long work is done. No answer comes back. To be allowed ' +
    'something use request_access.',
  needs: null,
  annotations: TELLS,
  input: z.strictObject({
    title: words(80).describe('up to 80 characters'),
    body: words(200).describe('one line of up to 200 characters'),
    surface: surfaceArgument.optional().describe('what it is about'),
  }),
  output: z.object({ shown: z.boolean() }),
  async run({ gate, agent }, notification) {
    const shown = await gate.notify(agent, notification)
    return shown.refused ? shown : { shown: true }
  },
})
