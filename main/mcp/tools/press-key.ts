// press_key: keys by their names. What they are and which grants they need is the gate's to say.
import { z } from 'zod'
import { keyArgument, surfaceArgument } from './shapes.ts'
import { defineTool } from './tool.ts'

export const pressKey = defineTool({
  name: 'press_key',
  title: 'Press keys',
  description:
    'Presses keys in a terminal, one after the other, without waiting between them. Needs level submit, and more by what ' +
    'the keys can do: C-c, C-d, C-z, C-\\ and Escape need the grant to interrupt; characters, Tab, arrows, PageUp and F ' +
    'keys need the grant to answer, since one key can run or approve something. Enter and editing keys (Backspace, C-u) ' +
    'pass for what you inserted yourself, or with the grant to answer. The strictest key decides, and all are refused ' +
    'together. C-s, C-q and C-v are never pressed. Names: [C-][M-][S-]key, such as Enter, C-c, S-Tab, M-x, Up, F5, a. ' +
    'To write text use type_text or submit_text. After Escape, press further keys in another call. "pressed": they went ' +
    'in; look with read_surface for what they did. "unconfirmed": Enter went in, with no sign that the line left.',
  needs: 'submit',
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  input: z.strictObject({
    surface: surfaceArgument,
    keys: z
      .array(z.string().min(1).max(100))
      .min(1)
      .max(16)
      .describe('1 to 16 keys by their names, in the order they are pressed, such as ["C-c"] or ["Down", "Enter"]'),
    key: keyArgument,
  }),
  output: z.object({ outcome: z.enum(['pressed', 'unconfirmed']) }),
  async run({ gate, agent, signal }, { surface, keys, key }) {
    const once = key === undefined ? {} : { key }
    const sent = await gate.send(agent, { intent: 'keys', surface, keys, ...once, signal })
    if (sent.refused) return sent
    if (sent.outcome === 'pressed' || sent.outcome === 'unconfirmed') return { outcome: sent.outcome }
    if (sent.outcome === 'failed') return { failed: sent.evidence }
    throw new Error(`the gate answered keys with ${sent.outcome}`)
  },
})
