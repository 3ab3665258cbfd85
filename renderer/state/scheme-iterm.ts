// An .itermcolors file as a scheme: a property list with a dict of components for each colour. Pure.
import { type Plist, readPlist } from './plist.ts'
import { type Found, finished, hex } from './scheme-parts.ts'

/** Display P3 to sRGB, both linear. */
const P3: readonly (readonly number[])[] = [
  [1.22494018, -0.22494018, 0],
  [-0.04205695, 1.04205695, 0],
  [-0.01963755, -0.07863605, 1.0982736],
]

/** `name`: of the file, for the file says none. */
export function itermScheme(text: string, name: string): Found {
  const read = readPlist(text)
  if (!read.ok) return { ok: false, fault: read.fault }
  const { value: dict } = read
  if (!isDict(dict)) return { ok: false, fault: 'its property list is no dict. Export the colours from iTerm2 again.' }
  const faults: string[] = []
  const colour = (key: string, needed = true): string | null => {
    const found = dict[key]
    if (found === undefined) {
      if (needed) faults.push(`"${key}" is missing. Export the colours from iTerm2 again.`)
      return null
    }
    const read = colourOf(found)
    if (read === null) faults.push(`"${key}" needs Red, Green and Blue Component, each a number from 0 to 1.`)
    return read
  }
  const drawn = {
    name,
    background: colour('Background Color'),
    foreground: colour('Foreground Color'),
    cursor: colour('Cursor Color', false),
    cursorText: colour('Cursor Text Color', false),
    selection: colour('Selection Color', false),
    sixteen: Array.from({ length: 16 }, (_, i) => colour(`Ansi ${i} Color`)),
  }
  return faults.length > 0 ? { ok: false, fault: faults.slice(0, 3).join(' ') } : finished(drawn)
}

function isDict(value: Plist): value is { readonly [key: string]: Plist } {
  return typeof value === 'object' && !Array.isArray(value)
}

function colourOf(found: Plist): string | null {
  if (!isDict(found)) return null
  const parts = ['Red', 'Green', 'Blue'].map(name => found[`${name} Component`])
  if (!parts.every((part): part is number => typeof part === 'number' && part >= 0 && part <= 1)) return null
  const seen = found['Color Space'] === 'P3' ? fromP3(parts) : parts
  return hex(seen.map(part => Math.round(Math.min(1, Math.max(0, part)) * 255)))
}

function fromP3(parts: readonly number[]): number[] {
  const linear = parts.map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return P3.map(row => {
    const part = Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, factor, i) => sum + factor * linear[i]!, 0),
      ),
    )
    return part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055
  })
}
