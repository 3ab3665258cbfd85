// What the gate needs to open and close surfaces for agents. Who starts a terminal is the house; whether an agent may is
// decided and recorded before any of this is called.
import type { Exit, Result, TmuxPlace } from '../../preload/contract.ts'
import type { AgentSurface } from '../surfaces/surface.ts'

/** A pane of tmux in which something runs already, as it was when it was looked up. Its words are tmux's and programs' own. */
export interface FoundPane {
  readonly place: TmuxPlace
  readonly session: string
  readonly window: string
  /** `%37`: means this one alone while its server runs */
  readonly pane: string
  /** the process that was started in it; null = not known */
  readonly pid: number | null
  readonly command: string
  readonly cwd: string
  /** the surface that it is already; null = none */
  readonly surface: string | null
}

/** What an agent opens. The surface's name is not among it: an agent gives an alias at most. */
export interface NewSurface {
  /** exactly one of the three; a command runs through the person's shell, a pane is taken up as it runs */
  readonly preset?: string
  readonly command?: string
  readonly pane?: FoundPane
  readonly alias?: string
  /** '' = none that a person gave */
  readonly workspace: string
  /** another computer, where it is one: its folder is as it was asked for, '' = the home folder there */
  readonly host?: string
  /** absolute, links resolved; of a pane what it says of itself */
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
  /**
   * Every pane in which a program runs, of each tmux session that has exactly this name, here and where there is a connection
   * already. It connects to no other computer, and changes nothing.
   */
  findPanes(session: string): Promise<readonly FoundPane[]>
  /** Error values: `no_such_folder`, `no_such_preset`, `no_shell`, `launch_failed`; of a pane `no_such_pane`, `adopted`. */
  open(what: NewSurface): Promise<Result<AgentSurface>>
  /** Ends its whole process tree and takes it from the list; null = it was not there. */
  close(surface: string): Promise<Exit | null>
  /** Takes it from the list and ends nothing: its program lives on in tmux. Null = it was not there, or is in no tmux. */
  letGo(surface: string): Promise<Exit | null>
}
