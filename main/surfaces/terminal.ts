// What a surface's program runs on, as the surface sees it: a pseudo-terminal of our own (pty.ts) or a pane of a tmux server
// (tmux/). One contract for both; what only one of them can know is null on the other.
import type { Exit, Link, PanePlace } from '../../preload/contract.ts'
import type { Process } from './process-table.ts'
import type { Tty } from './tty.ts'

/** What became of one write. */
export type Taken =
  /** That many bytes went in: fewer than given only if the terminal went away. */
  | { readonly bytes: number; readonly why: null }
  /** Not one byte went in, and never will; why, as a part of a sentence. */
  | { readonly bytes: 0; readonly why: string }
  /** Nobody can say whether it went in: the connection was lost in between. Why, as a part of a sentence. */
  | { readonly bytes: null; readonly why: string }

/** Whose bytes: a person's go in whatever tmux itself shows in the pane, an agent's only where they reach the program. */
export type WrittenBy = 'person' | 'agent'

export interface Terminal {
  /** False as soon as the terminal is closed or its program was reaped. A lost connection is no end: `link`. */
  alive(): boolean
  /** One unit: never mixed with another write. Resolves once it is known what became of it. Never rejects. */
  write(bytes: Uint8Array, by: WrittenBy): Promise<Taken>
  /** What the kernel does with typed bytes now. Null = not known, or closed. */
  tty(): Tty | null
  /** The foreground process group now. Null = not known, none, or closed. */
  group(): number | null
  /** Resolves when the two above know what they can ever know, and the screen's modes are known. Another one each time it is asked. */
  readonly prepared: Promise<void>
  /** The program, where it is a process of this computer that was started for this surface. Null = nothing is known of it. */
  readonly root: Process | null
  /** Everything in it descends from this process of this computer, whoever started it: no more than that may be taken from it. Absent: `root` does. */
  holder?(): Process | null
  /** Its programs' questions (cursor, colours, device) are ours to answer. False: its own terminal has answered them. */
  readonly answers: boolean
  /** Pausing it holds up other surfaces as well, so only a full mirror may. */
  readonly shared: boolean
  pause(): void
  resume(): void
  resize(cols: number, rows: number): void
  /** Every byte of the program, in order, all of them before `exited`. */
  onData(listener: (bytes: Uint8Array) => void): void
  /**
   * The screen is another from here on: `bytes` draw it on an empty terminal of this size. At the start of an adopted pane, and
   * where output was missed. Never called for a pseudo-terminal.
   */
  onRedrawn(listener: (bytes: Uint8Array, cols: number, rows: number) => void): void
  /** Its size is another, by somebody else's doing. Takes effect at this point of the bytes. */
  onSize(listener: (cols: number, rows: number) => void): void
  /** Resolves once, after the last byte. */
  readonly exited: Promise<Exit>
  /** How it is reached. Null = it is our own, and cannot be lost. */
  link(): Link | null
  /** `link` or `where` is another. */
  onLink(listener: () => void): void
  /** Where it is in tmux; null = a pseudo-terminal. */
  where(): PanePlace | null
  /**
   * Ends the program with everything it started, or lets go of it where it is not ours to end (`PanePlace.ours`). Resolves when
   * that is done. Throws SurfaceFault `still_running`.
   */
  end(surface: string): Promise<void>
  /** Lets go of it whatever it is: the program lives on. Nothing for a pseudo-terminal, which ends with us. */
  letGo(): Promise<void>
}
