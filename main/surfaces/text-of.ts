// A file's text, where it is there and small enough to be somebody's settings. It reads only.
import { readFileSync, statSync } from 'node:fs'

const MOST_BYTES = 1024 * 1024

/** Null = it is not there, is no plain file, is too large or cannot be read. */
export function textOf(file: string): string | null {
  try {
    const stat = statSync(file)
    return stat.isFile() && stat.size <= MOST_BYTES ? readFileSync(file, 'utf8') : null
  } catch {
    return null
  }
}
