// Which programs have called with which agent's token. A token that turns up in another program may have been copied; what
// follows from that is not decided here.
import { agentIdSchema } from '../../preload/contract.ts'
import type { ProgramsFile } from '../store/programs-file.ts'

/** More than a person would ever give one token; the oldest is forgotten first. */
const MOST_PROGRAMS = 16

export interface Programs {
  /**
   * `program` as the caller's process has it (without its version). `first`: none had called for this agent yet, and this one
   * is remembered. `other`: others had, and it is not remembered until it is accepted. An agent inside a surface, whose
   * token never leaves its run, is always the `same`.
   */
  seen(agent: string, program: string): 'first' | 'same' | 'other'
  /** From now on this program is one of the agent's. */
  accept(agent: string, program: string): void
  /** The agent was revoked, or has a new token. */
  forget(agent: string): void
}

export function createPrograms(file: Pick<ProgramsFile, 'left' | 'save'>): Programs {
  const known = new Map(Object.entries(file.left))

  function accept(agent: string, program: string): void {
    const before = known.get(agent) ?? []
    if (before.includes(program)) return
    known.set(agent, [...before, program].slice(-MOST_PROGRAMS))
    file.save(Object.fromEntries(known))
  }

  return {
    seen(agent, program) {
      if (!agentIdSchema.safeParse(agent).success) return 'same'
      const programs = known.get(agent)
      if (programs?.includes(program)) return 'same'
      if (programs && programs.length > 0) return 'other'
      accept(agent, program)
      return 'first'
    },
    accept,
    forget(agent) {
      if (known.delete(agent)) file.save(Object.fromEntries(known))
    },
  }
}
