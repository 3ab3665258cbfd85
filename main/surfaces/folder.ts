// A folder as it really is, for whoever decides by folders. Opening one there is the registry's.
import { realpathSync, statSync } from 'node:fs'
import path from 'node:path'

/** Absolute, links resolved; `~` is `home`. Null = there is no such folder, or the path is not a whole one. */
export function realFolder(folder: string, home: string): string | null {
  const whole = folder.replace(/^~(?=$|[\\/])/, () => home)
  if (!path.isAbsolute(whole)) return null
  try {
    const real = realpathSync(whole)
    return statSync(real).isDirectory() ? real : null
  } catch {
    return null
  }
}
