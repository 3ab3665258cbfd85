// Whether the rows of the palette have stood still. A row that an agent made come or go must not bring another one under the
// pointer, or under Enter, that gives an agent more.
import { useEffect, useRef } from 'react'
import type { PaletteDeed } from '../../state/palette.ts'

const STILL_MS = 600

/** Somebody may do more by it. */
export function gives(deed: PaletteDeed): boolean {
  return deed.is === 'let' || ((deed.is === 'lock' || deed.is === 'pause') && !deed.on)
}

/** `asked`: what the person looks for; `rows`: what is listed for it. False for 600 ms after rows changed by themselves. */
export function useStill(asked: string, rows: string): () => boolean {
  const seen = useRef({ asked, rows, at: Number.NEGATIVE_INFINITY })
  useEffect(() => {
    const before = seen.current
    const moved = before.asked === asked && before.rows !== rows
    seen.current = { asked, rows, at: moved ? performance.now() : before.at }
  }, [asked, rows])
  return () => performance.now() - seen.current.at >= STILL_MS
}
