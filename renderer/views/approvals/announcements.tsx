// Tells a screen reader of new approvals, politely and not often.
import { useEffect, useRef, useState } from 'react'
import { announce, SILENT } from '../../state/announce.ts'
import { useSlice } from '../../state/app-state.ts'

export function Announcements() {
  const { waiting } = useSlice('approvals')
  const before = useRef(SILENT)
  const [words, setWords] = useState('')
  const [turn, setTurn] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn is a look again after the quiet time
  useEffect(() => {
    const { next, say, wait } = announce(before.current, waiting, performance.now())
    before.current = next
    if (say !== null) setWords(say)
    if (wait === null) return
    const timer = window.setTimeout(() => setTurn(last => last + 1), wait)
    return () => window.clearTimeout(timer)
  }, [waiting, turn])
  return (
    <div className="hidden" role="status" aria-live="polite" data-testid="announcements">
      {words}
    </div>
  )
}
