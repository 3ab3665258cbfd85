// Grants: what each agent may do, surface by surface. It draws what main says is in force and sends changes; it decides
// nothing itself.
import { PanelRight } from 'lucide-react'
import { act, leavePanel } from '../../keys/actions.ts'
import { useSlice } from '../../state/app-state.ts'
import { ANY } from '../../state/grants.ts'
import { usePanel } from '../../state/panel.ts'
import { isLocked } from '../../state/policy.ts'
import { GateMark } from '../../ui/marks.tsx'
import { StatusBar } from './bars.tsx'
import { Detours } from './detours.tsx'
import { Inspector } from './inspector.tsx'
import { Legend } from './legend.tsx'
import { Matrix } from './matrix.tsx'

export function GrantsPanel() {
  const agents = useSlice('agents')
  const surfaces = useSlice('surfaces')
  const policy = useSlice('policy')
  const chosen = usePanel(panel => panel.cell)
  const there =
    chosen &&
    (chosen.agent === ANY || agents.some(agent => agent.id === chosen.agent)) &&
    (chosen.surface === ANY || surfaces.some(surface => surface.id === chosen.surface))
  const cell = there ? chosen : { agent: agents[0]?.id ?? ANY, surface: surfaces[0]?.id ?? ANY }
  const locked = isLocked(policy)
  return (
    <aside className="panel" aria-label="Grants">
      <div className="panel-head">
        <span className="t2">
          <GateMark />
        </span>
        <h1 className="h1">Grants</h1>
        <span className="t3 s12 tr">What each agent may do, surface by surface</span>
        <span className="sp" />
        <button type="button" className="ib" title="Close Grants" aria-label="Close Grants" onClick={leavePanel}>
          <PanelRight className="i" />
        </button>
      </div>
      <StatusBar />
      {agents.length === 0 ? (
        <div className="empty">
          <span>No agents connected. New ones start at the level you choose.</span>
          <button type="button" className="btn" onClick={() => act('connect')}>
            Connect an agent
          </button>
        </div>
      ) : (
        <>
          <Detours />
          <Legend />
          <Matrix agents={agents} surfaces={surfaces} selected={cell} locked={locked} />
          <Inspector agent={cell.agent} surface={cell.surface} locked={locked} />
        </>
      )}
    </aside>
  )
}
