// What has to be known before anything is loaded that reads the files properly: of the first frame its place, its theme and its scale,
// and whether crash dumps are wanted. It reads and warns of nothing; settings.ts and layout-file.ts have the last word a moment later.
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Bounds } from './layout-file.ts'

export interface FirstLook {
  readonly theme: 'system' | 'dark' | 'light'
  /** percent */
  readonly scale: number
  /** null = where a first start puts it */
  readonly bounds: Bounds | null
  readonly crashDumps: boolean
}

/** Nothing we wrote is often longer; what is, is not worth to be read twice. */
const MOST_BYTES = 4 * 1_048_576

/** Of the data folder `dir`. What is not there, or is not right, is as at first. */
export function firstLook(dir: string): FirstLook {
  const { theme, scale, crashDumps } = objectIn(path.join(dir, 'settings.json'))
  const { window } = objectIn(path.join(dir, 'layout.json'))
  return {
    theme: theme === 'dark' || theme === 'light' ? theme : 'system',
    scale: isWithin(scale, 50, 300) ? scale : 100,
    bounds: boundsIn(window),
    crashDumps: crashDumps === true,
  }
}

function boundsIn(found: unknown): Bounds | null {
  if (typeof found !== 'object' || found === null) return null
  const { x, y, width, height, maximized } = found as Record<string, unknown>
  const isPlace = isWithin(x, -1e6, 1e6) && isWithin(y, -1e6, 1e6)
  if (!isPlace || !isWithin(width, 100, 100_000) || !isWithin(height, 100, 100_000)) return null
  return { x, y, width, height, maximized: maximized === true }
}

function isWithin(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most
}

function objectIn(file: string): Record<string, unknown> {
  try {
    // A pipe would be waited at for ever.
    const facts = statSync(file)
    if (!facts.isFile() || facts.size > MOST_BYTES) return {}
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof found === 'object' && found !== null ? { ...found } : {}
  } catch {
    return {}
  }
}
