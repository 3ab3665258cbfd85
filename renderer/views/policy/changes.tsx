// What a change of the policy does to whom: one line for each agent on each surface.
import { ArrowDown, ArrowRight, ArrowUp } from 'lucide-react'
import { useState } from 'react'
import type { GrantChange } from '../../../preload/contract.ts'
import { useSlice } from '../../state/app-state.ts'
import { raisesFirst } from '../../state/policy.ts'
import { count, type Grant, grantSentence } from '../../state/words.ts'
import { Ladder } from '../../ui/ladder.tsx'
import { AgentTile, SurfaceTile } from '../../ui/marks.tsx'

const STEP = 100

export function Changes({ changes, notes }: { changes: readonly GrantChange[]; notes: readonly string[] }) {
  const [most, setMost] = useState(STEP)
  const left = changes.length - most
  const also = notes.length > 0 && <p className="t2">{notes.join(' ')}</p>
  if (changes.length === 0) return also || <p className="t2">Nothing changes for any agent here.</p>
  return (
    <>
      {also}
      <ul className="card changes" aria-label="What agents may do differently">
        {raisesFirst(changes)
          .slice(0, most)
          .map(change => (
            <Change key={`${change.agent} ${change.surface}`} change={change} />
          ))}
      </ul>
      {left > 0 && (
        <div className="row left">
          <span className="s12 t2">{count(left, 'more change')} not shown.</span>
          <button type="button" className="btn sm" onClick={() => setMost(most + STEP)}>
            Show more
          </button>
        </div>
      )}
    </>
  )
}

function Change({ change }: { change: GrantChange }) {
  const { agent, surface, before, after, also, raises } = change
  const agentName = useSlice('agents').find(other => other.id === agent)?.name ?? (agent === '*' ? 'Any agent' : agent)
  const there = useSlice('surfaces').find(other => other.id === surface)
  const same = before.level === after.level && before.ask === after.ask
  return (
    <li className="change" data-testid={`change-${agent}-${surface}`}>
      <span className={`which ${raises ? 'more' : ''}`}>
        {raises ? <ArrowUp className="i i12" /> : <ArrowDown className="i i12" />}
        {raises ? 'more' : 'less'}
      </span>
      <AgentTile id={agent} name={agentName} />
      <span className="b tr who">{agentName}</span>
      <span className="t3">in</span>
      <SurfaceTile preset={there?.preset ?? '*'} backend={there?.backend ?? 'pty'} />
      <span className="b tr where">{there?.name ?? (surface === '*' ? 'Any surface' : surface)}</span>
      <span className="what">
        {!same && (
          <>
            <Words {...before} />
            <ArrowRight className="i i14" role="img" aria-label="becomes" />
          </>
        )}
        <Words {...after} />
        {also.length > 0 && <span className="also">{also.join('; ')}</span>}
      </span>
    </li>
  )
}

function Words({ level, ask }: Grant) {
  return (
    <span className="grant">
      <Ladder level={level} ask={ask} />
      {grantSentence({ level, ask })}
    </span>
  )
}
