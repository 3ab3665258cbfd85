// A new agent's token and config block. Shown once: leaving this is the end of it in the window.
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { CLIENTS, type ClientId, configBlock } from '../../state/connect-blocks.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { AgentTile } from '../../ui/marks.tsx'
import { Seg } from '../../ui/seg.tsx'
import type { Added } from './page.tsx'

export function Once({ added, onDone }: { added: Added; onDone(): void }) {
  const [client, setClient] = useState<ClientId>(() => guess(added.name))
  const chosen = CLIENTS.find(other => other.id === client)!
  const block = configBlock(client, added.url, added.token)
  return (
    <section className="card block" aria-label={`${added.name} is added`}>
      <div className="row">
        <AgentTile id={added.id} name={added.name} size="x28" />
        <span className="h2">{added.name} is added</span>
        <span className="sp" />
        <button type="button" className="btn" onClick={onDone}>
          Done
        </button>
      </div>
      <div className="once s12">
        <KeyRound className="i i14" />
        This is shown once. Gatehouse keeps only its hash.
      </div>
      <div>
        <div className="lab" style={{ marginBottom: 5 }}>
          Token
        </div>
        <div className="secret">
          <span className="m" data-testid="agent-token">
            {added.token}
          </span>
          <CopyButton text={added.token} label="Copy the token" />
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
