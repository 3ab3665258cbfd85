// Buttons of a card work only after it has stood still: a click or key meant for what was there before must not hit it.
import { useEffect, useState } from 'react'

const ARM_MS = 600

/** False for 600 ms after `what` (a draft's id and revision) appeared or changed. */
export function useArmed(what: string): boolean {
  const [armed, setArmed] = useState<string | null>(null)
  useEffect(() => {
    const timer = window.setTimeout(() => setArmed(what), ARM_MS)
    return () => window.clearTimeout(timer)
  }, [what])
  return armed === what
}
