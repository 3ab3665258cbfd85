// Presets that a person wrote in the settings, as presets like ours. Their programs are found as ours are and started as they
// stand, with no shell in between. What an entry may hold was checked where it was read.
import type { Failure, Result } from '../../../preload/contract.ts'
import type { Preset } from './model.ts'

export interface OwnPreset {
  readonly id: string
  readonly title: string
  /** a name on the PATH, or a path from / or ~/; then its arguments */
  readonly command: readonly [string, ...string[]]
  readonly env?: Readonly<Record<string, string>> | undefined
  /** from / or ~ */
  readonly cwd?: string | undefined
  readonly agent?: boolean | undefined
  readonly install?: { readonly command: string; readonly page: string } | undefined
}

/** It is never asked for its version: what a program of a person's own does with `--version` is not known. */
export function ownPreset({ id, title, command, env, agent, install }: OwnPreset): Preset {
  const [program, ...args] = command
  return {
    id,
    title,
    interactiveShell: false,
    ...(agent ? { agent } : {}),
    program: { ...place(program), version: [], install: install ?? { command: '', page: '' } },
    launch: start => ({ file: start.program, args, ...(env ? { env } : {}) }),
  }
}

/** Joined with a folder of the PATH an empty name is that folder, and no program: so a path is looked for as it stands. */
function place(program: string): { names: string[]; folders: string[] } {
  return /[\\/]/.test(program) ? { names: [''], folders: [program] } : { names: [program], folders: [] }
}

/** What a person reads where `not_installed` has no command to show. */
export function missing<T>(opened: Result<T>, own: OwnPreset | undefined): Result<T> {
  if (opened.ok || opened.code !== 'not_installed' || !own || own.install) return opened
  const failure: Failure = {
    ...opened,
    message: `${own.title} was not found: there is no program ${JSON.stringify(own.command[0])}. Correct "command" in settings.json.`,
  }
  return failure
}
