// Grants: what each agent may do, surface by surface. It draws what main says is in force and sends changes; it decides
// nothing itself.
import { PanelRight, Undo2 } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { leavePanel } from '../../keys/actions.ts'
import { focusManager } from '../../keys/focus.ts'
import { undo } from '../../keys/grants-change.ts'
import { useSlice } from '../../state/app-state.ts'
import { ANY } from '../../state/grants.ts'
import { showPolicy, usePanel } from '../../state/panel.ts'
import { isLocked } from '../../state/policy.ts'
import { GateMark } from '../../ui/marks.tsx'
import { useMedia } from '../../ui/use-media.ts'
import { StatusBar } from './bars.tsx'
import { Detours } from './detours.tsx'
import { Empty } from './empty.tsx'
import { Inspector } from './inspector.tsx'
import { Legend } from './legend.tsx'
import { Matrix } from './matrix.tsx'
import { Said } from './said.tsx'
import { useLive } from './use-live.ts'

export function GrantsPanel() {
  const agents = useSlice('agents')
  const surfaces = useSlice('surfaces')
  const policy = useSlice('policy')
  const chosen = usePanel(panel => panel.cell)
  const covers = useMedia('(max-width: 1239px)')
  const there =
    chosen !== null &&
    (chosen.agent === ANY || agents.some(agent => agent.id === chosen.agent)) &&
    (chosen.surface === ANY || surfaces.some(surface => surface.id === chosen.surface))
  const cell = there ? chosen : { agent: agents[0]?.id ?? ANY, surface: surfaces[0]?.id ?? ANY }
  const locked = isLocked(policy)
  const shown = `${cell.agent} ${cell.surface}`
  const live = useLive(shown, chosen, there)
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return
    event.preventDefault()
    // Beside the terminals it stays open.
    if (covers) leavePanel()
    else focusManager.back()
  }
  return (
    <aside className="panel" aria-label="Grants" onKeyDown={key}>
      <div className="panel-head">
        <span className="t2">
          <GateMark />
        </span>
        <h1 className="h1">Grants</h1>
        <span className="t3 s12 tr">What each agent may do, surface by surface</span>
        <span className="sp" />
        <button type="button" className="btn sm gh" onClick={() => showPolicy('rules')}>
          Rules and file
        </button>
        <UndoButton locked={locked} />
        <button type="button" className="ib" title="Close Grants" aria-label="Close Grants" onClick={leavePanel}>
          <PanelRight className="i" />
        </button>
      </div>
      <StatusBar />
      {agents.length === 0 ? (
        <Empty />
      ) : (
        <>
          <Detours />
          <Legend />
          <Matrix agents={agents} surfaces={surfaces} selected={cell} locked={locked} />
          {/* Its buttons are new ones for another cell: a click that went down on the one before acts on neither. */}
          <Inspector key={shown} agent={cell.agent} surface={cell.surface} locked={locked} live={live} />
          <Said agent={cell.agent} surface={cell.surface} />
        </>
      )}
    </aside>
  )
}

function UndoButton({ locked }: { locked: boolean }) {
  const { undo: last } = useSlice('grants')
  const why = locked ? 'The policy cannot be changed now' : last === null ? 'There is nothing to undo' : null
  return (
    <button
      type="button"
      className="ib"
      title={why ?? `Undo: ${last}`}
      aria-label={why === null ? `Undo: ${last}` : `Undo. ${why}.`}
      disabled={why !== null}
      onClick={() => void undo()}
    >
      <Undo2 className="i" />
    </button>
  )
}
