// Completion of arguments that name a surface: in prompts by its name, in the screen's address by its id. Only surfaces the
// agent may know of are suggested; whatever else is asked about completes to nothing.
import type { CompleteResult } from '@modelcontextprotocol/server'
import type { AgentGate } from '../gate/gate-api.ts'
import type { Agent } from '../gate/model.ts'
import type { CompleteParams } from './params.ts'
import { PROMPT_NAMES } from './prompts.ts'
import { TEMPLATES } from './resources.ts'

/** Values in one answer, by the protocol. */
const MOST = 100

export function complete(gate: AgentGate, agent: Agent, { ref, argument }: CompleteParams): CompleteResult {
  const all = candidates(gate, agent, ref, argument.name)
  const begun = argument.value.toLowerCase()
  const values = all.filter(value => value.toLowerCase().startsWith(begun))
  const completion = { values: values.slice(0, MOST), total: values.length, hasMore: values.length > MOST }
  return { completion }
}

function candidates(gate: AgentGate, agent: Agent, ref: CompleteParams['ref'], argument: string): string[] {
  if (ref.type === 'ref/prompt' && PROMPT_NAMES.includes(ref.name) && argument === 'surface')
    return [...new Set(gate.list(agent).map(({ name }) => name))]
  const isScreen = ref.type === 'ref/resource' && TEMPLATES.some(({ uriTemplate }) => uriTemplate === ref.uri)
  if (!isScreen || argument !== 'id') return []
  return gate
    .list(agent)
    .filter(({ level }) => level !== 'none')
    .map(({ id }) => id)
}
