// Where a preset's program is: on the PATH of the person's login shell, or where its installers put it. It starts nothing but
// that shell, once, and a program that is asked for its version.
import { execFile } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { loginEnv } from './login-env.ts'
import type { Preset, ProgramSpec } from './model.ts'

/** What the launcher shows of one preset. */
export interface Found {
  readonly id: string
  readonly title: string
  /** where it is; null = not on this computer, or nothing to find */
  readonly file: string | null
  /** as it says itself, one short line; null = it did not */
  readonly version: string | null
  /** null = there is nothing to install */
  readonly install: ProgramSpec['install'] | null
}

export interface Finder {
  /** The environment of a login shell; the one that was given where it cannot be had. */
  env(shell: string): Promise<Readonly<Record<string, string>>>
  /** The program's absolute path, or null. `again`: the shell is asked anew, for something was installed. */
  find(program: ProgramSpec, shell: string, again?: boolean): Promise<string | null>
  /** What the program at `file` says of its version, one short line; null = it is not asked, or did not say. */
  version(program: ProgramSpec, file: string, shell: string): Promise<string | null>
  /** All of these, with their versions. `again` as above. */
  list(presets: readonly Preset[], shell: string, again?: boolean): Promise<Found[]>
}

const VERSION_MS = 10_000
const VERSION_CHARACTERS = 80

export function createFinder(given: NodeJS.ProcessEnv): Finder {
  const asked = new Map<string, Promise<Readonly<Record<string, string>>>>()
  const versions = new Map<string, Promise<string | null>>()
  const own = () =>
    Object.fromEntries(Object.entries(given).filter((one): one is [string, string] => one[1] !== undefined))

  function env(shell: string) {
    const known = asked.get(shell)
    if (known) return known
    const now = loginEnv(shell, given).then(found => {
      // Asked again at the next start: it may have been busy.
      if (!found) asked.delete(shell)
      return { ...own(), ...found }
    })
    asked.set(shell, now)
    return now
  }

  async function find(program: ProgramSpec, shell: string, again = false): Promise<string | null> {
    if (again) asked.delete(shell)
    const { PATH = '', HOME = homedir() } = await env(shell)
    const folders = [
      ...PATH.split(path.delimiter).filter(path.isAbsolute),
      ...program.folders.map(folder => folder.replace(/^~(?=\/)/, HOME)),
    ]
    for (const folder of folders) {
      for (const name of program.names) {
        const file = [name, ...(process.platform === 'win32' ? [`${name}.cmd`, `${name}.exe`] : [])]
          .map(one => path.join(folder, one))
          .find(isProgram)
        if (file) return file
      }
    }
    return null
  }

  /** Of this very file: another one in its place is asked anew. */
  function version(
    file: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<string | null> {
    const key = `${file} ${statSync(file, { throwIfNoEntry: false })?.mtimeMs}`
    const known = versions.get(key)
    if (known) return known
    const now = new Promise<string | null>(resolve => {
      execFile(file, [...args], { env, timeout: VERSION_MS, windowsHide: true }, (error, stdout) => {
        const line =
          stdout
            .split('\n')
            .find(one => /\d/.test(one))
            ?.trim() ?? ''
        resolve(error || line === '' ? null : line.slice(0, VERSION_CHARACTERS))
      })
    })
    versions.set(key, now)
    return now
  }

  return {
    env,
    find,
    version: async (program, file, shell) =>
      program.version.length === 0 ? null : version(file, program.version, await env(shell)),
    async list(presets, shell, again = false) {
      if (again) asked.delete(shell)
      const variables = await env(shell)
      return Promise.all(
        presets.map(async ({ id, title, program }) => {
          if (!program) return { id, title, file: shell, version: null, install: null }
          const file = await find(program, shell)
          const asks = file !== null && program.version.length > 0
          const said = asks ? await version(file, program.version, variables) : null
          return { id, title, file, version: said, install: program.install }
        }),
      )
    },
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
