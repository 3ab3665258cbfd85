// What the ways of opening a surface share: what they are given by the registry, and what they hand back to it. Types, and the
// refusals that several of them have.
import type { Failure, Result } from '../../preload/contract.ts'
import type { Clock } from './clock.ts'
import type { Lasting } from './lasting.ts'
import type { Started, Tools } from './launch.ts'
import type { Preset } from './presets/model.ts'
import type { PersonSurface, SurfaceFacts } from './surface.ts'
import type { Terminal } from './terminal.ts'
import type { TmuxRoom } from './tmux/model.ts'

/** What an agent that runs in a surface gets from us in its environment, such as its token. */
export interface AgentSeats {
  /** Called right before its program starts; the variables go to that program. */
  take(surface: SurfaceFacts): Readonly<Record<string, string>>
  /** Its program has ended, or never started. Called for every surface, more than once. */
  leave(surface: string): void
}

/** A surface to be, with what runs on its terminal as far as that is known. */
export interface Opened extends Omit<Started, 'args' | 'env'> {
  readonly facts: SurfaceFacts
  readonly terminal: Terminal
  readonly cwd: string
  readonly cols: number
  readonly rows: number
  /** What was made for it stays when its program is let go of: it lives on. Absent: nothing was. */
  letGo?(): void
}

export interface Opening {
  /** what surfaces inherit */
  readonly env: NodeJS.ProcessEnv
  /** the person's, where it is set; else it is looked up */
  readonly shell: string | undefined
  readonly clock: Clock
  readonly presets: readonly Preset[]
  readonly agents: AgentSeats | undefined
  /** for programs that end with us */
  readonly tools: Tools
  /** for those that do not, with the room they run in; null = there is no tmux here */
  readonly tmux: { readonly room: TmuxRoom; readonly lasting: Lasting } | null
  /** Does this preset start in tmux unless said otherwise? */
  inTmux(preset: string): boolean
  newId(): string
  /** A name that is nobody else's; `base`, or that with a number. Held for `id` until `put` or `free`. */
  newName(id: string, base: string): string
  free(id: string): void
  all(): readonly PersonSurface[]
  /** Null = everything was closed meanwhile: the terminal is let go of, or ended. */
  put(opened: Opened): PersonSurface | null
}

export const DEFAULT_SIZE = { cols: 80, rows: 24 } as const

export function failure(code: string, message: string, field?: string): Failure {
  return { ok: false, code, message, ...(field === undefined ? {} : { field }) }
}

export const noTmux = (): Failure => failure('no_tmux', 'There is no tmux that Gatehouse could use here.')

/** What `put` gave, as a result. */
export function opened(surface: PersonSurface | null): Result<PersonSurface> {
  if (surface) return { ok: true, value: surface }
  return failure('launch_failed', 'Gatehouse is closing.')
}
