// Whether the inspector of Grants may act: at once on a cell that a person chose, and on one that took its place by itself (its
// surface or agent is gone) only after it has stood still.
import { useState } from 'react'
import { useArmed } from '../../ui/use-armed.ts'

/** `shown`: the cell that is shown; `chosen`: what the person chose, another object each time; `there`: that is what is shown. */
export function useLive(shown: string, chosen: object | null, there: boolean): boolean {
  const armed = useArmed(shown)
  const [seen, setSeen] = useState({ shown, chosen, own: there })
  if (seen.shown !== shown || seen.chosen !== chosen) {
    setSeen({ shown, chosen, own: there && chosen !== seen.chosen })
  }
  return seen.own || armed
}
