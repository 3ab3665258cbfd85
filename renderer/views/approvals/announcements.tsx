// Tells a screen reader of new approvals and of surfaces that need somebody, politely and not often.
import { useEffect, useRef, useState } from 'react'
import { announce, SILENT } from '../../state/announce.ts'
import { useSlice } from '../../state/app-state.ts'
import { shownSurface, useLayout } from '../../state/layout.ts'
import { surfaceNews } from '../../state/surface-news.ts'

export function Announcements() {
  const { waiting } = useSlice('approvals')
  const surfaces = useSlice('surfaces')
  const seen = useLayout(shownSurface)
  const before = useRef(SILENT)
  const [words, setWords] = useState('')
  const [turn, setTurn] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn is a look again after the quiet time
  useEffect(() => {
    const moment = { steady: performance.now(), wall: Date.now() }
    const { next, say, wait } = announce(before.current, waiting, surfaceNews(surfaces, seen), moment)
    before.current = next
    if (say !== null) setWords(say)
    if (wait === null) return
    const timer = window.setTimeout(() => setTurn(last => last + 1), wait)
    return () => window.clearTimeout(timer)
  }, [waiting, surfaces, seen, turn])
  return (
    <div className="hidden" role="status" aria-live="polite" data-testid="announcements">
      {words}
    </div>
  )
}
