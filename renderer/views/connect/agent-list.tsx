// The agents there are: their names, who is behind each token as far as that is known, when they were used last, where they may do
// the most, and what ends them.
import { BadgeCheck, KeyRound } from 'lucide-react'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import type { AgentSummary } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { told } from '../../keys/actions.ts'
import { focusManager } from '../../keys/focus.ts'
import { showGrant } from '../../keys/grant-deeds.ts'
import {
  factsOf,
  lastUse,
  processesWords,
  type ShownToken,
  useAskedAgent,
  whereWords,
  widest,
} from '../../state/agents.ts'
import { useSlice } from '../../state/app-state.ts'
import { lookAtUses, useLastUses } from '../../state/last-uses.ts'
import { showActivity } from '../../state/panel.ts'
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
  const now = useNow(1000)
  // Again for those that called since.
  useEffect(() => lookAtUses(agents, now))
  if (agents.length === 0) {
    return (
      <p className="t3" style={{ margin: '20px 2px 0' }}>
        No agents connected. Apply on a card above connects one.
      </p>
    )
  }
  return (
    <>
      <div className="agents-head lab" aria-hidden="true">
        <span>Agents</span>
        <span className="col-call">Last use</span>
        <span className="col-level">Most it may do</span>
      </div>
      <ul className="card agents" aria-label="Agents">
        {agents.map(agent => (
          <Row key={agent.id} agent={agent} now={now} {...props} />
        ))}
      </ul>
    </>
  )
}

type Asked = 'token' | 'revoke'

function Row({ agent, now, onToken, onGone }: Props & { agent: AgentSummary; now: number }) {
  const policy = useSlice('policy')
  const [asked, setAsked] = useState<Asked | null>(null)
  const fixed = isLocked(policy)
  const { id, name } = agent
  // A person chose it elsewhere.
  const wanted = useAskedAgent(({ revoke }) => revoke === id)
  useEffect(() => {
    if (!wanted) return
    useAskedAgent.setState({ revoke: null })
    setAsked('revoke')
  }, [wanted])
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
          <LastUse agent={agent} now={now} />
          <Level agent={agent} />
        </>
      )}
      <Deeds agent={agent} asked={asked} fixed={fixed} onAsk={setAsked} />
      <Facts agent={agent} />
    </li>
  )
}

/** Who is behind the token, in this run. */
function Facts({ agent }: { agent: AgentSummary }) {
  const facts = factsOf(agent)
  const processes = processesWords(agent)
  return (
    <span className="facts-line s11 t3">
      {facts.length === 0 && <span>Not seen since this start</span>}
      {facts.map(({ name, value, verified }) => (
        <span key={name} className="fact">
          {verified && <BadgeCheck className="i i12" role="img" aria-label="Verified:" />}
          {name}
          {value !== '' && <span className="m sel tr">{value}</span>}
          {!verified && 'not verified'}
        </span>
      ))}
      {processes !== null && <span>{processes}</span>}
    </span>
  )
}

/** Leads to all it did. */
function LastUse({ agent, now }: { agent: AgentSummary; now: number }) {
  const row = useLastUses(uses => uses[agent.id]?.row ?? null)
  const use = lastUse(agent, row, now)
  if (use === null) return <span className="col-call t3 s12">No use on record</span>
  return (
    <button
      type="button"
      className="col-call link-cell s12"
      title={`Show the activity of ${agent.name}`}
      onClick={() => showActivity({ actors: [agent.id] })}
    >
      <span className="tr">
        {use.when}: <span className="tx">{use.what}</span>
      </span>
    </button>
  )
}

/** Leads to its row in Grants. */
function Level({ agent: { id, name } }: { agent: AgentSummary }) {
  const cells = useSlice('cells')
  const surfaces = useSlice('surfaces')
  const cell = widest(cells, id)
  if (!cell) return <span className="col-level s12 t3">No access</span>
  return (
    <button
      type="button"
      className="col-level link-cell s12"
      title={`Show ${name} in Grants`}
      onClick={() => showGrant(id, cell.surface, true)}
    >
      <Ladder level={cell.level} ask={cell.ask} />
      <span className="two">
        <span className="tr">{grantSentence(cell)}</span>
        <span className="t3 s11 tr">{whereWords(cells, cell, surfaces)}</span>
      </span>
    </button>
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
