// What a person's answer may change beside the one send: rules and locks. The gate asks for it; who writes the policy
// file is the house.
import type { Level, Result } from '../../preload/contract.ts'
import type { AgentFacts } from '../policy/model.ts'

type Nothing = Record<string, never>

export interface Allowance {
  readonly agent: AgentFacts
  /** a surface's id */
  readonly surface: string
  readonly level: Level
  /** null = without an end */
  readonly minutes: number | null
  /** sub-grants that were asked about */
  readonly parts: readonly ('answer' | 'interrupt' | 'secret')[]
}

/** There is somebody to ask. Nothing here throws; each resolves once the change is in force. */
export interface People {
  /** the policy is managed: no rule and no lock can be written */
  readonly managed: boolean
  allow(what: Allowance): Promise<Result<Nothing>>
  /** Locks the agent to reading on the surface, or to nothing anywhere where none is named. */
  block(agent: string, surface: string | null, reason: string | null): Promise<Result<Nothing>>
  /** What a new agent starts with on any surface. */
  start(agent: string, level: Level, ask: Level | null): Promise<Result<Nothing>>
}
