// What this computer says of an installation: who may update it, and what it is. Read once, at the start; what follows is main/updates/place.ts.
import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { AppImage } from '../updates/place.ts'

/** Is there a file, as far as can be known? One that cannot be looked at counts: it is not this person's to look at. */
export function isThere(file: string): boolean {
  try {
    statSync(file)
    return true
  } catch (error) {
    return !['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')
  }
}

/** What the runtime of an AppImage says, where the folder it names really is a mount: a variable alone is anybody's. */
export function appImageOf({ APPIMAGE: file, APPDIR: mounted }: NodeJS.ProcessEnv): AppImage | null {
  if (!file || !mounted || !path.isAbsolute(file) || !path.isAbsolute(mounted)) return null
  try {
    return statSync(mounted).dev === statSync(path.dirname(mounted)).dev ? null : { file, mounted }
  } catch {
    return null
  }
}

export function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** Null = it cannot be read. */
export function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
