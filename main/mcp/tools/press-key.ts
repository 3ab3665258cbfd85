// press_key: keys by their names. What they are and which grants they need is the gate's to say.
import { z } from 'zod'
import { keyArgument, surfaceArgument } from './shapes.ts'
import { broken, defineTool, WRITES, whileAsked } from './tool.ts'

export const pressKey = defineTool({
  name: 'press_key',
  title: 'Press keys',
  description:
    'Presses keys in a terminal. Needs level submit, and by key: C-c, C-d, C-z, C-\\ and Escape the grant to ' +
    'interrupt; characters, Tab, arrows, PageUp and F keys the grant to answer, since one key can approve something. ' +
    'Enter and editing keys pass for what you inserted. C-s, C-q and C-v are never pressed. Escape goes last in a ' +
    'call: it makes Meta of the key after it. Then look with read_surface.',
  needs: 'submit',
  annotations: WRITES,
  input: z.strictObject({
    surface: surfaceArgument,
    keys: z
      .array(z.string().min(1).max(100))
      .min(1)
      .max(16)
      .describe('1 to 16 of [C-][M-][S-]key in order, such as ["C-c"], ["Down", "Enter"], ["S-Tab"], ["M-x"], ["F5"]'),
    key: keyArgument,
  }),
  output: z.object({ outcome: z.enum(['pressed', 'unconfirmed']) }),
  async run(call, { surface, keys, key }) {
    const { gate, agent, signal } = call
    const once = key === undefined ? {} : { key }
    const request = { intent: 'keys', surface, keys, ...once, signal, onProgress: whileAsked(call) } as const
    const sent = await gate.send(agent, request)
    if (sent.refused) return sent
    if (sent.outcome === 'pressed' || sent.outcome === 'unconfirmed') return { outcome: sent.outcome }
    if (sent.outcome === 'failed' || sent.outcome === 'unknown') return broken(sent)
    throw new Error(`the gate answered keys with ${sent.outcome}`)
  },
})
