// Which files the pattern of an Include names, as glob(3) would say: `*`, `?` and `[abc]` within a part of a path, never a leading
// dot. It lists folders and opens no file.
import { type Dirent, existsSync, readdirSync } from 'node:fs'
import path from 'node:path'

/** An absolute pattern. Sorted; what cannot be listed has nothing. `most` files at the most. */
export function filesOf(pattern: string, most: number): string[] {
  let found = [path.parse(pattern).root]
  for (const part of pattern.split(/[\\/]/).slice(1)) {
    if (part === '') continue
    found = found.flatMap(folder => (isPattern(part) ? listed(folder, part) : [path.join(folder, part)])).slice(0, most)
  }
  return found.filter(file => existsSync(file) || !isPattern(pattern))
}

function isPattern(text: string): boolean {
  return /[*?[]/.test(text)
}

function listed(folder: string, part: string): string[] {
  let entries: Dirent[]
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
  const fits = (name: string) => (part.startsWith('.') || !name.startsWith('.')) && matches(part, name)
  return entries.flatMap(({ name }) => (fits(name) ? [path.join(folder, name)] : [])).sort()
}

/** In the time of their lengths multiplied, whatever the pattern: only the last `*` is ever tried again. */
export function matches(pattern: string, name: string): boolean {
  const parts = pattern.match(/\[!?\]?[^\]]*\]|./gsu) ?? []
  const characters = [...name]
  let part = 0
  let at = 0
  let star = -1
  let from = 0
  while (at < characters.length) {
    if (parts[part] === '*') {
      star = part
      from = at
      part += 1
    } else if (part < parts.length && fitsOne(parts[part]!, characters[at]!)) {
      part += 1
      at += 1
    } else if (star >= 0) {
      part = star + 1
      from += 1
      at = from
    } else {
      return false
    }
  }
  return parts.slice(part).every(rest => rest === '*')
}

function fitsOne(part: string, character: string): boolean {
  if (part === '?') return true
  if (!part.startsWith('[') || part.length < 3) return part === character
  const negated = part[1] === '!' || part[1] === '^'
  const set = [...part.slice(negated ? 2 : 1, -1)]
  let fits = false
  for (let at = 0; at < set.length; at += 1) {
    if (set[at + 1] === '-' && at + 2 < set.length) {
      if (set[at]! <= character && character <= set[at + 2]!) fits = true
      at += 2
    } else if (set[at] === character) {
      fits = true
    }
  }
  return fits !== negated
}
