// Which surfaces have something that nobody has looked at. (pure)
import type { SurfaceState } from '../../preload/contract.ts'

/** What is known of the looks at a surface that nobody looks at now. */
export interface Looks {
  /** its bell rang since the last look */
  readonly rang: boolean
  /** ms since the epoch when somebody last did; -Infinity = never */
  readonly lookedAt: number
}

/** Is there something for a person to see? Whatever still needs them says so by its state, seen or not. */
export function isUnread({ is, since }: Pick<SurfaceState, 'is' | 'since'>, { rang, lookedAt }: Looks): boolean {
  if (rang || is === 'done_unseen') return true
  return (is === 'failed' || is === 'exited') && since > lookedAt
}
