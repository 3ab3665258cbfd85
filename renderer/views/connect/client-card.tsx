// One client: where it stands, its own command where it has one, and what a person can do about it.
import { Check, Copy, TriangleAlert, X } from 'lucide-react'
import { useRef } from 'react'
import type { ClientView } from '../../../preload/contract.ts'
import { processesWords } from '../../state/agents.ts'
import { useSlice } from '../../state/app-state.ts'
import { type CardState, cardAim, cardHint, cardState, cardWords, isCommand } from '../../state/client-card.ts'
import { forgetFault, lookAtClients, useDeed } from '../../state/clients.ts'
import { ANY, findCell } from '../../state/grants.ts'
import { Ladder } from '../../ui/ladder.tsx'
import { AgentTile } from '../../ui/marks.tsx'
import { StatusDot } from '../../ui/status-dot.tsx'
import { useNow } from '../../ui/use-now.ts'
import { Command, CopiedCommand } from './command.tsx'

/** `hand`: the person writes the config, or runs the client's own command. */
export type Ask = 'connect' | 'hand' | 'back'

interface Props {
  client: ClientView
  /** Opens a dialog; `from` gets the keyboard back. */
  onAsk(what: Ask, from: HTMLElement | null): void
}

export function ClientCard({ client, onAsk }: Props) {
  const { id, label } = client
  const agents = useSlice('agents')
  const cells = useSlice('cells')
  const now = useNow(1000)
  const card = useRef<HTMLElement>(null)
  const deed = useDeed(id)
  const agent = agents.find(one => one.id === client.agent.id) ?? null
  const state = cardState(client, agent, deed)
  const grant = agent && shows(state) ? findCell(cells, agent.id, ANY) : undefined
  const ask = (what: Ask) => {
    forgetFault(id)
    onAsk(what, card.current)
  }
  const why = 'why' in state ? state.why : null
  const hint = cardHint(state, label)
  return (
    <article
      ref={card}
      className={`card client ${state.is}`}
      aria-label={label}
      tabIndex={-1}
      data-testid={`client-${id}`}
      data-state={state.is}
    >
      <div className="row client-head">
        <AgentTile id={id} name={label} size="x28" />
        <span className="two">
          <h2 className="b">{label}</h2>
          <span className="s12 t3 tr" title={client.file}>
            {cardAim(client)}
          </span>
        </span>
        {grant && <Ladder level={grant.level} ask={grant.ask} words />}
      </div>
      {(isCommand(client) || byHand(client, state)) && <OwnCommand client={client} onAsk={() => ask('hand')} />}
      {hint !== null && <p className="client-hint s12 t2">{hint}</p>}
      {why !== null && (
        <p
          className={`client-why s12 ${state.is === 'failed' ? 'stop' : ''}`}
          role={state.is === 'failed' ? 'alert' : undefined}
        >
          <TriangleAlert className="i i14" />
          <span className="sel">{why}</span>
        </p>
      )}
      <div className="row client-foot">
        <Status state={state} label={label} now={now} processes={agent && processesWords(agent)} />
        <Deeds state={state} client={client} onAsk={ask} />
      </div>
    </article>
  )
}

function shows({ is }: CardState): boolean {
  return is === 'connected' || is === 'added' || is === 'waiting'
}

/** Its agent was made, and the rest is left to the person. */
function byHand({ state, manual }: ClientView, { is }: CardState): boolean {
  return state.is === 'absent' && manual.length > 0 && (is === 'ready' || is === 'waiting')
}

/** Without its agent it would not work: then copying asks for that first. */
function OwnCommand({ client, onAsk }: { client: ClientView; onAsk(): void }) {
  const [first] = client.manual
  if (!first) return null
  const label = first.kind === 'command' ? 'Copy the command' : 'Copy the link'
  if (client.agent.token === 'kept') return <CopiedCommand text={first.text} label={label} />
  return (
    <Command text={first.text}>
      <button
        type="button"
        className="ib x24"
        title={`${label}. Its agent is made first`}
        aria-label={`${label} for ${client.label}, after making its agent`}
        onClick={onAsk}
      >
        <Copy className="i i14" />
      </button>
    </Command>
  )
}

interface StatusProps {
  state: CardState
  label: string
  now: number
  /** `2 processes`; null = none, or it is not known */
  processes: string | null
}

function Status({ state, label, now, processes }: StatusProps) {
  const { word, more } = cardWords(state, label, now)
  return (
    <span className={`client-status s12 ${state.is}`}>
      <Shape state={state} />
      {/* The seconds beside it are not told again and again. */}
      <span role="status">
        <span className="hidden">{label}: </span>
        {word}
      </span>
      {more !== '' && <span className="t3 num more">{more}</span>}
      {state.is === 'connected' && processes !== null && <span className="t3 more">{processes}</span>}
    </span>
  )
}

function Shape({ state: { is } }: { state: CardState }) {
  if (is === 'connected' || is === 'added') return <Check className="i i14" />
  if (is === 'waiting' || is === 'busy') return <StatusDot is="working" />
  if (is === 'failed') return <X className="i i14" />
  return null
}

function Deeds({ state, client, onAsk }: { state: CardState; client: ClientView; onAsk(what: Ask): void }) {
  const show = (words: string, what: Ask, tone = 'gh') => (
    <button key={words} type="button" className={`btn ${tone}`} onClick={() => onAsk(what)}>
      {words}
      <span className="hidden"> for {client.label}</span>
    </button>
  )
  switch (state.is) {
    case 'busy':
      return null
    case 'failed':
      return show('Retry', state.of, '')
    case 'blocked':
      return (
        <button type="button" className="btn" onClick={() => void lookAtClients()}>
          Look again
          <span className="hidden"> at {client.label}</span>
        </button>
      )
    case 'missing':
      return show('How to', 'hand', '')
    case 'off':
    case 'ready':
      return [show('Show change', 'connect'), show('Apply', 'connect', 'pri')]
    case 'stale':
      return [show('Take back', 'back'), show('Update', 'connect', 'pri')]
    case 'waiting':
    case 'connected':
      if (client.state.is === 'absent') return [show('Show change', 'connect'), show('Apply', 'connect', '')]
      return show('Take back', 'back', '')
    case 'added':
      return show('Take back', 'back', '')
  }
}
