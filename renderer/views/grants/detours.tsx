// Ways around a lock: where an agent that a lock holds could get through another agent. A warning, drawn as main found it.
import { ArrowUpRight, ChevronDown, TriangleAlert } from 'lucide-react'
import { useId, useState } from 'react'
import type { AppState } from '../../../preload/contract.ts'
import { goTo } from '../../keys/actions.ts'
import { toMatrix } from '../../keys/grants.ts'
import { useSlice } from '../../state/app-state.ts'
import { detourKey, drawnDetours, lockedCell, moreWord } from '../../state/detours.ts'
import { closePanel, selectCell } from '../../state/panel.ts'
import { SurfaceTile } from '../../ui/marks.tsx'

type Detour = AppState['detours'][number]

export function Detours() {
  const detours = useSlice('detours')
  const [open, setOpen] = useState(false)
  const [all, setAll] = useState(false)
  const id = useId()
  if (detours.length === 0) return null
  const more = moreWord(detours, all)
  const toggle = () => {
    setOpen(!open)
    setAll(false)
  }
  return (
    <section className="card ways" aria-labelledby={`${id}-head`} data-testid="detours">
      <button
        type="button"
        id={`${id}-head`}
        className="ways-head"
        aria-expanded={open}
        aria-controls={id}
        onClick={toggle}
      >
        <TriangleAlert className="i i14" />
        <span className="b">Ways around a lock</span>
        <span className="num t3">{detours.length}</span>
        <span className="sp tr t3 s12">An agent could get past a lock through another agent</span>
        <ChevronDown className={`i i14 ${open ? '' : 'shut'}`} />
      </button>
      {open && (
        <ul id={id}>
          {drawnDetours(detours, all).map(detour => (
            <Way key={detourKey(detour)} detour={detour} />
          ))}
        </ul>
      )}
      {open && more !== null && (
        <button type="button" className="btn sm gh ways-all" onClick={() => setAll(true)}>
          {more}
        </button>
      )}
    </section>
  )
}

function Way({ detour }: { detour: Detour }) {
  const agents = useSlice('agents')
  const surfaces = useSlice('surfaces')
  const toCell = () => {
    const { agent, surface } = lockedCell(detour, agents)
    selectCell(agent, surface)
    // Drawn with the next frame, wherever it stands.
    requestAnimationFrame(toMatrix)
  }
  const passed = new Set(detour.through.map(({ surface }) => surface))
  return (
    <li>
      <button type="button" className="ways-why" title="Show the locked cell" onClick={toCell}>
        {detour.why}
      </button>
      {surfaces
        .filter(surface => passed.has(surface.id))
        .map(surface => (
          <button
            key={surface.id}
            type="button"
            className="btn sm gh"
            title={`Go to ${surface.name}`}
            aria-label={`Go to ${surface.name}`}
            onClick={() => toTerminal(surface.id)}
          >
            <SurfaceTile preset={surface.preset} backend={surface.backend} size="x16" bare />
            <span className="tr">{surface.name}</span>
            <ArrowUpRight className="i i12" />
          </button>
        ))}
    </li>
  )
}

/** In a narrow window Grants covers the terminals (grants.css). */
function toTerminal(surface: string): void {
  if (window.matchMedia('(max-width: 1239px)').matches) closePanel()
  goTo(surface)
}
