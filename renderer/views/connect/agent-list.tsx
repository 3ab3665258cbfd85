// The agents there are, what they did last, what they may do on any surface, and Revoke.
import { useState } from 'react'
import type { AgentSummary } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { told } from '../../keys/actions.ts'
import { useSlice } from '../../state/app-state.ts'
import { ANY, findCell } from '../../state/grants.ts'
import { ago, grantSentence } from '../../state/words.ts'
import { Ladder } from '../../ui/ladder.tsx'
import { AgentTile } from '../../ui/marks.tsx'
import { useNow } from '../../ui/use-now.ts'
import { PauseAgent } from '../grants/pause-agent.tsx'

export function AgentList() {
  const agents = useSlice('agents')
  if (agents.length === 0) {
    return (
      <p className="t3" style={{ margin: '20px 2px 0' }}>
        No agents connected.
      </p>
    )
  }
  return (
    <>
      <div className="agents-head lab">
        <span className="sp">Agents</span>
        <span className="col-call">Last call</span>
        <span className="col-level">On any surface</span>
        <span className="col-act" />
      </div>
      <div className="card" style={{ padding: 4 }}>
        {agents.map(agent => (
          <Row key={agent.id} agent={agent} />
        ))}
      </div>
    </>
  )
}

function Row({ agent }: { agent: AgentSummary }) {
  const grant = findCell(useSlice('cells'), agent.id, ANY) ?? { level: 'none' as const, ask: null }
  const policy = useSlice('policy')
  const now = useNow(5000)
  const [sure, setSure] = useState(false)
  // Revoking works while a change is held: it only takes away.
  const locked = policy.managed || policy.ruling === 'nothing'
  return (
    <div className="agent-row">
      <AgentTile id={agent.id} name={agent.name} />
      <span className="who">
        <span className="b tr">{agent.name}</span>
        <span className="t3 m s11 tr">{agent.id}</span>
        {agent.paused !== null && <span className="tag stop">Paused, {ago(agent.paused, now)}</span>}
      </span>
      <span className="col-call t2 s12 tr">
        {agent.lastCall ? `${agent.lastCall.what}, ${ago(agent.lastCall.at, now)}` : 'No call yet'}
      </span>
      <span className="col-level s12">
        <Ladder level={grant.level} ask={grant.ask} />
        {grantSentence(grant)}
      </span>
      <span className="col-act">
        {sure ? (
          <>
            <button type="button" className="btn sm gh" onClick={() => setSure(false)}>
              Keep
            </button>
            <button
              type="button"
              className="btn sm stopsolid"
              onClick={() => void told(call('agent.revoke', { id: agent.id }))}
            >
              Revoke {agent.name}
            </button>
          </>
        ) : (
          <>
            <PauseAgent id={agent.id} name={agent.name} paused={agent.paused} />
            <button type="button" className="btn sm gh" disabled={locked} onClick={() => setSure(true)}>
              Revoke
            </button>
          </>
        )}
      </span>
    </div>
  )
}
