// wait_for: waits until a surface is idle, needs a person, has ended, or prints something.
import { z } from 'zod'
import { REASONS, seconds, state, surfaceArgument, until } from './shapes.ts'
import { defineTool, READS } from './tool.ts'

export const waitFor = defineTool({
  name: 'wait_for',
  title: 'Wait for a surface',
  description:
    'Waits until a terminal is idle, needs a person, has ended, or prints a text or a match, and returns what was printed ' +
    'since cursor (or the call). Use it instead of reading again and again. "idle" is known only where the program says so, ' +
    'as shells do at their prompt; elsewhere wait for a text. Lines agents typed do not count. "exit" also when the program ' +
    'ends first; "timeout" is no error: look, and wait again.',
  needs: 'read',
  annotations: READS,
  input: z.strictObject({
    surface: surfaceArgument,
    until: until.describe('a text or regex (RE2) is found within one line'),
    timeout_s: seconds,
    cursor: z.string().min(1).max(200).optional().describe('of an earlier result: lines since then count too'),
  }),
  output: z.object({ reason: z.enum(REASONS), state, lines: z.array(z.string()), cursor: z.string() }),
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
