// What a screen reader may be told of surfaces: that one needs somebody, failed or is done. Pure; when it is told is announce.ts's.
import type { SurfaceSummary } from '../../preload/contract.ts'
import { exitWord } from './words.ts'

/** A state has to stand this long, in ms: many prompts come and go by themselves. */
export const STANDS_MS = 1000

export interface SurfaceNews {
  /** the same as long as it is the same thing */
  readonly id: string
  /** null = it is in front of the person, who needs no telling */
  readonly words: string | null
  /** ms since the epoch from which on it counts */
  readonly from: number
}

/** `seen`: the surface of the focused pane; null = none. */
export function surfaceNews(surfaces: readonly SurfaceSummary[], seen: string | null): SurfaceNews[] {
  return surfaces.flatMap(surface => {
    const words = wordsOf(surface)
    if (words === null) return []
    const { id, state } = surface
    const from = state.since + STANDS_MS
    return [{ id: `${id} ${state.is} ${state.since}`, words: id === seen ? null : words, from }]
  })
}

function wordsOf({ name, state, exit, unread }: SurfaceSummary): string | null {
  if (state.is === 'needs_you') return `${name} needs you`
  if (!unread) return null
  if (exit) return exit.code === 0 && !exit.signal ? `${name} is done` : `${name} failed: ${exitWord(exit)}`
  if (state.is === 'failed') return `${name} failed`
  return state.is === 'done_unseen' ? `${name} is done` : null
}
