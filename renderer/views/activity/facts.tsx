// Who, where, what was asked for and what came of it, by which rule and by whose word.
import type { ReactNode } from 'react'
import type { ActivityDetail, Level } from '../../../preload/contract.ts'
import { useSlice } from '../../state/app-state.ts'
import { byTheClock, LEVEL_WORD, workspaceName } from '../../state/words.ts'
import { Ladder } from '../../ui/ladder.tsx'
import { DecisionWords } from './decision.tsx'
import { ActorTile, PlaceTile } from './who.tsx'

export function Facts({ detail }: { detail: ActivityDetail }) {
  const { row, wanted, got, rule, decidedBy, onBehalfOf } = detail
  // As it was recorded: the rule may say something else by now.
  const why = byTheClock(detail.why ?? row.note)
  const agents = useSlice('agents')
  const there = useSlice('surfaces').find(surface => surface.id === row.surface?.id)
  const nameOf = (id: string) => agents.find(agent => agent.id === id)?.name ?? id
  return (
    <dl className="act-facts">
      <Fact name={row.actor === 'person' || row.actor === 'gatehouse' ? 'Who' : 'Agent'}>
        <ActorTile id={row.actor} name={row.actorName} small />
        <span className="tr">{row.actorName}</span>
        {row.actorName !== row.actor && row.actor !== 'person' && row.actor !== 'gatehouse' && (
          <span className="t3 m s11 tr">{row.actor}</span>
        )}
      </Fact>
      {row.surface && (
        <Fact name="Surface">
          <PlaceTile id={row.surface.id} />
          <span className="tr">{row.surface.name}</span>
          <span className="t3 tr">{there ? `in ${workspaceName(there.workspace)}` : 'closed'}</span>
        </Fact>
      )}
      {wanted && (
        <Fact name="Asked for">
          <LevelWords level={wanted} />
        </Fact>
      )}
      {wanted && (
        <Fact name="Got">
          {got && got !== 'none' && row.decision !== 'draft' ? (
            <LevelWords level={got} />
          ) : (
            <DecisionWords decision={row.decision} />
          )}
        </Fact>
      )}
      {why !== '' && (
        <Fact name={rule === null ? 'Why' : 'Rule'}>
          <span className="sel">{why}</span>
          {rule !== null && <span className="t3 m s11">{rule}</span>}
        </Fact>
      )}
      {decidedBy !== null && (
        <Fact name="Decided by">
          <span className="sel">{decidedBy}</span>
        </Fact>
      )}
      {onBehalfOf.length > 0 && (
        <Fact name="On behalf of">
          <span>{onBehalfOf.map(nameOf).join(', ')}</span>
        </Fact>
      )}
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="t3">{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function LevelWords({ level }: { level: Level }) {
  return (
    <>
      <Ladder level={level} ask={null} />
      <span>{LEVEL_WORD[level]}</span>
    </>
  )
}
