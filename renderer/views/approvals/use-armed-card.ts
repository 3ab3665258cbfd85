// Tells the desk when a card has come to the screen, and draws whether its buttons work yet.
import { useEffect, useState } from 'react'
import { isArmed, painted, unseen } from '../../state/approvals.ts'
import { change, moment, useDesk } from '../../state/desk.ts'

/** How long after a card should be armed it is looked at again, ms. */
const AGAIN_MS = 30

/** Whether the buttons of the card of `ref` count. Only what it draws: the desk itself decides on every press. */
export function useArmedCard(ref: string): boolean {
  const drawn = useDesk(({ desk }) => desk.drawn)
  const [armed, setArmed] = useState<typeof drawn>(null)
  useEffect(() => {
    if (drawn?.ref === ref) {
      let timer = 0
      const look = () => {
        if (isArmed(useDesk.getState().desk, ref, moment())) setArmed(drawn)
        else timer = window.setTimeout(look, AGAIN_MS)
      }
      look()
      return () => window.clearTimeout(timer)
    }
    // Frames come only while the window can be seen.
    const frame = requestAnimationFrame(() => change(desk => painted(desk, ref, moment().steady)))
    return () => cancelAnimationFrame(frame)
  }, [ref, drawn])
  useEffect(() => {
    const hidden = () => document.visibilityState === 'hidden' && change(unseen)
    document.addEventListener('visibilitychange', hidden)
    return () => {
      document.removeEventListener('visibilitychange', hidden)
      change(unseen)
    }
  }, [])
  return drawn?.ref === ref && armed === drawn
}
