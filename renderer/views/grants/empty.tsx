// Grants without agents: where they come from, and three ways to begin.
import { ChevronRight } from 'lucide-react'
import { STARTING_POINTS } from '../../../preload/contract.ts'
import { act } from '../../keys/actions.ts'
import { useSlice } from '../../state/app-state.ts'
import { showPolicy } from '../../state/panel.ts'
import { isLocked } from '../../state/policy.ts'
import { POINTS } from '../../state/policy-points.ts'

export function Empty() {
  const { rules, like } = useSlice('grants')
  const locked = isLocked(useSlice('policy'))
  return (
    <div className="empty grants-empty">
      <span>Agents show up here when they connect. New ones start with Read.</span>
      <button type="button" className="btn pri" onClick={() => act('connect')}>
        Connect
      </button>
      {rules.length === 0 && !locked && (
        <section aria-label="Three ways to begin">
          <h2 className="lab">Three ways to begin. You see what each would change first.</h2>
          {STARTING_POINTS.map(point => {
            const { name, lead, gives, asks } = POINTS[point]
            return (
              <button key={point} type="button" className="card start" onClick={() => showPolicy(point)}>
                <span className="two">
                  <span className="b">
                    {name}
                    {like === point && <span className="tag">As it is now</span>}
                  </span>
                  <span className="s12 t2">{lead}</span>
                  <span className="s12 t3">{gives ?? `Asks: ${asks.charAt(0).toLowerCase()}${asks.slice(1)}`}</span>
                </span>
                <ChevronRight className="i i14" />
              </button>
            )
          })}
        </section>
      )}
    </div>
  )
}
