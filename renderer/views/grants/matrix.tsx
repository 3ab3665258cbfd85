// The grid of agents by surfaces. Click selects; click again or Space cycles; letters and digits set.
// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be laid out in these columns
// biome-ignore-all lint/a11y/useFocusableInteractive: in a grid only the cells take the focus
import { Lock } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import type { AgentSummary, SurfaceSummary } from '../../../preload/contract.ts'
import { focusManager } from '../../keys/focus.ts'
import { byWorkspace, useSlice } from '../../state/app-state.ts'
import { ANY } from '../../state/grants.ts'
import { insideRow } from '../../state/inside.ts'
import { selectCell } from '../../state/panel.ts'
import { useSidebar } from '../../state/sidebar.ts'
import { ago, workspaceName } from '../../state/words.ts'
import { AgentTile, SurfaceTile } from '../../ui/marks.tsx'
import { useNow } from '../../ui/use-now.ts'
import { MatrixCell } from './matrix-cell.tsx'
import { PauseAgent } from './pause-agent.tsx'

interface Props {
  agents: readonly AgentSummary[]
  surfaces: readonly SurfaceSummary[]
  selected: { agent: string; surface: string }
  locked: boolean
}

export function Matrix({ agents, surfaces, selected, locked }: Props) {
  const grid = useRef<HTMLDivElement>(null)
  const groups = byWorkspace(surfaces, useSidebar())
  const columns = [ANY, ...groups.flatMap(group => group.surfaces.map(surface => surface.id))]
  const rows: RowAgent[] = [{ id: ANY, name: 'Any agent', inside: null, lastCall: undefined, paused: null }, ...agents]
  const firstInside = agents.find(agent => agent.inside !== null)?.id
  const move = (event: KeyboardEvent) => {
    const step = stepOf(event.key)
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return
    const row = rows.findIndex(agent => agent.id === selected.agent)
    const column = columns.indexOf(selected.surface)
    const agent = rows[clamp(row + step.down, rows.length)]!.id
    const surface = columns[clamp(column + step.right, columns.length)]!
    event.preventDefault()
    selectCell(agent, surface)
    focusManager.element(grid.current?.querySelector<HTMLElement>(`[data-testid="cell-${agent}-${surface}"]`) ?? null)
  }
  const template = `148px 66px repeat(${columns.length - 1}, minmax(66px, 1fr))`
  return (
    <div className="mx-scroll">
      <div
        ref={grid}
        className="mx"
        role="grid"
        aria-label="Grants"
        style={{ gridTemplateColumns: template }}
        onKeyDown={move}
      >
        <Workspaces groups={groups} />
        <div role="row">
          <div className="ch corner" role="columnheader">
            Agent
          </div>
          <Column name="Any surface" on={selected.surface === ANY} preset="*" backend="pty" locked={false} />
          {groups.flatMap(group =>
            group.surfaces.map(surface => (
              <SurfaceColumn key={surface.id} surface={surface} on={selected.surface === surface.id} />
            )),
          )}
        </div>
        {rows.map(agent => (
          <div key={agent.id} role="row">
            {agent.id === firstInside && (
              <div className="insides lab" role="presentation">
                Agents in surfaces
              </div>
            )}
            <RowHead agent={agent} on={selected.agent === agent.id} />
            {columns.map(surface => {
              const cell = { agent: agent.id, surface }
              const hot = agent.id === selected.agent && surface === selected.surface
              const tint = agent.id === selected.agent || surface === selected.surface
              return (
                <div key={surface} className={`c ${tint ? 'hl' : ''}`}>
                  <MatrixCell
                    {...cell}
                    agentName={agent.name}
                    selected={hot}
                    locked={locked}
                    shared={agent.inside !== null}
                  />
                </div>
              )
            })}
            {agent.id === ANY && <div className="rule" />}
          </div>
        ))}
      </div>
    </div>
  )
}

const clamp = (n: number, length: number) => Math.min(length - 1, Math.max(0, n))

function stepOf(key: string): { right: number; down: number } | null {
  const steps: Record<string, { right: number; down: number }> = {
    ArrowLeft: { right: -1, down: 0 },
    ArrowRight: { right: 1, down: 0 },
    ArrowUp: { right: 0, down: -1 },
    ArrowDown: { right: 0, down: 1 },
    Home: { right: -1000, down: 0 },
    End: { right: 1000, down: 0 },
  }
  return steps[key] ?? null
}

function Workspaces({ groups }: { groups: ReturnType<typeof byWorkspace> }) {
  if (groups.length === 0) return null
  return (
    <>
      <div style={{ gridColumn: 'span 2' }} />
      {groups.map(group => (
        <div key={group.workspace} className="wsn" style={{ gridColumn: `span ${group.surfaces.length}` }}>
          <div>
            <span className="tr">{workspaceName(group.workspace)}</span>
          </div>
        </div>
      ))}
    </>
  )
}

function SurfaceColumn({ surface, on }: { surface: SurfaceSummary; on: boolean }) {
  const locked = useSlice('cells').some(cell => cell.surface === surface.id && cell.lock !== null)
  return <Column name={surface.name} on={on} preset={surface.preset} backend={surface.backend} locked={locked} />
}

function Column(props: { name: string; on: boolean; preset: string; backend: string; locked: boolean }) {
  return (
    <div className={`ch ${props.on ? 'hl' : ''}`} role="columnheader" title={props.name}>
      <span className="locked">
        {props.preset === '*' ? (
          <SurfaceTile preset="*" backend="pty" size="x16" bare />
        ) : (
          <SurfaceTile preset={props.preset} backend={props.backend} />
        )}
        {props.locked && <Lock className="i i12" aria-label="Locked" />}
      </span>
      <span className="nm">{props.name}</span>
    </div>
  )
}

interface RowAgent extends Pick<AgentSummary, 'id' | 'name' | 'inside' | 'paused'> {
  /** undefined: the default row, which calls nothing */
  readonly lastCall: AgentSummary['lastCall'] | undefined
}

function RowHead({ agent, on }: { agent: RowAgent; on: boolean }) {
  const now = useNow(10_000)
  const inside = insideRow(agent, useSlice('surfaces'), useSlice('about'))
  const called =
    agent.lastCall === undefined
      ? 'Default row'
      : agent.lastCall
        ? `called ${ago(agent.lastCall.at, now)}`
        : 'no call yet'
  const sub = inside?.place ?? called
  const { paused } = agent
  return (
    <div className={`rh ${on ? 'hl' : ''} ${agent.lastCall === null ? 't2' : ''}`} role="rowheader">
      <AgentTile id={agent.id} name={agent.name} />
      <span className="names">
        <span className="tr" title={inside ? `${agent.name}, ${called}` : agent.name}>
          {inside?.name ?? agent.name}
        </span>
        <span className={`tr s11 ${paused === null ? 't3' : 'stopped'}`} title={inside?.place}>
          {paused === null ? sub : inside ? `Paused, ${inside.place}` : 'Paused'}
        </span>
      </span>
      {agent.id !== ANY && <PauseAgent id={agent.id} name={agent.name} paused={paused} small />}
    </div>
  )
}
