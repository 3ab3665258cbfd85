// What the rest of surfaces/ may ask of tmux. Types only: servers are made by tmux/room.ts.
import type { Link, PanePlace, Result, TmuxPlace, TmuxSession } from '../../../preload/contract.ts'
import type { Asking } from '../ssh/asking.ts'
import type { Terminal } from '../terminal.ts'

/** A pane, adopted or started. `where` is never null, `link` neither. */
export interface TmuxTerminal extends Terminal {
  where(): PanePlace
  link(): Link
  /** Its program's folder, as tmux last said; '' = not known. */
  cwd(): string
}

/** A program that is to run in a pane of its own. */
export interface PaneStart {
  /** the surface it is for: the pane is marked with it */
  readonly surface: string
  readonly file: string
  readonly args: readonly string[]
  /** Given to this program alone. It reaches tmux through the connection, never through a list of arguments. */
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly cols: number
  readonly rows: number
  /** a person may see it in tmux's own lists */
  readonly name: string
}

export interface Reached {
  /** the port of that computer's own loopback address that leads to the same port here; null = none does */
  readonly port: number | null
  /** why none does although it was to, in a sentence; null = none was to */
  readonly why: string | null
}

/** One tmux server and the one connection to it, which comes and goes by itself while anything needs it. */
export interface TmuxServer {
  readonly place: TmuxPlace
  /** null = nothing connects to it now */
  link(): Link | null
  onLink(listener: () => void): () => void
  /** What does not work although it is reached, in a sentence; null = nothing. */
  warning(): string | null
  /** Failures: those of `tmux.list` (contract). */
  list(): Promise<Result<{ readonly version: string; readonly sessions: readonly TmuxSession[] }>>
  /**
   * Takes up exactly this pane and marks it as the surface's. `ours`: it was started for it. Failures: `no_such_pane`, `adopted`
   * (`surface` names whose it is, where it is one of ours), and those of `list`.
   */
  adopt(pane: string, surface: string): Promise<Result<TmuxTerminal>>
  /**
   * Takes up the pane that is marked as this surface, of an earlier run. Where the server cannot be reached now, it is a terminal
   * whose link is lost, and which comes when it can. Failures: `no_such_pane` where it is certain that there is none.
   */
  find(surface: string): Promise<Result<TmuxTerminal>>
  /** Connects, and starts a server where none runs. Failures: those of `list`, without `no_server`. */
  reach(): Promise<Result<Reached>>
  /** A way to ask that computer's sh; null = it is this one. */
  asking(): Asking | null
  /** Lines of sh that run there, where it is reached now. Nobody hears what becomes of them. */
  tell(lines: string): void
  /** Starts a program in a new session of its own. Failures: `launch_failed` and those of `list`, without `no_server`. */
  start(spec: PaneStart): Promise<Result<TmuxTerminal>>
  /** Tries now, where it waits to try again. */
  retry(): void
  close(): Promise<void>
}

/** Every server that is talked to. */
export interface TmuxRoom {
  /** The one of this place, made where there is none yet. It connects to nothing until it is asked something. */
  server(place: TmuxPlace): TmuxServer
  /** Those that were asked something. */
  servers(): readonly TmuxServer[]
  onChange(listener: () => void): () => void
  /** Lets go of every pane: all programs live on. */
  close(): Promise<void>
}

export interface TmuxRoomOptions {
  /** Which Gatehouse this is, the same at each start: panes are marked with it. Letters and digits. */
  readonly instance: string
  /** How `tmux` and `ssh` are found and what they inherit. */
  readonly env: NodeJS.ProcessEnv
  /** The port of the host's own loopback address that leads to the same port here while we are connected. Absent, null = none. */
  readonly forward?: (host: string) => number | null
}
