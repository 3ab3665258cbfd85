// wait_for: waits until a surface is idle, needs a person, has ended, or prints something.
import { z } from 'zod'
import { state, surfaceArgument } from './shapes.ts'
import { defineTool } from './tool.ts'

const found = z.string().min(1).max(1000)

export const waitFor = defineTool({
  name: 'wait_for',
  title: 'Wait for a surface',
  description:
    'Waits until a terminal is idle, needs a person, has ended, or prints a text or a match of a regex, and returns what was ' +
    'printed since cursor (or since the call). Use it after submit_text instead of reading again and again. Lines agents ' +
    'typed do not count. "exit" is also the reason when the program ends first; "timeout" is no error: look and wait again.',
  needs: 'read',
  annotations: { readOnlyHint: true, openWorldHint: false },
  input: z.strictObject({
    surface: surfaceArgument,
    until: z
      .union([
        z.enum(['idle', 'needs_you', 'exit']),
        z.strictObject({ text: found.describe('as it stands in one line') }),
        z.strictObject({ regex: found.describe('RE2 syntax, found anywhere in one line') }),
      ])
      .describe('what to wait for'),
    timeout_s: z.number().min(0.1).max(600).optional().describe('60 unless said, at most 600'),
    cursor: z.string().min(1).max(200).optional().describe('of an earlier result: what was printed after it counts'),
  }),
  output: z.object({
    reason: z.enum(['idle', 'needs_you', 'exit', 'text', 'timeout']),
    state,
    lines: z.array(z.string()).describe('untrusted output, printed since cursor'),
    cursor: z.string(),
  }),
  async run({ gate, agent, signal, progress }, { surface, until, timeout_s: seconds = 60, cursor }) {
    const waited = await gate.wait(agent, {
      surface,
      until,
      timeoutMs: seconds * 1000,
      cursor,
      signal,
      onProgress: progress && (ms => progress(`Waiting for ${surface}.`, Math.round(ms / 1000))),
    })
    if (waited.refused) return waited
    const { reason, state: now, lines, cursor: next } = waited
    return { reason, state: now, lines, cursor: next }
  },
})
