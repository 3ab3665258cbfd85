// programs.json: which programs have called with which agent's token, kept across restarts; never a token. What a program
// that is not among them may do is the gate's.
import { z } from 'zod'
import { agentIdSchema } from '../../preload/contract.ts'
import { type Kept, openKept } from './kept.ts'

const shape = z.strictObject({
  version: z.literal(1),
  agents: z.record(agentIdSchema, z.array(z.string().min(1).max(4096)).max(100)),
})

/** By agent id, the latest accepted last. */
export type KnownPrograms = Readonly<Record<string, readonly string[]>>

export interface ProgramsFile extends Omit<Kept<never>, 'left' | 'save'> {
  readonly left: KnownPrograms
  /** These are all that are known now. */
  save(programs: KnownPrograms): void
}

/** Opens `file`; one that is not there yet, or cannot be understood, means that no program is known. */
export async function openProgramsFile(file: string, warn?: (message: string) => void): Promise<ProgramsFile> {
  const kept = await openKept(file, { shape, what: 'Programs that agents called from', warn })
  return {
    left: kept.left?.agents ?? {},
    why: kept.why,
    save(programs) {
      const agents = Object.fromEntries(Object.entries(programs).map(([agent, known]) => [agent, [...known]]))
      kept.save({ version: 1, agents })
    },
    close: kept.close,
  }
}
