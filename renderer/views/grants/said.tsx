// Tells a screen reader what has become of the selected cell, once it is so.
import { useEffect, useRef, useState } from 'react'
import { useSlice } from '../../state/app-state.ts'
import { findCell } from '../../state/grants.ts'
import { cellSays, nameOfAgent, nameOfSurface } from '../../state/grants-words.ts'

export function Said({ agent, surface }: { agent: string; surface: string }) {
  const cell = findCell(useSlice('cells'), agent, surface)
  const place = `${nameOfAgent(agent, useSlice('agents'))} in ${nameOfSurface(surface, useSlice('surfaces'))}`
  const says = `${cellSays(cell)}${cell?.until == null ? '' : ' Temporary.'}${cell?.lock == null ? '' : ' Locked.'}`
  const before = useRef({ of: '', says: '' })
  const [said, setSaid] = useState('')
  useEffect(() => {
    const of = `${agent} ${surface}`
    // Another cell that is chosen is read by itself.
    if (before.current.of === of && before.current.says !== says) setSaid(`${place}: ${says}`)
    before.current = { of, says }
  }, [agent, surface, place, says])
  return (
    <div className="hidden" role="status" data-testid="grants-said">
      {said}
    </div>
  )
}
