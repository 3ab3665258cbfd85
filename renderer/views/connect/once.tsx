// A new token and the blocks to paste it with. Shown once: leaving this is the end of it in the window.
import { KeyRound } from 'lucide-react'
import { useLayoutEffect, useRef, useState } from 'react'
import { focusManager } from '../../keys/focus.ts'
import type { ShownToken } from '../../state/agents.ts'
import { useSlice } from '../../state/app-state.ts'
import { CLIENTS, type ClientId, configBlock } from '../../state/connect-blocks.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { AgentTile } from '../../ui/marks.tsx'
import { Seg } from '../../ui/seg.tsx'

export function Once({ shown, onDone }: { shown: ShownToken; onDone(): void }) {
  const { id, token, url, renewed } = shown
  const name = useSlice('agents').find(agent => agent.id === id)?.name ?? shown.name
  const [client, setClient] = useState<ClientId>(() => guess(name))
  const card = useRef<HTMLElement>(null)
  // A person asked for it, and what they pressed may be far below, or gone.
  useLayoutEffect(() => focusManager.element(card.current), [])
  const chosen = CLIENTS.find(other => other.id === client)!
  const block = configBlock(client, url, token)
  const title = renewed ? `${name} has a new token` : `${name} is added`
  return (
    <section ref={card} className="card block" aria-label={title} tabIndex={-1}>
      <div className="row">
        <AgentTile id={id} name={name} size="x28" />
        <span className="h2 tr">{title}</span>
        <span className="sp" />
        <button type="button" className="btn" onClick={onDone}>
          Done
        </button>
      </div>
      <div className="once s12">
        <KeyRound className="i i14" />
        This is shown once. Gatehouse keeps only its hash.{renewed && ' The token before it has ended.'}
      </div>
      <div>
        <div className="lab" style={{ marginBottom: 5 }}>
          Token
        </div>
        <div className="secret">
          <span className="m" data-testid="agent-token">
            {token}
          </span>
          <CopyButton text={token} label="Copy the token" />
        </div>
      </div>
      <div>
        <div className="row" style={{ marginBottom: 6, flexWrap: 'wrap' }}>
          <Seg<ClientId>
            label="Client"
            value={client}
            choices={CLIENTS.map(({ id, name }) => ({ value: id, label: name }))}
            onChoose={setClient}
          />
        </div>
        <div className="s12 t3" style={{ marginBottom: 5 }}>
          {client === 'other' ? `For ${chosen.file}.` : `Add this to ${chosen.file}. Keep what is there.`}
        </div>
        <div className="secret tall">
          <span className="m" data-testid="agent-config">
            {block}
          </span>
          <CopyButton text={block} label="Copy" words />
        </div>
      </div>
    </section>
  )
}

function guess(name: string): ClientId {
  const text = name.toLowerCase()
  return CLIENTS.find(({ id }) => text.includes(id))?.id ?? 'claude'
}
