// What the gate needs to open and close surfaces for agents. Who starts a terminal is the house; whether an agent may is
// decided and recorded before any of this is called.
import type { Exit, Result } from '../../preload/contract.ts'
import type { AgentSurface } from '../surfaces/surface.ts'

/** What an agent opens. The surface's name is not among it: an agent gives an alias at most. */
export interface NewSurface {
  /** exactly one of the two; a command runs through the person's shell */
  readonly preset?: string
  readonly command?: string
  readonly alias?: string
  /** '' = none that a person gave */
  readonly workspace: string
  /** absolute, links resolved */
  readonly cwd: string
  readonly openedBy: string
}

export interface Opener {
  /** ids of what can be opened by name */
  readonly presets: readonly string[]
  /** the person's home folder, links resolved; null = there is none */
  readonly home: string | null
  /** A folder that begins with `/` or `~` as it really is: absolute, links resolved; null = there is no such folder. */
  resolveFolder(folder: string): string | null
  /** Error values: `no_such_folder`, `no_such_preset`, `no_shell`, `launch_failed`. */
  open(what: NewSurface): Promise<Result<AgentSurface>>
  /** Ends its whole process tree and takes it from the list; null = it was not there. */
  close(surface: string): Promise<Exit | null>
}
