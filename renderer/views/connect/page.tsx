// Connect: the clients of this computer, an agent added by hand with its token shown once, and who is connected.
import { ArrowUp, FileDiff, Hand, ShieldCheck, X } from 'lucide-react'
import { type KeyboardEvent, useCallback, useLayoutEffect, useRef, useState } from 'react'
import type { ApprovalView, ClientView } from '../../../preload/contract.ts'
import { leavePanel } from '../../keys/actions.ts'
import { openApprovals } from '../../keys/approvals.ts'
import { focusManager } from '../../keys/focus.ts'
import type { ShownToken } from '../../state/agents.ts'
import { useSlice } from '../../state/app-state.ts'
import { approvalId } from '../../state/approvals.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { AgentList } from './agent-list.tsx'
import { BackDialog } from './back-dialog.tsx'
import type { Ask } from './client-card.tsx'
import { Clients } from './clients.tsx'
import { ConnectDialog } from './connect-dialog.tsx'
import { Consent, enterConsent, useConsent } from './consent.tsx'
import { HandDialog } from './hand-dialog.tsx'
import { NewAgent } from './new-agent.tsx'
import { Once } from './once.tsx'

interface Asked {
  readonly what: Ask
  readonly client: ClientView
  /** gets the keyboard back */
  readonly from: HTMLElement | null
}

export function ConnectPage() {
  // In this component alone, and gone with it: the token is shown once.
  const [shown, setShown] = useState<ShownToken | null>(null)
  const [adding, setAdding] = useState(false)
  const [asked, setAsked] = useState<Asked | null>(null)
  const page = useRef<HTMLElement>(null)
  // What a person pressed is gone with its card or row.
  const toPage = useCallback(() => {
    requestAnimationFrame(() => focusManager.element(page.current))
  }, [])
  // Opened by a person's key or click. A row that was asked for elsewhere takes the keyboard after this.
  useLayoutEffect(() => focusManager.element(page.current), [])
  const wanting = useConsent()
  // Nothing is laid over what a person is at, or over a token that is shown once.
  const busy = asked !== null || adding || shown !== null
  const consent = busy ? null : wanting
  // Theirs is the next key: without it the question takes nothing.
  const key = (event: KeyboardEvent) => {
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey
    if (event.key === 'Tab' && plain && !event.shiftKey && consent !== null && enterConsent()) event.preventDefault()
  }
  const close = () => {
    setAsked(null)
    // Nothing under a dialog takes the focus until it is drawn without it.
    requestAnimationFrame(() => focusManager.element(asked?.from ?? page.current))
  }
  return (
    <>
      <section
        ref={page}
        className="page connect"
        aria-label="Connect"
        tabIndex={-1}
        inert={asked !== null}
        onKeyDown={key}
      >
        <div className="page-in">
          <Head />
          {wanting !== null && consent === null && asked === null && <Waits view={wanting} />}
          <Clients
            adding={adding}
            onAdd={() => setAdding(!adding)}
            onAsk={(what, client, from) => setAsked({ what, client, from })}
          />
          {adding && (
            <NewAgent
              onAdded={added => {
                setShown(added)
                setAdding(false)
              }}
            />
          )}
          {shown && (
            <Once
              key={shown.token}
              shown={shown}
              onDone={() => {
                setShown(null)
                toPage()
              }}
            />
          )}
          <AgentList onToken={setShown} onGone={toPage} />
          <Foot />
        </div>
      </section>
      {asked?.what === 'connect' && <ConnectDialog client={asked.client} onClose={close} />}
      {asked?.what === 'hand' && <HandDialog client={asked.client} onClose={close} />}
      {consent && <Consent key={approvalId(consent.ref)} view={consent} onGone={toPage} />}
      {asked?.what === 'back' && <BackDialog client={asked.client} onClose={close} />}
    </>
  )
}

function Head() {
  const mcp = useSlice('mcp')
  return (
    <div className="page-head">
      <div>
        <h1 className="title21">Connect an agent</h1>
        <p className="t2" style={{ marginTop: 3 }}>
          An agent is any app that talks to Gatehouse over MCP. New agents start with Read only until you say otherwise.
        </p>
      </div>
      <span className="fieldb m address">
        <svg width="8" height="8" role="img" aria-label={mcp.listening ? 'Listening' : 'Not listening'}>
          <circle cx="4" cy="4" r="3.5" fill={mcp.listening ? 'var(--ok)' : 'var(--stop)'} />
        </svg>
        {mcp.url}
        <CopyButton text={mcp.url} label="Copy the address" />
      </span>
      <button type="button" className="ib" title="Close" aria-label="Close Connect" onClick={leavePanel}>
        <X className="i" />
      </button>
    </div>
  )
}

/** The question while the page is busy with another. */
function Waits({ view }: { view: ApprovalView }) {
  return (
    <div className="consent-note" role="status">
      <Hand className="i i14" />
      <span className="what">
        <span className="b">{view.agentName}</span>{' '}
        {view.kind === 'connect' ? 'wants to connect.' : 'comes from another program now.'}
      </span>
      <button
        type="button"
        className="btn sm"
        onClick={event => openApprovals({ focus: event.detail === 0, id: approvalId(view.ref) })}
      >
        Show it in Approvals
      </button>
    </div>
  )
}

function Foot() {
  return (
    <div className="page-foot s12 t3">
      <span className="row">
        <FileDiff className="i i14" />
        Apply shows the change to the client's config file before it writes.
      </span>
      <span className="row">
        <ShieldCheck className="i i14" />
        Listens on this computer only. No command carries a token; each agent's is in a file only you can read.
      </span>
      <span className="row">
        <Hand className="i i14" />
        You say once for each new agent what it starts with.
      </span>
      <span className="row">
        <ArrowUp className="i i14" />
        Raise it when you trust it: Read, then Type, then Submit, surface by surface.
      </span>
    </div>
  )
}
