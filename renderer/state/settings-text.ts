// What a person types into a field of the Settings page as a value, or what is wrong with it and the fix. Pure.
import { hostSchema, SETTINGS, type SettingsValues } from '../../preload/contract.ts'

export type Typed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: string }

export type NumberName = {
  [K in keyof SettingsValues]: SettingsValues[K] extends number ? K : never
}[keyof SettingsValues]

/** Both inclusive; `whole`: no fractions. */
export function limits(name: NumberName): { readonly min: number; readonly max: number; readonly whole: boolean } {
  const { schema } = SETTINGS[name]
  const { minValue, maxValue } = schema
  return {
    min: minValue ?? 0,
    max: maxValue ?? Number.MAX_SAFE_INTEGER,
    whole: !schema.safeParse((minValue ?? 0) + 0.5).success,
  }
}

export function numberFrom(name: NumberName, text: string): Typed<number> {
  const { min, max, whole } = limits(name)
  const plain = text.trim().replace(',', '.')
  const value = /^\d{1,9}(?:\.\d{0,6})?$/.test(plain) ? Number(plain) : Number.NaN
  if (SETTINGS[name].schema.safeParse(value).success) return { ok: true, value }
  return { ok: false, fault: `Use a ${whole ? 'whole number' : 'number'} from ${min} to ${max}.` }
}

/** One step up or down, on the grid of the step where the value is on it, within the limits. */
export function stepped(name: NumberName, value: number, step: number): number {
  const { min, max } = limits(name)
  const next = Math.round((value + step) * 1e4) / 1e4
  return Math.min(max, Math.max(min, next))
}

export function fontFrom(text: string): Typed<string> {
  const family = text.trim()
  if (SETTINGS.fontFamily.schema.safeParse(family).success) return { ok: true, value: family }
  if (family.length > 200) return { ok: false, fault: 'Use 200 characters at most.' }
  return { ok: false, fault: 'A font name has none of ; { } < and >.' }
}

/** A command line as a program and its arguments; main puts the file last where none says {file}. Quotes hold words together; nothing else has a meaning. */
export function argvFrom(text: string): Typed<string[]> {
  const argv: string[] = []
  let word: string | null = null
  let quote = ''
  for (const character of text) {
    if (quote !== '') {
      if (character === quote) quote = ''
      else word += character
    } else if (character === '"' || character === "'") {
      quote = character
      word ??= ''
    } else if (/\s/.test(character)) {
      if (word !== null) argv.push(word)
      word = null
    } else word = (word ?? '') + character
  }
  if (quote !== '') return { ok: false, fault: `A quote (${quote}) is not closed.` }
  if (word !== null) argv.push(word)
  if (argv.length === 0) return { ok: false, fault: 'Write a program, such as: code -g {file}:{line}:{column}' }
  if (argv.includes('')) return { ok: false, fault: 'An argument is empty. Take the empty quotes out.' }
  if (SETTINGS.editor.schema.safeParse(argv).success) return { ok: true, value: argv }
  return { ok: false, fault: 'Use a program and 19 arguments at most, each of 1000 characters at most.' }
}

/** The same the other way: what argvFrom reads as `argv` again. */
export function argvText(argv: readonly string[]): string {
  return argv
    .map(one => {
      if (!/[\s"']/.test(one)) return one
      // Quotes cannot be escaped, but a word may be made of several.
      return one
        .split('"')
        .map(part => (part === '' ? '' : `"${part}"`))
        .join(`'"'`)
    })
    .join(' ')
}

/** Hosts by ssh's names, with blanks or commas between them; each once. */
export function hostsFrom(text: string): Typed<string[]> {
  const hosts = [...new Set(text.split(/[\s,]+/).filter(Boolean))]
  const wrong = hosts.find(host => !hostSchema.safeParse(host).success)
  if (wrong !== undefined) {
    const shown = wrong.length > 40 ? `${wrong.slice(0, 40)}…` : wrong
    return {
      ok: false,
      fault: `${shown} is no name of a host. Use names as in ~/.ssh/config, such as build or me@build.`,
    }
  }
  if (hosts.length > 100) return { ok: false, fault: 'Use 100 hosts at most.' }
  return { ok: true, value: hosts }
}

/** The same the other way. */
export function hostsText(hosts: readonly string[]): string {
  return hosts.join(' ')
}

/** Editors with a name: what is kept of each. */
export const EDITORS: readonly { readonly name: string; readonly argv: readonly string[] }[] = [
  { name: 'The system’s own program', argv: [] },
  { name: 'VS Code', argv: ['code', '-g', '{file}:{line}:{column}'] },
  { name: 'Cursor', argv: ['cursor', '-g', '{file}:{line}:{column}'] },
  { name: 'Zed', argv: ['zed', '{file}:{line}:{column}'] },
  { name: 'Sublime Text', argv: ['subl', '{file}:{line}:{column}'] },
  { name: 'JetBrains IDE', argv: ['idea', '--line', '{line}', '{file}'] },
]

/** The place in EDITORS, or -1 for a program of a person's own. */
export function editorPlace(argv: readonly string[]): number {
  return EDITORS.findIndex(editor => JSON.stringify(editor.argv) === JSON.stringify(argv))
}
