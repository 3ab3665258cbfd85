// Subcommands that are planned and not built: they say so, instead of being taken for a typing mistake.
import { type Io, USAGE } from './io.ts'

export function notYet(io: Io, command: string): number {
  io.err(`gatehouse ${command}: not available yet in version ${io.version}.\n`)
  return USAGE
}
