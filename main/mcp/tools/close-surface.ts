// close_surface: ends a terminal that the caller opened, with everything that runs in it, or lets go of what it adopted.
import { z } from 'zod'
import { listedAs } from './listed.ts'
import { surfaceArgument } from './shapes.ts'
import { defineTool, WRITES, whileAsked } from './tool.ts'

export const closeSurface = defineTool({
  name: 'close_surface',
  title: 'Close a surface',
  description:
    'Closes a terminal that you opened with open_surface, and ends every program in it. No other can be closed. What you ' +
    'adopted from tmux is let go of instead: "let_go" is true, and its program lives on.',
  needs: null,
  opens: true,
  annotations: WRITES,
  input: z.strictObject({ surface: surfaceArgument }),
  output: z.object({
    exit: z
      .object({ code: z.number().nullable(), signal: z.string().nullable() })
      .nullable()
      .meta(listedAs(['object', 'null'])),
    let_go: z.boolean().optional(),
  }),
  async run(call, { surface }) {
    const { gate, agent, signal } = call
    const closed = await gate.close(agent, { surface, signal, onProgress: whileAsked(call) })
    if (closed.refused) return closed
    if (closed.outcome === 'let_go') return { exit: null, let_go: true }
    return closed.outcome === 'failed' ? { failed: closed.evidence } : { exit: closed.exit }
  },
})
