// As whom a client connects: a new agent, or one that is there with the grants it has; and what becomes of its token.
import { KeyRound } from 'lucide-react'
import type { ClientPreview } from '../../../preload/contract.ts'
import { useSlice } from '../../state/app-state.ts'
import { ANY, findCell } from '../../state/grants.ts'
import { grantSentence } from '../../state/words.ts'
import { Ladder } from '../../ui/ladder.tsx'
import { AgentTile } from '../../ui/marks.tsx'

interface Props {
  preview: ClientPreview
  label: string
  /** another id, for an agent of its own */
  onFresh(id: string): void
}

export function ConnectsAs({ preview, label, onFresh }: Props) {
  const { agent, fresh } = preview
  const grant = findCell(useSlice('cells'), agent.id, ANY)
  if (agent.is === 'new') {
    return (
      <p className="t2">
        It becomes the agent <span className="b tx">{agent.name}</span>. Pick how much it may do to start with. Change
        it in Grants at any time.
      </p>
    )
  }
  return (
    <section className="ask-part" aria-label="As whom it connects">
      <div className="ask-as">
        <AgentTile id={agent.id} name={agent.name} />
        <p>
          It connects as the agent <span className="b">{agent.name}</span>. Its grants stay as they are.
        </p>
      </div>
      {grant && (
        <p className="ask-grant s12">
          <Ladder level={grant.level} ask={grant.ask} />
          {grantSentence(grant)} <span className="t3">on any surface</span>
        </p>
      )}
      {agent.token === 'replaced' && (
        <div className="ask-token">
          <p className="s12">
            <KeyRound className="i i14" />
            <span>
              Its token is replaced, because the one it has is not kept where {label} would look for it. Whoever used
              the old one must be connected anew.
            </span>
          </p>
          {fresh !== null && (
            <button type="button" className="btn sm" onClick={() => onFresh(fresh)}>
              Use a new agent instead
            </button>
          )}
        </div>
      )}
    </section>
  )
}
