// Connect: make an agent, paste its block once, and see who is connected.
import { ArrowUp, ShieldCheck, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { leavePanel } from '../../keys/actions.ts'
import { focusManager } from '../../keys/focus.ts'
import type { ShownToken } from '../../state/agents.ts'
import { useSlice } from '../../state/app-state.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { AgentList } from './agent-list.tsx'
import { NewAgent } from './new-agent.tsx'
import { Once } from './once.tsx'

export function ConnectPage() {
  const mcp = useSlice('mcp')
  // In this component alone, and gone with it: the token is shown once.
  const [shown, setShown] = useState<ShownToken | null>(null)
  const page = useRef<HTMLElement>(null)
  // What a person pressed is gone with its card or row.
  const toPage = () => focusManager.element(page.current)
  return (
    <section ref={page} className="page" aria-label="Connect" tabIndex={-1}>
      <div className="page-in">
        <div className="page-head">
          <div>
            <h1 className="title21">Connect an agent</h1>
            <p className="t2" style={{ marginTop: 3 }}>
              An agent is any app that talks to Gatehouse over MCP. It gets a row of its own that you can change and
              revoke.
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
        {shown ? (
          <Once
            key={shown.token}
            shown={shown}
            onDone={() => {
              setShown(null)
              toPage()
            }}
          />
        ) : (
          <NewAgent onAdded={setShown} />
        )}
        <AgentList onToken={setShown} onGone={toPage} />
        <div className="page-foot s12 t3">
          <span className="row">
            <ShieldCheck className="i i14" />
            Listens on this computer only. Every call needs the agent's token.
          </span>
          <span className="row">
            <ArrowUp className="i i14" />
            Raise an agent when you trust it: Read, then Type, then Submit, surface by surface.
          </span>
        </div>
      </div>
    </section>
  )
}
