// Is a file what Node was told to run, or was it imported? For entries that are both programs and functions.
import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** `url`: the asker's import.meta.url. Links are followed: a clone may be reached through one. */
export function isStarted(url: string): boolean {
  const script = process.argv[1]
  try {
    return script !== undefined && realpathSync(script) === fileURLToPath(url)
  } catch {
    return false
  }
}
