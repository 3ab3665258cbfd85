// Settings that open nothing: settings.json, the file that electron-store keeps in the app, read and written here by
// plain Node for headless. Whatever loosens the gate is in the policy, never here.
import { copyFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Result } from '../../preload/contract.ts'
import { writeAtomic } from './atomic.ts'
import { codeOf, failure, reasonOf } from './failure.ts'

export interface SettingsValues {
  /** 1 to 65535 on 127.0.0.1 */
  readonly mcpPort: number
}

export interface Settings {
  get(): SettingsValues
  /** Error values: `bad_setting`, `not_written`. */
  set(patch: Partial<SettingsValues>): Promise<Result<Record<string, never>>>
  /** `presets` as it stood in the file at the start; presets-setting.ts reads it. */
  readonly presets: unknown
  /** What of the file could not be used, in plain words; null when all was. */
  readonly warning: string | null
}

const DEFAULT_SETTINGS: SettingsValues = { mcpPort: 4823 }

/** A port that can be kept. 0 ("any free one") is for one start and never kept. */
export function isPort(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65_535
}

/** Values of a settings file as it was found, with what could not be used. Shared by both ways of reading it. */
export function settingsFrom(found: Readonly<Record<string, unknown>>): {
  values: SettingsValues
  warning: string | null
} {
  const { mcpPort = DEFAULT_SETTINGS.mcpPort } = found
  if (isPort(mcpPort)) return { values: { mcpPort }, warning: null }
  const shown = JSON.stringify(mcpPort)?.slice(0, 40)
  const warning = `settings.json has ${shown} as mcpPort, which is no port; ${DEFAULT_SETTINGS.mcpPort} is used.`
  return { values: DEFAULT_SETTINGS, warning }
}

/** settings.json in `dir`, in electron-store's form. Keys it does not know stay; a file it cannot use is kept aside. */
export function plainSettings(dir: string): Settings {
  const file = path.join(dir, 'settings.json')
  const found = load(file)
  let { values } = settingsFrom(found.json)
  const warning = found.warning ?? settingsFrom(found.json).warning
  let unusable = warning !== null
  let last: Promise<unknown> = Promise.resolve()

  async function write(patch: Partial<SettingsValues>): Promise<Result<Record<string, never>>> {
    const next = { ...values, ...patch }
    try {
      // what a person wrote there is not lost when we write over it
      if (unusable) copyFileSync(file, `${file}.kept`)
      await writeAtomic(file, `${JSON.stringify({ ...load(file).json, ...next }, undefined, '\t')}\n`)
    } catch (error) {
      return failure('not_written', `The settings could not be written (${reasonOf(error)}).`)
    }
    unusable = false
    values = next
    return { ok: true, value: {} }
  }

  return {
    get: () => values,
    presets: found.json['presets'],
    warning,
    set(patch) {
      if (patch.mcpPort !== undefined && !isPort(patch.mcpPort)) {
        return Promise.resolve(failure('bad_setting', 'A port is a whole number from 1 to 65535.'))
      }
      const done = last.then(() => write(patch))
      last = done
      return done
    },
  }
}

function load(file: string): { json: Record<string, unknown>; warning: string | null } {
  try {
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return { json: { ...json }, warning: null }
    return { json: {}, warning: 'settings.json is not an object; the defaults are used.' }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { json: {}, warning: null }
    const reason = error instanceof SyntaxError ? 'it is not JSON' : reasonOf(error)
    return { json: {}, warning: `settings.json cannot be read (${reason}); the defaults are used.` }
  }
}
