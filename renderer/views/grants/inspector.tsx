// The selected cell: its level, what happens above it, its other parts, and why the answer is what it is, in main's own words.
import { ArrowRight } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'
import { changeCell, undo } from '../../keys/grants-change.ts'
import { useSlice } from '../../state/app-state.ts'
import { ANY, findCell } from '../../state/grants.ts'
import { nameOfAgent } from '../../state/grants-words.ts'
import { cellIsFor, insideRow, ownSurfaceWords } from '../../state/inside.ts'
import { type Grant, RANK } from '../../state/words.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { AgentTile, SurfaceTile } from '../../ui/marks.tsx'
import { AnswerPart, MoreParts } from './answer-parts.tsx'
import { LevelPart } from './level-part.tsx'
import { OpenPart } from './open-part.tsx'
import { RatePart } from './rate-part.tsx'
import { TemporaryPart } from './temporary-part.tsx'
import { useWhy } from './use-why.ts'
import { Why } from './why.tsx'

interface Props {
  agent: string
  surface: string
  locked: boolean
  /** false: it is not the cell that the person chose, and it has just come */
  live: boolean
}

export function Inspector({ agent, surface, locked, live }: Props) {
  const cell = findCell(useSlice('cells'), agent, surface)
  const who = useSlice('agents').find(other => other.id === agent)
  const shared = cellIsFor(who, useSlice('surfaces'), useSlice('about'))
  const own = ownSurfaceWords(who, surface)
  const fixed = locked || shared?.fixed === true
  const grant: Grant = cell ?? { level: 'none', ask: null }
  const why = useWhy(agent, surface, grant.level)
  const at = { agent, surface }
  const sends = RANK[grant.ask ?? grant.level] >= RANK.type
  const isPair = agent !== ANY && surface !== ANY
  return (
    <section
      className="card insp"
      aria-label="Selected grant"
      data-armed={live}
      onClickCapture={live ? undefined : drop}
    >
      <div>
        <Head agent={agent} surface={surface}>
          <button
            type="button"
            className="btn sm gh inherit"
            disabled={fixed || !cell?.here}
            onClick={() => changeCell(at, grant, null)}
          >
            Use inherited
          </button>
        </Head>
        <LevelPart at={at} grant={grant} fixed={fixed} />
        {cell && <AnswerPart at={at} cell={cell} fixed={fixed} />}
        {cell && sends && <RatePart key={`${agent} ${surface}`} at={at} limit={cell.limit} fixed={fixed} />}
        {cell && sends && <MoreParts at={at} cell={cell} fixed={fixed} />}
        {surface === ANY && !shared && <OpenPart agent={agent} fixed={fixed} />}
        {own !== null && <div className="s12 t2">{own}</div>}
        {shared !== null && <div className="s12 t2">{shared.why}</div>}
        {cell && isPair && !shared && <TemporaryPart at={at} cell={cell} fixed={fixed} locks={why?.locks ?? []} />}
        <span className="sp" />
        <Foot locked={locked} />
      </div>
      <Why agent={agent} surface={surface} list={why} locked={locked} canLock={!fixed && shared === null} />
    </section>
  )
}

/** A click that was meant for what stood here before. */
function drop(event: MouseEvent): void {
  event.preventDefault()
  event.stopPropagation()
}

function Foot({ locked }: { locked: boolean }) {
  const { undo: last } = useSlice('grants')
  return (
    <div className="insp-foot t3 s11">
      <span>Changes apply at once and are written to Activity.</span>
      <span className="sp" />
      <button
        type="button"
        className="undo"
        disabled={locked || last === null}
        title={last === null ? 'There is nothing to undo' : `Undo: ${last}`}
        onClick={() => void undo()}
      >
        Undo <Kbd keys="mod z" quiet />
      </button>
    </div>
  )
}

function Head({ agent, surface, children }: { agent: string; surface: string; children: ReactNode }) {
  const agents = useSlice('agents')
  const who = agents.find(other => other.id === agent)
  const agentName = nameOfAgent(agent, agents)
  const surfaces = useSlice('surfaces')
  const about = useSlice('about')
  const inside = who && insideRow(who, surfaces, about)
  const there = surfaces.find(other => other.id === surface)
  return (
    <div className="insp-head">
      <AgentTile id={agent} name={agentName} />
      <span className="h2 tr" title={agentName}>
        {inside?.name ?? agentName}
      </span>
      <ArrowRight className="i i14" color="var(--tx-3)" />
      <SurfaceTile preset={there?.preset ?? '*'} backend={there?.backend ?? 'pty'} />
      <span className="h2 tr">{there?.name ?? 'Any surface'}</span>
      {children}
    </div>
  )
}
