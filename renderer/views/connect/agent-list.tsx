// The agents there are: their names, when they were used last, what they may do on any surface, and what ends them.
import { KeyRound } from 'lucide-react'
import { useId, useLayoutEffect, useRef, useState } from 'react'
import type { AgentSummary } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { told } from '../../keys/actions.ts'
import { focusManager } from '../../keys/focus.ts'
import { lastUse, type ShownToken } from '../../state/agents.ts'
import { useSlice } from '../../state/app-state.ts'
import { ANY, findCell } from '../../state/grants.ts'
import { isLocked } from '../../state/policy.ts'
import { ago, grantSentence } from '../../state/words.ts'
import { Ladder } from '../../ui/ladder.tsx'
import { AgentTile } from '../../ui/marks.tsx'
import { useNow } from '../../ui/use-now.ts'
import { PauseAgent } from '../grants/pause-agent.tsx'
import { AgentName } from './agent-name.tsx'
import { Sure } from './sure.tsx'

interface Props {
  /** It has a token to be shown, once. */
  onToken(shown: ShownToken): void
  /** Its row is going: the keyboard has to go somewhere. */
  onGone(): void
}

export function AgentList(props: Props) {
  const agents = useSlice('agents').filter(agent => agent.inside === null)
  if (agents.length === 0) {
    return (
      <p className="t3" style={{ margin: '20px 2px 0' }}>
        No agents connected.
      </p>
    )
  }
  return (
    <>
      <div className="agents-head lab" aria-hidden="true">
        <span>Agents</span>
        <span className="col-call">Last use</span>
        <span className="col-level">On any surface</span>
      </div>
      <ul className="card agents" aria-label="Agents">
        {agents.map(agent => (
          <Row key={agent.id} agent={agent} {...props} />
        ))}
      </ul>
    </>
  )
}

type Asked = 'token' | 'revoke'

function Row({ agent, onToken, onGone }: Props & { agent: AgentSummary }) {
  const policy = useSlice('policy')
  const now = useNow(1000)
  const [asked, setAsked] = useState<Asked | null>(null)
  const fixed = isLocked(policy)
  const { id, name } = agent
  const renew = async () => {
    setAsked(null)
    const made = await told(call('agent.token', { id }))
    if (made) onToken({ id, name, ...made, renewed: true })
  }
  const revoke = async () => {
    if (await told(call('agent.revoke', { id }))) onGone()
    else setAsked(null)
  }
  return (
    <li className="agent-row" aria-label={name}>
      <AgentTile id={id} name={name} />
      <span className="who">
        <AgentName agent={agent} fixed={fixed} />
        <span className="t3 m s11 tr">{id}</span>
        {agent.paused !== null && <span className="tag stop">Paused, {ago(agent.paused, now)}</span>}
      </span>
      {asked === 'token' && (
        <Sure
          what="Its token ends at once. You get a new one to paste."
          yes={`New token for ${name}`}
          onYes={() => void renew()}
          onNo={() => setAsked(null)}
        />
      )}
      {asked === 'revoke' && (
        <Sure
          what="Its token and its grants end at once."
          yes={`Revoke ${name}`}
          stop
          onYes={() => void revoke()}
          onNo={() => setAsked(null)}
        />
      )}
      {asked === null && (
        <>
          <span className="col-call t2 s12">{lastUse(agent, now)}</span>
          <Level agent={id} />
        </>
      )}
      <Deeds agent={agent} asked={asked} fixed={fixed} onAsk={setAsked} />
    </li>
  )
}

function Level({ agent }: { agent: string }) {
  const grant = findCell(useSlice('cells'), agent, ANY) ?? { level: 'none' as const, ask: null }
  return (
    <span className="col-level s12">
      <span className="hidden">On any surface:</span>
      <Ladder level={grant.level} ask={grant.ask} />
      {grantSentence(grant)}
    </span>
  )
}

interface DeedsProps {
  agent: AgentSummary
  asked: Asked | null
  fixed: boolean
  onAsk(what: Asked): void
}

/** Away while one of them waits for its second yes; the keyboard comes back to the one that was taken back. */
function Deeds({ agent: { id, name, paused }, asked, fixed, onAsk }: DeedsProps) {
  const { managed, ruling } = useSlice('policy')
  const before = useRef<Asked | null>(null)
  const buttons = { token: useRef<HTMLButtonElement>(null), revoke: useRef<HTMLButtonElement>(null) }
  const whose = useId()
  useLayoutEffect(() => {
    if (asked === null && before.current !== null) focusManager.element(buttons[before.current].current)
    before.current = asked
  })
  if (asked !== null) return null
  return (
    <span className="col-act">
      <span className="hidden" id={whose} aria-hidden="true">
        {name}
      </span>
      <PauseAgent id={id} name={name} paused={paused} />
      <button
        ref={buttons.token}
        type="button"
        className="btn sm gh"
        disabled={fixed}
        aria-describedby={whose}
        onClick={() => onAsk('token')}
      >
        <KeyRound className="i i14" />
        New token
      </button>
      {/* Revoking works while a change is held: it only takes away. */}
      <button
        ref={buttons.revoke}
        type="button"
        className="btn sm gh"
        disabled={managed || ruling === 'nothing'}
        aria-describedby={whose}
        onClick={() => onAsk('revoke')}
      >
        Revoke
      </button>
    </span>
  )
}
