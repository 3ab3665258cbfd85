// What scripts/test-agents.mjs was asked for.
import { AGENTS, type Agent } from './agents.ts'

const wanted = (process.env['GATEHOUSE_AGENTS_ONLY'] ?? '').split(',').filter(Boolean)

/** The agents to run, in order. */
export const agents: readonly Agent[] = AGENTS.filter(({ id }) => wanted.length === 0 || wanted.includes(id))

/** Submits per agent and way. */
export const count = Number(process.env['GATEHOUSE_AGENTS_COUNT'] ?? 20)

/** Write down every byte also where that is not the proof: to look into a loss. */
export const tap = process.env['GATEHOUSE_AGENTS_TAP'] === '1'
