// Settings that open nothing: settings.json, the file that electron-store keeps in the app, read and written here by
// plain Node for headless. Whatever loosens the gate is in the policy, never here.
import { copyFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import {
  DEFAULT_SETTINGS,
  type Result,
  SETTING_NAMES,
  SETTINGS,
  type SettingName,
  type SettingsPatch,
  type SettingsValues,
} from '../../preload/contract.ts'
import { writeAtomic } from './atomic.ts'
import { codeOf, failure, reasonOf } from './failure.ts'

export interface Settings {
  readonly file: string
  get(): SettingsValues
  /** Null = the default again. Error values: `bad_setting`, `not_written`. */
  set(patch: SettingsPatch): Promise<Result<Record<string, never>>>
  /** Hears that a value, or the warning, is another one. */
  onChange(listener: () => void): void
  /** `presets` as it stood in the file at the start; presets-setting.ts reads it. */
  readonly presets: unknown
  /** What of the file could not be used, in plain words; null when all was. */
  readonly warning: string | null
  /** Stops watching the file. */
  close(): void
}

type Json = Readonly<Record<string, unknown>>

/** Values of a settings file as it was found, with what could not be used. Shared by both ways of reading it. */
export function settingsFrom(found: Json): { values: SettingsValues; warning: string | null } {
  const values: Record<string, unknown> = { ...DEFAULT_SETTINGS }
  const warnings: string[] = []
  for (const name of SETTING_NAMES) {
    if (!Object.hasOwn(found, name)) continue
    const parsed = SETTINGS[name].schema.safeParse(found[name])
    if (parsed.success) values[name] = parsed.data
    else {
      const shown = JSON.stringify(found[name])?.slice(0, 40)
      const ruling = JSON.stringify(DEFAULT_SETTINGS[name])
      warnings.push(`settings.json: ${name} cannot be ${shown} (${wrong(parsed.error)}); ${ruling} is used.`)
    }
  }
  return { values: values as SettingsValues, warning: warnings.join(' ') || null }
}

/** What is wrong with a patch, in words; null = nothing. */
export function patchFault(patch: SettingsPatch): string | null {
  for (const [name, value] of Object.entries(patch)) {
    if (!Object.hasOwn(SETTINGS, name)) return `${name} is no setting.`
    if (value === null || value === undefined) continue
    const parsed = SETTINGS[name as SettingName].schema.safeParse(value)
    if (!parsed.success) return `${name} cannot be ${JSON.stringify(value)?.slice(0, 40)}: ${wrong(parsed.error)}.`
  }
  return null
}

function wrong(error: { readonly issues: readonly { readonly message: string }[] }): string {
  return (error.issues[0]?.message ?? 'not valid').replace(/^Invalid input: /, '')
}

/** The content of the file after `patch`: what is as at first does not stand in it. Keys it does not know stay. */
export function patched(json: Json, patch: SettingsPatch): Record<string, unknown> {
  const next: Record<string, unknown> = { ...json }
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined) continue
    const standard = JSON.stringify(DEFAULT_SETTINGS[name as SettingName])
    if (value === null || JSON.stringify(value) === standard) delete next[name]
    else next[name] = value
  }
  return next
}

/** settings.json in `dir`, in electron-store's form. Keys it does not know stay; a file it cannot use is kept aside. */
export function plainSettings(dir: string): Settings {
  const file = path.join(dir, 'settings.json')
  const listeners = new Set<() => void>()
  const found = load(file)
  let { values } = settingsFrom(found.json)
  let warning = found.warning ?? settingsFrom(found.json).warning
  let last: Promise<unknown> = Promise.resolve()

  async function write(patch: SettingsPatch): Promise<Result<Record<string, never>>> {
    const next = patched(load(file).json, patch)
    try {
      // what a person wrote there is not lost when we write over it
      if (warning !== null) copyFileSync(file, `${file}.kept`)
      await writeAtomic(file, `${JSON.stringify(next, undefined, '\t')}\n`)
    } catch (error) {
      return failure('not_written', `The settings could not be written (${reasonOf(error)}).`)
    }
    ;({ values, warning } = settingsFrom(next))
    for (const listener of listeners) listener()
    return { ok: true, value: {} }
  }

  return {
    file,
    get: () => values,
    presets: found.json['presets'],
    get warning() {
      return warning
    },
    set(patch) {
      const fault = patchFault(patch)
      if (fault !== null) return Promise.resolve(failure('bad_setting', fault))
      const done = last.then(() => write(patch))
      last = done
      return done
    },
    onChange: listener => void listeners.add(listener),
    close() {},
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
