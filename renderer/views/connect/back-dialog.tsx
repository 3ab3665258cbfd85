// Taking back: the exact change the other way, and whether the agent goes with it.
import { useState } from 'react'
import type { ClientUndo, ClientView } from '../../../preload/contract.ts'
import { useSlice } from '../../state/app-state.ts'
import { takeBack, useClients } from '../../state/clients.ts'
import { isLocked } from '../../state/policy.ts'
import { Change } from './change.tsx'
import { FilePath } from './config-change.tsx'
import { Answers, Dialog, Warning } from './dialog.tsx'
import { useBack } from './use-preview.ts'

export function BackDialog({ client, onClose }: { client: ClientView; onClose(): void }) {
  const { id, label, agent } = client
  const locked = isLocked(useSlice('policy'))
  // Another client may connect as the same agent.
  const shared = useClients(({ list }) => (list ?? []).some(one => one.id !== id && one.state.agent === agent.id))
  const offered = agent.is === 'there' && !shared && !locked
  const [revokes, setRevokes] = useState(true)
  const { value: undo, fault, armed } = useBack(id)
  const back = () => {
    if (!undo) return
    void takeBack({ client: id, revision: undo.revision, revoke: offered && revokes ? agent.id : null })
    onClose()
  }
  return (
    <Dialog
      id={id}
      label={label}
      title={`Take Gatehouse out of ${label}`}
      lead={undo === null ? '' : leadOf(undo)}
      onNo={onClose}
      foot={
        <Answers
          no="Keep it"
          yes={offered && revokes ? 'Take back and revoke' : 'Take back'}
          off={!armed}
          onNo={onClose}
          onYes={back}
        />
      }
    >
      {fault !== null && <Warning text={fault} />}
      {undo !== null && (
        <section className="ask-part" aria-label="The change">
          <FilePath file={undo.file} />
          <Change pieces={undo.pieces} />
        </section>
      )}
      {offered && (
        <label className="ask-check">
          <input type="checkbox" checked={revokes} onChange={event => setRevokes(event.target.checked)} />
          <span>Revoke {agent.name} too: its token and its grants end at once</span>
        </label>
      )}
      {shared && <p className="s12 t3">{agent.name} stays: another client connects as it.</p>}
    </Dialog>
  )
}

function leadOf({ removes, exact }: ClientUndo): string {
  if (removes) return 'The file was made for Gatehouse alone. It goes.'
  if (exact) return 'The file is then, byte for byte, what it was before.'
  return 'It was changed since, so only our entry is taken out.'
}
