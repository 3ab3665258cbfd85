// How a CLI that takes its hooks as command lines is told to report: one line for a shell. (pure)
import type { Start } from './model.ts'

/** The line that tells of `event`. */
export function hookLine({ sh, args }: NonNullable<Start['hook']>, event: string): string {
  return [sh, ...args, event].map(quoted).join(' ')
}

/** One word for a shell. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}
