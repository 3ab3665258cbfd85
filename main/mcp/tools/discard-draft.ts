// discard_draft: throws away a draft of the caller's own.
import { z } from 'zod'
import { draftArgument } from './shapes.ts'
import { defineTool, TELLS } from './tool.ts'

export const discardDraft = defineTool({
  name: 'discard_draft',
  title: 'Discard a draft',
  description:
    'Throws away a draft you staged; to change one, type_text replaces it. "draft_changed": it is not yours, was changed or ' +
    'released by a person, or is gone.',
  needs: 'type',
  annotations: TELLS,
  input: z.strictObject({ draft: draftArgument }),
  output: z.object({ outcome: z.literal('discarded') }),
  async run({ gate, agent }, { draft }) {
    const done = await gate.discard(agent, draft)
    return done.refused ? done : { outcome: done.outcome }
  },
})
