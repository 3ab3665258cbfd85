// Where the window may open: where it was, as long as a person can see and grab it there. Pure; knows no screen by itself.
import type { Bounds } from '../store/layout-file.ts'

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Of the title bar, px: by it a window is moved. */
const TITLE = 40

function overlap(a: Area, b: Area): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width > 0 && height > 0 ? width * height : 0
}

/**
 * The kept place of the window on the screens there are now, whose usable areas are given; no larger than the one it is on. Null:
 * less than half of it, or not its title bar, would be seen.
 */
export function visibleBounds(bounds: Bounds, areas: readonly Area[]): Bounds | null {
  const seen = areas.reduce((sum, area) => sum + overlap(bounds, area), 0)
  const all = bounds.width * bounds.height
  if (seen >= all) return bounds
  if (seen * 2 < all) return null
  const title = { ...bounds, height: TITLE }
  if (areas.reduce((sum, area) => sum + overlap(title, area), 0) * 2 < bounds.width * TITLE) return null
  const home = areas.reduce((best, area) => (overlap(bounds, area) > overlap(bounds, best) ? area : best))
  const wide = bounds.width > home.width ? { x: home.x, width: home.width } : {}
  const high = bounds.height > home.height ? { y: home.y, height: home.height } : {}
  return { ...bounds, ...wide, ...high }
}
