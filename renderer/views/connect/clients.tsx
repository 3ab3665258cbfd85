// The clients of this computer, a card each, and the one for everything else.
import { Plus } from 'lucide-react'
import { useEffect } from 'react'
import type { ClientView } from '../../../preload/contract.ts'
import { useSlice } from '../../state/app-state.ts'
import { inCardOrder } from '../../state/client-card.ts'
import { lookAtClients, useClients } from '../../state/clients.ts'
import { AgentTile } from '../../ui/marks.tsx'
import { type Ask, ClientCard } from './client-card.tsx'
import { CopiedCommand } from './command.tsx'
import { Warning } from './dialog.tsx'

interface Props {
  onAsk(what: Ask, client: ClientView, from: HTMLElement | null): void
  /** Opens the form for an agent that is added by hand. */
  adding: boolean
  onAdd(): void
}

export function Clients({ onAsk, adding, onAdd }: Props) {
  const list = useClients(state => state.list)
  const fault = useClients(state => state.fault)
  const ids = useSlice('agents')
    .filter(({ inside }) => inside === null)
    .map(({ id }) => id)
    .join()
  // Again whenever an agent came or went, and when the person comes back to the window.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids are why, not what
  useEffect(() => {
    const look = () => void lookAtClients()
    look()
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [ids])
  return (
    <>
      {fault !== null && <Warning text={fault} />}
      <div className="clients">
        {inCardOrder(list ?? []).map(client => (
          <ClientCard key={client.id} client={client} onAsk={(what, from) => onAsk(what, client, from)} />
        ))}
        {list !== null && <SomethingElse adding={adding} onAdd={onAdd} />}
      </div>
    </>
  )
}

function SomethingElse({ adding, onAdd }: { adding: boolean; onAdd(): void }) {
  const { url } = useSlice('mcp')
  const headers = { Authorization: 'Bearer TOKEN' }
  const block = JSON.stringify({ gatehouse: { type: 'http', url, headers } }, null, 1).replace(/\n\s*/g, ' ')
  return (
    <article className="card client other" aria-label="Something else">
      <div className="row client-head">
        <AgentTile id="other" name="" size="x28" />
        <span className="two">
          <h2 className="b">Something else</h2>
          <span className="s12 t3">Any MCP client. It gets a row of its own that you can name and revoke.</span>
        </span>
        <button type="button" className="btn" aria-expanded={adding} onClick={onAdd}>
          <Plus className="i i14" />
          Add an agent
        </button>
      </div>
      <CopiedCommand text={block} label="Copy the entry, without a token" />
    </article>
  )
}
