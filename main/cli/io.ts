// What a subcommand talks through and how it ends. Results go to `out`, everything else to `err`.

export interface Io {
  out(text: string): void
  err(text: string): void
  /** Resolves when what went to `out` was taken; absent = it is taken at once. */
  drained?(): Promise<void>
  readonly version: string
}

/** Done. */
export const OK = 0
/** It ran, and what it looked at is not in order. */
export const NOT_IN_ORDER = 1
/** It could not run: wrong words, or a file that cannot be read. */
export const USAGE = 2

/** Says what is wrong and where the help is. */
export function usage(io: Io, message: string, command: string): number {
  io.err(`gatehouse ${command}: ${message}\nSee: gatehouse ${command} --help\n`)
  return USAGE
}
