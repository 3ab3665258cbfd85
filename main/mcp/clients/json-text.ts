// How a JSON file is laid out, told from the file itself, so that what is written into it looks the same.
import { newlineOf } from './text.ts'

/** One step of indentation: the white space of the first indented line. */
export function unitOf(text: string): string {
  return /(?:^|[\r\n])([ \t]+)"/.exec(text)?.[1] ?? '  '
}

/** The white space that begins the line of this offset. */
export function indentAt(text: string, offset: number): string {
  const lineStart = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1
  return /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? ''
}

/** A value as JSON, its lines behind `indent`. `unit` null = one line, with blanks as the text has them. */
export function jsonText(text: string, value: unknown, unit: string | null, indent: string): string {
  if (unit !== null) return JSON.stringify(value, null, unit).replaceAll('\n', newlineOf(text) + indent)
  return isTight(text) ? JSON.stringify(value) : oneLine(value)
}

/** No blank behind the colons: `{"a":1}`. */
export function isTight(text: string): boolean {
  return /":\S/.test(text)
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const items = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${oneLine(inner)}`)
  return items.length > 0 ? `{ ${items.join(', ')} }` : '{}'
}
