// A person's own editor, started on a file: the setting's program and arguments as they stand, without a shell. What the file's
// name holds is only ever an argument.
import { spawn } from 'node:child_process'
import path from 'node:path'
import type { Failure } from '../../preload/contract.ts'
import { codeOf, failure, reasonOf } from './failure.ts'

export interface Place {
  readonly file: string
  readonly line: number | null
  readonly column: number | null
}

/** Program and arguments with the place put in; a setting that has no `{file}` gets the file as its last argument. */
export function editorCommand(setting: readonly string[], { file, line, column }: Place): string[] {
  const values: Readonly<Record<string, string>> = { file, line: String(line ?? 1), column: String(column ?? 1) }
  const named = setting.some(part => part.includes('{file}')) ? setting : [...setting, '{file}']
  // One pass: a name that itself says {line} stays as it is.
  return named.map(part => part.replace(/\{(file|line|column)\}/g, (_, name: string) => values[name]!))
}

/** Starts it and lets it go. Resolves when it runs, or with why it does not. Failure `no_editor`. */
export function startEditor(setting: readonly string[], place: Place): Promise<Failure | null> {
  const [program = '', ...rest] = editorCommand(setting, place)
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:GATEHOUSE|ELECTRON)_/.test(name)))
  return new Promise(resolve => {
    const refused = (error: unknown) => {
      const why = codeOf(error) === 'ENOENT' ? 'there is no such program' : reasonOf(error)
      resolve(failure('no_editor', `The editor ${program} could not be started: ${why}. Settings says which it is.`))
    }
    try {
      const child = spawn(program, rest, { cwd: path.dirname(place.file), detached: true, stdio: 'ignore', env })
      child.once('error', refused)
      child.once('spawn', () => {
        child.unref()
        resolve(null)
      })
    } catch (error) {
      refused(error)
    }
  })
}
