// open_surface: a new terminal by a preset or a command. Whether it may, where, and what becomes of the prompt is the gate's.
import { z } from 'zod'
import type { Opened } from '../../gate/open.ts'
import { listedAs } from './listed.ts'
import { refused } from './refusal.ts'
import { defineTool, WRITES, whileAsked } from './tool.ts'

const prompted = z
  .union([
    z.object({ outcome: z.enum(['submitted', 'unconfirmed', 'unknown', 'failed']), evidence: z.string() }),
    z.looseObject({ code: z.string(), why: z.string() }),
  ])
  .meta(listedAs('object', '{outcome}, or {code, why} where it was not sent'))

export const openSurface = defineTool({
  name: 'open_surface',
  title: 'Open a surface',
  description:
    'Opens a new terminal, where an open rule of the policy lets you, and returns its id. A person may be asked first. Give ' +
    'preset or command. You may read what you open; sending there asks a person unless a rule says more. The prompt is ' +
    'submitted once the program is ready; "prompt" in the result says whether it was.',
  needs: null,
  opens: true,
  annotations: WRITES,
  input: z.strictObject({
    preset: z.string().min(1).max(63).optional().describe('"shell" for an interactive shell'),
    command: z.string().min(1).optional().describe('instead of preset: one line for the shell of the person'),
    name: z.string().min(1).max(64).optional().describe('an alias; the surface has its own name'),
    cwd: z.string().min(1).max(4096).optional().describe('a folder that is there, from / or ~; home unless said'),
    host: z.string().optional().describe('an ssh host'),
    prompt: z.string().min(1).optional().describe('a first text to submit there'),
  }),
  output: z.object({ surface: z.string(), prompt: prompted.optional() }),
  async run(call, given) {
    const { gate, agent, signal } = call
    const asked = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
    const opened = await gate.open(agent, { ...asked, signal, onProgress: whileAsked(call) })
    if (opened.refused) return opened
    if (opened.outcome === 'failed') return { failed: opened.evidence }
    return { surface: opened.surface, ...(opened.prompt && { prompt: shown(opened.prompt) }) }
  },
})

type Prompted = NonNullable<Extract<Opened, { outcome: 'opened' }>['prompt']>

function shown(sent: Prompted): z.input<typeof prompted> {
  if (sent.refused) return { ...refused(sent).result, code: sent.code, why: sent.why }
  const { outcome } = sent
  if (outcome === 'submitted' || outcome === 'unconfirmed' || outcome === 'unknown' || outcome === 'failed') {
    return { outcome, evidence: sent.evidence }
  }
  throw new Error(`the gate answered a first prompt with ${outcome}`)
}
