// What a program could not be given at its start, said in its pane until the person has read it.
import { Info, X } from 'lucide-react'
import { useState } from 'react'
import type { SurfaceSummary } from '../../preload/contract.ts'
import { keepFocus } from '../ui/keep-focus.ts'

export function Lacks({ surface }: { surface: SurfaceSummary }) {
  const [read, setRead] = useState(false)
  if (surface.lacks === null || surface.exit !== null || read) return null
  return (
    <div className="left" role="status" data-testid="lacks">
      <Info className="i i14" />
      <span className="sel">{surface.lacks}</span>
      <span className="sp" />
      <button
        type="button"
        className="ib x24"
        title="Dismiss"
        aria-label={`Dismiss the note on ${surface.name}`}
        onMouseDown={keepFocus}
        onClick={() => setRead(true)}
      >
        <X className="i i14" />
      </button>
    </div>
  )
}
